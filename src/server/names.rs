//! How things are called on a page: their label, else a phrase made of what is known about them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, Term};
use rustc_hash::FxHashMap;

use super::evidence::Evidence;
use super::kinds::{KINDS, Kind, by_class, by_segment};
use crate::graph::vocab::{compact, dcterms, foaf, igm, oa, org, rdfs, schema, skos};
use crate::store::{Snapshot, StoreError};

/// Reads labels and single values of one generation, each label once.
pub(super) struct Names<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) base: &'a str,
    /// Whether terms of other vocabularies are shown as written, `schema:startDate`, and not in words.
    exact: bool,
    known: RefCell<BTreeMap<String, String>>,
    /// Passages that were read: one sentence often proves many facts of a page.
    pub(super) passages: RefCell<BTreeMap<String, Option<Evidence>>>,
    /// The graph that tells all of the facts and passages that are asked for.
    own: Option<Own>,
}

/// What a graph says, by property and subject. Each property is read in one go when it is first asked for: every look into
/// the store costs, and a document has hundreds of facts.
struct Own {
    graph: String,
    said: RefCell<BTreeMap<String, Subjects>>,
}

/// Values by subject.
pub(super) type Subjects = Rc<FxHashMap<String, Vec<Term>>>;

/// First steps of the paths of facts.
const FACTS: [&str; 5] = ["participation", "mandate", "pledge", "act", "claim"];

/// How often a phrase may be made of another phrase.
const DEPTH: usize = 2;

impl<'a> Names<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, base: &'a str) -> Self {
        Self { snapshot, base, exact: false, known: RefCell::default(), passages: RefCell::default(), own: None }
    }

    /// Names for readers of the ontology, who want the terms of other vocabularies as they are written.
    pub(super) fn exact(snapshot: &'a Snapshot, base: &'a str) -> Self {
        Self { exact: true, ..Self::new(snapshot, base) }
    }

    /// Names of the facts and passages of one document, which its graph tells of; what is read with them is known to these
    /// names when they are given back by [`Self::learn`].
    pub(super) fn within(&self, graph: String) -> Names<'a> {
        let own = Some(Own { graph, said: RefCell::default() });
        let known = RefCell::new(self.known.borrow().clone());
        Names { own, known, exact: self.exact, ..Names::new(self.snapshot, self.base) }
    }

    /// Takes over the labels and passages that others have read.
    pub(super) fn learn(&self, others: Names<'a>) {
        self.known.borrow_mut().append(&mut others.known.into_inner());
        self.passages.borrow_mut().append(&mut others.passages.into_inner());
    }

    /// What the own graph says of a property, if it is all that there is to ask for this subject.
    fn own(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Option<Vec<Term>>, StoreError> {
        if self.own.is_none() {
            return Ok(None);
        }
        if !self.is_fact(subject) && !self.is_of_a_document(subject) {
            return Ok(None);
        }
        Ok(Some(self.said(property)?.get(subject).cloned().unwrap_or_default()))
    }

    /// What the own graph says of a property, by subject; nothing without an own graph.
    pub(super) fn said(&self, property: NamedNodeRef<'_>) -> Result<Subjects, StoreError> {
        let Some(own) = &self.own else { return Ok(Rc::default()) };
        if let Some(subjects) = own.said.borrow().get(property.as_str()) {
            return Ok(subjects.clone());
        }
        let mut subjects: FxHashMap<String, Vec<Term>> = FxHashMap::default();
        for pair in self.snapshot.pairs(property, NamedNodeRef::new_unchecked(&own.graph))? {
            if let (Term::NamedNode(subject), object) = pair? {
                subjects.entry(subject.into_string()).or_default().push(object);
            }
        }
        let subjects = Rc::new(subjects);
        own.said.borrow_mut().insert(property.as_str().to_owned(), subjects.clone());
        Ok(subjects)
    }

    /// The first value of a property in one graph, as plain text.
    pub(super) fn text_in(
        &self,
        subject: &str,
        property: NamedNodeRef<'_>,
        graph: &str,
    ) -> Result<Option<String>, StoreError> {
        if self.own.as_ref().is_some_and(|own| own.graph == graph) {
            return Ok(self.said(property)?.get(subject).and_then(|values| values.first()).map(plain));
        }
        let (subject, graph) = (NamedNodeRef::new_unchecked(subject), NamedNodeRef::new_unchecked(graph));
        let mut quads = self.snapshot.quads(Some(subject.into()), Some(property), None, Some(graph.into()));
        Ok(quads.next().transpose()?.map(|quad| plain(&quad.object)))
    }

    /// All values of a property, those of the default graph first, without repetition.
    pub(super) fn values(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Vec<Term>, StoreError> {
        if let Some(own) = self.own(subject, property)? {
            return Ok(own);
        }
        let (mut resolved, mut others) = (Vec::new(), Vec::new());
        let subject = NamedNodeRef::new_unchecked(subject);
        for quad in self.snapshot.quads(Some(subject.into()), Some(property), None, None) {
            let quad = quad?;
            match quad.graph_name {
                GraphName::DefaultGraph => resolved.push(quad.object),
                _ => others.push(quad.object),
            }
        }
        for other in others {
            if !resolved.contains(&other) {
                resolved.push(other);
            }
        }
        Ok(resolved)
    }

    /// The first value of a property as plain text: one of the default graph, if it has any.
    pub(super) fn text(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Option<String>, StoreError> {
        Ok(self.first(subject, property)?.as_ref().map(plain))
    }

    /// The first value of a property, of the default graph if it has any. Each look into the store costs, so that this one
    /// does not read what nobody asks for.
    fn first(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Option<Term>, StoreError> {
        if let Some(own) = self.own(subject, property)? {
            return Ok(own.into_iter().next());
        }
        let node = NamedNodeRef::new_unchecked(subject);
        for graph in [Some(GraphNameRef::DefaultGraph), None] {
            // Claims and passages stand in the graphs of documents only.
            if graph.is_some() && self.is_of_a_document(subject) {
                continue;
            }
            let mut quads = self.snapshot.quads(Some(node.into()), Some(property), None, graph);
            if let Some(quad) = quads.next().transpose()? {
                return Ok(Some(quad.object));
            }
        }
        Ok(None)
    }

    /// Whether a thing is a fact, by its name.
    fn is_fact(&self, iri: &str) -> bool {
        let path = iri.strip_prefix(self.base).unwrap_or_default();
        path.split_once('/').is_some_and(|(first, _)| FACTS.contains(&first))
    }

    /// Whether a thing is one that only the graph of a document tells of, by its name.
    fn is_of_a_document(&self, iri: &str) -> bool {
        iri.strip_prefix(self.base).is_some_and(|path| path.starts_with("claim/") || path.contains("#char="))
    }

    /// The IRIs that a property points to in the default graph; where it has none, in any.
    pub(super) fn held(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Vec<String>, StoreError> {
        if let Some(own) = self.own(subject, property)? {
            return Ok(own.into_iter().filter_map(named).collect());
        }
        let node = NamedNodeRef::new_unchecked(subject);
        for graph in [Some(GraphNameRef::DefaultGraph), None] {
            if graph.is_some() && self.is_of_a_document(subject) {
                continue;
            }
            let mut found = Vec::new();
            for quad in self.snapshot.quads(Some(node.into()), Some(property), None, graph) {
                if let Term::NamedNode(other) = quad?.object
                    && !found.iter().any(|known: &String| known == other.as_str())
                {
                    found.push(other.into_string());
                }
            }
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// The IRIs that a property points to.
    pub(super) fn iris(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Vec<String>, StoreError> {
        Ok(self.values(subject, property)?.into_iter().filter_map(named).collect())
    }

    /// What a thing is called. Never empty.
    pub(super) fn label(&self, iri: &str) -> Result<String, StoreError> {
        self.label_at(iri, 0)
    }

    /// What a property is called on a page: by its label, else its name in words.
    pub(super) fn property(&self, iri: &str) -> Result<String, StoreError> {
        let known = WORDS.iter().find(|(property, _)| property.as_str() == iri && !self.exact);
        known.map_or_else(|| self.label(iri).map(|label| in_words(&label)), |(_, words)| Ok((*words).to_owned()))
    }

    /// A term as text: an IRI by its label, a literal by its value.
    pub(super) fn term(&self, term: &Term) -> Result<String, StoreError> {
        match term {
            Term::NamedNode(node) => self.label(node.as_str()),
            other => Ok(plain(other)),
        }
    }

    fn label_at(&self, iri: &str, depth: usize) -> Result<String, StoreError> {
        if let Some(label) = self.known.borrow().get(iri) {
            return Ok(label.clone());
        }
        let mut label = None;
        // A fact is called by what it says, and has no name but by its label.
        let most = if self.is_fact(iri) { 1 } else { 4 };
        for property in [rdfs::LABEL, skos::PREF_LABEL, dcterms::TITLE, foaf::NAME].into_iter().take(most) {
            label = self.text(iri, property)?;
            if label.is_some() {
                break;
            }
        }
        let label = match label {
            Some(label) => label,
            None if depth < DEPTH && iri.starts_with(self.base) => self.phrase(iri, depth + 1)?,
            None if self.exact => compact(iri, self.base),
            None => match by_class(NamedNodeRef::new_unchecked(iri)).filter(|kind| KINDS.contains(kind)) {
                Some(kind) => kind.singular.to_lowercase(),
                None => in_words(&compact(iri, self.base)),
            },
        };
        self.known.borrow_mut().insert(iri.to_owned(), label.clone());
        Ok(label)
    }

    fn phrase(&self, iri: &str, depth: usize) -> Result<String, StoreError> {
        let labels = |property| -> Result<Option<String>, StoreError> {
            self.held(iri, property)?.first().map(|other| self.label_at(other, depth)).transpose()
        };
        let path = iri.strip_prefix(self.base).unwrap_or_default();
        let may_be = |kinds: &[&str]| {
            let first = path.split('/').next().unwrap_or_default();
            !FACTS.contains(&first) || kinds.contains(&first)
        };
        if may_be(&["participation"])
            && let Some(member) = labels(org::MEMBER)?
        {
            let capacity = labels(org::ROLE)?.unwrap_or_else(|| "in some capacity".into());
            let context = labels(igm::CONTEXT)?.map(|context| format!(", {context}")).unwrap_or_default();
            return Ok(format!("{member}, {capacity}{context}"));
        }
        if may_be(&["mandate", "pledge", "act"])
            && let Some(text) = self.text(iri, schema::TEXT)?
        {
            let verb = self.text(iri, igm::VERB)?.unwrap_or_default();
            return Ok(shorten(format!("{verb}: {text}").trim_start_matches(": "), 120));
        }
        if may_be(&[])
            && let Some(quote) = self.text(iri, oa::EXACT)?
        {
            return Ok(format!("“{}”", shorten(&quote, 80)));
        }
        if let Some(about) = labels(rdf::SUBJECT)? {
            let property =
                self.iris(iri, rdf::PREDICATE)?.first().map(|property| self.property(property)).transpose()?;
            let property = property.unwrap_or_default();
            let value = self.values(iri, rdf::OBJECT)?.first().map(|value| self.term(value)).transpose()?;
            return Ok(format!("{about} – {property} – {}", value.unwrap_or_default()));
        }
        if let Some(number) = self.text(iri, schema::VALUE)? {
            let unit = labels(igm::COUNT_OF)?.or(self.text(iri, schema::CURRENCY)?).unwrap_or_default();
            return Ok(format!("{number} {unit}").trim_end().to_owned());
        }
        if let Some(kind) = labels(dcterms::TYPE)? {
            let body = labels(org::ORIGINAL_ORGANIZATION)?.or(labels(org::RESULTING_ORGANIZATION)?).unwrap_or_default();
            return Ok(format!("{body} {kind}").trim().to_owned());
        }
        Ok(compact(iri, self.base))
    }

    /// The kind of a thing: by its path, else by its class.
    pub(super) fn kind(&self, iri: &str) -> Result<Option<&'static Kind>, StoreError> {
        if let Some(path) = iri.strip_prefix(self.base)
            && !path.contains('#')
            && let Some(kind) = path.split_once('/').and_then(|(first, _)| by_segment(first))
        {
            return Ok(Some(kind));
        }
        let classes = self.iris(iri, rdf::TYPE)?;
        Ok(classes.iter().find_map(|class| by_class(NamedNodeRef::new_unchecked(class))))
    }
}

/// Properties whose own names say less than these words, or are the same as others'.
const WORDS: [(NamedNodeRef<'_>, &str); 7] = [
    (rdfs::LABEL, "name"),
    (skos::PREF_LABEL, "name"),
    (skos::ALT_LABEL, "other name"),
    (dcterms::TYPE, "kind"),
    (dcterms::SUBJECT, "topic"),
    (skos::EXACT_MATCH, "same elsewhere"),
    (org::CLASSIFICATION, "kind"),
];

/// `schema:startDate` as "start date". What is no word, as `wd:Q712`, stays.
fn in_words(name: &str) -> String {
    let local = match name.split_once(':') {
        Some((_, local)) if !local.is_empty() && local.chars().all(char::is_alphanumeric) => local,
        None if name.chars().all(char::is_alphanumeric) => name,
        _ => return name.to_owned(),
    };
    if !local.contains(char::is_lowercase) {
        return name.to_owned();
    }
    let mut words = String::new();
    for c in local.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words.trim_start().to_owned()
}

/// The IRI of a term that has one.
fn named(term: Term) -> Option<String> {
    match term {
        Term::NamedNode(node) => Some(node.into_string()),
        _ => None,
    }
}

/// A term without syntax.
pub(super) fn plain(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) => node.as_str().to_owned(),
        other => other.to_string(),
    }
}

/// At most `length` characters, cut at a space, with white space collapsed.
pub(super) fn shorten(text: &str, length: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= length {
        return text;
    }
    let cut: String = text.chars().take(length).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn names_of_terms_become_words_and_codes_stay() {
        for (name, words) in [
            ("schema:startDate", "start date"),
            ("wikibase:PreferredRank", "preferred rank"),
            ("label", "label"),
            ("issued at", "issued at"),
            ("wd:Q712", "wd:Q712"),
            ("eucountry:FJI", "eucountry:FJI"),
            ("https://sws.geonames.org/2205218/", "https://sws.geonames.org/2205218/"),
            ("state/fiji", "state/fiji"),
        ] {
            assert_eq!(in_words(name), words);
        }
    }
}
