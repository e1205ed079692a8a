//! Headings that tell a change in the life of a body, over a text that tells another one.

use super::bodies::event;
use super::new_bodies::noun_start;
use super::reader::Reader;
use crate::assertion::{EntityId, Fact, Status};
use crate::document::BlockKind;
use crate::slug::slug;

/// "Establishment of the Panel" over a text in which the panel is renamed: a heading is no statement, but where the
/// text below it tells another change of the same body, both stand in the document.
pub(super) fn read(r: &mut Reader<'_>) {
    let mut heading: Option<(usize, String, EntityId)> = None;
    for block in 0..r.a.document.blocks.len() {
        let tokens = r.block_tokens(block);
        if r.block(block).kind == BlockKind::Heading {
            heading = tokens.clone().find_map(|t| {
                let (end, kind) = r.lexicon("LifecycleNoun", t).filter(|(end, _)| r.low(*end) == "of")?;
                let start = noun_start(r, end + 1, tokens.end);
                let mention = r.mentions.starting(start).find(|m| matches!(m.id, EntityId::Body { .. }));
                let name = slug(&r.text(start..tokens.end));
                let named = |id: &&EntityId| matches!(id, EntityId::Body { slug, .. } if *slug == name);
                let body = mention.map(|m| &m.id).or_else(|| r.out.entities.keys().find(named))?;
                Some((t, kind.to_owned(), body.clone()))
            });
            continue;
        }
        let Some((at, kind, body)) = heading.clone() else { continue };
        let span = r.a.document.span(r.a.range(tokens));
        let told = r.out.assertions.iter().find_map(|a| match &a.fact {
            Fact::BodyEvent { body: b, kind: k, status: Status::Decided, decided_at, .. }
                if *b == body
                    && *k != kind
                    && a.evidence.iter().any(|e| span.start <= e.span.start && e.span.end <= span.end) =>
            {
                Some(decided_at.clone())
            }
            _ => None,
        });
        if let Some(decided_at) = told {
            event(r, &body, &kind, Status::Decided, at, decided_at);
            heading = None;
        }
    }
}
