//! What holds of every text, however odd.

use proptest::prelude::*;

use super::{all_evidence, read};

#[test]
fn odd_texts_are_read_without_a_panic_and_every_passage_is_a_slice_of_the_text() {
    let long_line = "Ministers urged States to share data and ".repeat(3_000);
    let texts = [
        String::new(),
        "\n\n \t\n".to_owned(),
        "SUMMARY\n\nINTRODUCTION\n\nPARTICIPANTS\n\nCONCLUSIONS\n".to_owned(),
        ",".repeat(10_000),
        "The Conference (attended by Kenya [and ((Uganda) was held ) in ] Nairobi ((( on 3 March 2011.".to_owned(),
        "Ministers 🙂 urged 🇰🇪 Kenya to 🌍 share data — “now”… 🙂".to_owned(),
        long_line,
        "Ministers\r\nurged States to ratify\r\nthe Convention.\r\n\r\n- Kenya\r\n- Uganda\r\n".to_owned(),
        "\u{feff}Ministers urged: (a); (b); (c):".to_owned(),
        "1.\n2.\n3.\n(a)\n(b)\n".to_owned(),
        "Ministers recommended that:".to_owned(),
        "It was hosted by. The first, hosted by , was on . As mandated by".to_owned(),
    ];
    for text in &texts {
        let found = read(text);
        for evidence in all_evidence(&found) {
            let quote = text.get(evidence.span.start..evidence.span.end);
            assert!(quote.is_some_and(|quote| !quote.trim().is_empty()), "{evidence:?} of {text:.40}");
        }
    }
}

#[test]
fn line_ends_and_wrapping_change_the_places_but_not_what_is_said() {
    let plain = "The Fourth Ministerial Conference of the Budapest Process took place in Istanbul on 19 April 2013.\n\n\
                 Ministers urged the Council of Europe to train border guards. Kenya pledged US$ 2 million to the Trust \
                 Fund.\n";
    let wrapped =
        plain.replace("Council of", "Council\nof").replace("border guards", "border\nguards").replace('\n', "\r\n");
    let said = |text: &str| read(text).assertions.into_iter().map(|assertion| assertion.rule).collect::<Vec<_>>();
    assert_eq!(said(plain), said(&wrapped));
    let texts = |text: &str| super::speech_acts(&read(text)).iter().map(|act| act.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(plain), texts(&wrapped));
    assert_eq!(read(plain), read(plain), "the same text gives the same extraction");
}

#[test]
fn every_lexicon_that_the_extraction_looks_up_is_in_the_packs() {
    let packs = rapporteur::rules::Packs::shipped().unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/extract");
    let mut looked_up = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for call in text.split("lexicon(\"").skip(1) {
            let name = call.split('"').next().unwrap();
            assert!(packs.lexicon(name).is_some(), "no pack has a lexicon {name}");
            looked_up += 1;
        }
    }
    assert!(looked_up > 50, "only {looked_up} look-ups found");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_text_every_passage_is_a_slice_of_it(text in "(Ministers|[A-Z][a-z]+|urged|that|to|of|the|,|;|:|\\(|\\)|\n|\r\n| |- |2\\.|\\PC){0,80}") {
        for evidence in all_evidence(&read(&text)) {
            let quote = text.get(evidence.span.start..evidence.span.end);
            prop_assert!(quote.is_some_and(|quote| !quote.trim().is_empty()), "{evidence:?}");
        }
    }
}
