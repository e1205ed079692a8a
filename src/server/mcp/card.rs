//! The schema as an assistant needs it: what occurs how often, what to mind, how others asked.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use oxigraph::model::NamedNode;
use serde_json::json;

use super::calls::Told;
use crate::graph::vocab::{self, PREFIXES};
use crate::server::errors::Problem;
use crate::server::site::Site;

/// Properties of one class that are told.
const TOLD: usize = 20;

const MIND: &str = "\
Mind:
- Plain patterns see what holds. GRAPH ?document { … } sees who says so: each document has a graph of its own.
- The words behind a fact: ?fact prov:wasDerivedFrom ?passage . GRAPH ?document { ?passage oa:exact ?quote }; with \
igm:shownBy instead, one passage of each fact.
- Where passages disagree, each says so in a claim (rdf:subject, rdf:predicate, rdf:object) with igm:conflictsWith; the \
preferred value holds.
- Dates have different precisions (xsd:date, xsd:gYearMonth, xsd:gYear): sort and compare by STR(?date).
- A participation is a node: org:member who, org:role capacity, igm:context where; igm:nameAsGiven as printed.
- A mandate: igm:issuedBy, igm:issuedAt, igm:addressee, igm:force, igm:verb, schema:text; a mandate has no addressee where \
the text names none.
- No FROM is needed. Words are found by SERVICE <search:> { ?passage search:text \"words\" ; search:snippet ?snippet }.
";

const EXAMPLE: &str = "\
SELECT ?verb ?to ?text ?quote WHERE {
  ?mandate a igm:Mandate ; igm:verb ?verb ; schema:text ?text ; prov:wasDerivedFrom ?passage .
  OPTIONAL { ?mandate igm:addressee/rdfs:label ?to }
  GRAPH ?document { ?passage oa:exact ?quote }
} ORDER BY ?mandate LIMIT 10";

/// The card.
pub(super) fn card(site: &Site) -> Result<Told, Problem> {
    let published = site.settled();
    let statistics = published.statistics()?;
    let short = |iri: &NamedNode| vocab::compact(iri.as_str(), &site.base);
    let mut text = format!("Base of relative IRIs: {}\nPrefixes that are known: ", site.base);
    text.push_str(&PREFIXES.iter().map(|(prefix, _)| *prefix).collect::<Vec<_>>().join(", "));
    text.push_str("\nClasses, with the number of their members, and properties, with the number of statements:\n");
    let mut classes: Vec<_> = statistics.classes.iter().collect();
    classes.sort_by_key(|(iri, class)| (std::cmp::Reverse(class.members), (*iri).clone()));
    for (iri, class) in &classes {
        let mut properties: Vec<_> = class.properties.iter().collect();
        properties.sort_by_key(|(iri, number)| (std::cmp::Reverse(**number), (*iri).clone()));
        let more = properties.len().saturating_sub(TOLD);
        let told: Vec<String> =
            properties.iter().take(TOLD).map(|(p, number)| format!("{} {number}", short(p))).collect();
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let _ = writeln!(text, "- {} ({}): {}{more}", short(iri), class.members, told.join(", "));
    }
    let _ = write!(text, "{MIND}Example:\n{EXAMPLE}\nSaved questions, each a tool:\n");
    let library = site.library();
    for query in library.iter() {
        let _ = writeln!(text, "- {}: {}", query.name, query.summary);
    }
    let data = classes.iter().map(|(iri, class)| {
        let properties: BTreeMap<String, usize> = class.properties.iter().map(|(p, n)| (short(p), *n)).collect();
        json!({ "class": iri.as_str(), "name": short(iri), "members": class.members, "properties": properties })
    });
    let data = json!({ "base": site.base, "prefixes": PREFIXES.iter().copied().collect::<BTreeMap<_, _>>(),
        "classes": data.collect::<Vec<_>>(), "example": EXAMPLE });
    Ok(Told { text, data })
}
