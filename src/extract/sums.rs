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
/// A state without a dollar of its own gives those of the United States. Where the document says anywhere which dollars are
/// meant it may mean these by the bare word, too, and nothing is guessed.
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
    let is_unit = |t: usize| r.lexicon("SharedUnit", t).is_some_and(|(_, unit)| unit == family);
    let told = |m: &Money| m.currency.is_some() && m.tokens.clone().any(is_unit);
    // "All figures are in United States dollars"
    let named = |t: usize| r.is_word(t) && is_unit(t) && (r.is_capital(t - 1) || r.low(t - 1) == ".");
    if r.a.money.iter().any(told) || (1..r.a.tokens.len()).any(named) {
        return None;
    }
    let states = donors.iter().all(|id| matches!(id, EntityId::State(_)));
    first.or_else(|| (family == "dollar" && states).then_some("USD")).map(str::to_owned)
}
