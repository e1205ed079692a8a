//! Where servers of the usual kinds are asked and changed.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ureq::http::Uri;

/// A kind of server: it tells which addresses belong to the one that a person names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Oxigraph's server: `/query`, `/update`.
    Oxigraph,
    /// Apache Jena Fuseki: `/ds/query` or `/ds/sparql`, `/ds/update`.
    Fuseki,
    /// GraphDB and RDF4J: `/repositories/id`, `/repositories/id/statements`.
    Rdf4j,
    /// Stardog: `/db/query`, `/db/update`.
    Stardog,
    /// Virtuoso, QLever, Neptune and others: one address for everything.
    One,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Oxigraph, Self::Fuseki, Self::Rdf4j, Self::Stardog, Self::One];

    /// Its name in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Oxigraph => "oxigraph",
            Self::Fuseki => "fuseki",
            Self::Rdf4j => "rdf4j",
            Self::Stardog => "stardog",
            Self::One => "one",
        }
    }

    /// What an address looks like.
    fn of(url: &str) -> Self {
        let path = url.split_once("://").map_or(url, |(_, rest)| rest).split_once('/').map_or("", |(_, path)| path);
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] | ["query"] => Self::Oxigraph,
            [.., "repositories", _] => Self::Rdf4j,
            [.., _, "query"] => Self::Fuseki,
            [.., _, "sparql"] => Self::Fuseki,
            _ => Self::One,
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|profile| profile.name() == text);
        found.ok_or_else(|| format!("{text:?} is no profile; there are oxigraph, fuseki, rdf4j, stardog and one"))
    }
}

/// The addresses of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    /// By which rules they were found.
    pub profile: Profile,
    /// Where queries go.
    pub query: String,
    /// Where updates go.
    pub update: String,
}

impl Endpoints {
    /// The addresses that belong to the one that a person named, by what it looks like, or as the profile says.
    ///
    /// ```
    /// use rapporteur::store::Endpoints;
    /// let endpoints = Endpoints::of("http://127.0.0.1:3030/acts/sparql", None);
    /// assert_eq!(endpoints.update, "http://127.0.0.1:3030/acts/update");
    /// assert_eq!(Endpoints::of("http://127.0.0.1:8890/sparql", None).update, "http://127.0.0.1:8890/sparql");
    /// ```
    pub fn of(url: &str, profile: Option<Profile>) -> Self {
        let profile = profile.unwrap_or_else(|| Profile::of(url));
        let url = url.trim_end_matches('/');
        let folder = ["/query", "/sparql"].iter().find_map(|end| url.strip_suffix(end)).unwrap_or(url);
        let (query, update) = match profile {
            Profile::Oxigraph | Profile::Stardog => (format!("{folder}/query"), format!("{folder}/update")),
            Profile::Fuseki if folder == url => (format!("{url}/query"), format!("{url}/update")),
            Profile::Fuseki => (url.to_owned(), format!("{folder}/update")),
            Profile::Rdf4j => (url.to_owned(), format!("{url}/statements")),
            Profile::One => (url.to_owned(), url.to_owned()),
        };
        Self { profile, query, update }
    }

    /// Whether nobody on the way can read what is sent: https, or this machine.
    pub(super) fn is_safe_for_credentials(&self) -> bool {
        [&self.query, &self.update].into_iter().all(|url| {
            let Ok(url) = url.parse::<Uri>() else { return false };
            let host = url.host().unwrap_or_default().trim_matches(['[', ']']);
            let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
            url.scheme_str() == Some("https") || here
        })
    }

    /// Whether an address names a user, which would be printed wherever the address is.
    pub(super) fn has_credentials(&self) -> bool {
        let names_user = |url: &Uri| url.authority().is_some_and(|authority| authority.as_str().contains('@'));
        [&self.query, &self.update].into_iter().any(|url| url.parse().is_ok_and(|url| names_user(&url)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_a_server_follow_from_the_one_that_is_named() {
        for (url, profile, query, update) in [
            ("http://h:7878", Profile::Oxigraph, "http://h:7878/query", "http://h:7878/update"),
            ("http://h:7878/query", Profile::Oxigraph, "http://h:7878/query", "http://h:7878/update"),
            ("https://h/acts/query", Profile::Fuseki, "https://h/acts/query", "https://h/acts/update"),
            (
                "https://h/repositories/a",
                Profile::Rdf4j,
                "https://h/repositories/a",
                "https://h/repositories/a/statements",
            ),
            ("https://h/sparql", Profile::One, "https://h/sparql", "https://h/sparql"),
            ("https://h/api/wikidata", Profile::One, "https://h/api/wikidata", "https://h/api/wikidata"),
        ] {
            let wanted = Endpoints { profile, query: query.into(), update: update.into() };
            assert_eq!(Endpoints::of(url, None), wanted);
        }
        let stardog = Endpoints::of("https://h/acts", Some(Profile::Stardog));
        assert_eq!(
            (stardog.query.as_str(), stardog.update.as_str()),
            ("https://h/acts/query", "https://h/acts/update")
        );
    }

    #[test]
    fn credentials_go_by_https_or_to_this_machine() {
        let is_safe = |url: &str| Endpoints::of(url, None).is_safe_for_credentials();
        assert!(is_safe("https://example.org/sparql") && is_safe("http://127.0.0.1:1/") && is_safe("http://[::1]:1/"));
        for url in [
            "http://example.org/sparql",
            "http://localhost.example.org/",
            "HTTP://example.org/sparql",
            "http://127.example.org/",
            "http://localhost:x@example.org/sparql",
        ] {
            assert!(!is_safe(url), "{url}");
        }
        assert!(Endpoints::of("https://reader:secret@example.org/sparql", None).has_credentials());
    }
}
