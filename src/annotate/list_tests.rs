use super::super::{Annotations, Gazetteer, NameKind};
use crate::document;

const STATES: &str = "Afghanistan, Australia, Austria, Bangladesh, Belgium, Bhutan, Brunei Darussalam, Cambodia, Canada, \
    China, Democratic Republic of Korea, Denmark, East Timor, Fiji, Finland, France, Germany, India, Indonesia, Iran, Iraq, \
    Italy, Japan, Jordan, Kiribati, Laos, Malaysia, Mongolia, Myanmar, Nauru, Nepal, Netherlands, New Caledonia, New Zealand, \
    Norway, Pakistan, Palau, Papua New Guinea, People's Republic of China, Philippines, Republic of Korea, Russian Federation, \
    Samoa, Singapore, Solomon Islands, South Africa, Spain, Sri Lanka, Sweden, Switzerland, Syria, Thailand, Timor-Leste, Tonga, \
    Turkey, United Kingdom of Great Britain, United States of America, Vanuatu, Vietnam, Trinidad and Tobago";

/// The items of the list that stands between two strings of a text, with the brackets behind them.
fn items(text: &str, from: &str, to: &str) -> Vec<String> {
    let document = document::read("d", text.as_bytes()).unwrap();
    let gazetteer = Gazetteer::new(STATES.split(", ").map(|s| (s.trim(), NameKind::State, s.trim())));
    let annotations = Annotations::new(&document, &gazetteer);
    let start = document.logical.find(from).unwrap() + from.len();
    let end = start + document.logical[start..].find(to).unwrap();
    let first = annotations.tokens.partition_point(|t| t.start < start);
    let last = annotations.tokens.partition_point(|t| t.start < end);
    let list = annotations.list(first..last);
    let shown = list.items.iter().map(|item| {
        let inner = item.parenthesis.clone().map_or(String::new(), |p| format!(" ({})", annotations.slice(p)));
        format!("{}{inner}", annotations.slice(item.tokens.clone()))
    });
    shown.collect()
}

fn sentence(text: &str) -> Vec<String> {
    items(&format!("Attended by: {text}."), "by: ", "\n")
}

const TEXT_2002: &str = include_str!("../../data/documents/2002-first-ministerial-conference.txt");
const TEXT_2004: &str = include_str!("../../data/documents/2004-senior-officials-meeting.txt");

#[test]
fn the_participants_of_2002_are_read_whole() {
    let members = items(TEXT_2002, "attended by ", "\n");
    assert_eq!(members.len(), 38, "{members:#?}");
    assert_eq!(members[6], "Democratic Republic of Korea");
    assert_eq!(members[33], "UNTAET/East Timor");
    assert_eq!(
        members[34..],
        [
            "Vanuatu",
            "Vietnam",
            "Director-General of the International Organisation for Migration",
            "Assistant United Nations High Commissioner for Refugees"
        ]
    );
    let observers = items(TEXT_2002, "for Refugees.\n", " attended as observers");
    assert_eq!(
        observers[13..],
        [
            "United Kingdom of Great Britain",
            "United States of America",
            "Association of South-East Asian Nations Secretariat",
            "Pacific Islands Forum Secretariat",
            "European Union",
            "UNDP",
            "World Bank",
            "Asian Development Bank",
            "IGC",
            "INTERPOL",
            "International Committee of Red Cross",
            "International Federation of Red Cross",
            "International Labour Organization",
            "United Nations Office of Drug Control and Crime Prevention"
        ]
    );
    assert_eq!(observers.len(), 27);
}

#[test]
fn the_participants_of_2004_are_read_whole() {
    let members = items(TEXT_2004, "Participants\n", "\n");
    assert_eq!(members.len(), 38, "{members:#?}");
    assert_eq!(members[5], "People's Republic of China");
    assert_eq!(members[7], "France (New Caledonia)");
    assert_eq!(
        members[35..],
        [
            "Vietnam",
            "representatives of the United Nations High Commissioner for Refugees",
            "International Organization for Migration"
        ]
    );
    let observers = items(TEXT_2004, "participated as observers: ", "\n");
    assert_eq!(observers.len(), 18, "{observers:#?}");
    assert_eq!(observers[4], "Netherlands");
    assert_eq!(observers[11], "Asia Pacific Consultations on Refugees, Displaced Persons and Migrants (APC)");
    assert_eq!(observers[12], "International Centre for Migration Policy Development Secretariat (ICMPD)");
    assert_eq!(observers[17], "International Federation of Red Cross and Red Crescent Societies");
}

#[test]
fn semicolons_part_items_with_brackets_and_commas() {
    let found = items(TEXT_2004, "under AHEG I were made by ", "\n");
    assert_eq!(
        found[..4],
        [
            "IOM (Bali process website)",
            "ROK (people trafficking/public awareness workshop)",
            "Fiji (reconciling border controls/protection workshop)",
            "Australia (returns workshop)"
        ]
    );
    let found = items(TEXT_2004, "workshop outcomes were made by ", "\n");
    assert_eq!(
        found,
        [
            "Malaysia (legislation workshop)",
            "New Zealand (identity management workshop)",
            "Pakistan",
            "Australia (targeting workshop)"
        ]
    );
}

#[test]
fn conjunctions_split_between_names_and_stay_inside_them() {
    assert_eq!(sentence("Fiji, Trinidad and Tobago and Tonga"), ["Fiji", "Trinidad and Tobago", "Tonga"]);
    assert_eq!(sentence("Australia and Indonesia"), ["Australia", "Indonesia"]);
    assert_eq!(
        sentence("the Office on Drugs and Crime, Japan, and the Union for Peace and Trade"),
        ["Office on Drugs and Crime", "Japan", "Union for Peace and Trade"]
    );
    assert_eq!(
        sentence("Japan – the host – and Samoa as well as the Fund for Food"),
        ["Japan", "host", "Samoa", "Fund for Food"]
    );
    assert!(sentence("").is_empty());
}
