//! Bundles the scripts of `web/` with esbuild into `OUT_DIR/web`, and lists them in `OUT_DIR/bundles.rs`, by which
//! `src/server/assets.rs` embeds them.
//!
//! Nothing is written into the checkout: sources and packages lie in `OUT_DIR/web-build`. Without Node the folder of
//! bundles stays empty, and every page works without script. `RAPPORTEUR_WEB` is `on` (no bundle is an error), `off`
//! (nothing is tried) or `auto`, as if it were not set (no bundle is a warning).
#![allow(clippy::print_stdout, reason = "cargo reads what a build script prints")]

use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

/// What a bundle is made of, below `web/`.
const INPUTS: [&str; 6] = [".npmrc", "build.mjs", "package-lock.json", "package.json", "src", "tsconfig.json"];

/// Lines of a failed command that are shown: npm says first what went wrong.
const LINES: usize = 5;

fn main() {
    println!("cargo::rerun-if-env-changed=RAPPORTEUR_WEB");
    println!("cargo::rerun-if-changed=build.rs");
    for input in INPUTS {
        println!("cargo::rerun-if-changed=web/{input}");
    }
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    let (bundle, work) = (Path::new(&out).join("web"), Path::new(&out).join("web-build"));
    let wanted = env::var("RAPPORTEUR_WEB").unwrap_or_default();
    let made = emptied(&bundle).map_err(|error| format!("{}: {error}", bundle.display())).and_then(|()| {
        match wanted.as_str() {
            // Half a bundle would be worse than none.
            "" | "auto" | "on" => bundled(&work, &bundle).inspect_err(|_| drop(emptied(&bundle))),
            "off" => Ok(()),
            other => Err(format!("RAPPORTEUR_WEB is {other:?}; it may be on, off or auto")),
        }
    });
    if let Err(error) = listed(&bundle, &Path::new(&out).join("bundles.rs")) {
        println!("cargo::error={}: {error}", bundle.display());
    }
    match made {
        Ok(()) if wanted != "off" => {
            println!("cargo::rustc-env=RAPPORTEUR_WEB_MODULES={}", work.join("node_modules").display());
        }
        Ok(()) => {}
        Err(why) if wanted.is_empty() || wanted == "auto" => {
            println!(
                "cargo::warning=pages are built without their scripts, so without graph canvas and editor: {why}. \
                 Install Node 20 or newer with npm and run `touch build.rs`; RAPPORTEUR_WEB=on makes this an error, off is silent"
            );
        }
        Err(why) => println!("cargo::error=no scripts for the pages: {why}"),
    }
}

/// Copies the sources, installs their packages if these have changed, and runs esbuild.
fn bundled(work: &Path, bundle: &Path) -> Result<(), String> {
    let web = Path::new("web");
    let failed = |error: io::Error| format!("copying {}: {error}", web.display());
    fs::create_dir_all(work).map_err(failed)?;
    emptied(&work.join("src")).map_err(failed)?;
    for input in INPUTS {
        copy(&web.join(input), &work.join(input)).map_err(failed)?;
    }
    let lock = fs::read_to_string(work.join("package-lock.json")).map_err(failed)?;
    let stamp = work.join("node_modules/.stamp");
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&lock) {
        run(Command::new("npm").args(["ci", "--ignore-scripts", "--loglevel=error"]).current_dir(work))?;
        fs::write(&stamp, lock).map_err(failed)?;
    }
    run(Command::new("node").arg("build.mjs").arg(bundle).current_dir(work))
}

fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    Err(format!("{program} ended with {}: {}", output.status, said.join(" / ")))
}

/// The list of the files in a folder with their contents, as Rust.
fn listed(folder: &Path, list: &Path) -> io::Result<()> {
    let mut names: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    names.sort();
    let entry = |name: &std::ffi::OsString| {
        let path = folder.join(name);
        format!("    ({:?}, include_bytes!({:?})),\n", name.to_string_lossy(), path.to_string_lossy())
    };
    let entries: String = names.iter().map(entry).collect();
    fs::write(list, format!("const BUNDLES: &[(&str, &[u8])] = &[\n{entries}];\n"))
}

/// A folder with nothing in it.
fn emptied(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)
}

/// A file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}
