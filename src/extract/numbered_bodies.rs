//! Bodies with a number: "AHEG I".

use super::reader::{Mention, Reader};
use crate::annotate::NumberKind;
use crate::assertion::{EntityClass, EntityId, Fact, Property, Value};

/// "AHEG I", "AHEG II": a numbered body is a body of its own.
pub(super) fn numbered(r: &mut Reader<'_>) {
    r.mentions.tidy();
    for index in 0..r.mentions.len() {
        let mention = r.mentions[index].clone();
        let EntityId::Body { process, slug: body } = &mention.id else { continue };
        let Some(number) = r.a.number_at(mention.tokens.end).filter(|n| n.kind == NumberKind::Roman) else {
            continue;
        };
        let id = EntityId::Body { process: process.clone(), slug: format!("{body}-{}", number.value) };
        let tokens = mention.tokens.start..number.tokens.end;
        let whole = r.out.entities.get(&mention.id).map(|e| e.label.clone());
        let numeral = r.text(number.tokens.clone());
        let label = whole.map_or_else(|| r.text(tokens.clone()), |label| format!("{label} {numeral}"));
        let evidence = r.evidence(tokens.clone());
        let kind = r.out.entities.get(&mention.id).and_then(|e| e.kind.clone());
        let printed = r.text(tokens.clone());
        r.entity(&id, EntityClass::Body, &label, kind.as_deref(), evidence.clone());
        if printed != label && !r.told.has_alternative(&id) {
            let value = Value::Text(printed);
            let fact = Fact::Property { subject: id.clone(), property: Property::AltLabel, value, completed: false };
            r.add("name.numbered", fact, vec![evidence]);
        }
        r.mentions.widen(index, Mention { tokens, id });
    }
}
