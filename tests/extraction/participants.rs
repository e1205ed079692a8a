//! Who took part, and as what.

use rapporteur::assertion::{EntityId, Fact, Property};

use super::{CONFERENCE, participations, read, read_conference, slug, slugs, values};

#[test]
fn states_and_the_head_of_an_organisation_are_members_and_the_head_acts_for_it() {
    let found = read_conference(
        "Ministers from Albania, Armenia and Georgia, as well as the Director-General of the World Health \
         Organization, attended the Conference.",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [("albania", "member"), ("armenia", "member"), ("georgia", "member"), ("who", "member")]
    );
    let acting = found.assertions.iter().find_map(|assertion| match &assertion.fact {
        Fact::Participation { member: EntityId::Organisation(_), represented_by, .. } => Some(slugs(represented_by)),
        _ => None,
    });
    assert_eq!(acting, Some(vec!["director-general"]));
}

#[test]
fn who_attended_as_observers_are_observers() {
    let found = read_conference(
        "The Conference was attended by Albania and Armenia. Representatives of Spain and the Council of Europe \
         attended as observers.",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [("albania", "member"), ("armenia", "member"), ("spain", "observer"), ("council-of-europe", "observer")]
    );
}

#[test]
fn a_list_with_semicolons_under_a_heading_is_read_with_the_capacity_of_its_lead() {
    let found = read(
        "Fourth Ministerial Conference of the Budapest Process\nIstanbul, 19 April 2013\n\nList of Participants\n\n\
         The following countries attended the Conference: Albania; Armenia; and Ukraine. The following organisations \
         attended as observers: World Bank; UNDP.\n",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [
            ("albania", "member"),
            ("armenia", "member"),
            ("ukraine", "member"),
            ("world-bank", "observer"),
            ("undp", "observer")
        ]
    );
}

#[test]
fn a_territory_in_brackets_or_after_a_stroke_is_told_from_a_remark() {
    let found = read_conference(
        "The Conference was attended by Albania, Denmark (Greenland), the European Union/Kosovo and Georgia (as chair of the \
         Expert Group) as well as the Secretary General of the Council of Europe.",
    );
    let mut told = Vec::new();
    for assertion in &found.assertions {
        if let Fact::Participation { member, represented_by, in_respect_of, .. } = &assertion.fact {
            told.push((slug(member), slugs(represented_by), in_respect_of.as_ref().map(slug)));
        }
    }
    assert_eq!(
        told,
        [
            ("albania", vec![], None),
            ("denmark", vec![], Some("greenland")),
            ("kosovo", vec!["european-union"], None),
            ("georgia", vec![], None),
            ("council-of-europe", vec!["secretary-general"], None)
        ]
    );
}

#[test]
fn each_co_host_hosts_and_a_minister_chairs_for_the_state() {
    let found = read_conference(
        "The Conference was co-hosted by Turkey and Hungary. The Conference was chaired by Ms Lali Aslan, Minister for \
         Transport of Armenia.",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [("turkiye", "co-host"), ("hungary", "co-host"), ("armenia", "chair")]
    );
    assert_eq!(values(&found, "lali-aslan", Property::Holds), ["minister-for-transport"]);
}

#[test]
fn a_person_has_a_title_a_post_and_a_state_or_an_employer() {
    let found = read_conference(
        "Mr Levan Beridze, Deputy Minister of Transport of Georgia, and Dr Mary Novak of the University of Vienna spoke.",
    );
    assert_eq!(values(&found, "levan-beridze", Property::HonorificPrefix), ["Mr"]);
    assert_eq!(values(&found, "levan-beridze", Property::Holds), ["deputy-minister-of-transport"]);
    assert_eq!(values(&found, "deputy-minister-of-transport", Property::PostIn), ["georgia"]);
    assert_eq!(values(&found, "mary-novak", Property::MemberOf), ["university-of-vienna"]);
}

#[test]
fn a_number_that_the_list_does_not_reach_is_a_warning() {
    let short = read_conference("It was attended by six countries: Albania, Armenia, Georgia, Moldova and Ukraine.");
    let full = read_conference("It was attended by five countries: Albania, Armenia, Georgia, Moldova and Ukraine.");
    let about_numbers = |found: &rapporteur::assertion::Extraction| {
        found.warnings.iter().filter(|warning| warning.message.contains("6 states")).count()
    };
    assert_eq!((about_numbers(&short), about_numbers(&full)), (1, 0));
    assert!(full.warnings.is_empty(), "{:?}", full.warnings);
}

#[test]
fn who_stayed_away_or_is_only_thanked_took_no_part() {
    let found = read_conference(
        "The Conference was attended by delegations from Albania and Armenia, with Spain and Portugal as observers. Moldova did \
         not attend. Ukraine was unable to attend. Apologies were received from Serbia. Ministers thanked Norway and Frontex \
         for their support.",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [("albania", "member"), ("armenia", "member"), ("spain", "observer"), ("portugal", "observer")]
    );
}

#[test]
fn names_on_lines_below_a_heading_took_part_in_the_capacity_of_the_heading() {
    let found = read(
        "Fourth Ministerial Conference of the Budapest Process\nIstanbul, 19 April 2013\n\nThe Fourth Ministerial Conference of \
         the Budapest Process was held in Istanbul on 19 April 2013.\n\nParticipants\n\nAlbania\nArmenia\nHong Kong SAR\n\n\
         Observers\n\nSpain\nUNDP\n",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [
            ("albania", "member"),
            ("armenia", "member"),
            ("hong-kong", "member"),
            ("spain", "observer"),
            ("undp", "observer")
        ]
    );
}

#[test]
fn those_who_ran_a_meeting_are_told_in_many_ways() {
    let found = read_conference(
        "Ministers thanked the Government of Turkey for hosting the Conference. Mr Davit Beridze, Deputy Minister of Justice of \
         Georgia, served as Co-Chair of the Conference. Ms Ivana Novak (Croatia) was elected Chairperson.",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [("turkiye", "host"), ("georgia", "co-chair"), ("croatia", "chair")]
    );
    let other = read_conference("Ukraine, host of the Third Ministerial Conference, reported on progress.");
    assert_eq!(participations(&other, "ministerial-conference-3"), [("ukraine", "host")]);
}

#[test]
fn those_among_the_delegates_and_those_with_us_took_part() {
    let found =
        read_conference("Forty delegates attended, among them representatives of Chile, Peru and the World Bank.");
    assert_eq!(participations(&found, CONFERENCE), [("chile", "member"), ("peru", "member"), ("world-bank", "member")]);
    let found = read_conference("We were pleased to have with us Chile and Peru as observers.");
    assert_eq!(participations(&found, CONFERENCE), [("chile", "observer"), ("peru", "observer")]);
    let found =
        read_conference("Some delegates, including those of Chile, left. Ministers spoke of states, among them Peru.");
    assert_eq!(participations(&found, CONFERENCE), []);
}

#[test]
fn a_state_with_the_name_of_its_president_behind_it_is_that_state() {
    let found = read_conference(
        "It was attended by the Presidents of Kenya, Uhuru Otieno; of Uganda, Yoweri Okello; and of Rwanda, Paul Habimana.",
    );
    assert_eq!(participations(&found, CONFERENCE), [("kenya", "member"), ("uganda", "member"), ("rwanda", "member")]);
    assert!(!found.entities.keys().any(|id| slug(id).contains("okello")));
}

#[test]
fn an_office_for_some_years_is_no_part_in_the_meeting_and_who_pays_for_a_workshop_does_not_host_it() {
    let found = read_conference(
        "Ministers elected Mr Juan Robles (Peru) as Chair and Ms Ana Vega (Chile) as Vice-Chair for the next two years. Spain \
         agreed to meet the cost of the Conference, estimated at US$ 40,000.",
    );
    assert_eq!(participations(&found, CONFERENCE), []);
}

#[test]
fn people_of_any_kind_come_from_where_the_text_says() {
    let found = read_conference(
        "The Conference was attended by Ministers and Government Statisticians from Peru, Fiji and Tonga. The Lake Mission from \
         Samoa did not come.",
    );
    assert_eq!(participations(&found, CONFERENCE), [("peru", "member"), ("fiji", "member"), ("tonga", "member")]);
}

#[test]
fn what_a_state_is_to_others_and_who_only_looked_on_is_no_name_and_no_part() {
    let found = read_conference(
        "Armenia's neighbours Georgia and Poland were represented. It was opened in the presence of journalists of Norway.",
    );
    assert_eq!(participations(&found, CONFERENCE), [("georgia", "member"), ("poland", "member")]);
    let wish = read_conference("Armenia and Georgia indicated their interest in co-organising the Conference.");
    assert_eq!(participations(&wish, CONFERENCE), []);
    let held = read(
        "The Minister of Transport of Armenia, Mr Aram Sarkis, and the Minister of Transport of Georgia, Ms Nino Beridze, held the \
         Second Joint Ministerial Meeting on Lock Gates in Tbilisi on 3 May 2014.",
    );
    let capacities: Vec<_> = held
        .assertions
        .iter()
        .filter_map(|a| match &a.fact {
            rapporteur::assertion::Fact::Participation { capacity, .. } => Some(capacity.as_str()),
            _ => None,
        })
        .collect();
    assert!(capacities.contains(&"member") && !capacities.contains(&"host"), "{capacities:?}");
}

#[test]
fn observers_may_stand_behind_others_in_one_sentence() {
    let found = read_conference(
        "It was held with the participation of Armenia and Georgia, and in the presence, as observers, of Norway and Poland.",
    );
    assert_eq!(
        participations(&found, CONFERENCE),
        [("armenia", "member"), ("georgia", "member"), ("norway", "observer"), ("poland", "observer")]
    );
}
