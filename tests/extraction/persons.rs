//! Persons with titles, posts and those for whom they stand.

use rapporteur::assertion::{EntityId, Extraction, Fact, Property};

use super::{CONFERENCE, participations, read, read_conference, slug, slugs, values};

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

#[test]
fn a_row_of_a_table_gives_state_person_and_post() {
    let found = read(
        "Second Conference of Harbour Ministers\nValletta, 3 May 2011\n\nThe Second Conference of Harbour Ministers was \
         held in Valletta on 3 May 2011.\n\nCountry   Delegate   Post\nGreece   Hon. Eleni Markou   Minister for Ports\n\
         Cyprus\nMr A. Peter Lock\nPermanent Secretary, Department of Shipping\n",
    );
    assert_eq!(through(&found), ["greece member eleni-markou", "cyprus member a-peter-lock"]);
    assert_eq!(values(&found, "eleni-markou", Property::Holds), ["minister-for-ports"]);
    assert_eq!(values(&found, "a-peter-lock", Property::Holds), ["permanent-secretary"]);
}

#[test]
fn persons_in_a_list_stand_for_the_state_of_their_post() {
    let found = read_conference(
        "The Conference was attended by H.E. Dr Ivo Petrov, Minister of the Interior of Bulgaria; Mr Jan Novak, Secretary, \
         Ministry of Labour, Czech Republic; Ms Lea Kask (Estonia); and their delegations.",
    );
    assert_eq!(through(&found), ["bulgaria member ivo-petrov", "czechia member jan-novak", "estonia member lea-kask"]);
    assert_eq!(values(&found, "ivo-petrov", Property::Holds), ["minister-of-the-interior"]);
}

#[test]
fn who_represents_a_state_stands_for_it() {
    let found = read_conference(
        "Malta was represented by Hon. Carmel Vella, Minister for Gozo Affairs, Spain by its Ambassador and Kenya by Lord Otieno.",
    );
    let told = through(&found);
    assert!(told.contains(&"malta member carmel-vella".to_owned()), "{told:?}");
    assert!(told.contains(&"spain member ambassador".to_owned()), "{told:?}");
    assert!(told.contains(&"kenya member otieno".to_owned()), "{told:?}");
}

#[test]
fn a_speaker_of_a_transcript_runs_the_meeting_in_the_first_person() {
    let found = read(
        "JOINT PRESS CONFERENCE\nFOREIGN MINISTER JANE WOODS\n\nROJAS: We have concluded the Third Andean Ministerial \
         Conference on Glaciers. My colleague Foreign Minister Jane Woods and I had the honour to co-chair the Conference.\n\n\
         WOODS: Thank you, Chilean Foreign Minister Pablo Rojas. It was a pleasure as Foreign Minister of New Zealand.\n",
    );
    let told = through(&found);
    assert!(told.contains(&"new-zealand co-chair jane-woods".to_owned()), "{told:?}");
    assert!(told.contains(&"chile co-chair pablo-rojas".to_owned()), "{told:?}");
}

#[test]
fn a_capital_that_was_misread_is_put_right_in_the_name() {
    let found =
        read_conference("The Conference was chaired by His Excellency lbrahim Sesay, President of Sierra Leone.");
    let person = found.entities.values().find(|e| matches!(e.id, EntityId::Person(_))).unwrap();
    assert_eq!(person.label, "Ibrahim Sesay");
    assert_eq!(participations(&found, CONFERENCE), [("sierra-leone", "chair")]);
}

#[test]
fn an_office_is_known_without_its_holder_and_a_field_is_no_name() {
    let found = read_conference(
        "The Prime Minister of Norway advised Ministers. Mr Ole Berg, Minister for Public Utilities of Denmark, spoke.",
    );
    assert_eq!(values(&found, "prime-minister", Property::PostIn), ["norway"]);
    assert_eq!(values(&found, "ole-berg", Property::Holds), ["minister-for-public-utilities"]);
    let persons = found.entities.values().filter(|e| matches!(e.id, EntityId::Person(_))).count();
    assert_eq!(persons, 1);
}

#[test]
fn two_persons_of_one_family_name_are_two_and_a_family_name_alone_is_the_only_one_of_that_name() {
    let found = read_conference(
        "It was attended by Mr Arben Leka, Minister of Ports of Albania, and Ms Ani Leka, Minister of Ports of Armenia. Dr Nino \
         Beridze, Minister of Ports of Georgia, spoke as well. Dr Beridze thanked all.",
    );
    let persons: Vec<&str> =
        found.entities.keys().filter(|id| matches!(id, EntityId::Person(_))).map(super::slug).collect();
    assert_eq!(persons, ["ani-leka", "arben-leka", "nino-beridze"]);
}

#[test]
fn whom_somebody_serves_ends_where_another_person_begins() {
    let found = read_conference(
        "Opening remarks were made by Mr Juan Robles, Permanent Secretary in the Ministry of Ports of Peru, and Ms Pilar Soto, \
         Deputy Secretary-General of the World Bank.",
    );
    let mut posts: Vec<(&str, &str)> = Vec::new();
    for id in found.entities.keys() {
        if let EntityId::Post { of, slug } = id {
            posts.push((of, slug));
        }
    }
    assert_eq!(
        posts,
        [("ministry-of-ports-of-peru", "permanent-secretary"), ("world-bank", "deputy-secretary-general")]
    );
}

#[test]
fn a_state_in_brackets_sends_the_person_and_the_post_beside_it_is_of_the_body() {
    let found = read_conference(
        "The Chair of the Harbour Committee, Dr Ani Leka (Armenia), presented a report. Mr Juan Robles (Peru), Chair of the \
         Ferry Committee, reported on its work.",
    );
    assert_eq!(participations(&found, CONFERENCE), [("armenia", "presenter"), ("peru", "presenter")]);
    let posts: Vec<String> = super::values(&found, "juan-robles", Property::Holds);
    assert_eq!(posts, ["chair"]);
}

#[test]
fn a_commissioner_whose_organisation_is_not_named_is_not_of_the_process() {
    let found = read_conference("It was opened by the Commissioner for Trade and Transport, Mr Juan Robles.");
    let of: Vec<&str> = found
        .entities
        .keys()
        .filter_map(|id| if let EntityId::Post { of, .. } = id { Some(of.as_str()) } else { None })
        .collect();
    assert_eq!(of, ["shared"]);
}

#[test]
fn a_name_behind_its_state_that_says_something_is_a_person() {
    let found = read_conference(
        "Peru's Ana Vega said that she agreed. Fiji's Jone Leka and Tonga's Sela Vea also addressed the Conference. Kenya's Great \
         Lakes Union said little, and Samoa's Coral Coast is long.",
    );
    let persons: Vec<&str> =
        found.entities.keys().filter(|id| matches!(id, EntityId::Person(_))).map(super::slug).collect();
    assert_eq!(persons, ["ana-vega", "jone-leka", "sela-vea"]);
    assert_eq!(super::values(&found, "sela-vea", Property::MemberOf), ["tonga"]);
}

#[test]
fn an_initial_stands_for_a_name_in_its_own_place_only() {
    let persons = |text: &str| -> Vec<String> {
        let found = read_conference(text);
        let persons = found.entities.keys().filter(|id| matches!(id, EntityId::Person(_)));
        persons.map(|id| super::slug(id).to_owned()).collect()
    };
    let one =
        persons("It was chaired by Ms A. Field of Fiji. Ms Ann Field, Minister of Ports of Fiji, spoke of ferries.");
    assert_eq!(one, ["ann-field"]);
    let two = persons(
        "It was chaired by Ms Ann Field of Fiji. Mr Jone A. Field, Minister of Ports of Fiji, spoke of ferries.",
    );
    assert_eq!(two, ["ann-field", "jone-a-field"]);
}

#[test]
fn a_line_or_an_item_that_is_a_name_and_a_post_names_a_person() {
    let found = read_conference(
        "\n\nFor the Republic of Georgia\nLevan Beridze, Minister of the Interior, Chairperson of the Conference\n\nSpeakers: Ayla \
         Dalga, Minister of Ports of Turkey; Ivan Petrov, Executive Secretary, Black Sea Harbour Commission\n",
    );
    for (person, post) in [("levan-beridze", "minister-of-the-interior"), ("ivan-petrov", "executive-secretary")] {
        let posts = super::values(&found, person, rapporteur::assertion::Property::Holds);
        assert!(posts.iter().any(|p| p.ends_with(post)), "{person}: {posts:?}");
    }
}

#[test]
fn rows_that_name_party_and_delegate_are_rows_however_long_they_are() {
    let found = super::read(
        "Summary record of the eighth meeting of the Steering Committee on Locks\nTbilisi, 3 March 2021\n\nParticipants\n\nArmenia \
         (Chair): Ms Anna Sarkisian, Assistant Minister of Mining and Energy\nGeorgia: Mr Levan Beridze, Director, Georgian \
         Environment Agency\nTurkey: Ms Ayla Dalga, Head of Unit\n\nThe Committee took note of the report, which the consultant\nhad \
         sent in May and which was long.\n",
    );
    let meeting = super::meetings(&found).into_iter().next().unwrap().0;
    let here = super::participations(&found, meeting);
    assert!(here.contains(&("georgia", "member")), "{here:?}");
    assert!(!here.contains(&("levan-beridze", "chair")), "{here:?}");
}

#[test]
fn a_post_of_one_word_stands_in_front_of_its_holder_and_a_town_can_be_a_given_name() {
    let found = read_conference(
        "The Secretary, Mr Paul Stone, spoke. Samoa was represented by its Ambassador in Suva, Mr Sela Vea. The \
         Undersecretary of Fisheries, Ms Florence Lopes, came late. Ministers thanked the outgoing Director, Dr Mary Reed. The \
         United Nations High Commissioner for Refugees, Mr Jan Holm, listened.",
    );
    let posts = |person: &str| values(&found, person, Property::Holds).join(" ");
    assert_eq!(posts("paul-stone"), "secretary");
    assert_eq!(posts("sela-vea"), "ambassador");
    assert_eq!(posts("florence-lopes"), "undersecretary-of-fisheries");
    assert_eq!(posts("mary-reed"), "director");
    assert!(posts("jan-holm").contains("high-commissioner"), "{}", posts("jan-holm"));
    let told = read_conference("The former treasurer, Mr Jone Leka told the Committee, had lost the books.");
    assert_eq!(values(&told, "jone-leka", Property::Holds), [""; 0], "who tells is not who is told of");
}

#[test]
fn brackets_name_the_party_of_both_persons_in_front() {
    let found = read_conference(
        "Ms Daciana Pop and Mr Horia Marin (Romania) spoke. Ms Sonia Rao, speaking for \
         the World Bank, thanked them.",
    );
    let of = |person: &str| values(&found, person, Property::MemberOf).join(" ");
    assert_eq!(of("daciana-pop"), "romania");
    assert_eq!(of("horia-marin"), "romania");
    assert_eq!(of("sonia-rao"), "world-bank");
}
