//! The library in RDF: each query as an executable of [SHACL](https://www.w3.org/TR/shacl-af/#SPARQLFunction) with its
//! parameters, in the shape in which [SIB's editors](https://github.com/sib-swiss/sparql-examples) find examples.

use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::api::form_of;
use crate::graph::vocab::{self, dcterms, foaf, rdf, rdfs, schema, sh, skos, spex, xsd};
use crate::query::{Library, Parameter, ParameterType, SavedQuery};
use crate::server::service::endpoint;
use crate::server::site::Site;

/// All queries of the library, the shapes in which they are asked, and the prefixes of their texts.
pub(in crate::server) fn quads(site: &Site, library: &Library) -> Vec<Quad> {
    let mut out = Description { site, quads: Vec::new(), blanks: 0 };
    let prefixes = out.ours("queries#prefixes");
    for (prefix, namespace) in vocab::PREFIXES {
        let declaration = out.ours(&format!("queries#{prefix}"));
        out.add(&prefixes, sh::DECLARE, declaration.clone());
        out.add(&declaration, sh::PREFIX, Literal::from(*prefix));
        out.add(&declaration, sh::NAMESPACE_OF, Literal::new_typed_literal(*namespace, xsd::ANY_URI));
    }
    for query in library.iter() {
        out.query(query, &prefixes);
    }
    out.quads
}

struct Description<'a> {
    site: &'a Site,
    quads: Vec<Quad>,
    blanks: usize,
}

impl Description<'_> {
    fn ours(&self, path: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{path}", self.site.base))
    }

    fn add(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, object: impl Into<Term>) {
        let subject = NamedOrBlankNode::from(subject.clone());
        self.quads.push(Quad::new(subject, property, object.into(), GraphName::DefaultGraph));
    }

    /// Numbered, so that the description is the same each time.
    fn blank(&mut self) -> BlankNode {
        self.blanks += 1;
        BlankNode::new_unchecked(format!("n{}", self.blanks))
    }

    fn list(&mut self, items: Vec<Term>) -> Term {
        items.into_iter().rev().fold(rdf::NIL.into(), |rest, item| {
            let node = self.blank();
            self.quads.push(Quad::new(node.clone(), rdf::FIRST, item, GraphName::DefaultGraph));
            self.quads.push(Quad::new(node.clone(), rdf::REST, rest, GraphName::DefaultGraph));
            node.into()
        })
    }

    fn query(&mut self, query: &SavedQuery, prefixes: &NamedNode) {
        let node = self.ours(&format!("queries/{}", query.name));
        let english = |text: &str| Literal::new_language_tagged_literal_unchecked(text.trim(), "en");
        let (class, property) = match form_of(query) {
            "ask" => (sh::SPARQL_ASK_EXECUTABLE, sh::ASK),
            "construct" => (sh::SPARQL_CONSTRUCT_EXECUTABLE, sh::CONSTRUCT),
            "describe" => (spex::DESCRIBE_EXECUTABLE, spex::DESCRIBE),
            _ => (sh::SPARQL_SELECT_EXECUTABLE, sh::SELECT),
        };
        self.add(&node, rdf::TYPE, sh::SPARQL_EXECUTABLE);
        self.add(&node, rdf::TYPE, class);
        self.add(&node, rdfs::LABEL, Literal::from(query.name.as_str()));
        self.add(&node, rdfs::COMMENT, english(&query.summary));
        if !query.description.trim().is_empty() {
            self.add(&node, dcterms::DESCRIPTION, english(&query.description));
        }
        self.add(&node, property, Literal::from(query.body()));
        self.add(&node, sh::PREFIXES, prefixes.clone());
        for tag in &query.tags {
            self.add(&node, schema::KEYWORDS, Literal::from(tag.as_str()));
        }
        self.add(&node, schema::TARGET, endpoint(self.site));
        let page = NamedNode::new_unchecked(format!("{}queries/{}", self.site.house.url(), query.name));
        self.add(&node, foaf::PAGE, page);
        for (order, parameter) in (0_i64..).zip(&query.params) {
            self.parameter(&node, query, parameter, order);
        }
    }

    /// The local name of its path is the variable that it stands for, as SHACL wants it.
    fn parameter(&mut self, query: &NamedNode, of: &SavedQuery, parameter: &Parameter, order: i64) {
        let node = self.ours(&format!("queries/{}#{}", of.name, parameter.name));
        let path = self.ours(&format!("queries/{}#{}", of.name, parameter.variable()));
        self.add(query, sh::PARAMETER, node.clone());
        self.add(&node, rdf::TYPE, sh::PARAMETER_CLASS);
        self.add(&node, sh::PATH, path);
        self.add(&node, sh::ORDER, Literal::from(order));
        self.add(&node, sh::NAME, Literal::from(parameter.name.as_str()));
        self.add(&node, sh::DESCRIPTION, Literal::from(parameter.help.as_str()));
        self.add(&node, sh::OPTIONAL, Literal::from(!parameter.required));
        self.add(&node, skos::EXAMPLE, Literal::from(parameter.example.as_str()));
        if let Some(default) = &parameter.default {
            self.add(&node, sh::DEFAULT_VALUE, Literal::from(default.as_str()));
        }
        let classes = parameter.class.iter().filter_map(|class| vocab::expand(class)).map(NamedNode::new_unchecked);
        match classes.collect::<Vec<_>>().as_slice() {
            [] => {}
            [class] => self.add(&node, sh::CLASS, class.clone()),
            // Several classes of one shape would all have to hold.
            classes => {
                let alternatives = classes.iter().map(|class| {
                    let shape = self.blank();
                    self.quads.push(Quad::new(shape.clone(), sh::CLASS, class.clone(), GraphName::DefaultGraph));
                    Term::from(shape)
                });
                let alternatives = alternatives.collect::<Vec<_>>();
                let list = self.list(alternatives);
                self.add(&node, sh::OR, list);
            }
        }
        if let Some(scheme) = &parameter.scheme {
            let scheme = NamedNode::new_unchecked(format!("{}voc/{scheme}", vocab::BASE));
            self.add(&node, skos::IN_SCHEME, scheme);
        }
        if !parameter.choices.is_empty() {
            let list =
                self.list(parameter.choices.iter().map(|choice| Literal::from(choice.as_str()).into()).collect());
            self.add(&node, sh::IN, list);
        }
        let datatype = match parameter.kind {
            ParameterType::Entity | ParameterType::Concept => {
                self.add(&node, sh::NODE_KIND, sh::IRI);
                return;
            }
            // A year, a month or a day.
            ParameterType::Date => return,
            ParameterType::Integer => xsd::INTEGER,
            ParameterType::String | ParameterType::Choice => xsd::STRING,
        };
        self.add(&node, sh::DATATYPE, datatype);
    }
}
