//! Values in order, and values that are of their type, as [XML Schema](https://www.w3.org/TR/xmlschema11-2/) says.

use std::cmp::Ordering;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use oxsdatatypes::{Boolean, Date, DateTime, Decimal, Double, Float, GYear, GYearMonth, Integer};

/// How two values stand to each other; none where they cannot be compared.
pub(super) fn compare(one: &Term, other: &Term) -> Option<Ordering> {
    let (Term::Literal(one), Term::Literal(other)) = (one, other) else { return None };
    if let (Some(one), Some(other)) = (number(one), number(other)) {
        return one.partial_cmp(&other);
    }
    if one.datatype() != other.datatype() {
        return None;
    }
    let (a, b) = (one.value(), other.value());
    match one.datatype() {
        t if t == xsd::STRING => Some(a.cmp(b)),
        t if t == xsd::BOOLEAN => a.parse::<Boolean>().ok()?.partial_cmp(&b.parse().ok()?),
        t if t == xsd::DATE => a.parse::<Date>().ok()?.partial_cmp(&b.parse().ok()?),
        t if t == xsd::DATE_TIME => a.parse::<DateTime>().ok()?.partial_cmp(&b.parse().ok()?),
        t if t == xsd::G_YEAR => a.parse::<GYear>().ok()?.partial_cmp(&b.parse().ok()?),
        t if t == xsd::G_YEAR_MONTH => a.parse::<GYearMonth>().ok()?.partial_cmp(&b.parse().ok()?),
        _ => None,
    }
}

fn number(literal: &Literal) -> Option<Exact> {
    let value = literal.value();
    match literal.datatype() {
        t if t == xsd::INTEGER || t == xsd::DECIMAL => value.parse().ok().map(Exact::Decimal),
        t if t == xsd::DOUBLE => value.parse().ok().map(Exact::Double),
        t if t == xsd::FLOAT => value.parse::<Float>().ok().map(|value| Exact::Double(value.into())),
        _ => None,
    }
}

/// A number as exactly as it was written.
enum Exact {
    Decimal(Decimal),
    Double(Double),
}

impl Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Decimal(one), Self::Decimal(other)) => one.partial_cmp(other),
            (one, other) => one.double().partial_cmp(&other.double()),
        }
    }

    fn double(&self) -> Double {
        match self {
            Self::Decimal(value) => (*value).into(),
            Self::Double(value) => *value,
        }
    }
}

/// Whether the characters of a literal are a value of its type; true for types that are not known here.
pub(super) fn is_well_formed(literal: &Literal) -> bool {
    let value = literal.value();
    match literal.datatype() {
        t if t == xsd::INTEGER => value.parse::<Integer>().is_ok(),
        t if t == xsd::DECIMAL => value.parse::<Decimal>().is_ok(),
        t if t == xsd::DOUBLE => value.parse::<Double>().is_ok(),
        t if t == xsd::FLOAT => value.parse::<Float>().is_ok(),
        t if t == xsd::BOOLEAN => value.parse::<Boolean>().is_ok(),
        t if t == xsd::DATE => value.parse::<Date>().is_ok(),
        t if t == xsd::DATE_TIME => value.parse::<DateTime>().is_ok(),
        t if t == xsd::G_YEAR => value.parse::<GYear>().is_ok(),
        t if t == xsd::G_YEAR_MONTH => value.parse::<GYearMonth>().is_ok(),
        _ => true,
    }
}
