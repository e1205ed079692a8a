use super::super::{Annotations, Gazetteer, NameKind};
use crate::document;

const NAMES: &[(&str, NameKind, &str)] = &[
    ("Australia", NameKind::State, "australia"),
    ("Canada", NameKind::State, "canada"),
    ("Indonesia", NameKind::State, "indonesia"),
    ("Republic of Indonesia", NameKind::State, "indonesia"),
    ("Fiji", NameKind::State, "fiji"),
    ("New Zealand", NameKind::State, "new-zealand"),
    ("Socialist Republic of Viet Nam", NameKind::State, "vietnam"),
    ("St Vincent and the Grenadines", NameKind::State, "svg"),
    ("Australian", NameKind::Demonym, "australia"),
    ("Indonesian", NameKind::Demonym, "indonesia"),
    ("Malaysian", NameKind::Demonym, "malaysia"),
    ("International Organisation for Migration", NameKind::Organisation, "iom"),
    ("United Nations High Commissioner for Refugees", NameKind::Organisation, "unhcr"),
];

/// Persons as `honorific|name|suffix|post|affiliation`, then posts without person as `post|affiliation`.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let document = document::read("d", text.as_bytes()).unwrap();
    let gazetteer = Gazetteer::new(NAMES.iter().copied());
    let annotations = Annotations::new(&document, &gazetteer);
    let slice =
        |t: &Option<std::ops::Range<usize>>| t.clone().map_or(String::new(), |t| annotations.slice(t).to_owned());
    let persons = annotations.persons.iter().map(|p| {
        let name = annotations.slice(p.name.clone());
        [slice(&p.honorific), name.to_owned(), slice(&p.suffix), slice(&p.post), slice(&p.affiliation)].join("|")
    });
    let posts = annotations.posts.iter().map(|p| {
        format!(
            "{}|{}{}",
            annotations.slice(p.post.clone()),
            slice(&p.affiliation),
            if p.plural { "|plural" } else { "" }
        )
    });
    (persons.collect(), posts.collect())
}

#[test]
fn persons_are_read_with_post_and_affiliation() {
    let cases = [
        ("Australian Foreign Minister Downer co-hosted the event.", "|Downer||Foreign Minister|Australian"),
        ("Indonesian Foreign Minister, Dr Hassan Wirajuda spoke.", "Dr|Hassan Wirajuda||Foreign Minister|Indonesian"),
        (
            "The Australian Minister for Foreign Affairs, the Hon Alexander Downer MP, provided an overview.",
            "the Hon|Alexander Downer|MP|Minister for Foreign Affairs|Australian",
        ),
        (
            "AHEG I coordinator, Ms Heather Riddell, New Zealand Ministry of Foreign Affairs and Trade, presented a report.",
            "Ms|Heather Riddell||AHEG I coordinator|New Zealand Ministry of Foreign Affairs and Trade",
        ),
        (
            "AHEG II coordinator, Police Major General Krerkphong Pukprayura, of the Royal Thai Police, presented it.",
            "Police Major General|Krerkphong Pukprayura||AHEG II coordinator|Royal Thai Police",
        ),
        (
            "H.E. Dr. Le Van Minh, Deputy Premier and Minister of Defence of the Socialist Republic of Viet Nam, spoke first.",
            "H.E. Dr.|Le Van Minh||Deputy Premier and Minister of Defence|Socialist Republic of Viet Nam",
        ),
        (
            "The Governor of Fiji, His Excellency lsaac Moretti GCMG, spoke next.",
            "His Excellency|Isaac Moretti|GCMG|Governor|Fiji",
        ),
        ("MINISTER FOR HOME AFFAIRS MARTIN HOLLOWAY, MP", "|MARTIN HOLLOWAY|MP|MINISTER FOR HOME AFFAIRS|"),
        (
            "It was opened by Indonesian Senior Minister for Rural, Water and Energy Affairs HE Santoso in June.",
            "HE|Santoso||Senior Minister for Rural, Water and Energy Affairs|Indonesian",
        ),
        (
            "It was led by Australian Treasury Secretary Senator the Hon. Peter Marsh QC.",
            "Senator the Hon.|Peter Marsh|QC|Treasury Secretary|Australian",
        ),
        (
            "Malaysian Assistant Minister of Water Resources Dato’ Razak Omar was there.",
            "Dato'|Razak Omar||Assistant Minister of Water Resources|Malaysian",
        ),
        (
            "A note came from Budi Hartono, the Trade Minister of the Republic of Indonesia, late.",
            "|Budi Hartono||Trade Minister|Republic of Indonesia",
        ),
        (
            "The Honourable Dr Alan Joseph, President and Minister for Youth of St Vincent & the Grenadines, spoke.",
            "The Honourable Dr|Alan Joseph||President and Minister for Youth|St Vincent & the Grenadines",
        ),
        ("Canada Hon. Ann Field", "Hon.|Ann Field|||Canada"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text).0, [expected], "{text}");
    }
}

#[test]
fn posts_without_a_person_are_read() {
    let cases = [
        (
            "It was attended by the Director-General of the International Organisation for Migration.",
            "Director-General|International Organisation for Migration",
        ),
        (
            "It was attended by the Assistant United Nations High Commissioner for Refugees.",
            "Assistant United Nations High Commissioner for Refugees|United Nations High Commissioner for Refugees",
        ),
        (
            "It was co-hosted by the Foreign Ministers of Australia and Indonesia in 2002.",
            "Foreign Ministers|Australia and Indonesia|plural",
        ),
        (
            "A note from the Malaysian and Indonesian Trade Ministers was read.",
            "Trade Ministers|Malaysian and Indonesian|plural",
        ),
        ("Ministers requested the Co-Chairs of the Steering Group to act.", "Co-Chairs|Steering Group|plural"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), (vec![], vec![expected.to_owned()]), "{text}");
    }
}

#[test]
fn what_names_no_person_is_left_alone() {
    for text in [
        "The second Ministerial Conference took place in Bali.",
        "Ministers at the Third Conference urged States to act.",
        "General Assembly resolutions were noted by the Ad Hoc Group.",
        "The United Nations High Commissioner for Refugees (UNHCR) came.",
    ] {
        assert_eq!(read(text), (vec![], vec![]), "{text}");
    }
}

#[test]
fn the_source_texts_hold_exactly_their_persons() {
    let texts = [
        (include_str!("../../data/documents/2002-first-ministerial-conference.txt"), 0),
        (include_str!("../../data/documents/2003-second-ministerial-conference.txt"), 2),
        (include_str!("../../data/documents/2004-senior-officials-meeting.txt"), 3),
        (include_str!("../../data/documents/2009-third-ministerial-conference.txt"), 0),
        (include_str!("../../data/documents/2013-fifth-ministerial-conference.txt"), 0),
    ];
    for (text, count) in texts {
        let (persons, _) = read(text);
        assert_eq!(persons.len(), count, "{persons:?}");
    }
}
