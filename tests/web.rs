//! The scripts of the pages: what they are made of, and that their types hold. What they do is tested in a browser.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value};

/// Licences of what is in the bundles, or makes them.
const LICENCES: [&str; 4] = ["MIT", "ISC", "Apache-2.0", "BSD-3-Clause"];

/// What a package brings that no script of a page takes: in the public domain, but under none of these licences.
const LEFT_OUT: [(&str, &str); 1] = [("node_modules/robust-predicates", "Unlicense")];

/// What only tests use, which is in no bundle and changed by nobody here.
const TESTS: [(&str, &str); 1] = [("node_modules/axe-core", "MPL-2.0")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn json(file: &str) -> Value {
    let text = fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What `web/package.json` names, with versions.
fn named() -> Map<String, Value> {
    let package = json("web/package.json");
    let lists = ["dependencies", "devDependencies"].map(|list| package[list].as_object().unwrap().clone());
    lists.into_iter().flatten().collect()
}

/// The packages of the lock file, by their folders.
fn locked() -> Map<String, Value> {
    let mut packages = json("web/package-lock.json")["packages"].as_object().unwrap().clone();
    packages.remove("");
    packages
}

#[test]
fn packages_are_pinned_by_version_and_checksum_and_no_registry_is_named() {
    for (name, version) in named() {
        let version = version.as_str().unwrap();
        assert!(version.split('.').all(|part| part.parse::<u32>().is_ok()), "{name}: {version} is not one version");
    }
    for (folder, package) in locked() {
        assert!(package["integrity"].as_str().is_some_and(|sum| sum.starts_with("sha512-")), "{folder}");
        assert!(package.get("resolved").is_none(), "{folder} names a registry; see omit-lockfile-registry-resolved");
    }
    let settings = fs::read_to_string(root().join("web/.npmrc")).unwrap();
    for line in ["ignore-scripts=true", "omit-lockfile-registry-resolved=true", "save-exact=true"] {
        assert!(settings.lines().any(|known| known == line), "web/.npmrc lacks {line}");
    }
}

#[test]
fn packages_have_permissive_licences() {
    for (folder, package) in locked() {
        let licence = package["license"].as_str().unwrap_or_default();
        let kept = LICENCES.contains(&licence) || TESTS.contains(&(folder.as_str(), licence));
        assert!(kept || LEFT_OUT.contains(&(folder.as_str(), licence)), "{folder}: {licence:?}");
    }
    // Built without Node nothing reaches a page at all.
    let Some(modules) = option_env!("RAPPORTEUR_WEB_MODULES") else { return };
    let bundled = fs::read_to_string(Path::new(modules).join("../../web/licences.txt")).unwrap();
    assert!(bundled.contains("@observablehq/plot "), "{bundled}");
    for (folder, _) in LEFT_OUT {
        let name = folder.trim_start_matches("node_modules/");
        assert!(
            !bundled.lines().any(|line| line.starts_with(&format!("{name} "))),
            "{name} is in the scripts of pages"
        );
    }
}

#[test]
fn every_package_is_used_and_has_its_reason() {
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut sources = fs::read_to_string(root().join("web/build.mjs")).unwrap();
    let mut folders = vec![root().join("web/src"), root().join("web/test")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    // The compiler is a command; the types of a package come with its imports.
    let imported = |name: &str| {
        let name = name.trim_start_matches("@types/");
        name == "typescript" || sources.contains(&format!("\"{name}\"")) || sources.contains(&format!("\"{name}/"))
    };
    let named: BTreeSet<String> = named().into_iter().map(|(name, _)| name).collect();
    for name in &named {
        assert!(imported(name), "{name} is in web/package.json, and imported nowhere");
        assert!(architecture.contains(&format!("`{name}`")), "ARCHITECTURE.md has no row for {name}");
    }
}

#[test]
fn the_types_of_the_scripts_hold() {
    let Some(modules) = option_env!("RAPPORTEUR_WEB_MODULES").map(Path::new) else {
        let said = "left out: built without Node, so the types of web/src are not checked\n";
        std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
        return;
    };
    let compiler = modules.join("typescript/bin/tsc");
    let folder = modules.parent().unwrap();
    let output = Command::new("node").arg(compiler).arg("--noEmit").current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
