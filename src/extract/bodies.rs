//! The life of bodies: proposed, established, retasked, continued, discontinued.

use super::complement::is_mandate;
use super::new_bodies::{before_adverbs, behind_aside, expanded, is_be, noun_start};
use super::reader::{Mention, Reader};
use super::words::{is_auxiliary, is_determiner};
use crate::annotate::NumberKind;
use crate::assertion::{EntityId, Fact, SpeechAct, Status};
use crate::document::BlockKind;

/// Tokens at most between a body and what happens to it: a name with its aside (", established in Suva in 2009 by the Second
/// Conference,") has up to twenty, and farther off the verb is mostly that of another one.
const FAR: usize = 24;

/// Reads every change in the life of a body.
pub(super) fn read(r: &mut Reader<'_>) {
    for t in 0..r.a.tokens.len() {
        if let Some((of, kind)) = super::new_bodies::lifecycle_noun(r, t) {
            noun(r, t, of + 1, &kind);
        } else if let Some((end, kind)) = r.lexicon("LifecycleChange", t) {
            let kind = kind.to_owned();
            verb(r, t, end, &kind);
        } else if let Some(end) = super::body_tasks::known_as(r, t) {
            verb(r, t, end, "renamed");
        } else if let Some((end, _)) = r.lexicon("ClosedWork", t) {
            // "brought the work of the Committee to a close" may tell of a day's work
            if status(r, t) == Status::Decided {
                object(r, t, end, "discontinued", None);
            }
        } else if let Some((end, _)) = r.lexicon("MandateOfBody", t) {
            super::body_changes::mandate(r, t, end);
        } else if let Some((end, _)) = r.lexicon("NamedAs", t) {
            super::body_changes::named_as(r, t, end);
        } else if let Some((_, kind)) = r.lexicon("LifecycleActive", t) {
            let kind = kind.to_owned();
            began(r, t, &kind);
        } else if r.lexicon("SpeechVerb", t).is_some_and(|(_, force)| matches!(force, "endorse" | "support")) {
            endorsed(r, t);
        }
    }
    for index in 0..r.mentions.len() {
        let mention = r.mentions[index].clone();
        numbered_of_set(r, &mention);
        weighed(r, &mention);
        super::body_changes::reports(r, &mention);
    }
    super::body_headings::read(r);
    super::body_tasks::read(r);
}

/// "the Facility took effect": what a body does when it begins or ends.
fn began(r: &mut Reader<'_>, t: usize, kind: &str) {
    let from = if is_auxiliary(r.low(t.saturating_sub(1))) { t - 1 } else { t };
    // "the network created in 2009 would cease to exist"
    let told = |end: usize| {
        let participle = r.lexicon("LifecycleChange", end).is_some_and(|(_, kind)| kind == "established");
        participle && r.mentions.near(end..from).next().is_none() && !(end + 1..from).any(|i| r.low(i) == ",")
    };
    // "the Group, having done its work, should cease": one aside
    let aside = |end: usize| {
        let commas = (end..from).filter(|i| r.low(*i) == ",").count();
        commas == 2 && r.low(end) == "," && r.low(from - 1) == ","
    };
    let bracket = |end: usize| r.low(end) == "(" && r.low(from - 1) == ")" && from - end <= 4;
    let ends = |end: usize| end == from || bracket(end) || told(end) || aside(end);
    let body = r
        .mentions
        .near(from.saturating_sub(12)..from)
        .rfind(|m| matches!(m.id, EntityId::Body { .. }) && m.tokens.end <= from && ends(m.tokens.end));
    if let Some(body) = body.cloned() {
        let status = status(r, t);
        event(r, &body.id, kind, status, t, None);
    }
}

/// "endorsed a Bond Market Forum": what is endorsed as something new ("a", "an") is proposed.
fn endorsed(r: &mut Reader<'_>, t: usize) {
    let Some((end, _)) = r.lexicon("SpeechVerb", t) else { return };
    let body = r.mentions.starting(end + 1).any(|m| matches!(m.id, EntityId::Body { .. }));
    if body && matches!(r.low(end), "a" | "an") {
        object(r, t, end, "established", Some(Status::Proposed));
    }
}

/// A body of a set that the text sets up by counting its members out ("two groups, the first on …") is established by
/// the decision in which they are counted.
fn numbered_of_set(r: &mut Reader<'_>, mention: &Mention) {
    let EntityId::Body { slug, .. } = &mention.id else { return };
    let ordinal =
        r.a.number_at(mention.tokens.start)
            .is_some_and(|n| n.tokens == mention.tokens && n.kind == NumberKind::Ordinal);
    let numbered = slug.rsplit('-').next().is_some_and(|n| n.parse::<u64>().is_ok());
    if ordinal && numbered && status(r, mention.tokens.start) == Status::Decided {
        event(r, &mention.id, "established", Status::Decided, mention.tokens.start, None);
    }
}

/// "a Development Fund might be one", "the inaugural Dialogue": a body that may come about, and one that meets for the
/// first time.
fn weighed(r: &mut Reader<'_>, mention: &Mention) {
    let start = mention.tokens.start;
    if !matches!(mention.id, EntityId::Body { .. }) || start == 0 {
        return;
    }
    let maybe =
        matches!(r.low(start - 1), "a" | "an") && matches!(r.low(mention.tokens.end), "might" | "could" | "may");
    let first =
        (start.saturating_sub(2)..start).any(|t| r.lexicon("Inaugural", t).is_some_and(|(end, _)| end == start));
    if maybe && r.is_capital(start) {
        event(r, &mention.id, "established", Status::Proposed, start, None);
    } else if first {
        event(r, &mention.id, "established", Status::Done, start, None);
    }
}

/// A verb of the life of bodies with a body as its object or its subject.
fn verb(r: &mut Reader<'_>, t: usize, end: usize, kind: &str) {
    let sentence = r.sentence(t);
    // "the newly established Regional Support Office"
    let body = r.mentions.starting(end).find(|m| matches!(m.id, EntityId::Body { .. })).cloned();
    if let Some(body) = body {
        let attributive =
            t > sentence.start && (is_determiner(r.low(t - 1)) || matches!(r.low(t - 1), "newly" | "recently"));
        let status = if attributive { Status::Done } else { status(r, t) };
        event(r, &body.id, kind, status, t, None);
        return;
    }
    if let Some(body) = super::body_changes::opened_by(r, t, end).filter(|_| kind == "established") {
        event(r, &body, kind, Status::Done, t, None);
        return;
    }
    // "AHEGs be discontinued", "the Group established at the first Conference"
    let passive = t > sentence.start && is_be(r.low(before_adverbs(r, t)))
        || matches!(r.low(end), "at" | "by" | "in" | "under")
        || super::small_bodies::ago(r, end);
    // "to continue supporting the work" tells nothing of the body's life
    let activity = r.low(end) == "to" || r.low(end).ends_with("ing");
    let continuing = kind == "continued"
        && !activity
        && t > sentence.start
        && (super::words::is_modal(r.low(t - 1)) || is_auxiliary(r.low(t - 1)) || r.in_lexicon("BaseVerb", t));
    if passive || continuing {
        let subject = r
            .mentions
            .near(t.saturating_sub(FAR + 1).max(sentence.start)..t)
            .rfind(|m| {
                m.tokens.start >= sentence.start
                    && m.tokens.end <= t
                    && matches!(m.id, EntityId::Body { .. })
                    && t - m.tokens.end <= FAR
            })
            .filter(|m| reaches(r, m.tokens.end, t))
            .cloned();
        // "The Panel will hand its work to the Council and be dissolved"
        let other = subject.as_ref().is_none_or(|s| is_plenary(r, &s.id) || !heads(r, s));
        let subject = super::body_tasks::first_of_two(r, t, &sentence).filter(|_| other).or(subject);
        let Some(subject) = subject else { return };
        // "the work of the Monitoring Unit, created by Ministers": the participle goes with the name; "the website of the
        // Unit, launched in May" speaks of the website
        let close = t == subject.tokens.end + 1
            && r.low(t - 1) == ","
            && r.low(end) == "by"
            && super::body_changes::of_its_work(r, &subject);
        if is_plenary(r, &subject.id) || !heads(r, &subject) && !close && !is_described(r, subject.tokens.end, t) {
            return;
        }
        let at = r
            .mentions
            .near(end..end + 5)
            .find(|m| m.tokens.start >= end && m.tokens.start <= end + 4 && matches!(m.id, EntityId::Meeting { .. }))
            .map(|m| m.id.clone());
        // "the Group, set up in 2014": a participle tells what is so already
        let finite = t > sentence.start && is_be(r.low(before_adverbs(r, t)));
        let told = !finite && !continuing || at.is_some() && r.low(t - 1) != "be";
        let status = if told { Status::Done } else { status(r, t) };
        // "thanked the Council, and the Committee was dissolved": of several the verb is plural
        let one = (subject.tokens.end..t).any(|i| matches!(r.low(i), "was" | "is" | "has"));
        let mut changed =
            if one { Vec::new() } else { super::body_changes::joined_before(r, &subject, sentence.start) };
        changed.extend(expanded(r, &subject));
        for id in changed {
            event(r, &id, kind, status, t, at.clone());
            // what becomes part of another body is no more
            if kind == "merged" && super::body_tasks::becomes_another(r, t) {
                event(r, &id, "discontinued", status, t, at.clone());
            }
        }
        super::body_changes::result(r, t, status);
        return;
    }
    // "decided to rename it the Policy Board", "resolved to dissolve it"
    if r.low(end) == "it" && kind != "established" {
        if let Some(body) = super::body_changes::it(r, t) {
            let status = status(r, t);
            event(r, &body, kind, status, t, None);
        }
        return;
    }
    // "agreed to merge them into a single Fleet Group": what comes of those that the text has named before
    if kind == "merged" && matches!(r.low(end), "them" | "these" | "both") {
        let status = status(r, t);
        return super::body_changes::result(r, t, status);
    }
    // "the Panel, which we set up in 2012"
    if let Some(body) = super::body_tasks::set_up_by(r, t).filter(|_| kind == "established") {
        event(r, &body, kind, Status::Done, t, None);
        return;
    }
    // "establish a working group to …"
    object(r, t, end, kind, None);
}

/// "the Committee, which was created by": whether a relative clause tells what happened to what stands in front of it.
fn is_described(r: &Reader<'_>, end: usize, t: usize) -> bool {
    let which = end + usize::from(r.low(end) == ",");
    let verb = |i: usize| is_auxiliary(r.low(i)) || r.in_lexicon("Adverb", i);
    matches!(r.low(which), "which" | "that") && which + 1 < t && (which + 1..t).all(verb)
}

/// Whether nothing but an aside stands between a body and its verb: "The Committee, established in 2006, was renamed".
fn reaches(r: &Reader<'_>, end: usize, t: usize) -> bool {
    if is_described(r, end, t) || super::body_tasks::behind_relative(r, end, t) {
        return true;
    }
    let stops = (end..t).filter(|i| matches!(r.low(*i), ";" | ":" | "which" | "that")).count();
    let commas: Vec<usize> = (end..t).filter(|i| r.low(*i) == ",").collect();
    // "had done its work and be dissolved": one more verb of the same subject
    let closed = |last: usize| {
        let and = (last + 1..t).rfind(|i| r.low(*i) == "and").map_or(last + 1, |and| and + 1);
        (and..t).all(|i| is_auxiliary(r.low(i)) || r.in_lexicon("Adverb", i))
    };
    let aside = |last: usize| commas[0] == end && (t == end + 1 || commas.len() > 1 && closed(last));
    stops == 0 && commas.last().is_none_or(|last| aside(*last))
}

/// "the establishment of a fund"
fn noun(r: &mut Reader<'_>, t: usize, from: usize, kind: &str) {
    let heading = r.block(r.block_of(t)).kind == BlockKind::Heading;
    if !heading {
        object(r, t, from, kind, None);
    }
}

/// The body behind the verb, which `introduce` has named where no step before did, and those joined to it.
fn object(r: &mut Reader<'_>, t: usize, from: usize, kind: &str, given: Option<Status>) {
    let limit = r.sentence(t).end;
    let mut from = behind_aside(r, from, limit);
    loop {
        let start = noun_start(r, from, limit);
        let body = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Body { .. }));
        let Some(body) = body.cloned().filter(|body| !is_plenary(r, &body.id)) else { return };
        // "the launch of the Coral Fund office": the name only tells whose office
        // … and "converting the Group's report" tells of the report
        let tail = body.tokens.end;
        if matches!(r.low(tail), "'s" | "'" | "’s" | "’") {
            return;
        }
        if ["BodyNoun", "OrgNoun", "WorkNoun", "MeetingNoun"].iter().any(|l| r.in_lexicon(l, tail))
            && !r.is_capital(tail)
        {
            return;
        }
        let status = given.unwrap_or_else(|| status(r, t));
        event(r, &body.id, kind, status, t, None);
        // "a Forum (BMF) and a Facility"
        let mut next = body.tokens.end;
        if r.low(next) == "(" {
            next = (next..limit).find(|i| r.low(*i) == ")").map_or(limit, |close| close + 1);
        }
        let article = |t: usize| matches!(r.low(t), "a" | "an") || kind != "established" && r.low(t) == "the";
        let with = kind == "merged" && r.low(next) == "with";
        let joined = (matches!(r.low(next), "and" | ",") || with) && article(next + 1);
        if kind == "merged" && super::body_tasks::becomes_another(r, t) {
            event(r, &body.id, "discontinued", status, t, None);
        }
        if !joined {
            super::body_changes::result(r, t, status);
            return;
        }
        from = next + 1;
    }
}

/// Whether an entity is nobody in particular: "Participants", "the Chair".
pub(super) fn is_plenary(r: &Reader<'_>, id: &EntityId) -> bool {
    r.out.entities.get(id).is_some_and(|e| matches!(e.kind.as_deref(), Some("plenary" | "co-chairs")))
}

/// Whether the mention is the head of the subject, not a part of a longer noun phrase ("participants in the Group").
pub(super) fn heads(r: &Reader<'_>, mention: &Mention) -> bool {
    let before = mention.tokens.start.checked_sub(1).map_or("", |t| r.low(t));
    let before =
        if is_determiner(before) { mention.tokens.start.checked_sub(2).map_or("", |t| r.low(t)) } else { before };
    !matches!(before, "of" | "in" | "to" | "with" | "for" | "under" | "from")
}

/// The innermost act in whose words a token stands.
fn act_around<'r>(r: &'r Reader<'_>, t: usize) -> Option<&'r SpeechAct> {
    let at = r.a.document.span(r.a.range(t..t + 1));
    let index = r.acts_over(at).pop()?;
    match &r.out.assertions[index].fact {
        Fact::Act(act) => Some(act),
        _ => None,
    }
}

/// How real a change is: the act that contains it tells.
pub(super) fn status(r: &Reader<'_>, t: usize) -> Status {
    let force = act_around(r, t).map(|act| act.force.as_str());
    let sentence = r.sentence(t);
    let before = (sentence.start.max(t.saturating_sub(5))..t).map(|i| r.low(i)).collect::<Vec<_>>();
    // "On the proposal of Fiji, Ministers decided to establish": what was decided is no idea any more
    let first = sentence.start.max(t.saturating_sub(30));
    // … but "before the budget was adopted" decides nothing here
    let settles = |i: &usize| {
        let verb = r.lexicon("SpeechVerb", *i).is_some_and(|(_, force)| matches!(force, "decide" | "adopt"));
        verb && !(*i > first && is_be(r.low(before_adverbs(r, *i))))
    };
    let from = (first..t).rev().find(settles).unwrap_or(first);
    let wide = (from..t).map(|i| r.low(i)).collect::<Vec<_>>();
    let ideas = r.packs.lexicon("ProposalNoun");
    let noun = |w: &str, kind: &str| ideas.is_some_and(|l| l.concept_of(w) == Some(kind));
    let idea = |w: &&str| noun(w, "proposed");
    // "a proposal to create", "recommendations, one of which is to establish", "is being prepared"
    let proposal = before.iter().any(|w| w.starts_with("propos"))
        || matches!(before.last(), Some(&"to" | &"be")) && wide.iter().any(idea)
        || r.low(t) == "being";
    // "the possibility of creating", "the feasibility of a network"
    let weighed = wide.iter().any(|w| noun(w, "weighed"));
    // "to facilitate the creation of a forum": there is none yet
    let ahead = r.packs.lexicon("IdeaVerb");
    let helps = |w: &&str| ahead.is_some_and(|l| l.concept_of(w).is_some());
    let weighed = weighed || r.in_lexicon("LifecycleNoun", t) && before.iter().any(helps);
    let future = before.iter().any(|w| matches!(*w, "would" | "will" | "shall" | "to" | "be" | "should"));
    let negated = before.iter().any(|w| matches!(*w, "not" | "no" | "never")) || r.low(sentence.start) == "no";
    match force {
        _ if negated => Status::Negated,
        _ if before.last() == Some(&"hereby") => Status::Decided,
        _ if proposal || weighed => Status::Proposed,
        Some("recommend" | "suggest" | "request" | "urge" | "encourage" | "demand") => Status::Proposed,
        // "supported the creation of a fund": there is none yet
        Some("support" | "endorse") if r.in_lexicon("LifecycleNoun", t) => Status::Proposed,
        // who commits to it has not done it yet, nor decided how
        Some("commit") if before.last() == Some(&"to") => Status::Proposed,
        Some("decide" | "adopt" | "direct" | "undertake") => Status::Decided,
        _ if before.contains(&"should") || before.contains(&"could") => Status::Proposed,
        _ if future => Status::Planned,
        _ => Status::Done,
    }
}

/// Adds a change in the life of a body, once.
pub(super) fn event(r: &mut Reader<'_>, body: &EntityId, kind: &str, status: Status, t: usize, at: Option<EntityId>) {
    if r.told.has_event(body, kind) || is_plenary(r, body) {
        // "the decision to launch the Agency, which began work in May": what was planned has come about
        let same = |a: &crate::assertion::Assertion| match &a.fact {
            Fact::BodyEvent { body: b, kind: k, status, .. } => b == body && k == kind && *status == Status::Planned,
            _ => false,
        };
        let planned = r.out.assertions.iter().position(same).filter(|_| status == Status::Done);
        if let Some(Fact::BodyEvent { status, .. }) = planned.map(|index| &mut r.out.assertions[index].fact) {
            *status = Status::Done;
        }
        return;
    }
    let decided = matches!(status, Status::Decided | Status::Proposed);
    let decided_at = at
        .or_else(|| act_around(r, t).map_or_else(|| r.main_meeting(), |act| act.issued_at.clone()).filter(|_| decided));
    let year = r
        .main
        .and_then(|m| r.meetings[m].attributes.dates.first().and_then(|w| w.start.year))
        .or_else(|| r.given.date.and_then(|d| d.year));
    let year = if kind == "established" { None } else { year };
    let span = r.a.document.span(r.a.range(t..t + 1));
    let containing: Vec<usize> = r.acts_over(span);
    let evidence = vec![r.sentence_evidence(t)];
    let index = r.add(
        &format!("body.{kind}"),
        Fact::BodyEvent { body: body.clone(), kind: kind.to_owned(), status, decided_at, year },
        evidence,
    );
    for act in containing {
        // who notes or welcomes a plan does not call for it
        if let Fact::Act(act) = &mut r.out.assertions[act].fact
            && !matches!(status, Status::Done)
            && (is_mandate(&act.force) || matches!(act.force.as_str(), "commit" | "support" | "endorse" | "affirm"))
        {
            act.calls_for_events.push(index);
        }
    }
}
