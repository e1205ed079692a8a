//! Whether a document's own lists bear out the numbers that it states.

use std::collections::BTreeSet;

use super::reader::Reader;
use crate::assertion::{EntityId, Fact, Warning, WarningKind};

/// Warns where a stated number differs from the list of the same document.
pub(super) fn compare(r: &mut Reader<'_>) {
    let mut warnings = Vec::new();
    for assertion in &r.out.assertions {
        let Fact::Count { about, unit, value } = &assertion.fact else { continue };
        let mut states = BTreeSet::new();
        let mut organisations = BTreeSet::new();
        for other in &r.out.assertions {
            let Fact::Participation { context, member, capacity, .. } = &other.fact else { continue };
            if context != about || !matches!(capacity.as_str(), "member" | "observer") {
                continue;
            }
            match member {
                EntityId::State(key) => states.insert(key.clone()),
                EntityId::Organisation(key) => organisations.insert(key.clone()),
                _ => false,
            };
        }
        let listed = match unit.as_str() {
            "states" => states.len(),
            "organisations" => organisations.len(),
            _ => continue,
        };
        if listed > 0 && listed as u64 != *value {
            warnings
                .push((assertion.evidence[0].span, format!("the text states {value} {unit}, its lists name {listed}")));
        }
    }
    for (span, message) in warnings {
        r.out.warnings.push(Warning { kind: WarningKind::CountDiffers, span: Some(span), message });
    }
}
