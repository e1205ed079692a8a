//! GraphML 1.1: a directed graph whose nodes and edges carry typed values, for NetworkX, igraph, yEd, Gephi, Cytoscape.

use std::io::{self, Write};

use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;

use super::ExportError;
use super::network::Drawn;

/// Values of nodes and edges: name, type.
const OF_NODES: [(&str, &str); 8] = [
    ("label", "string"),
    ("kind", "string"),
    ("iri", "string"),
    ("start", "string"),
    ("end", "string"),
    ("latitude", "double"),
    ("longitude", "double"),
    ("passages", "int"),
];
const OF_EDGES: [(&str, &str); 9] = [
    ("label", "string"),
    ("kind", "string"),
    ("force", "string"),
    ("strength", "int"),
    ("start", "string"),
    ("end", "string"),
    ("document", "string"),
    ("quote", "string"),
    ("about", "string"),
];

/// Writes a network.
pub(crate) fn write(network: &mut impl Drawn, out: impl Write) -> Result<(), ExportError> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = xml.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
    root.write_inner_content(|xml| {
        for (of, values) in [("node", &OF_NODES[..]), ("edge", &OF_EDGES[..])] {
            for (name, kind) in values {
                let id = format!("{of}-{name}");
                let key = [("id", id.as_str()), ("for", of), ("attr.name", name), ("attr.type", kind)];
                xml.create_element("key").with_attributes(key).write_empty()?;
            }
        }
        let graph = [("id", "network"), ("edgedefault", "directed")];
        xml.create_element("graph").with_attributes(graph).write_inner_content(|xml| {
            network.nodes(&mut |iri, node| {
                let (passages, own) = (node.passages.to_string(), iri.to_owned());
                let values = [
                    Some(&node.label),
                    Some(&node.kind),
                    Some(&own),
                    node.start.as_ref(),
                    node.end.as_ref(),
                    node.latitude.as_ref(),
                    node.longitude.as_ref(),
                    Some(&passages),
                ];
                let element = xml.create_element("node").with_attribute(("id", iri));
                element.write_inner_content(|xml| data(xml, "node", OF_NODES.iter().zip(values)))?;
                Ok(())
            })?;
            let mut number = 0;
            network.edges(&mut |edge| {
                let values = [
                    Some(&edge.label),
                    Some(&edge.kind),
                    edge.force.as_ref(),
                    edge.strength.as_ref(),
                    edge.start.as_ref(),
                    edge.end.as_ref(),
                    edge.document.as_ref(),
                    edge.quote.as_ref(),
                    Some(&edge.about).filter(|about| !about.is_empty()),
                ];
                let id = format!("e{number}");
                number += 1;
                let ends = [("id", id.as_str()), ("source", &edge.source), ("target", &edge.target)];
                let element = xml.create_element("edge").with_attributes(ends);
                element.write_inner_content(|xml| data(xml, "edge", OF_EDGES.iter().zip(values)))?;
                Ok(())
            })
        })?;
        Ok(())
    })?;
    let mut out = xml.into_inner();
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

fn data<'v>(
    xml: &mut Writer<impl Write>,
    of: &str,
    values: impl Iterator<Item = (&'static (&'static str, &'static str), Option<&'v String>)>,
) -> io::Result<()> {
    for ((name, _), value) in values {
        let Some(value) = value else { continue };
        let key = format!("{of}-{name}");
        xml.create_element("data")
            .with_attribute(("key", key.as_str()))
            .write_text_content(BytesText::new(&legal(value)))?;
    }
    Ok(())
}

/// XML 1.0 has no way to write most control characters.
pub(super) fn legal(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }).collect()
}
