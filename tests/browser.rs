//! The pages in a real browser: Chromium, driven by `web/test/browser.mjs` with the packages of the lock file. Once over the
//! shipped corpus, once over a graph whose names, sentences, file names and IRIs all try to run.
//!
//! `scripts/setup --checks`, and so `make test`, installs Chromium and Node. Without them a test says that it was left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Literal;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rapporteur::graph::vocab::BASE;
use rapporteur::query::Library;
use rapporteur::server::{Limits, Site, Texts, router};
use rapporteur::store::Snapshot;
use sha2::{Digest, Sha256};

use crate::clients::new_node;
use crate::corpus_snapshot;
use crate::serving::Serving;

/// What runs where it is taken for markup.
const VECTORS: [&str; 25] = [
    "<script>ran=1</script>",
    "<img src=x onerror=ran=1>",
    "<svg onload=ran=1>",
    "<svg><script>ran=1</script></svg>",
    "<body onload=ran=1>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<a href=javascript:ran=1>x</a>",
    "<details open ontoggle=ran=1>",
    "<input autofocus onfocus=ran=1>",
    "<video><source onerror=ran=1></video>",
    "<math><mi xlink:href=javascript:ran=1>x</mi></math>",
    "<object data=javascript:ran=1></object>",
    "<embed src=javascript:ran=1>",
    "<marquee onstart=ran=1>x</marquee>",
    "<style>@import 'javascript:ran=1'</style>",
    "<base href=javascript:ran=1//>",
    "<form action=javascript:ran=1><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=javascript:ran=1'>",
    "<noscript><p title='</noscript><img src=x onerror=ran=1>'>",
    "<template><img src=x onerror=ran=1></template>",
    "javascript:ran=1",
    "data:text/html,<script>ran=1</script>",
    " onmouseover=ran=1 x=",
    "{{constructor.constructor('ran=1')()}}",
    "${ran=1}",
];

/// What ends the place where a text stands.
const ENDS: [&str; 20] = [
    "",
    "\">",
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "</style>",
    "-->",
    "]]>",
    "</svg>",
    "\" ",
    "' ",
    "`",
    "\\\"",
    "\\u0022>",
    "&quot;>",
    "%22%3E",
    "\u{0}\u{2028}",
    "</option></select>",
    "<!--",
];

fn payloads() -> Vec<String> {
    ENDS.iter().flat_map(|end| VECTORS.iter().map(move |vector| format!("{end}{vector}"))).collect()
}

/// A meeting in which 500 states with such names took part, each proved by such a sentence of one document.
fn hostile() -> Site {
    let (mut trig, mut default, mut text) = (String::new(), String::new(), String::new());
    let quoted = |text: &str| Literal::from(text).to_string();
    let id = "aa".repeat(32);
    let file = quoted("sha256:").replace("sha256:", &format!("sha256:{id}"));
    for (n, payload) in payloads().iter().enumerate() {
        let payload = payload.replace('\u{0}', "");
        let start = text.chars().count();
        let _ = write!(text, "{payload}\n\n");
        let end = start + payload.chars().count();
        let (name, passage) = (quoted(&payload), format!("<doc/hostile#char={start},{end}>"));
        let inside = utf8_percent_encode(&payload, NON_ALPHANUMERIC);
        let _ = writeln!(
            default,
            "<state/x-{n}> a igm:State ; rdfs:label {name} ; skos:altLabel {name}@en ; rdfs:seeAlso <javascript:ran=1//{n}>, \
             <http://example.org/{inside}> ; owl:sameAs <state/{inside}> .\n\
             <participation/h/{n}> a igm:Participation ; igm:context <meeting/hostile/1> ; org:member <state/x-{n}> ; \
             org:role cap:member ; igm:nameAsGiven {name} ; prov:wasDerivedFrom {passage} ; igm:shownBy {passage} ."
        );
        let _ = writeln!(
            trig,
            "{passage} a igm:Evidence ; prov:wasQuotedFrom <doc/hostile> ; oa:start {start} ; oa:end {end} ; oa:exact {name} ; \
             igm:locator {name} .\n<participation/h/{n}> prov:wasDerivedFrom {passage} ."
        );
    }
    let title = quoted("\"><img src=x onerror=ran=1>.txt");
    let prefixes: String = rapporteur::graph::vocab::PREFIXES
        .iter()
        .map(|(prefix, namespace)| format!("@prefix {prefix}: <{namespace}> .\n"))
        .collect();
    let whole = format!(
        "@base <{BASE}> .\n{prefixes}cap:member a org:Role ; skos:prefLabel {title} .\n\
         <doc/hostile> a igm:SourceDocument ; rdfs:label {title} ; dcterms:identifier {file} .\n\
         <meeting/hostile/1> a igm:Meeting ; rdfs:label {title} ; schema:startDate \"2001-05-02\"^^xsd:date .\n\
         {default}\n<graph/hostile> {{ {trig} }}"
    );
    let quads = RdfParser::from_format(RdfFormat::TriG).for_slice(whole.as_bytes());
    let quads: Vec<_> = quads.map(|quad| quad.unwrap_or_else(|error| panic!("{error}"))).collect();
    let snapshot = rapporteur::search::indexed(&Snapshot::in_memory(quads).unwrap()).unwrap();
    let texts = Texts::Memory(BTreeMap::from([(id, text)]));
    Site::new(snapshot, BASE, texts, Library::shipped(BASE).unwrap(), Limits::default())
}

/// The shipped corpus with its texts.
fn corpus() -> Site {
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir("data/documents").unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let sum: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        texts.insert(sum, text);
    }
    let library = Library::shipped(BASE).unwrap();
    Site::new(corpus_snapshot(), BASE, Texts::Memory(texts), library, Limits::default())
}

fn chromium() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = |name: &str| std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.exists());
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(found)
}

#[test]
fn every_page_is_usable_by_everybody_and_no_text_becomes_a_script() {
    let (Some(modules), Some(node), Some(chromium)) = (option_env!("RAPPORTEUR_WEB_MODULES"), new_node(), chromium())
    else {
        let said = "left out: Node 20 or Chromium is not there; `scripts/env scripts/setup --checks` installs them\n";
        std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
        return;
    };
    let (corpus, hostile) = (Serving::start(router(Arc::new(corpus()))), Serving::start(router(Arc::new(hostile()))));
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
    let mut command = Command::new(node);
    command.arg("web/test/browser.mjs").arg(modules).arg(chromium);
    let output = command.arg(corpus.url("")).arg(hostile.url("")).arg(pictures).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains(&format!(" {} hostile texts, 0 failures", ENDS.len() * VECTORS.len())), "{said}");
    std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes()).unwrap();
}
