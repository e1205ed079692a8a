//! Attendance as other forms of documents print it: labels, remarks, columns, signatures.

use rapporteur::assertion::{EntityId, Extraction, Fact};

use super::{CONFERENCE, participations, read, read_conference, slug, slugs};

const HEAD: &str = "Fourth Ministerial Conference of the Budapest Process\nIstanbul, 19 April 2013\n\n";

/// Those who acted for a state or organisation.
fn acting<'a>(found: &'a Extraction, party: &str) -> Vec<&'a str> {
    let of = |fact: &'a Fact| match fact {
        Fact::Participation { member, represented_by, .. } if slug(member) == party => slugs(represented_by),
        _ => Vec::new(),
    };
    found.assertions.iter().flat_map(|a| of(&a.fact)).collect()
}

#[test]
fn a_label_before_a_colon_gives_the_capacity_of_the_names_behind_it() {
    let found = read(&format!(
        "{HEAD}Participants\n\nThe following member countries took part: Albania, Armenia and Georgia.\n\n\
         Observer countries: Chile, Peru and Spain.\n\nObserver organizations:\n- World Bank\n- UNDP\n"
    ));
    assert_eq!(
        participations(&found, CONFERENCE),
        [
            ("albania", "member"),
            ("armenia", "member"),
            ("georgia", "member"),
            ("chile", "observer"),
            ("peru", "observer"),
            ("spain", "observer"),
            ("world-bank", "observer"),
            ("undp", "observer")
        ]
    );
}

#[test]
fn an_office_in_brackets_in_a_row_is_held_beside_being_there() {
    let found = read(&format!("{HEAD}List of Participants\n\nAlbania (Co-Chair)\nArmenia\nGeorgia (host)\n"));
    assert_eq!(
        participations(&found, CONFERENCE),
        [
            ("albania", "co-chair"),
            ("albania", "member"),
            ("armenia", "member"),
            ("georgia", "host"),
            ("georgia", "member")
        ]
    );
}

#[test]
fn each_row_of_a_table_in_columns_is_its_own() {
    let found = read(&format!(
        "{HEAD}Attendance\n\nCountry        Name                 Position\n\
         Albania        Mr. Arben Leka       Director, Ministry of Transport\n\
         Armenia        Ms. Ani Grigoryan    Deputy Director, Ministry of Trade\n\
         Vexonia        Dr. Karel Noor       Adviser\n\
         Georgia        Mr. Nika Beridze     Regional Specialist\n"
    ));
    assert_eq!(acting(&found, "albania"), ["arben-leka"]);
    assert_eq!(acting(&found, "armenia"), ["ani-grigoryan"]);
    assert_eq!(acting(&found, "georgia"), ["nika-beridze"]);
}

#[test]
fn who_signs_for_a_state_took_part_for_it() {
    let found = read(&format!(
        "{HEAD}Done at Istanbul on 19 April 2013.\n\nFor the Republic of Albania:\nH.E. Mr Arben Leka, Minister of Transport\n\n\
         For the Kingdom of Spain: Ms Pilar Robles, Minister of Fisheries\n\n\
         For the Government of Georgia\nMr Nika Beridze\nMinister of Energy\n"
    ));
    assert_eq!(participations(&found, CONFERENCE), [("albania", "member"), ("spain", "member"), ("georgia", "member")]);
    assert_eq!(acting(&found, "georgia"), ["nika-beridze"]);
    let posts: Vec<(&str, &str)> = found
        .entities
        .keys()
        .filter_map(|id| match id {
            EntityId::Post { of, slug } => Some((of.as_str(), slug.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(
        posts,
        [("albania", "minister-of-transport"), ("georgia", "minister-of-energy"), ("spain", "minister-of-fisheries")]
    );
}

#[test]
fn one_opened_the_meeting_and_another_chaired_it() {
    let found = read_conference(
        "The Conference was opened by the President of Georgia, Mr Nika Beridze, and was chaired by the Honourable \
         Ani Grigoryan, Minister for Trade of Armenia.",
    );
    assert_eq!(participations(&found, CONFERENCE), [("armenia", "chair")], "who opens presents nothing");
}

#[test]
fn an_organisation_that_only_tells_the_kind_of_something_else_is_not_named() {
    let organisations = |text: &str| -> bool {
        let found = read_conference(text);
        found.entities.keys().any(|id| matches!(id, EntityId::Organisation(key) if key == "un"))
    };
    assert!(!organisations("Ministers spoke of measures in line with relevant UN Conventions and Protocols."));
    assert!(!organisations("Ministers spoke of the wider United Nations development system."));
    assert!(organisations("Ministers spoke of the work of the United Nations in ports."));
}

#[test]
fn a_state_that_closes_what_is_said_of_a_person_is_the_one_of_the_post() {
    let found = read_conference(
        "The Conference was co-chaired by Mr Arben Leka, Ambassador for Seasonal Work Issues, Albania, and Ms Pilar \
         Robles, Minister for Fisheries of Spain.",
    );
    assert_eq!(participations(&found, CONFERENCE), [("albania", "co-chair"), ("spain", "co-chair")]);
    assert_eq!(acting(&found, "albania"), ["arben-leka"]);
}

#[test]
fn an_acronym_inside_a_known_name_is_that_organisations() {
    let found = read(&format!(
        "{HEAD}Observer organizations:\n- World Bank\n- Office of the United Nations High Commissioner for Refugees (UNHCR)\n"
    ));
    assert!(!found.entities.keys().any(|id| matches!(id, EntityId::Work { .. })));
}

#[test]
fn those_below_an_organisation_that_no_table_knows_are_not_of_the_state_above() {
    let found = read(&format!(
        "{HEAD}LIST OF PARTICIPANTS\n\nALBANIA\nMr Arben Leka, Director of Ports\n\nOBSERVERS\n\nHARBOUR RESCUE SYSTEM\n\
         Ms Ani Grigoryan, Deputy Director\n\nEmbassy of Spain\n\nMr Juan Robles\nSecond Secretary\n\n\
         Lighthouse Trust\n\nMs Pilar Soto\nCampaign Officer\n\nSECRETARIAT\nMs Nino Beridze, Programme Officer\n\n\
         The Harbour Rescue System spoke.\n"
    ));
    assert_eq!(acting(&found, "albania"), ["arben-leka"]);
    for other in ["spain", "budapest-process"] {
        assert!(acting(&found, other).is_empty(), "{other}");
    }
}

#[test]
fn the_heading_of_a_delegation_names_for_whom_those_below_came() {
    let found = read(&format!(
        "{HEAD}ANNEX A\n\nALBANIAN DELEGATION\n\n1. Mr Arben Leka, Minister of Ports - Head of Delegation\n2. Ms Ani Hoxha, Director, \
         Bilateral Affairs\n\nANNEX B\n\nDELEGATION OF SPAIN\n\n1. Ms Pilar Robles, Minister of Fisheries\n"
    ));
    assert_eq!(acting(&found, "albania"), ["arben-leka", "ani-hoxha"]);
    assert_eq!(acting(&found, "spain"), ["pilar-robles"]);
    assert_eq!(participations(&found, CONFERENCE), [("albania", "member"), ("spain", "member")]);
}

#[test]
fn the_state_may_stand_in_the_last_cell_of_a_row() {
    let found = read(&format!(
        "{HEAD}List of participants\n\nNo | Name | Position | Country\n1 | Mr Arben Leka | Chief Harbour Officer | Albania\n\
         2 | Ms Ani Grigoryan | Director, Border Authority | Armenia\n3 | Mr Nika Beridze | Adviser | Georgia\n"
    ));
    assert_eq!(
        participations(&found, CONFERENCE),
        [("albania", "member"), ("armenia", "member"), ("georgia", "member")]
    );
    assert_eq!(acting(&found, "armenia"), ["ani-grigoryan"]);
}

#[test]
fn a_state_that_closes_one_row_is_not_that_of_the_next() {
    let found = read(&format!(
        "{HEAD}List of participants\n\nMembers\nMs Ani Hoxha, High Office of Planning, Albania (Chair)\nMr Arben Leka, Bureau of Ports, \
         Armenia\nMs Pilar Robles, Robles Institute of Statistics\nMr Nika Beridze, Bureau of Ports, Georgia\n"
    ));
    assert_eq!(acting(&found, "armenia"), ["arben-leka"]);
    assert_eq!(acting(&found, "georgia"), ["nika-beridze"]);
}

#[test]
fn titles_in_the_next_column_end_at_the_organisation_and_the_chair_of_a_row_is_told_in_brackets() {
    let found = read(&format!(
        "{HEAD}Present:\n\nMr Arben Leka            Minister of Ports, Albania (Chairperson)\n\
         Eng. Ani Hoxha           Senior Harbour Expert, World Bank\n\nMinisters met.\n"
    ));
    assert_eq!(acting(&found, "world-bank"), ["ani-hoxha"]);
    assert_eq!(
        participations(&found, CONFERENCE),
        [("albania", "chair"), ("albania", "member"), ("world-bank", "member")]
    );
}

#[test]
fn a_sentence_is_no_name_and_a_sum_that_came_from_somebody_no_attendance() {
    let found = read(&format!(
        "{HEAD}Participation\n\nForty persons from Chile, Peru and Spain attended the Conference. Besides them, senior officials came \
         from Kenya and the World Bank. Resource persons were provided by Albania.\n\nFunding\n\nThe largest contribution came from Armenia. Ms Ani Hoxha of Lakeside University thanked all.\n"
    ));
    assert_eq!(
        participations(&found, CONFERENCE),
        [("chile", "member"), ("peru", "member"), ("spain", "member"), ("kenya", "member"), ("world-bank", "member")]
    );
    assert!(found.entities.keys().all(|id| !slug(id).contains("resource") && !slug(id).starts_with("ms-")));
}

#[test]
fn those_who_gathered_from_several_states_came_and_so_did_those_behind_as_were() {
    let found = read_conference(
        "SUVA, 4 May - More than sixty police officers and port directors from Armenia, Georgia and Iraq gathered there for \
         the Conference. Officials from Fiji and Tonga were also present, as were the World Bank and the Pacific Community, \
         which runs the office, and Interpol. The costs were high, as were the fees of Peru.",
    );
    let members = ["armenia", "georgia", "iraq", "fiji", "tonga", "world-bank", "spc", "interpol"];
    assert_eq!(participations(&found, CONFERENCE), members.map(|name| (name, "member")));
}

#[test]
fn those_who_met_elsewhere_in_another_year_did_not_come() {
    let found =
        read_conference("Experts from Peru and Chile met in Lima in 2009. Officials from Kenya met in Istanbul.");
    assert!(!participations(&found, CONFERENCE).iter().any(|(who, _)| matches!(*who, "peru" | "chile")));
}

#[test]
fn a_list_of_those_present_goes_on_in_the_next_line_where_a_line_was_full() {
    let found = read(
        "Minutes of the 12th Meeting of the Nets Committee\nSuva, 18 February 2021\n\n\
         Present: Col. Ivan Petrov (Bulgaria, Chair); Ms Daciana Pop (Romania); Mr Zoran\n\
         Jelic (Serbia); Ms Lidija Kos (Croatia); Ms Anna Weiss (Fiji)\n\nThe Committee noted the report.\n",
    );
    let slugs: Vec<&str> = found.entities.keys().map(slug).collect();
    for person in ["zoran-jelic", "lidija-kos", "anna-weiss"] {
        assert!(slugs.contains(&person), "{person}: {slugs:?}");
    }
}
