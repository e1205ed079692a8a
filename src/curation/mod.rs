//! Human decisions: what is the same, what is not, which facts hold, which are wrong, and which no rule found.
//!
//! They stand in a file, each with author, date and reason, and are applied on every build. A decision about a fact is
//! keyed by the document's checksum, the words that it quotes, and what the fact says; never by a number that another
//! build would give away differently. What no longer fits is told, never dropped in silence, and a wrong entry never
//! stops a build: it is left out and told, with file and line.

mod alias;
mod anchor;
mod apply;
mod fact;
mod file;
mod role;
mod things;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use sha2::{Digest, Sha256};

pub use alias::rename;
pub use apply::{Fit, Outcome, apply};
pub use things::{Things, by_path};

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// One thing is another.
    SameAs,
    /// Two things only look alike.
    NotSame,
    /// A fact holds, whatever others say.
    Accept,
    /// A fact does not hold.
    Reject,
    /// A fact holds with other values.
    Edit,
    /// A passage says a fact that no rule found.
    Add,
    /// A printed name names a thing.
    Alias,
}

impl DecisionKind {
    /// As the file writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameAs => "same-as",
            Self::NotSame => "not-same",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Edit => "edit",
            Self::Add => "add",
            Self::Alias => "alias",
        }
    }
}

/// Values by role, as the file writes them.
pub type Roles = BTreeMap<String, Vec<String>>;

/// A fact of a document, found by its words and by what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// Identifier of the document, for the time when its text has changed.
    pub document: String,
    /// SHA-256 of its text, 64 lower case hexadecimal digits.
    pub sha256: String,
    /// Where the quote starts, in code points of the text as received.
    pub at: Option<usize>,
    /// Words that prove the fact; white space and typographic marks make no difference.
    pub quote: String,
    /// Words in front of the quote, where it stands more than once.
    pub prefix: String,
    /// Words behind the quote.
    pub suffix: String,
    /// Kind of fact ("participation").
    pub kind: String,
    /// What the fact says.
    pub roles: Roles,
    /// For an edit: what it says instead.
    pub set: Roles,
}

/// What a decision is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Two things, by IRI or path under the base.
    Things {
        /// One thing; for [`DecisionKind::SameAs`] the one that goes.
        what: String,
        /// The other one.
        to: String,
    },
    /// A printed name of a thing.
    Name {
        /// The thing, as a path under the base.
        what: String,
        /// The name.
        name: String,
    },
    /// A fact of a document.
    Passage(Box<Passage>),
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What kind.
    pub kind: DecisionKind,
    /// About what.
    pub about: About,
    /// Who decided.
    pub author: String,
    /// When, `YYYY-MM-DD`.
    pub date: String,
    /// Why.
    pub reason: String,
    /// Where it stands: "file:line".
    pub place: String,
}

impl Decision {
    /// What names the decision: its date and the beginning of a digest of what it says. Its place in the file, and what
    /// stands around it, make no difference.
    pub fn id(&self) -> String {
        let said = format!("{:?} {:?} {:?} {:?}", self.kind, self.about, self.author, self.reason);
        let digest: String = Sha256::digest(said.as_bytes()).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{digest}", self.date)
    }

    /// The fact that it is about, if it is about one.
    pub fn passage(&self) -> Option<&Passage> {
        match &self.about {
            About::Passage(passage) => Some(passage),
            _ => None,
        }
    }

    /// What it says in short: `reject participation: capacity observer, member Fiji`.
    pub fn summary(&self) -> String {
        let kind = self.kind.as_str();
        match &self.about {
            About::Things { what, to } => format!("{kind}: {what}, {to}"),
            About::Name { what, name } => format!("{kind}: {what}, \"{name}\""),
            About::Passage(passage) => {
                let values = |roles: &Roles| {
                    roles
                        .iter()
                        .map(|(role, values)| format!("{role} {}", values.join("; ")))
                        .collect::<Vec<_>>()
                        .join(", ")
                };
                let set = if passage.set.is_empty() { String::new() } else { format!(" → {}", values(&passage.set)) };
                format!("{kind} {}: {}{set}", passage.kind, values(&passage.roles))
            }
        }
    }
}

/// The decisions of a file, and what is wrong in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Curation {
    /// Decisions in the order of the file.
    pub decisions: Vec<Decision>,
    /// Decisions that cannot be used, each as "file:line: reason".
    pub problems: Vec<String>,
}

impl Curation {
    /// The decisions about facts by the document that they are about: the one with their checksum, else the one with
    /// their identifier. `documents` are pairs of identifier and checksum; decisions about no document are not there.
    pub fn by_document<'c>(&'c self, documents: &[(&str, &str)]) -> BTreeMap<String, Vec<&'c Decision>> {
        let mut found: BTreeMap<String, Vec<&Decision>> = BTreeMap::new();
        for decision in &self.decisions {
            let Some(passage) = decision.passage() else { continue };
            let same_text = documents.iter().filter(|(_, sha256)| *sha256 == passage.sha256);
            let own = same_text.clone().find(|(id, _)| *id == passage.document).or_else(|| same_text.clone().next());
            let named = documents.iter().find(|(id, _)| *id == passage.document);
            if let Some((id, _)) = own.or(named) {
                found.entry((*id).to_owned()).or_default().push(decision);
            }
        }
        for decisions in found.values_mut() {
            // The later one has the last word, wherever it stands in the file.
            decisions.sort_by_cached_key(|decision| (decision.date.clone(), decision.id()));
        }
        found
    }

    /// Printed names that a person gave to things: path of the thing, and name.
    pub fn names(&self) -> BTreeSet<(&str, &str)> {
        let names = self.decisions.iter().filter_map(|decision| match &decision.about {
            About::Name { what, name } => Some((what.as_str(), name.as_str())),
            _ => None,
        });
        names.collect()
    }
}
