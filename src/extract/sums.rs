//! Sums of money in facts: a unit that several states have ("kroner", "$") is that of the state that gives.

use super::reader::Reader;
use crate::annotate::Money;
use crate::assertion::{Amount, EntityId};

/// The amount of a sum that these agents give.
pub(super) fn amount(r: &Reader<'_>, sum: &Money, donors: &[EntityId]) -> Amount {
    let currency = sum.currency.clone().or_else(|| shared(r, sum, donors));
    Amount { value: sum.value.clone(), currency }
}

/// "Norway gives 5 million kroner": the currency of all who give, if its unit is the one that stands in the text.
///
/// Who has no dollar of its own gives those of the United States, unless the document tells other dollars apart.
fn shared(r: &Reader<'_>, sum: &Money, donors: &[EntityId]) -> Option<String> {
    let family = sum.tokens.clone().find_map(|t| r.lexicon("SharedUnit", t))?.1;
    let own = r.packs.lexicon("NationalCurrency")?;
    let one = |donor: &EntityId| match donor {
        EntityId::State(key) => own.concept_of(key).and_then(|c| c.split_once(':')).filter(|(unit, _)| *unit == family),
        _ => None,
    };
    let codes: Vec<Option<&str>> = donors.iter().map(|donor| one(donor).map(|(_, code)| code)).collect();
    let first = *codes.first()?;
    if codes.iter().any(|code| *code != first) {
        return None;
    }
    let dollars = || {
        let other = |m: &Money| {
            let dollar = m.tokens.clone().any(|t| matches!(r.low(t), "$" | "dollars"));
            dollar && m.currency.as_deref().is_some_and(|code| code != "USD")
        };
        let agents = donors.iter().all(|id| matches!(id, EntityId::State(_) | EntityId::Organisation(_)));
        (family == "dollar" && agents && !r.a.money.iter().any(other)).then_some("USD")
    };
    first.or_else(dollars).map(str::to_owned)
}
