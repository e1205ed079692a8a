//! The last step: meetings become assertions, every named thing an entity, and all stands in the order of the text.

use std::collections::BTreeSet;

use super::meetings::Meeting;
use super::reader::Reader;
use super::things::class_of;
use super::words::tame_capitals;
use crate::assertion::{EntityClass, EntityId, Evidence, Extraction, Fact, Property, Value};
use crate::document::BlockKind;

/// Completes the extraction.
pub(super) fn finish(mut r: Reader<'_>) -> Extraction {
    for index in 0..r.meetings.len() {
        let meeting = r.meetings[index].clone();
        meeting_facts(&mut r, &meeting);
    }
    r.out.primary_topics = r.main_meeting().into_iter().collect();
    title(&mut r);
    units(&mut r);
    drop_unused(&mut r);
    super::attributes::drop_attributes(&mut r);
    sort(&mut r);
    r.out
}

fn meeting_facts(r: &mut Reader<'_>, meeting: &Meeting) {
    let first = meeting.mentions[0].clone();
    let mut proof = vec![r.sentence_evidence(first.start)];
    for tokens in &meeting.mentions {
        let evidence = r.sentence_evidence(tokens.start);
        r.entity(&meeting.id, EntityClass::Meeting, &meeting.label, Some(&meeting.kind), evidence);
    }
    // running text proves a meeting better than its title
    if let Some(body) = meeting.mentions.iter().find(|t| r.block(r.block_of(t.start)).kind == BlockKind::Paragraph) {
        proof.insert(0, r.sentence_evidence(body.start));
    }
    let id = meeting.id.clone();
    r.add("meeting.named", Fact::Meeting { id: id.clone(), status: meeting.status }, proof.clone());
    let property = |property: Property, value: Value, completed: bool| Fact::Property {
        subject: id.clone(),
        property,
        value,
        completed,
    };
    if let Some(ordinal) = meeting.ordinal.and_then(|o| i64::try_from(o).ok()) {
        r.add("meeting.ordinal", property(Property::Ordinal, Value::Integer(ordinal), false), proof.clone());
    }
    if let Some(series) = meeting.series.clone().filter(|s| s != "shared") {
        // whose meetings they are may be a body that the text names
        let body = |e: &&EntityId| matches!(e, EntityId::Body { slug, .. } if *slug == series);
        let organisation =
            r.out.entities.keys().find(body).cloned().unwrap_or_else(|| EntityId::Organisation(series.clone()));
        let class = class_of(&organisation);
        r.entity(&organisation, class, "", None, proof[0].clone());
        r.add(
            "meeting.series",
            property(Property::MeetingOf, Value::Entity(organisation), false),
            vec![proof[0].clone()],
        );
    }
    for when in &meeting.attributes.dates {
        let mut evidence: Vec<Evidence> = vec![r.sentence_evidence(when.tokens.start)];
        let completed = when.completed_from.clone().map(|t| r.sentence_evidence(t.start)).filter(|e| *e != evidence[0]);
        let is_completed = completed.is_some();
        evidence.extend(completed);
        if when.start.year.is_none() {
            continue;
        }
        r.add("meeting.date", property(Property::StartDate, Value::Date(when.start), is_completed), evidence.clone());
        if when.end.day.is_some() || when.end != when.start {
            r.add("meeting.date", property(Property::EndDate, Value::Date(when.end), is_completed), evidence);
        }
    }
    for place in &meeting.attributes.places {
        let evidence = r.sentence_evidence(place.tokens.start);
        let value = match (&place.place, &place.state) {
            (Some(key), _) => EntityId::Place(key.clone()),
            (None, Some(key)) => EntityId::State(key.clone()),
            (None, None) => continue,
        };
        let printed = place.town.clone().unwrap_or_else(|| place.tokens.clone());
        r.entity(&value, class_of(&value), &r.text(printed), None, evidence.clone());
        if let Some(state) = place.state.clone().filter(|_| place.town.is_some()) {
            let state = EntityId::State(state);
            let fact = Fact::Property {
                subject: value.clone(),
                property: Property::ContainedInPlace,
                value: Value::Entity(state),
                completed: false,
            };
            r.add("place.state", fact, vec![evidence.clone()]);
        }
        r.add("meeting.place", property(Property::Location, Value::Entity(value), false), vec![evidence]);
    }
    if let Some(subject) =
        meeting.attributes.description.clone().or_else(|| meeting.topic.clone()).filter(|_| meeting.ordinal.is_none())
    {
        let text = r.text(subject.clone());
        let evidence = r.sentence_evidence(subject.start);
        r.add("meeting.subject", property(Property::Description, Value::Text(text), false), vec![evidence]);
    }
}

/// The title: the first heading, in title case where it is printed in capitals.
fn title(r: &mut Reader<'_>) {
    let heading = r.a.sentences.iter().find(|s| r.block(s.block).kind == BlockKind::Heading).map(|s| s.block);
    if let Some(block) = heading {
        let tokens = r.block_tokens(block);
        let text = tame_capitals(&r.text(tokens.clone()));
        let evidence = r.evidence(tokens);
        r.out.title = Some((text, evidence));
    }
    let words = r.out.title.as_ref().map(|t| t.0.to_lowercase()).unwrap_or_default();
    let opening: Vec<usize> = (0..r.a.tokens.len().min(120)).collect();
    let kind =
        r.given.title.as_deref().map(str::to_lowercase).into_iter().chain([words]).find_map(|text| kind_of(&text));
    let kind = kind.or_else(|| opening.iter().find_map(|t| r.lexicon("DocumentNoun", *t)).map(|(_, c)| c.to_owned()));
    r.out.doc_kind = kind;
}

fn kind_of(title: &str) -> Option<String> {
    let pairs = [
        ("press conference", "transcript"),
        ("joint statement", "joint-statement"),
        ("co-chairs", "co-chairs-statement"),
        ("chairman", "chairs-statement"),
        ("communiqu", "communique"),
        ("declaration", "declaration"),
        ("resolution", "resolution"),
        ("report", "report"),
        ("conference", "conference-summary"),
        ("meeting", "conference-summary"),
    ];
    pairs.iter().find(|(word, _)| title.contains(word)).map(|(_, kind)| (*kind).to_owned())
}

/// Every body that is the process's own is a unit of it.
fn units(r: &mut Reader<'_>) {
    let own = own_bodies(r);
    let bodies: Vec<(EntityId, String, Evidence)> = r
        .out
        .entities
        .values()
        .filter_map(|e| match &e.id {
            EntityId::Body { process, .. } if process != "shared" && own.contains(&e.id) => {
                e.mentions.first().map(|m| (e.id.clone(), process.clone(), m.clone()))
            }
            _ => None,
        })
        .collect();
    for (body, process, evidence) in bodies {
        let organisation = EntityId::Organisation(process);
        r.entity(&organisation, EntityClass::Organisation, "", None, evidence.clone());
        let fact = Fact::Property {
            subject: body,
            property: Property::UnitOf,
            value: Value::Entity(organisation),
            completed: false,
        };
        r.add("body.unit", fact, vec![evidence]);
    }
    let mentions = r.mentions.to_vec();
    for mention in mentions {
        let evidence = r.evidence(mention.tokens.clone());
        // the first label stays
        let known = r.out.entities.contains_key(&mention.id);
        let label = if known { String::new() } else { r.text(mention.tokens.clone()) };
        r.entity(&mention.id, class_of(&mention.id), &label, None, evidence);
    }
}

/// Bodies that the document treats as those of its process: its plenaries, what a pack names, what a common noun means
/// ("the Steering Group"), what bears the name of the process, and what its meetings set up, change or instruct. A body
/// with a name of its own that the text only mentions ("the Commission on Fish") may be anybody's.
fn own_bodies(r: &Reader<'_>) -> BTreeSet<EntityId> {
    let mut own: BTreeSet<EntityId> = BTreeSet::new();
    for assertion in &r.out.assertions {
        match &assertion.fact {
            Fact::BodyEvent { body, .. } => _ = own.insert(body.clone()),
            Fact::Act(act) if act.force == "direct" => own.extend(act.addressees.iter().cloned()),
            _ => {}
        }
    }
    let process = r.process.replace('-', " ");
    let packed = |id: &EntityId| match id {
        EntityId::Body { process, slug } => {
            let concept = format!("{process}/{slug}");
            r.packs.lexicon("ProcessBody").is_some_and(|l| l.entries().any(|(c, _)| c == concept))
        }
        _ => false,
    };
    for entity in r.out.entities.values().filter(|e| matches!(e.id, EntityId::Body { .. })) {
        let plenary = matches!(entity.kind.as_deref(), Some("plenary" | "co-chairs"));
        let label = entity.label.to_lowercase();
        let nouns = r.packs.lexicon("BodyNoun");
        let common = nouns.is_some_and(|l| l.concept_of(&label).is_some());
        let acronym = entity.label.split(' ').next().filter(|w| w.len() > 2 && w.chars().all(|c| !c.is_lowercase()));
        let bears = label.contains(&process) || acronym.is_some_and(|a| process.starts_with(&a.to_lowercase()));
        // a member of a numbered set is what the set is
        let whole = match &entity.id {
            EntityId::Body { process, slug } => slug.rsplit_once('-').map(|(set, number)| {
                let set = EntityId::Body { process: process.clone(), slug: set.to_owned() };
                number.parse::<u8>().is_ok() && (own.contains(&set) || packed(&set))
            }),
            _ => None,
        };
        if plenary || common || bears || packed(&entity.id) || whole == Some(true) {
            own.insert(entity.id.clone());
        }
    }
    own
}

/// Groups that no fact needs go; organisations without a label of their own take the slug's words.
fn drop_unused(r: &mut Reader<'_>) {
    let mut used: BTreeSet<&EntityId> = BTreeSet::new();
    for assertion in &r.out.assertions {
        match &assertion.fact {
            Fact::Act(act) => {
                used.extend(act.issued_by.iter().chain(&act.addressees).chain(&act.partners).chain(&act.pledged_for));
            }
            Fact::Participation { member, represented_by, .. } => {
                used.insert(member);
                used.extend(represented_by);
            }
            Fact::Property { value: Value::Entity(id), .. } => _ = used.insert(id),
            _ => {}
        }
    }
    // a set that the text counts out ("two groups, the first …") is its members, unless something is said of the whole
    let counted = |id: &EntityId| match id {
        EntityId::Body { process, slug } => {
            r.out.entities.contains_key(&EntityId::Body { process: process.clone(), slug: format!("{slug}-1") })
        }
        _ => false,
    };
    let idle = |id: &EntityId| !used.contains(&id) && (matches!(id, EntityId::Group(_)) || counted(id));
    let gone: BTreeSet<EntityId> = r.out.entities.keys().filter(|id| idle(id)).cloned().collect();
    r.out.entities.retain(|id, _| !gone.contains(id));
    let about = |fact: &Fact| matches!(fact, Fact::Property { subject, .. } if gone.contains(subject));
    let told: Vec<usize> = (0..r.out.assertions.len()).filter(|i| about(&r.out.assertions[*i].fact)).collect();
    r.dropped.extend(told);
    for entity in r.out.entities.values_mut().filter(|e| e.label.is_empty()) {
        if let EntityId::Organisation(key) = &entity.id {
            entity.label = super::words::sentence_case(&key.replace('-', " "));
        }
    }
}

/// Puts the assertions in the order of their first evidence, without those taken back, and renews the links between them.
fn sort(r: &mut Reader<'_>) {
    let mut order: Vec<usize> = (0..r.out.assertions.len()).filter(|index| !r.dropped.contains(index)).collect();
    order.sort_by_key(|i| (r.out.assertions[*i].evidence.first().map(|e| e.span), *i));
    let mut place = vec![None; r.out.assertions.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = Some(new);
    }
    let mut told: Vec<_> = std::mem::take(&mut r.out.assertions).into_iter().map(Some).collect();
    let mut sorted: Vec<_> = order.iter().filter_map(|i| told[*i].take()).collect();
    for assertion in &mut sorted {
        if let Fact::Act(act) = &mut assertion.fact {
            act.part_of = act.part_of.and_then(|i| place[i]);
            act.calls_for_events = act.calls_for_events.iter().filter_map(|event| place[*event]).collect();
            act.calls_for_events.sort_unstable();
            act.follows_up_acts = act.follows_up_acts.iter().filter_map(|answered| place[*answered]).collect();
            act.follows_up_acts.sort_unstable();
        }
    }
    r.out.assertions = sorted;
}
