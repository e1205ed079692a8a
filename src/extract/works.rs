//! Documents, instruments, plans and websites to which the text refers.

use super::reader::Reader;
use crate::assertion::{EntityId, Fact};

/// One reference for each work and each other meeting that the document names.
pub(super) fn read(r: &mut Reader<'_>) {
    let main = r.main_meeting();
    let mut seen: Vec<EntityId> = Vec::new();
    for mention in r.mentions.clone() {
        let refers = matches!(mention.id, EntityId::Work { .. } | EntityId::Meeting { .. });
        if !refers || Some(&mention.id) == main.as_ref() || seen.contains(&mention.id) {
            continue;
        }
        seen.push(mention.id.clone());
        let evidence = vec![r.evidence(mention.tokens.clone()), r.sentence_evidence(mention.tokens.start)];
        r.add("reference.named", Fact::Reference { to: mention.id }, evidence);
    }
}
