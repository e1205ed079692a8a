//! What holds of any text, tried on texts made at random.

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use rapporteur::annotate::{Annotations, Gazetteer, NameKind};
use rapporteur::document;
use rapporteur::rules::Packs;

use super::check::check;

/// Pieces of texts of the genre, and of texts that are not.
const PIECES: &[&str] = &[
    "Ministers",
    "urged",
    "called on",
    "agreed that",
    "recommended that:",
    "Kenya",
    "the Republic of Korea",
    "Viet Nam",
    "Côte d’Ivoire",
    "and",
    ", ",
    "; ",
    ": ",
    ". ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "- ",
    "• ",
    "(a) ",
    "1. ",
    "24.",
    "II",
    "second",
    "first and",
    "three",
    "workshops",
    "Ministerial Conference",
    "the Conference",
    "was held in",
    "Suva",
    "on 3 May 2010",
    "from 28 to 30 April",
    "2003",
    "US$ 2 million",
    "pledged",
    "Working Group on Visas",
    "established",
    "(GF)",
    "Group of Friends",
    "Dr Anna Field",
    "the Hon",
    "Minister for Justice of Fiji",
    "chaired by",
    "attended by",
    "Declaration",
    "website",
    "resolution 3/12",
    "“",
    "”",
    "'s",
    "’",
    "-",
    "co-\noperation",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}",
    "\u{301}",
    "🙂",
    "🇰🇪",
    "\0",
    "\t",
    "\u{c}",
    "\u{2028}",
    "ﬁ",
    "İ",
    "lnternational",
    "M0SCOW",
    "l",
    "ß",
    "PARTICIPANTS",
    "DATE: ",
    "Location: Suva",
    "of",
    "to",
    "the",
    "in",
    "by",
    "on",
    "for",
    "he",
    "they",
    "not",
    "would",
    "shall",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![20 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{1,6}", 1 => any::<char>().prop_map(String::from)];
    let spaced = (piece, any::<bool>()).prop_map(|(piece, space)| if space { piece + " " } else { piece });
    vec(spaced, 0..120).prop_map(|pieces| pieces.concat())
}

/// Words of running text in lower case.
const WORDS: &[&str] = &[
    "ministers",
    "states",
    "border",
    "management",
    "cooperation",
    "regional",
    "data",
    "share",
    "work",
    "towards",
    "training",
    "return",
    "programme",
    "effective",
    "continued",
    "measures",
    "of",
    "the",
    "and",
    "with",
    "for",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(super::cases(48)) })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        check(&bytes);
    }

    #[test]
    fn any_characters_are_read(text in "\\PC{0,200}|(?s).{0,200}") {
        check(text.as_bytes());
    }

    #[test]
    fn any_text_of_the_genre_is_read_the_same_each_time(text in text()) {
        let once = check(text.as_bytes());
        let twice = check(text.as_bytes());
        prop_assert!(once.map(|(_, said)| said) == twice.map(|(_, said)| said));
    }

    #[test]
    fn line_ends_of_all_systems_give_one_logical_text(text in text()) {
        let unix = text.replace("\r\n", "\n").replace('\r', "\n");
        let (document, _) = check(unix.as_bytes()).unwrap();
        for end in ["\r\n", "\r"] {
            let (other, _) = check(unix.replace('\n', end).as_bytes()).unwrap();
            prop_assert_eq!(&document.logical, &other.logical);
            prop_assert_eq!(&document.blocks, &other.blocks);
        }
    }

    #[test]
    fn a_last_line_end_changes_nothing(text in text()) {
        let bare = text.trim_end_matches(['\n', '\r']);
        let (document, _) = check(bare.as_bytes()).unwrap();
        // A lone CR is the line end of a text that has no other.
        let end = if bare.contains('\n') || !bare.contains('\r') { "\n" } else { "\r" };
        let (ended, _) = check(format!("{bare}{end}").as_bytes()).unwrap();
        prop_assert_eq!(document.logical, ended.logical);
    }

    #[test]
    fn wrapping_changes_the_places_but_not_the_words(
        words in vec(prop::sample::select(WORDS), 60..160), width in 50_usize..110,
    ) {
        let sentence = format!("Officials {}.", words.join(" "));
        let (mut wrapped, mut column) = (String::new(), 0);
        for word in sentence.split(' ') {
            if column > 0 && column + word.len() >= width {
                wrapped.push('\n');
                column = 0;
            } else if column > 0 {
                wrapped.push(' ');
            }
            wrapped.push_str(word);
            column += word.len() + 1;
        }
        let (one, _) = check(sentence.as_bytes()).unwrap();
        let (other, _) = check(wrapped.as_bytes()).unwrap();
        prop_assert_eq!(one.logical, other.logical);
    }

    #[test]
    fn any_pattern_is_refused_or_runs_in_bounded_time(
        parts in vec(prop::sample::select(PATTERNS), 1..9), text in text(),
    ) {
        let pattern = parts.join(" ");
        let rules = format!("[[rule]]\nid = \"a\"\nphase = \"sentence\"\nemit = {{ kind = \"nothing\" }}\npattern = '''{pattern}'''\n");
        let lexicon = "[lexicon.Verb]\nask = [\"urged\", \"called on\"]\n";
        let files = [("pack.toml", "name = \"p\""), ("lexicon/a.toml", lexicon), ("rules/a.toml", rules.as_str())];
        if let Ok(packs) = Packs::of(&files) {
            let names = Gazetteer::new([("Kenya", NameKind::State, "kenya")]);
            let document = document::read("d", text.repeat(4).as_bytes()).unwrap();
            let annotations = Annotations::new(&document, &names);
            let started = Instant::now();
            for found in packs.run("sentence", &annotations, 0..annotations.tokens.len()) {
                prop_assert!(found.tokens.start < found.tokens.end && found.tokens.end <= annotations.tokens.len());
            }
            prop_assert!(started.elapsed() < Duration::from_secs(20), "{pattern}");
        }
    }
}

/// Parts of patterns, nested and repeated so that a naive matcher would never end.
const PATTERNS: &[&str] = &[
    "<WORD>",
    "<WORD>*",
    "<WORD>+",
    "<GAP:0-9>",
    "<NP>",
    "<CLAUSE>",
    "<TEXT>",
    "<STATE>",
    "<NUMBER>",
    "<DATE>",
    "(<WORD>*)*",
    "((<WORD>|<NP>)+)+",
    "(<WORD>?){0,9}",
    "((<WORD>+)+ \"and\")*",
    "{Verb}",
    "{Verb:v}",
    "{Verb.ask}?",
    "\"urged\"",
    "\"and\"",
    "(?! \"and\")",
    "(?<x> <NP>)",
    "(?<y> <WORD>+)",
    "|",
    "(",
    ")",
    "^",
    "$",
    "?",
    "<",
    "{Verb",
    "\"",
    "{0,99}",
    "(?! <WORD>*)",
];
