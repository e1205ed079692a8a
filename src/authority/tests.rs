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
    let error =
        Authority::from_tables((file, &broken), state::STATE_NAMES, organisation::ORGANISATIONS, place::PLACES, &[]);
    let message = error.expect_err("m49 is not a number").to_string();
    assert_eq!(message, "data/names/states.tsv:2: column m49: `x004` is not digits");
    let error =
        Authority::from_tables((file, "slug\n"), state::STATE_NAMES, organisation::ORGANISATIONS, place::PLACES, &[]);
    assert!(error.expect_err("no columns").to_string().starts_with("data/names/states.tsv:1: columns are `slug`"));
}

#[test]
fn suggestions_are_for_people_only() {
    let authority = authority();
    assert_eq!(authority.suggestions("Afganistan", 1)[0].0, "Afghanistan");
    assert_eq!(authority.resolve_state("Afganistan", None), Resolution::Unknown);
    assert!(authority.suggestions("qqqqqq", 5).is_empty());
}

#[test]
fn every_state_has_a_place_where_meetings_are_held() {
    let authority = authority();
    let with_place: BTreeSet<&str> = authority.places().filter_map(|place| place.state.as_deref()).collect();
    let without: Vec<&str> = authority
        .states()
        .filter(|state| state.kind == StateKind::State && !with_place.contains(state.slug.as_str()))
        .map(|state| state.slug.as_str())
        .collect();
    assert_eq!(without, Vec::<&str>::new());
    assert!(authority.places().count() > 400);
}

/// The organisations in the participant lists and the running text of the five documents.
const ORGANISATIONS: &str = "International Organisation for Migration=iom|United Nations High Commissioner for Refugees=unhcr|\
    Association of South-East Asian Nations Secretariat=asean-secretariat|\
    Pacific Islands Forum Secretariat=pacific-islands-forum-secretariat|European Union=european-union|UNDP=undp|\
    World Bank=world-bank|Asian Development Bank=asian-development-bank|IGC=igc|INTERPOL=interpol|Interpol=interpol|\
    International Committee of Red Cross=icrc|International Federation of Red Cross=ifrc|\
    International Labour Organization=ilo|International Labor Organization=ilo|UNTAET=untaet|IOM=iom|UNHCR=unhcr|\
    United Nations Office of Drug Control and Crime Prevention=unodc|UN Office on Drugs and Crime=unodc|\
    United Nations Office on Drugs and Crime=unodc|International Centre for Migration Policy Development=icmpd|\
    International Centre for Migration Policy Development Secretariat=icmpd|\
    International Federation of Red Cross and Red Crescent Societies=ifrc|Budapest process=budapest-process|\
    Asia Pacific Consultations on Refugees, Displaced Persons and Migrants=apc|APC=apc|APEC=apec|\
    Pacific Immigration Directors Conference=pidc|International Organization for Migration=iom|\
    United Nations Development Programme=undp|Jakarta Centre for Law Enforcement Cooperation=jclec|\
    Bali process=bali-process|Bali Process on People Smuggling, Trafficking in Persons and Related Transnational Crime=bali-process";

#[test]
fn every_organisation_printed_in_the_five_documents_is_known() {
    use crate::annotate::{Annotations, Gazetteer};
    let authority = authority();
    let gazetteer = Gazetteer::new(authority.names());
    for (printed, slug) in ORGANISATIONS.split('|').map(|pair| pair.split_once('=').expect("name=slug")) {
        let text = format!("Presented by the {printed} yesterday.");
        let document = crate::document::read("d", text.as_bytes()).expect("plain text");
        let annotations = Annotations::new(&document, &gazetteer);
        let found: Vec<&str> = annotations.names.iter().map(|name| name.key.as_str()).collect();
        assert_eq!(found, [slug], "{printed}");
    }
}

#[test]
fn names_inside_longer_names_are_not_taken_for_states() {
    use crate::annotate::{Annotations, Gazetteer};
    let authority = authority();
    let gazetteer = Gazetteer::new(authority.names());
    let text = "In Northern Ireland, New Guinea, the Gulf of Guinea, the South China Sea, Inner Mongolia and New Mexico, \
        family Reunion was told to us by male friends; Democratic People’s Republic of Korea and Guinea-Bissau came.";
    let document = crate::document::read("d", text.as_bytes()).expect("plain text");
    let annotations = Annotations::new(&document, &gazetteer);
    let states: Vec<&str> =
        annotations.names.iter().filter(|name| name.kind == NameKind::State).map(|name| name.key.as_str()).collect();
    assert_eq!(states, ["democratic-peoples-republic-of-korea", "guinea-bissau"]);
    assert!(annotations.names.iter().all(|name| name.key != "reunion" && name.key != "male"));
}

#[test]
fn resolving_fills_what_the_tables_know_and_warns_of_the_rest() {
    use crate::assertion::{Assertion, Entity, EntityClass, EntityId, Evidence, Extraction, Fact, Zone};
    use crate::document::Span;
    let evidence = |start, end| Evidence { span: Span { start, end }, zone: Zone::ListItem, locator: None };
    let entity = |id: EntityId, label: &str, start| Entity {
        id,
        class: EntityClass::Organisation,
        label: label.to_owned(),
        kind: None,
        known: false,
        mentions: vec![evidence(start, start + label.len())],
    };
    let mut extraction = Extraction::default();
    for entity in [
        entity(EntityId::State("timor-leste".into()), "East Timor", 0),
        entity(EntityId::Organisation("apc".into()), "APC", 20),
        entity(EntityId::Place("new-caledonia".into()), "New Caledonia", 30),
        entity(EntityId::Organisation("league-of-nobody".into()), "League of Nobody", 50),
        entity(EntityId::Person("a-b".into()), "A B", 70),
    ] {
        extraction.entities.insert(entity.id.clone(), entity);
    }
    extraction.assertions.push(Assertion {
        fact: Fact::Participation {
            context: EntityId::Organisation("apc".into()),
            member: EntityId::State("timor-leste".into()),
            capacity: "member".into(),
            name_as_given: Some("East Timor".into()),
            represented_by: Vec::new(),
            in_respect_of: None,
            about: None,
        },
        evidence: vec![evidence(0, 10)],
        rule: "test".into(),
    });
    resolve(&authority(), &mut extraction, day(2004, 6, 7));
    let found = |id: EntityId| &extraction.entities[&id];
    let state = found(EntityId::State("timor-leste".into()));
    assert_eq!((state.label.as_str(), state.class, state.known), ("Timor-Leste", EntityClass::State, true));
    let process = found(EntityId::Organisation("apc".into()));
    assert_eq!((process.class, process.kind.as_deref()), (EntityClass::Process, Some("consultative-process")));
    assert_eq!(found(EntityId::Place("new-caledonia".into())).class, EntityClass::Place);
    assert!(!found(EntityId::Organisation("league-of-nobody".into())).known);
    let messages: Vec<&str> = extraction.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert_eq!(messages[0], "`East Timor` is an earlier name of Timor-Leste, given up on 2002-05-20");
    assert!(messages[1].starts_with("`League of Nobody` is not in data/names/organisations.tsv"));
}
