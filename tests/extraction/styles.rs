//! Documents in the styles of other organisations: numbers in Roman letters, tables, offices, venues, clauses of attendance.

use rapporteur::assertion::{EntityClass, Extraction, Fact, Property};

use super::{CONFERENCE, participations, read, read_conference, slug, slugs, values};

/// Label, ordinal, first day and place of each meeting.
fn told(found: &Extraction) -> Vec<String> {
    let mut out = Vec::new();
    for entity in found.entities.values().filter(|e| e.class == EntityClass::Meeting) {
        let mut line = vec![entity.label.clone()];
        for property in [Property::Ordinal, Property::StartDate, Property::Location] {
            let mut stated = values(found, slug(&entity.id), property);
            stated.dedup();
            line.push(stated.join("/"));
        }
        out.push(line.join(" ").split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out.sort();
    out
}

/// Who took part through whom, as `party capacity person`.
fn through(found: &Extraction) -> Vec<String> {
    let told = found.assertions.iter().filter_map(|assertion| match &assertion.fact {
        Fact::Participation { member, capacity, represented_by, .. } => {
            Some(format!("{} {capacity} {}", slug(member), slugs(represented_by).join(",")))
        }
        _ => None,
    });
    told.collect()
}

/// Number, first day and place of the only meeting of a text.
fn only(text: &str) -> String {
    let found = read(text);
    let all = told(&found);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    let id = found.entities.values().find(|e| e.class == EntityClass::Meeting).unwrap().id.clone();
    let one = |property| values(&found, slug(&id), property).first().cloned().unwrap_or_default();
    format!("{} {} {}", one(Property::Ordinal), one(Property::StartDate), one(Property::Location))
}

#[test]
fn numbers_in_roman_letters_and_long_numerals_count_meetings() {
    for (text, expected) in [
        (
            "XXVI ORDINARY MEETING OF THE HARBOUR FORUM\nLima, 3 May 2011\n\nThe XXVI Ordinary Meeting of the Harbour Forum was \
             held in Lima on 3 May 2011.",
            "26 2011-05-03 lima",
        ),
        ("The V Conference of Harbour Agencies was held in Quito on 3 May 2011.", "5 2011-05-03 quito"),
        (
            "FORTY-FIRST SESSION OF THE HARBOUR COUNCIL\nAccra, 3 May 2011\n\nThe Forty-First Session of the Harbour Council \
             was held in Accra on 3 May 2011.",
            "41 2011-05-03 accra",
        ),
        (
            "The one hundred and twelfth Session of the Harbour Council was held in Accra on 3 May 2011.",
            "112 2011-05-03 accra",
        ),
    ] {
        assert_eq!(only(text), expected, "{text}");
    }
}

#[test]
fn days_of_the_week_venues_and_ways_to_meet_do_not_hide_place_and_date() {
    for (text, expected) in [
        (
            "The Ninth Session of the Harbour Council was held on Tuesday, 3 May 2011, at the seat of the Secretariat in Accra.",
            "9 2011-05-03 accra",
        ),
        ("The Ninth Harbour Forum was held virtually on 3 May 2011.", "9 2011-05-03"),
        ("On 3 May 2011, Accra hosted the Ninth Harbour Forum.", "9 2011-05-03 accra"),
        ("The Ninth Harbour Forum was held in Accra in the spring of 2011.", "9 2011 accra"),
        ("The Ninth Harbour Forum was held in Accra between 3 and 5 May 2011.", "9 2011-05-03 accra"),
    ] {
        assert_eq!(only(text).trim(), expected, "{text}");
    }
}

#[test]
fn title_and_text_that_count_one_meeting_in_other_words_speak_of_one() {
    let text = "COMMUNIQUE OF THE 12TH SUMMIT OF THE HEADS OF STATE OF THE REEF UNION\nACCRA, GHANA\n3 - 4 MAY 2011\n\n1. The \
                12th Ordinary Summit of the Reef Union was held in Accra, Ghana, on 3 and 4 May 2011.";
    assert_eq!(only(text), "12 2011-05-03 accra");
}

#[test]
fn a_forum_that_was_launched_is_no_meeting_and_a_video_conference_none_either() {
    let found =
        read_conference("The Harbour Dialogue was launched in 2008 in Accra. Ministers spoke by video conference.");
    assert_eq!(told(&found).len(), 1, "{:?}", told(&found));
}

#[test]
fn who_was_elected_to_which_office_is_told_apart() {
    let found = read_conference(
        "Mr Abel Kona (Ghana), Ms Ruta Lee (Latvia) and Mr Paul Dior (France) were elected Chairman, Vice-Chairman and \
         Rapporteur respectively.",
    );
    // the others came as well, in no capacity of their own
    assert_eq!(through(&found), ["ghana chair abel-kona", "latvia member ruta-lee", "france member paul-dior"]);
    assert_eq!(values(&found, "ruta-lee", Property::Holds), ["vice-chairman"]);
    let found =
        read_conference("The Conference elected Ms Ruta Lee (Latvia) as Chair and Mr Abel Kona (Ghana) as Rapporteur.");
    assert_eq!(through(&found), ["latvia chair ruta-lee", "ghana member abel-kona"]);
    assert_eq!(values(&found, "abel-kona", Property::Holds), ["rapporteur"]);
}

#[test]
fn clauses_of_one_sentence_give_each_its_capacity() {
    let found =
        read_conference("Kenya and Ghana attended as members; Spain as observer; Malta and Cyprus also attended.");
    assert_eq!(
        participations(&found, CONFERENCE),
        [("kenya", "member"), ("ghana", "member"), ("spain", "observer"), ("malta", "member"), ("cyprus", "member")]
    );
}

#[test]
fn lists_go_into_brackets_and_leave_out_who_stayed_away() {
    for (text, expected) in [
        ("The Conference brought together the southern partners (Kenya, Ghana and Malta).", "ghana kenya malta"),
        (
            "Kenya for the region and Malta for the islands attended, together with Ghana and Cyprus.",
            "cyprus ghana kenya malta",
        ),
        ("The Conference was attended by all member states except Malta, as well as by Ghana.", "ghana"),
        ("Ministers welcomed the participation, as observers, of Kenya and Malta.", "kenya malta"),
        ("The Reef Union, a party to the treaty, was represented. Apologies were received from Malta.", ""),
    ] {
        let found = read_conference(text);
        let mut who: Vec<&str> = participations(&found, CONFERENCE).into_iter().map(|p| p.0).collect();
        who.sort_unstable();
        assert_eq!(who.join(" "), expected, "{text}");
    }
}

#[test]
fn rows_without_titles_and_posts_in_columns_are_read() {
    let found = read(
        "Second Conference of Harbour Agencies\nValletta, 3 May 2011\n\nThe Second Conference of Harbour Agencies was held in \
         Valletta on 3 May 2011.\n\nList of participants\n\nGreece: Eleni Markou, Ilias Petras\nCyprus: Anna Loizou\n\
         Malta      Ms Rita Vella      Chief Customs Officer\n",
    );
    assert_eq!(
        through(&found),
        ["greece member eleni-markou,ilias-petras", "cyprus member anna-loizou", "malta member rita-vella"]
    );
    assert_eq!(values(&found, "rita-vella", Property::Holds), ["chief-customs-officer"]);
}

#[test]
fn posts_stand_before_names_in_many_forms() {
    for (text, person, post) in [
        ("It was opened by H.E. President Kofi Mensah of Ghana.", "kofi-mensah", "president"),
        ("It was attended by Prime Minister of the Republic of Malta Karl Borg.", "karl-borg", "prime-minister"),
        (
            "It was attended by Mr Ivo Petrov, Minister Responsible for Fisheries, Bulgaria.",
            "ivo-petrov",
            "minister-responsible-for-fisheries",
        ),
        ("It was attended by the Most Honourable Ann Lee, Premier.", "ann-lee", "premier"),
        (
            "It was attended by the Special Envoy of the United Nations Secretary-General for Ports, Mr Ivo Petrov.",
            "ivo-petrov",
            "special-envoy-of-the-united-nations-secretary-general-for-ports",
        ),
        ("Ms Ann Lee, Head of Delegation of Malta, spoke.", "ann-lee", "head-of-delegation"),
    ] {
        assert_eq!(values(&read_conference(text), person, Property::Holds), [post], "{text}");
    }
}

#[test]
fn those_who_met_host_nobody_and_the_ministers_of_a_league_are_not_the_league() {
    let found = read("The Council of the Reef Union held its Third Session in Accra on 3 May 2011.");
    assert_eq!(through(&found), Vec::<String>::new());
    let found =
        read("We, the Foreign Ministers of the Association of Southeast Asian Nations, met in Accra on 3 May 2011.");
    assert_eq!(through(&found), Vec::<String>::new());
}

#[test]
fn who_convened_behind_place_and_date_and_who_helped_are_organisers() {
    let found = read_conference(
        "The Harbour Workshop was convened in Accra on 3 May 2012 by Ghana in collaboration with the World Bank.",
    );
    let told = through(&found);
    assert_eq!(told, ["ghana organiser ", "world-bank co-organiser "]);
}

#[test]
fn a_state_or_a_person_behind_an_office_is_no_part_of_its_name() {
    let found = read_conference(
        "It was co-chaired by Mr. Ivo Petrov, Secretary, Ministry of Trade and Ports, Bulgaria, and Ms. Ann Lee, Director, \
         Department of Fisheries, Malta.",
    );
    let names: Vec<&str> =
        found.entities.values().filter(|e| e.class == EntityClass::Organisation).map(|e| e.label.as_str()).collect();
    assert!(names.contains(&"Ministry of Trade and Ports") && names.contains(&"Department of Fisheries"), "{names:?}");
    assert!(names.iter().all(|name| !name.contains("Bulgaria") && !name.contains("Lee")), "{names:?}");
}

#[test]
fn a_clause_about_a_meeting_to_come_names_no_participant() {
    let found = read_conference(
        "They accepted the offer of the Government of Malta to host the Forty-Third Meeting in Valletta.",
    );
    let organisations = found.entities.values().filter(|e| e.class == EntityClass::Organisation);
    assert!(organisations.clone().all(|e| !e.label.contains("host")), "{:?}", organisations.collect::<Vec<_>>());
}
