//! All things of one relation to a thing, page by page, where its own page shows only the first.

use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Term};

use super::{
    ACTS, Act, Count, Named, PARTICIPATIONS, Participation, act, heading, named, participation, property_named,
};
use crate::graph::vocab::{expand, prov};
use crate::publish::dataset::Statistics;
use crate::server::evidence::Evidence;
use crate::server::names::Names;
use crate::store::StoreError;

/// Things on one page.
const PAGE: usize = 100;

/// Things that are put into order; of more, these are shown, and the data has the others.
const MOST: usize = 5_000;

/// What is listed, as its relation wants it.
#[derive(Debug, Clone)]
pub(in crate::server) enum Rows {
    Participations(Vec<Participation>),
    Acts(Vec<Act>),
    Things(Vec<(Named, Vec<Evidence>)>),
    Passages(Vec<Evidence>),
}

/// One page of the list.
#[derive(Debug, Clone)]
pub(in crate::server) struct Listed {
    pub(in crate::server) of: Named,
    pub(in crate::server) property: Named,
    pub(in crate::server) heading: Option<&'static str>,
    /// The relation as it stands in the address.
    pub(in crate::server) list: String,
    pub(in crate::server) rows: Rows,
    pub(in crate::server) total: Count,
    pub(in crate::server) page: usize,
    pub(in crate::server) pages: usize,
    /// Whether the pages hold all.
    pub(in crate::server) complete: bool,
}

impl Listed {
    /// Reads a page, counted from 1; none where nothing has this relation to the thing, or the list is shorter.
    pub(in crate::server) fn read(
        names: &Names<'_>,
        iri: &str,
        list: &str,
        page: usize,
        statistics: Option<&Statistics>,
    ) -> Result<Option<Self>, StoreError> {
        let property = expand(list)
            .unwrap_or_else(|| if list.contains("://") { list.into() } else { names.base.to_owned() + list });
        let Ok(property) = NamedNode::new(property) else { return Ok(None) };
        let node = NamedNode::new_unchecked(iri);
        let passages = property == prov::WAS_DERIVED_FROM;
        let mut found = Vec::new();
        if passages {
            for quad in
                names.snapshot.quads(Some(node.as_ref().into()), Some(property.as_ref()), None, None).take(MOST + 1)
            {
                if let Term::NamedNode(passage) = quad?.object {
                    found.push(passage.into_string());
                }
            }
        } else {
            let graph = Some(GraphNameRef::DefaultGraph);
            let quads = names.snapshot.quads(None, Some(property.as_ref()), Some(node.as_ref().into()), graph);
            for quad in quads.take(MOST + 1) {
                if let NamedOrBlankNode::NamedNode(subject) = quad?.subject {
                    found.push(subject.into_string());
                }
            }
        }
        found.sort();
        found.dedup();
        let complete = found.len() <= MOST;
        found.truncate(MOST);
        let pages = found.len().div_ceil(PAGE);
        if !(1..=pages).contains(&page) {
            return Ok(None);
        }
        let total = match (complete, statistics.and_then(|statistics| statistics.leading(&property, &node))) {
            (true, _) => Count::exactly(found.len()),
            (false, Some(number)) if !passages => Count { number, exact: true, all_here: false },
            _ => Count { number: MOST, exact: false, all_here: false },
        };
        let here = found.into_iter().skip((page - 1) * PAGE).take(PAGE);
        let is = |of: &[oxigraph::model::NamedNodeRef<'_>]| of.contains(&property.as_ref());
        let rows = if passages {
            let read = here.map(|passage| Evidence::read(names, &passage));
            Rows::Passages(read.filter_map(Result::transpose).collect::<Result<_, _>>()?)
        } else if is(&PARTICIPATIONS) {
            Rows::Participations(here.map(|iri| participation(names, &iri)).collect::<Result<_, _>>()?)
        } else if is(&ACTS) {
            Rows::Acts(here.map(|iri| act(names, &iri)).collect::<Result<_, _>>()?)
        } else {
            let thing = |iri: String| {
                let evidence = Evidence::first(names, &iri)?;
                Ok::<_, StoreError>((named(names, iri)?, evidence))
            };
            Rows::Things(here.map(thing).collect::<Result<_, _>>()?)
        };
        let heading = if passages { Some("In the documents") } else { heading(property.as_str()) };
        Ok(Some(Self {
            of: named(names, iri.to_owned())?,
            property: property_named(names, property.into_string())?,
            heading,
            list: list.to_owned(),
            rows,
            total,
            page,
            pages,
            complete,
        }))
    }
}
