//! The type of a parameter as a [JSON Schema](https://json-schema.org/draft/2020-12), for descriptions and for assistants.

use serde_json::{Value, json};

use crate::query::{Parameter, ParameterType};

/// What a value may be, with an example and the default.
pub(in crate::server) fn schema(declared: &Parameter) -> Value {
    let mut schema = match declared.kind {
        ParameterType::Integer => json!({ "type": "integer" }),
        ParameterType::Choice => json!({ "type": "string", "enum": declared.choices }),
        ParameterType::Date => json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" }),
        ParameterType::Entity | ParameterType::Concept | ParameterType::String => json!({ "type": "string" }),
    };
    let value = |text: &str| match text.parse::<i64>() {
        Ok(number) if declared.kind == ParameterType::Integer => json!(number),
        _ => json!(text),
    };
    schema["examples"] = json!([value(&declared.example)]);
    if let Some(default) = &declared.default {
        schema["default"] = value(default);
    }
    schema
}

/// What to give, in words.
pub(in crate::server) fn help(declared: &Parameter) -> String {
    match declared.kind {
        ParameterType::Entity => format!("{}: its IRI, its path below the base, or its name", declared.help),
        ParameterType::Concept => {
            format!("{}: its IRI, its path below the base, or the last part of it", declared.help)
        }
        _ => declared.help.clone(),
    }
}
