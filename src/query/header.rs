//! The `#+` header of a saved query: YAML in comment lines, in the keys that grlc knows and our `params`.

use serde::{Deserialize, Serialize};

use crate::graph::vocab;
use crate::query::check::Severity;

/// What the `#+` lines of one file say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The question, in one line.
    pub summary: String,
    /// How to read the answer, in Markdown.
    #[serde(default)]
    pub description: String,
    /// Words by which the library is grouped.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The parameters, in the order of the form.
    #[serde(default)]
    pub params: Vec<Parameter>,
    /// grlc: the HTTP method; ours answer to both.
    #[serde(default)]
    pub method: Option<String>,
    /// grlc: whether the endpoint is part of the address.
    #[serde(default)]
    pub endpoint_in_url: Option<bool>,
    /// How the answer is drawn, if a picture says more than the table.
    #[serde(default)]
    pub chart: Option<Chart>,
    /// How bad a row is; only in the files of `queries/checks`.
    #[serde(default)]
    pub severity: Option<Severity>,
}

/// A picture of an answer: which column is the name of a bar and which its length.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// What is drawn.
    #[serde(rename = "type")]
    pub kind: ChartType,
    /// The column that names a bar.
    pub label: String,
    /// The column with the number that is its length.
    pub value: String,
    /// The column by which a bar is divided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
}

/// The kinds of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChartType {
    /// Lying bars, in the order of the rows.
    Bar,
}

impl Chart {
    /// The columns that are drawn.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        [&self.label, &self.value].into_iter().chain(&self.series).map(String::as_str)
    }
}

/// One parameter of a saved query, as its header declares it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The name that users write: `--set meeting=…`.
    pub name: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: ParameterType,
    /// Classes, as prefixed names, of which an entity must be one; none means any thing of the graph.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub class: Vec<String>,
    /// The scheme of a concept: `topic` for `voc/topic`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The values of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// A value that gives rows on the shipped corpus, in the form in which a user would write it.
    pub example: String,
    /// The value when none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Whether the query cannot run without a value.
    #[serde(default)]
    pub required: bool,
    /// What to give, in one line.
    pub help: String,
}

/// Names in the address of an answer that are not the query's: how many rows, and behind which row.
pub const RESERVED: [&str; 2] = ["limit", "after"];

/// Whether a word can be the name of a query or of a parameter: lower case letters, digits and `_`, a letter first.
pub(super) fn is_name(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(plain)
}

/// The types of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterType {
    /// An IRI of one of the parameter's classes.
    Entity,
    /// A concept of the parameter's scheme.
    Concept,
    /// A year, a month of a year or a day: `2003`, `2003-04`, `2003-04-28`.
    Date,
    /// A whole number.
    Integer,
    /// Any text.
    String,
    /// One of the parameter's choices.
    Choice,
}

impl ParameterType {
    /// The type as the header writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Concept => "concept",
            Self::Date => "date",
            Self::Integer => "integer",
            Self::String => "string",
            Self::Choice => "choice",
        }
    }
}

impl Parameter {
    /// The variable that stands for the parameter in the query, without question mark, by grlc's convention:
    /// `_meeting_iri` for an IRI, `_min_integer` for a number, `_from` for a plain literal.
    pub fn variable(&self) -> String {
        match self.kind {
            ParameterType::Entity | ParameterType::Concept => format!("_{}_iri", self.name),
            ParameterType::Integer => format!("_{}_integer", self.name),
            ParameterType::Date | ParameterType::String | ParameterType::Choice => format!("_{}", self.name),
        }
    }

    /// What the declaration itself gets wrong, if anything.
    fn fault(&self) -> Option<String> {
        let name = &self.name;
        if !is_name(name) {
            return Some(format!("parameter name `{name}` is not lower case letters, digits and _"));
        }
        if RESERVED.contains(&name.as_str()) {
            return Some(format!("parameter name `{name}` is taken: it cuts the answer into pages; choose another"));
        }
        if let Some(class) = self.class.iter().find(|class| vocab::expand(class).is_none()) {
            return Some(format!("parameter `{name}`: class `{class}` has no known prefix"));
        }
        let fault = match self.kind {
            ParameterType::Concept if self.scheme.is_none() => "a concept needs its `scheme`",
            ParameterType::Choice if self.choices.is_empty() => "a choice needs its `choices`",
            kind if kind != ParameterType::Entity && !self.class.is_empty() => "only an entity has a `class`",
            kind if kind != ParameterType::Concept && self.scheme.is_some() => "only a concept has a `scheme`",
            kind if kind != ParameterType::Choice && !self.choices.is_empty() => "only a choice has `choices`",
            _ if self.required && self.default.is_some() => "a required parameter has no `default`",
            _ => return None,
        };
        Some(format!("parameter `{name}`: {fault}"))
    }
}

/// Something wrong in a header, with the line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderFault {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl Header {
    /// Reads the header of a query file.
    pub fn parse(text: &str) -> Result<Self, HeaderFault> {
        let mut yaml = String::new();
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(rest) = line.strip_prefix("#+") {
                yaml.push_str(rest.strip_prefix(' ').unwrap_or(rest));
                yaml.push('\n');
                lines.push(number);
            }
        }
        if lines.is_empty() {
            return Err(HeaderFault { line: 1, message: "no `#+` header: at least `#+ summary:` is needed".into() });
        }
        let header: Self = serde_saphyr::from_str(&yaml).map_err(|error| {
            let at = error.location().and_then(|location| usize::try_from(location.line()).ok()).unwrap_or(1);
            HeaderFault {
                line: lines.get(at.saturating_sub(1)).or(lines.last()).copied().unwrap_or(1),
                message: first_line(&error.without_snippet().to_string()),
            }
        })?;
        let line_of = |needle: &str| text.lines().position(|line| line.starts_with("#+") && line.contains(needle));
        for (index, parameter) in header.params.iter().enumerate() {
            let line = line_of(&format!("name: {}", parameter.name)).map_or(lines[0], |line| line + 1);
            if let Some(message) = parameter.fault() {
                return Err(HeaderFault { line, message });
            }
            if header.params[..index].iter().any(|earlier| earlier.name == parameter.name) {
                let message = format!("parameter `{}` is declared twice", parameter.name);
                return Err(HeaderFault { line, message });
            }
        }
        Ok(header)
    }
}

/// The message without the parser's own position, which counts the lines of the header only.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.split(" at line ").next().unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "#+ summary: Who took part?\n#+ params:\n#+   - name: meeting\n#+     type: entity\n\
        #+     class: [igm:Meeting]\n#+     example: ministerial-conference-1\n#+     required: true\n\
        #+     help: a meeting\nSELECT * { ?_meeting_iri ?p ?o }";

    #[test]
    fn a_parameter_names_its_variable_as_grlc_does() {
        let header = Header::parse(GOOD).unwrap();
        assert_eq!(header.params[0].variable(), "_meeting_iri");
        assert_eq!(header.params[0].class, ["igm:Meeting"]);
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let fault = Header::parse(&GOOD.replace("required", "requird")).unwrap_err();
        assert_eq!(fault.line, 7, "{}", fault.message);
        assert!(fault.message.contains("requird"), "{}", fault.message);
    }

    #[test]
    fn a_declaration_that_contradicts_itself_is_refused() {
        let fault = Header::parse(&GOOD.replace("type: entity", "type: integer")).unwrap_err();
        assert_eq!(fault.line, 3);
        assert!(fault.message.contains("only an entity has a `class`"), "{}", fault.message);
    }

    #[test]
    fn a_file_without_a_header_is_refused() {
        assert!(Header::parse("SELECT * { ?s ?p ?o }").unwrap_err().message.contains("summary"));
    }
}
