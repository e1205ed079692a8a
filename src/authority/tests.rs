//! What users of the tables rely on.

use super::*;
use crate::annotate::PartialDate;

fn authority() -> Authority {
    Authority::shipped().expect("the shipped tables are whole")
}

fn day(year: i16, month: u8, day: u8) -> Option<PartialDate> {
    Some(PartialDate { year: Some(year), month: Some(month), day: Some(day) })
}

/// The names of states in the four participant lists and the running text of the five documents.
const PRINTED: &str = "Afghanistan=afghanistan|Bangladesh=bangladesh|Bhutan=bhutan|Brunei Darussalam=brunei-darussalam|\
    Cambodia=cambodia|China=china|Democratic Republic of Korea=democratic-peoples-republic-of-korea|Fiji=fiji|\
    France=france|India=india|Iran=iran|Japan=japan|Jordan=jordan|Kiribati=kiribati|Laos=lao-peoples-democratic-republic|\
    Malaysia=malaysia|Mongolia=mongolia|Myanmar=myanmar|Nauru=nauru|Nepal=nepal|New Zealand=new-zealand|\
    Pakistan=pakistan|Palau=palau|Papua New Guinea=papua-new-guinea|Philippines=philippines|\
    Republic of Korea=republic-of-korea|Samoa=samoa|Singapore=singapore|Solomon Islands=solomon-islands|\
    Sri Lanka=sri-lanka|Syria=syria|Thailand=thailand|Turkey=turkiye|East Timor=timor-leste|Vanuatu=vanuatu|\
    Vietnam=viet-nam|Austria=austria|Belgium=belgium|Canada=canada|Denmark=denmark|Finland=finland|Germany=germany|\
    Italy=italy|Netherlands=netherlands|Norway=norway|Russian Federation=russian-federation|Spain=spain|Sweden=sweden|\
    Switzerland=switzerland|United Kingdom of Great Britain=united-kingdom|\
    the United States of America=united-states|United States of America=united-states|Australia=australia|\
    People’s Republic of China=china|New Caledonia=new-caledonia|Indonesia=indonesia|Iraq=iraq|\
    Timor Leste=timor-leste|Tonga=tonga|the Netherlands=netherlands|South Africa=south-africa|\
    the Republic of Korea=republic-of-korea|People's\nRepublic of China=china|Papua New\nGuinea=papua-new-guinea|\
    the United States\nof America=united-states";

#[test]
fn every_state_printed_in_the_five_documents_is_known() {
    let authority = authority();
    let mut count = 0;
    for (printed, slug) in PRINTED.split('|').map(|pair| pair.split_once('=').expect("name=slug")) {
        let found = authority.resolve_state(printed, day(2002, 2, 26)).state().map(|state| state.slug.as_str());
        assert_eq!(found, Some(slug), "{printed}");
        count += 1;
    }
    assert_eq!(count, 65);
}

#[test]
fn ambiguous_names_and_codes_stand_for_nothing() {
    let authority = authority();
    for printed in ["Korea", "Congo", "ROK", "IOM", "AU", "AUS", "us", "Us", "usa", "korean", "Holland", "turkey", ""] {
        assert_eq!(authority.resolve_state(printed, None), Resolution::Unknown, "{printed}");
    }
    assert!(authority.names().all(|(printed, _, _)| printed != "ROK" && printed != "Korea" && printed != "Congo"));
}

#[test]
fn a_name_belongs_to_the_state_that_bore_it_then() {
    let authority = authority();
    let found = |printed, on| match authority.resolve_state(printed, on) {
        Resolution::Known { state, currency, .. } => (state.slug.clone(), currency),
        Resolution::Unknown => (String::new(), Currency::Current),
    };
    assert_eq!(found("East Timor", day(2002, 2, 26)), ("timor-leste".into(), Currency::Current));
    assert_eq!(found("East Timor", day(2004, 6, 7)), ("timor-leste".into(), Currency::Outdated));
    assert_eq!(found("Turkey", day(2013, 4, 2)), ("turkiye".into(), Currency::Current));
    assert_eq!(found("Turkey", day(2023, 2, 10)), ("turkiye".into(), Currency::Outdated));
    assert_eq!(found("Yugoslavia", day(1990, 1, 1)), ("yugoslavia".into(), Currency::Current));
    assert_eq!(found("Yugoslavia", day(2001, 1, 1)), ("serbia-and-montenegro".into(), Currency::Current));
    assert_eq!(found("North Macedonia", day(2002, 1, 1)).1, Currency::Current);
    let year = Some(PartialDate { year: Some(2002), month: None, day: None });
    assert_eq!(found("East Timor", year), ("timor-leste".into(), Currency::Current), "2002 leaves it open");
}

#[test]
fn states_have_codes_that_are_theirs_alone() {
    let authority = authority();
    let states: Vec<&State> = authority.states().filter(|state| state.kind == StateKind::State).collect();
    assert_eq!(states.len(), 198, "193 members, Holy See, Palestine, Cook Islands, Niue, Kosovo");
    assert!(states.iter().all(|state| state.iso3.is_some() && state.wikidata.is_some() && state.point.is_some()));
    let codes: BTreeSet<&str> = authority.states().filter_map(|state| state.iso3.as_deref()).collect();
    assert_eq!(codes.len(), authority.states().filter(|state| state.iso3.is_some()).count());
    let slugs: BTreeSet<&str> = authority.states().filter_map(|state| state.wikidata.as_deref()).collect();
    assert_eq!(slugs.len(), authority.states().filter(|state| state.wikidata.is_some()).count());
}

#[test]
fn one_printed_name_names_one_thing() {
    let authority = authority();
    let printed: Vec<&str> = authority.names().map(|(printed, _, _)| printed).collect();
    let distinct: BTreeSet<&str> = printed.iter().copied().collect();
    assert_eq!(printed.len(), distinct.len());
    assert!(printed.iter().all(|name| !name.starts_with("the ") && name.trim() == *name && !name.contains('’')));
    for state in authority.states() {
        for name in state.names.iter().filter(|name| name.kind != StateNameKind::Demonym && name.valid_to.is_none()) {
            let found = authority.resolve_state(&name.name, None).state().map(|state| state.slug.as_str());
            assert_eq!(found, Some(state.slug.as_str()), "{}", name.name);
        }
    }
}

#[test]
fn a_mistake_in_a_table_is_told_with_file_line_and_column() {
    let (file, text) = state::STATES;
    let broken = text.replacen("\tAFG\t", "\tAFG\tx", 1);
    let error = Authority::from_tables((file, &broken), state::STATE_NAMES, organisation::ORGANISATIONS, place::PLACES);
    let message = error.expect_err("m49 is not a number").to_string();
    assert_eq!(message, "data/names/states.tsv:2: column m49: `x004` is not digits");
    let error =
        Authority::from_tables((file, "slug\n"), state::STATE_NAMES, organisation::ORGANISATIONS, place::PLACES);
    assert!(error.expect_err("no columns").to_string().starts_with("data/names/states.tsv:1: columns are `slug`"));
}

#[test]
fn suggestions_are_for_people_only() {
    let authority = authority();
    assert_eq!(authority.suggestions("Afganistan", 1)[0].0, "Afghanistan");
    assert_eq!(authority.resolve_state("Afganistan", None), Resolution::Unknown);
    assert!(authority.suggestions("qqqqqq", 5).is_empty());
}
