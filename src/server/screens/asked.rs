//! The parameters of a screen, and addresses of the same screen with others.

use axum::http::{StatusCode, Uri};

use crate::server::errors::Problem;
use crate::server::pages::encode;
use crate::server::request::parameters;

/// What the address asks for. A parameter without a value, as a form sends it, is not there.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    pub(super) fn read(uri: &Uri) -> Result<Self, Problem> {
        let mut pairs = parameters(uri)?;
        pairs.retain(|(_, value)| !value.trim().is_empty());
        Ok(Self { pairs })
    }

    /// The value of a parameter.
    pub(in crate::server) fn one(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// All values of a parameter that may stand more than once.
    pub(in crate::server) fn all(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim()).collect()
    }

    /// The value of a parameter that has only these; the first where it is not given.
    pub(super) fn choice<T: Copy>(&self, name: &'static str, choices: &[(&str, T)]) -> Result<T, Problem> {
        match (self.one(name), choices) {
            (Some(value), _) => chosen(name, value, choices),
            (None, [(_, first), ..]) => Ok(*first),
            (None, []) => Err(Problem::internal(format!("{name} has no choices"))),
        }
    }

    /// All values of a parameter that has only these; none means all.
    pub(super) fn choices<T: Copy>(&self, name: &'static str, choices: &[(&str, T)]) -> Result<Vec<T>, Problem> {
        self.all(name).into_iter().map(|value| chosen(name, value, choices)).collect()
    }

    /// A number of at least 1, or none.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<usize>, Problem> {
        let Some(value) = self.one(name) else { return Ok(None) };
        match value.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => Err(bad(format!("`{name}` is a number from 1, not {value:?}"))),
        }
    }

    /// A year.
    pub(super) fn year(&self, name: &'static str) -> Result<Option<i32>, Problem> {
        let Some(value) = self.one(name) else { return Ok(None) };
        match value.parse() {
            Ok(year @ 1..=9999) if value.len() == 4 => Ok(Some(year)),
            _ => Err(bad(format!("`{name}` is a year of four digits, not {value:?}"))),
        }
    }

    /// The address of a path with these parameters, some of them put in place of those asked for, or left out.
    pub(in crate::server) fn with(&self, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let kept = self.pairs.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let changed = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        let mut address = path.to_owned();
        for (n, (name, value)) in kept.chain(changed).enumerate() {
            address.push(if n == 0 { '?' } else { '&' });
            address.push_str(&encode(name));
            address.push('=');
            address.push_str(&encode(value));
        }
        address
    }

    /// The part of so many parts that `name` asks for.
    pub(super) fn part(&self, name: &'static str, parts: usize) -> Result<usize, Problem> {
        let part = self.number(name)?.unwrap_or(1);
        if part > parts.max(1) {
            let detail = format!("`{name}` is a number from 1 to {}, not {part}", parts.max(1));
            return Err(Problem::new(StatusCode::NOT_FOUND, "No such page", detail));
        }
        Ok(part)
    }
}

fn chosen<T: Copy>(name: &str, value: &str, choices: &[(&str, T)]) -> Result<T, Problem> {
    choices.iter().find(|(known, _)| *known == value).map(|(_, choice)| *choice).ok_or_else(|| {
        let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        bad(format!("`{name}` is one of {}, not {value:?}", known.join(", ")))
    })
}

/// A parameter that cannot be read.
pub(super) fn bad(detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "Unreadable parameters", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(uri: &str) -> Asked {
        Asked::read(&uri.parse().unwrap()).unwrap()
    }

    #[test]
    fn an_address_keeps_what_was_asked_and_changes_what_is_changed() {
        let asked = asked("/m?role=host&role=observer&page=3&empty=");
        assert_eq!(asked.with("/m", &[("page", None)]), "/m?role=host&role=observer");
        assert_eq!(asked.with("/m", &[("page", Some("4")), ("role", None)]), "/m?page=4");
        assert_eq!(asked.all("role"), ["host", "observer"]);
        assert_eq!(asked.one("empty"), None);
    }

    #[test]
    fn a_value_that_does_not_fit_is_named_with_what_would() {
        let problem = asked("/m?sort=colour").choice("sort", &[("name", 1), ("times", 2)]).unwrap_err();
        assert_eq!(problem.detail, "`sort` is one of name, times, not \"colour\"");
        assert!(asked("/m?from=20000").year("from").is_err());
        assert_eq!(asked("/m?page=9").part("page", 3).unwrap_err().status, StatusCode::NOT_FOUND);
    }
}
