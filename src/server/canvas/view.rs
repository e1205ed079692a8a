//! The address of a picture: what it begins with, what was opened, added and hidden. One address is one picture, so that
//! links can be kept and Back undoes.

use std::collections::BTreeSet;

use axum::http::{StatusCode, Uri};

use crate::server::errors::Problem;
use crate::server::kinds::by_segment;
use crate::server::pages::encode;
use crate::server::request::parameters;

/// Things by their paths below the base.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::server) struct View {
    /// What the picture begins with; these are open.
    pub(in crate::server) of: Vec<String>,
    /// Whose relations are shown, too.
    pub(in crate::server) open: Vec<String>,
    /// What is shown beside.
    pub(in crate::server) add: Vec<String>,
    /// Relations of which all is shown: key and thing.
    pub(in crate::server) all: Vec<(String, String)>,
    pub(in crate::server) hide: BTreeSet<String>,
    /// Kinds that are not shown.
    pub(in crate::server) without: BTreeSet<String>,
}

/// Values that one address may have.
const MOST: usize = 300;

impl View {
    /// Reads an address.
    ///
    /// # Errors
    /// A parameter that is not known, a kind that there is none of, or too many values.
    pub(in crate::server) fn read(uri: &Uri) -> Result<Self, Problem> {
        let mut view = Self::default();
        let bad = |detail: String| Problem::new(StatusCode::BAD_REQUEST, "Unreadable parameters", detail);
        let given = parameters(uri)?;
        if given.len() > MOST {
            return Err(bad(format!("a picture is made of at most {MOST} values, not {}", given.len())));
        }
        for (name, value) in given {
            // A form sends its empty field, too.
            let value = value.trim().to_owned();
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "of" => view.of.push(value),
                "open" => view.open.push(value),
                "add" => view.add.push(value),
                "all" => match value.split_once('@') {
                    Some((key, thing)) => view.all.push((key.to_owned(), thing.to_owned())),
                    None => return Err(bad(format!("`all` is a relation and a thing, KEY@PATH, not {value:?}"))),
                },
                "hide" => drop(view.hide.insert(value)),
                "without" if by_segment(&value).is_some() => drop(view.without.insert(value)),
                "without" => return Err(bad(format!("there is no kind {value:?}; `without` is one as in /state"))),
                _ => {
                    let known = "of, open, add, all, hide, without";
                    return Err(bad(format!("there is no parameter {name:?} here; there are {known}")));
                }
            }
        }
        Ok(view)
    }

    /// The parameters, in one order.
    pub(in crate::server) fn query(&self) -> String {
        let pairs = |name: &'static str, values: &mut dyn Iterator<Item = &String>| {
            values.map(|value| format!("{name}={}", encode(value))).collect::<Vec<_>>()
        };
        let mut parts = pairs("of", &mut self.of.iter());
        parts.extend(pairs("open", &mut self.open.iter()));
        parts.extend(pairs("add", &mut self.add.iter()));
        parts.extend(self.all.iter().map(|(key, thing)| format!("all={}", encode(&format!("{key}@{thing}")))));
        parts.extend(pairs("hide", &mut self.hide.iter()));
        parts.extend(pairs("without", &mut self.without.iter()));
        parts.join("&")
    }

    /// The same with one more thing open.
    pub(in crate::server) fn opening(&self, thing: &str) -> Self {
        let mut view = self.clone();
        if !view.of.iter().chain(&view.open).any(|known| known == thing) {
            view.open.push(thing.to_owned());
        }
        view
    }

    /// The same with all of one relation.
    pub(in crate::server) fn with_all(&self, key: &str, thing: &str) -> Self {
        let mut view = self.clone();
        view.all.push((key.to_owned(), thing.to_owned()));
        view
    }

    /// The same without one thing.
    pub(in crate::server) fn hiding(&self, thing: &str) -> Self {
        let mut view = self.clone();
        for list in [&mut view.of, &mut view.open, &mut view.add] {
            list.retain(|known| known != thing);
        }
        view.all.retain(|(_, of)| of != thing);
        view.hide.insert(thing.to_owned());
        view
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_the_same() {
        let text =
            "of=meeting%2Fa&open=state%2Fb&add=body%2Fc&all=in%2Dx%2Dstate%40meeting%2Fa&hide=state%2Fd&without=act";
        let view = View::read(&format!("/graph?{text}").parse().unwrap()).unwrap();
        assert_eq!(view.query(), text);
        assert_eq!(view.opening("meeting/a"), view);
        let hidden = view.hiding("meeting/a");
        assert!(hidden.of.is_empty() && hidden.all.is_empty() && hidden.hide.contains("meeting/a"));
    }

    #[test]
    fn an_address_that_says_nothing_readable_is_refused_with_what_would_be() {
        for (query, says) in [("x=1", "of, open"), ("all=x", "KEY@PATH"), ("without=x", "no kind")] {
            let problem = View::read(&format!("/graph?{query}").parse().unwrap()).unwrap_err();
            assert!(problem.detail.contains(says), "{}", problem.detail);
        }
        let many = "add=a&".repeat(400);
        assert!(View::read(&format!("/graph?{many}").parse().unwrap()).is_err());
    }
}
