//! GEXF 1.3: the network for Gephi, with the time of meetings and of what came about at them.

use std::io::{self, Write};

use quick_xml::events::{BytesDecl, Event};
use quick_xml::writer::Writer;

use super::ExportError;
use super::graphml::legal;
use super::network::{Drawn, first_day, last_day};

const OF_NODES: [(&str, &str); 4] =
    [("kind", "string"), ("latitude", "double"), ("longitude", "double"), ("passages", "integer")];
const OF_EDGES: [(&str, &str); 6] = [
    ("relation", "string"),
    ("force", "string"),
    ("strength", "integer"),
    ("document", "anyURI"),
    ("quote", "string"),
    ("about", "anyURI"),
];

/// Writes a network.
pub(super) fn write(network: &mut impl Drawn, out: impl Write) -> Result<(), ExportError> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = [("xmlns", "http://gexf.net/1.3"), ("version", "1.3")];
    xml.create_element("gexf").with_attributes(root).write_inner_content(|xml| {
        let graph = [("defaultedgetype", "directed"), ("mode", "dynamic"), ("timeformat", "date")];
        xml.create_element("graph").with_attributes(graph).write_inner_content(|xml| {
            for (of, values) in [("node", &OF_NODES[..]), ("edge", &OF_EDGES[..])] {
                xml.create_element("attributes").with_attribute(("class", of)).write_inner_content(|xml| {
                    for (name, kind) in values {
                        let attribute = [("id", *name), ("title", *name), ("type", *kind)];
                        xml.create_element("attribute").with_attributes(attribute).write_empty()?;
                    }
                    Ok(())
                })?;
            }
            xml.create_element("nodes").write_inner_content(|xml| {
                network.nodes(&mut |iri, node| {
                    let passages = node.passages.to_string();
                    let values = [Some(&node.kind), node.latitude.as_ref(), node.longitude.as_ref(), Some(&passages)];
                    let label = legal(&node.label);
                    let node_of = [("id", iri), ("label", &label)];
                    let element = xml.create_element("node").with_attributes(node_of);
                    let element = element.with_attributes(
                        span(node.start.as_deref(), node.end.as_deref())
                            .iter()
                            .map(|(name, day)| (*name, day.as_str())),
                    );
                    element.write_inner_content(|xml| attvalues(xml, OF_NODES.iter().zip(values)))?;
                    Ok(())
                })
            })?;
            xml.create_element("edges").write_inner_content(|xml| {
                let mut number = 0;
                network.edges(&mut |edge| {
                    let values = [
                        Some(&edge.kind),
                        edge.force.as_ref(),
                        edge.strength.as_ref(),
                        edge.document.as_ref(),
                        edge.quote.as_ref(),
                        Some(&edge.about).filter(|about| !about.is_empty()),
                    ];
                    let (id, label) = (number.to_string(), legal(&edge.label));
                    number += 1;
                    let edge_of = [
                        ("id", id.as_str()),
                        ("source", &edge.source),
                        ("target", &edge.target),
                        ("kind", &edge.kind),
                        ("label", &label),
                    ];
                    let element = xml.create_element("edge").with_attributes(edge_of);
                    let element = element.with_attributes(
                        span(edge.start.as_deref(), edge.end.as_deref())
                            .iter()
                            .map(|(name, day)| (*name, day.as_str())),
                    );
                    element.write_inner_content(|xml| attvalues(xml, OF_EDGES.iter().zip(values)))?;
                    Ok(())
                })
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    let mut out = xml.into_inner();
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// The days that dates cover, as attributes.
fn span(start: Option<&str>, end: Option<&str>) -> Vec<(&'static str, String)> {
    let start = start.and_then(first_day).map(|day| ("start", day));
    let end = end.and_then(last_day).map(|day| ("end", day));
    start.into_iter().chain(end).collect()
}

fn attvalues<'v>(
    xml: &mut Writer<impl Write>,
    values: impl Iterator<Item = (&'static (&'static str, &'static str), Option<&'v String>)>,
) -> io::Result<()> {
    xml.create_element("attvalues").write_inner_content(|xml| {
        for ((name, _), value) in values {
            let Some(value) = value else { continue };
            let value = legal(value);
            xml.create_element("attvalue").with_attributes([("for", *name), ("value", &value)]).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}
