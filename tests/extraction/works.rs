//! Which instruments, resolutions, documents and events a text refers to.

use rapporteur::assertion::{EntityClass, Extraction, Fact};

use super::{read, read_conference};

/// Class and label of each thing that a text refers to, meetings aside, in the order of the text.
fn references(found: &Extraction) -> Vec<(EntityClass, &str)> {
    let mut out = Vec::new();
    for assertion in &found.assertions {
        if let Fact::Reference { to } = &assertion.fact
            && let Some(entity) = found.entities.get(to)
            && entity.class != EntityClass::Meeting
        {
            out.push((entity.class, entity.label.as_str()));
        }
    }
    out
}

fn labels(text: &str) -> Vec<String> {
    references(&read_conference(text)).into_iter().map(|(_, label)| label.to_owned()).collect()
}

#[test]
fn an_instrument_is_referred_to_by_its_whole_name() {
    for (text, name) in [
        ("Ministers recalled the Nairobi Charter on Wetlands.", "Nairobi Charter on Wetlands"),
        (
            "They recalled the Protocol to Prevent, Reduce and Punish Theft of Eggs, adopted in 2001.",
            "Protocol to Prevent, Reduce and Punish Theft of Eggs",
        ),
        (
            "They recalled the 1961 Convention relating to the Status of Herders.",
            "1961 Convention relating to the Status of Herders",
        ),
        ("Ministers noted the Agenda for Sustainable Rivers 2040.", "Agenda for Sustainable Rivers 2040"),
        (
            "They noted the Treaty of Peace, Trade and Transit in Central Africa.",
            "Treaty of Peace, Trade and Transit in Central Africa",
        ),
        (
            "Ministers noted the Lagoon Islands Work Plan (2007-2017) with pleasure.",
            "Lagoon Islands Work Plan (2007-2017)",
        ),
    ] {
        assert_eq!(labels(text), [name], "{text}");
    }
}

#[test]
fn each_resolution_of_a_list_is_one_reference_whoever_adopted_it() {
    let found = read(
        "A/RES/61/12\n\nResolution adopted by the General Assembly on 4 December 2006\n\nThe General Assembly,\n\n\
         Recalling its resolutions 55/3 of 21 November 2000, 56/14 B of 20 December 2001 and 57/2 of 6 June 2002, \
         Economic and Social Council resolution 2004/46 of 28 July 2004 and Security Council resolution 1401 (2002),\n\n\
         Taking note of the report of the Third Committee (A/61/433),\n",
    );
    let labels: Vec<&str> = references(&found).into_iter().map(|(_, label)| label).collect();
    assert_eq!(
        labels,
        [
            "General Assembly resolution 55/3",
            "General Assembly resolution 56/14 B",
            "General Assembly resolution 57/2",
            "Economic and Social Council resolution 2004/46",
            "Security Council resolution 1401 (2002)",
            "Report of the Third Committee (A/61/433)",
        ]
    );
}

#[test]
fn a_symbol_and_a_number_of_one_resolution_are_one_reference() {
    let found = labels("Ministers recalled General Assembly resolution 60/7. They welcomed A/RES/60/7 as encouraged.");
    assert_eq!(found, ["General Assembly resolution 60/7"]);
}

#[test]
fn a_short_name_is_the_long_one_and_a_name_in_brackets_is_a_second_one() {
    assert_eq!(
        labels("Ministers recalled the Lima Agenda for the Oceans. The Lima Agenda calls for patience."),
        ["Lima Agenda for the Oceans"]
    );
    assert_eq!(
        labels("They recalled the Declaration on the Principles for Good Relations (Quito Principles)."),
        ["Declaration on the Principles for Good Relations"]
    );
}

#[test]
fn reports_appeals_and_plans_are_referred_to_by_whose_they_are() {
    assert_eq!(
        labels("Ministers considered reports from the Committee on Reefs and contributed to the IOM appeal."),
        ["Reports from the Committee on Reefs", "IOM appeal"]
    );
    let found = labels("They welcomed the Working Group on Lagoons and its forward work plan.");
    assert!(found.iter().any(|label| label.starts_with("Forward work plan")), "{found:?}");
}

#[test]
fn what_happened_is_an_event_by_its_place_or_day() {
    let found = read_conference(
        "Ministers condemned the Oldport bombings of 3 March 2011 and mourned the victims of Cyclone Ann.",
    );
    let expected = [(EntityClass::Event, "Oldport bombings of 3 March 2011"), (EntityClass::Event, "Cyclone Ann")];
    assert_eq!(references(&found), expected);
}

#[test]
fn a_text_does_not_refer_to_itself_nor_to_what_bears_no_name() {
    for text in [
        "Ministers adopted this Joint Declaration.",
        "Ministers agreed that a declaration and a protocol would help.",
        "They will work for the implementation of the agreements of this process.",
    ] {
        assert_eq!(labels(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn numbers_with_letters_and_dates_tell_works_apart_and_plain_numbers_do_not() {
    let found = read_conference(
        "Ministers recalled Resolution CD39.R2 (2008) and Recommendation 14/1, studied document COM/14/3, and ratified the \
         1970 Convention and the Convention establishing the Lake Ports Organisation. They liked recommendation 3 and document 4.",
    );
    let labels: Vec<&str> = references(&found).into_iter().map(|(_, label)| label).collect();
    for name in
        ["CD39.R2", "14/1", "COM/14/3", "1970 Convention", "Convention establishing the Lake Ports Organisation"]
    {
        assert!(labels.iter().any(|label| label.contains(name)), "{name}: {labels:?}");
    }
    assert_eq!(labels.len(), 5, "{labels:?}");
}
