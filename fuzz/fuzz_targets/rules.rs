//! A pattern, a guard or a whole file of rules by anybody, run over a text by anybody.
#![no_main]

use rapporteur::annotate::{Annotations, Gazetteer, NameKind};
use rapporteur::document;
use rapporteur::rules::Packs;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut parts = text.splitn(3, '\u{1}');
    let (first, second, text) = (parts.next().unwrap_or(""), parts.next(), parts.next().unwrap_or(""));
    let quoted = |part: &str| format!("{:?}", part.replace(['\\', '\u{0}'], "").replace(char::is_control, " "));
    let rules = match second {
        // One part alone is a file of rules.
        None => first.to_owned(),
        Some(guard) => {
            let guard = if guard.is_empty() { String::new() } else { format!("not_after = {}\n", quoted(guard)) };
            format!("[[rule]]\nid = \"a\"\nphase = \"sentence\"\npattern = {}\n{guard}", quoted(first))
        }
    };
    let lexicon = "[lexicon.Verb]\nask = [\"asked\", \"called on\"]\n[lexicon.Noun]\nbody = [\"group\"]\n";
    let files = [("pack.toml", "name = \"fuzz\""), ("lexicon/a.toml", lexicon), ("rules/a.toml", &rules)];
    let Ok(packs) = Packs::of(&files) else { return };
    let names = Gazetteer::new([("Fiji", NameKind::State, "fiji"), ("Viet Nam", NameKind::State, "viet-nam")]);
    let document = document::read("d", text.as_bytes()).expect("a string is UTF-8");
    let annotations = Annotations::new(&document, &names);
    for phase in ["sentence", "clause", "name"] {
        for found in packs.run(phase, &annotations, 0..annotations.tokens.len()) {
            assert!(found.tokens.start < found.tokens.end && found.tokens.end <= annotations.tokens.len());
        }
    }
    for (head, items) in Packs::lists(&annotations) {
        packs.run_list(&annotations, &head, &items);
    }
    let _ = packs.test();
});
