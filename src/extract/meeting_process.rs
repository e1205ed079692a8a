//! Whose meetings a document is about.

use std::collections::BTreeSet;

use super::attend_told::{greeted, welcomed};
use super::meeting_match::own_words;
use super::meeting_mentions::MeetingMention;
use super::meeting_words::series_told;
use super::organ_session;
use super::reader::Reader;
use crate::annotate::NameKind;
use crate::document::BlockKind;
use crate::slug::slug;

/// Whose meetings the document is about: the manifest's word, the series of its first meeting, else the
/// organisation that its titles name.
pub(super) fn process(r: &Reader<'_>, mentions: &[MeetingMention]) -> String {
    if let Some(process) = &r.given.process {
        return process.clone();
    }
    if let Some((_, organ)) = organ_session::adopting(r) {
        return organ;
    }
    let early = r.a.sentences.get(12).map_or(usize::MAX, |s| s.tokens.start);
    // "Third Conference of Harbour Agencies" as a title: a series of its own
    let own = |m: &MeetingMention| {
        m.proper
            && !m.ordinals.is_empty()
            && m.series.is_none()
            && m.unknown_series.is_none()
            && matches!(
                m.kind.as_str(),
                "conference" | "summit" | "expert-meeting" | "roundtable" | "ministerial-conference"
            )
            && r.block(r.block_of(m.noun.start)).kind == BlockKind::Heading
            && own_words(r, m.tokens.clone(), None).len() > 1
    };
    if mentions.iter().find(|m| m.tokens.start < early).is_some_and(own) {
        return "shared".to_owned();
    }
    let printed = |m: &MeetingMention| m.unknown_series.clone().map(|name| slug(&r.text(name)));
    let series =
        mentions.iter().filter(|m| m.tokens.start < early).find_map(|m| m.series.clone().or_else(|| printed(m)));
    if let Some(series) = series {
        return series;
    }
    if let Some(key) = organ_session::speaking(r) {
        return key;
    }
    if let Some(key) = series_told(r) {
        return key.to_owned();
    }
    // an organisation in a title, of several the one named most; who only took part or gave money is not whose meeting it is
    let mut counts: Vec<(usize, usize, &str, bool)> = Vec::new();
    let mut seen: BTreeSet<(usize, &str)> = BTreeSet::new();
    // whether the sentence of this number says who took part, or what somebody gives
    let mut attends: Option<(usize, bool)> = None;
    for (index, name) in r.a.names.iter().enumerate().filter(|(_, n)| n.kind == NameKind::Organisation) {
        let sentence = r.sentence_of(name.tokens.start);
        // "the Lake Bank (LB)" is one time
        if !seen.insert((sentence, name.key.as_str())) {
            continue;
        }
        if attends.is_none_or(|(known, _)| known != sentence) {
            let mut tokens = r.sentence(name.tokens.start);
            let sums = !r.a.money_near(tokens.clone()).is_empty();
            let columns = tokens.clone().skip(1).any(|t| super::row_parts::column(r, t));
            let persons = !r.a.persons_near(tokens.clone()).is_empty();
            let found = sums
                || columns
                || persons
                || tokens.clone().any(|t| welcomed(r, t, &tokens).is_some() || greeted(r, t, &tokens).is_some())
                || tokens.any(|t| {
                    let roles = ["AttendBy", "AttendVerb", "PresentBy", "CapacityBy", "OrganisedWith", "HostVerb"];
                    roles.iter().any(|l| r.in_lexicon(l, t))
                });
            attends = Some((sentence, found));
        }
        if attends.is_some_and(|(_, attends)| attends) {
            continue;
        }
        // what is only named in the text, again and again, may be anybody: a guess would say whose meetings these are
        let title = r.block(r.block_of(name.tokens.start)).kind == BlockKind::Heading;
        match counts.iter_mut().find(|c| c.2 == name.key) {
            Some(count) => (count.0, count.3) = (count.0 + 1, count.3 || title),
            None => counts.push((1, index, &name.key, title)),
        }
    }
    let titled = counts.iter().filter(|c| c.3).max_by_key(|c| (c.0, std::cmp::Reverse(c.1)));
    titled.map_or_else(|| "shared".to_owned(), |c| c.2.to_owned())
}
