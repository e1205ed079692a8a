use crate::document::{self, BlockKind};

/// Blocks as `Kind marker number lead: text`, parts that are not there left away.
fn blocks(text: &str) -> Vec<String> {
    let document = document::read("d", text.as_bytes()).unwrap();
    let shown = document.blocks.iter().map(|b| {
        let mut line = format!("{:?}", b.kind);
        for part in [b.marker.clone(), b.number.as_ref().map(|n| format!("#{n}")), b.lead.map(|l| format!("<{l}"))] {
            line += &part.map_or(String::new(), |p| format!(" {p}"));
        }
        format!("{line}: {}", document.slice(b.range.clone()))
    });
    shown.collect()
}

#[test]
fn items_below_items_know_their_own_lead() {
    let text = "Ministers agreed on two things:\n\n1) States will:\n   (a) share data; and\n   (b) train staff.\n2) Staff will report.\n";
    assert_eq!(
        blocks(text),
        [
            "Paragraph: Ministers agreed on two things:",
            "Item 1) <0: States will:",
            "Item (a) <1: share data; and",
            "Item (b) <1: train staff.",
            "Item 2) <0: Staff will report.",
        ]
    );
}

#[test]
fn a_page_number_inside_a_sentence_stands_beside_it() {
    let text = "MARSH: Let me begin with the plan. It was\n\n2\n\nwritten by officials over many weeks.\n\nA second paragraph ends here.\n";
    assert_eq!(
        blocks(text),
        [
            "Paragraph MARSH: Let me begin with the plan. It was written by officials over many weeks.",
            "Noise: 2",
            "Paragraph: A second paragraph ends here.",
        ]
    );
}

#[test]
fn numbers_before_text_and_headings_between_are_told_apart() {
    let text = "JOINT STATEMENT\nOF THE MINISTERS\n\n1. The Ministers met in May.\n\n- They agreed on a plan.\n\nI.\nNext steps\n2.\nThe Ministers will meet again.\n\nNo number stands here.\n";
    assert_eq!(
        blocks(text),
        [
            "Heading: JOINT STATEMENT OF THE MINISTERS",
            "Paragraph #1: The Ministers met in May.",
            "Item - #1 <1: They agreed on a plan.",
            "Heading I.: Next steps",
            "Paragraph #2: The Ministers will meet again.",
            "Paragraph #2: No number stands here.",
        ]
    );
}

#[test]
fn clauses_below_a_colon_are_items_without_marker() {
    let text = "In this plan the Council:\n\
        resolved to train the officials of every harbour in the new rules of safe and\n\
        clean transport;\n\
        called on others to publish their own plans, and to report on them once each\n\
        year.\n";
    let found = blocks(text);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[1].starts_with("Item <0: resolved") && found[1].ends_with("clean transport;"), "{found:#?}");
    assert!(found[2].starts_with("Item <0: called on"), "{found:#?}");
}

#[test]
fn windows_line_ends_and_fields_of_a_head_are_read() {
    let text = "DATE: 3 March, 2011 - Suva\r\n\r\nTITLE: Report of the Chair\r\n\r\nThe Ministers spoke.\r\n";
    assert_eq!(
        blocks(text),
        ["Header DATE: 3 March, 2011 - Suva", "Header TITLE: Report of the Chair", "Paragraph: The Ministers spoke."]
    );
    let kinds: Vec<_> =
        document::read("d", b"[...]\n\n* * *\n\nPage 2 of 9\n").unwrap().blocks.iter().map(|b| b.kind).collect();
    assert_eq!(kinds, [BlockKind::Noise; 3]);
}
