//! Whether a document's own lists bear out the numbers that it states.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::Reader;
use crate::assertion::{EntityId, Fact, Warning, WarningKind};

/// Warns where a stated number differs from the list of the same document.
pub(super) fn compare(r: &mut Reader<'_>) {
    let mut warnings = Vec::new();
    let mut listed: BTreeMap<&EntityId, [BTreeSet<&str>; 2]> = BTreeMap::new();
    for assertion in &r.out.assertions {
        let Fact::Participation { context, member, capacity, .. } = &assertion.fact else { continue };
        if !matches!(capacity.as_str(), "member" | "observer") {
            continue;
        }
        let [states, organisations] = listed.entry(context).or_default();
        match member {
            EntityId::State(key) => states.insert(key),
            EntityId::Organisation(key) => organisations.insert(key),
            _ => false,
        };
    }
    for assertion in &r.out.assertions {
        let Fact::Count { about, unit, value } = &assertion.fact else { continue };
        let listed = match unit.as_str() {
            "states" => listed.get(about).map_or(0, |[states, _]| states.len()),
            "organisations" => listed.get(about).map_or(0, |[_, organisations]| organisations.len()),
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
