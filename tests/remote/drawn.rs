//! Queries drawn from the data: patterns are walks over quads that are there, so that most have rows, and around them stands
//! whatever SPARQL has. The same number draws the same query.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, Literal, NamedOrBlankNode, Quad, Term};
use rapporteur::store::Snapshot;

use crate::durability::Draw;

/// A query, and what it is made of.
pub(super) struct Drawn {
    pub(super) text: String,
    /// Rows have an order, which every server must give.
    pub(super) ordered: bool,
}

/// The quads of which queries are drawn.
pub(super) struct Source {
    quads: Vec<Quad>,
    /// Places in `quads` of those in the default graph, by predicate: each is as likely as any other.
    default: Vec<Vec<usize>>,
    named: Vec<Vec<usize>>,
    by_subject: BTreeMap<String, Vec<usize>>,
}

impl Source {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let mut quads: Vec<Quad> = snapshot.quads(None, None, None, None).map(Result::unwrap).collect();
        quads.sort_by_cached_key(ToString::to_string);
        let (mut default, mut named) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        let mut by_subject = BTreeMap::<_, Vec<_>>::new();
        for (at, quad) in quads.iter().enumerate() {
            let is_default = quad.graph_name.is_default_graph();
            let places = if is_default { &mut default } else { &mut named };
            places.entry(quad.predicate.clone()).or_default().push(at);
            by_subject.entry(key(quad, quad.subject.to_string().as_str())).or_default().push(at);
        }
        Self { quads, default: default.into_values().collect(), named: named.into_values().collect(), by_subject }
    }

    /// The query of a number.
    pub(super) fn draw(&self, number: u64) -> Drawn {
        let draw = Draw(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        Drawing { source: self, draw, names: BTreeMap::new(), values: BTreeMap::new(), named: false }.query()
    }
}

/// What tells subjects of one graph from those of others; all but the default graph are read as they lie.
fn key(quad: &Quad, node: &str) -> String {
    format!("{} {node}", quad.graph_name)
}

struct Drawing<'a> {
    source: &'a Source,
    draw: Draw,
    /// Variables of nodes, by the node.
    names: BTreeMap<String, String>,
    /// What each variable is on the walk.
    values: BTreeMap<String, Term>,
    named: bool,
}

impl Drawing<'_> {
    fn chance(&mut self, percent: usize) -> bool {
        self.draw.below(100) < percent
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.draw.below(of.len())]
    }

    /// A quad of a predicate that is drawn.
    fn quad(&mut self) -> Quad {
        let groups = if self.named { &self.source.named } else { &self.source.default };
        let group = &groups[self.draw.below(groups.len())];
        self.source.quads[group[self.draw.below(group.len())]].clone()
    }

    /// The variable of a node; the same for the same node.
    fn variable(&mut self, node: &Term) -> String {
        let next = format!("?v{}", self.names.len());
        let name = self.names.entry(node.to_string()).or_insert(next).clone();
        self.values.insert(name.clone(), node.clone());
        name
    }

    fn triple(&mut self, quad: &Quad, open: usize) -> String {
        let subject = self.variable(&node(&quad.subject));
        let is_open = self.names.contains_key(&quad.object.to_string()) || self.chance(open);
        let object = if is_open { self.variable(&quad.object) } else { quad.object.to_string() };
        format!("{subject} {} {object} .", quad.predicate)
    }

    /// A quad that hangs on one of the nodes that have variables.
    fn next(&mut self, graph: &GraphName) -> Option<Quad> {
        let by_subject = &self.source.by_subject;
        let of: Vec<&Vec<usize>> =
            self.names.keys().filter_map(|node| by_subject.get(&format!("{graph} {node}"))).collect();
        let places = of.get(self.draw.below(of.len().max(1)))?;
        Some(self.source.quads[places[self.draw.below(places.len())]].clone())
    }

    /// A walk of some triples.
    fn walk(&mut self, most: usize) -> (String, GraphName) {
        let first = self.quad();
        let graph = first.graph_name.clone();
        let mut text = self.triple(&first, 70);
        for _ in 0..self.draw.below(most) {
            if let Some(next) = self.next(&graph) {
                text.push_str(&self.triple(&next, 60));
            }
        }
        (text, graph)
    }

    fn hanging(&mut self, graph: &GraphName, open: usize) -> String {
        match self.next(graph) {
            Some(next) => self.triple(&next, open),
            None => String::new(),
        }
    }

    fn some_variable(&mut self) -> (String, Term) {
        let all: Vec<_> = self.values.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        all[self.draw.below(all.len())].clone()
    }

    /// A condition on a variable, which the walk may fulfil or not.
    fn condition(&mut self) -> String {
        let (name, value) = self.some_variable();
        let same = self.chance(50);
        match &value {
            Term::Literal(literal) => self.condition_on(&name, literal),
            other => match self.draw.below(5) {
                0 if same => format!("{name} = {other}"),
                0 => format!("{name} != {other}"),
                1 => format!("isIRI({name})"),
                2 => format!("CONTAINS(STR({name}), \"{}\")", self.one(&["meeting", "state", "bali", "2003", "voc"])),
                3 => format!("{name} IN ({other}, <urn:other>)"),
                _ => format!("STRLEN(STR({name})) > {}", 30 + self.draw.below(40)),
            },
        }
    }

    fn condition_on(&mut self, name: &str, literal: &Literal) -> String {
        let sign = self.one(&["=", "!=", "<", ">", "<=", ">="]).to_owned();
        match literal.datatype().as_str().rsplit('#').next().unwrap_or_default() {
            "integer" | "decimal" | "nonNegativeInteger" => match self.draw.below(3) {
                0 => format!("{name} + 1 {sign} {}", literal.value()),
                1 => format!("{name} * 2 {sign} 7"),
                _ => format!("{name} {sign} {literal}"),
            },
            "date" | "dateTime" => match self.draw.below(3) {
                0 => format!("YEAR({name}) {sign} 2003"),
                1 => format!("STR({name}) {sign} \"{}\"", literal.value()),
                _ => format!("{name} {sign} {literal}"),
            },
            "boolean" => format!("{name} = {literal}"),
            _ => match self.draw.below(7) {
                0 => format!("STR({name}) {sign} {}", Literal::from(literal.value())),
                1 => format!("STRLEN({name}) {sign} {}", literal.value().chars().count()),
                2 => format!("LANG({name}) = \"{}\"", literal.language().unwrap_or_default()),
                3 => format!("REGEX(STR({name}), \"{}\", \"i\")", self.one(&["^the", "[0-9]+", "meeting", "a.e$"])),
                4 => format!("STRSTARTS(STR({name}), \"{}\")", self.one(&["A", "The", "M", "2"])),
                5 => format!("DATATYPE({name}) = {}", literal.datatype()),
                _ => format!("LCASE(STR({name})) {sign} \"m\""),
            },
        }
    }

    /// What a column is computed from.
    fn expression(&mut self) -> String {
        let (name, value) = self.some_variable();
        let is_number = matches!(&value, Term::Literal(literal) if literal.datatype().as_str().ends_with("integer"));
        match self.draw.below(if is_number { 8 } else { 6 }) {
            0 => format!("STR({name})"),
            1 => format!("STRLEN(STR({name}))"),
            2 => format!("IF(isLiteral({name}), \"text\", \"node\")"),
            3 => format!("COALESCE({name}, \"none\")"),
            4 => format!("UCASE(SUBSTR(STR({name}), 3, 9))"),
            5 => format!("CONCAT(\"a \", STRAFTER(STR({name}), \"/\"))"),
            6 => format!("{name} + 1"),
            _ => format!("{name} * {name} - 3"),
        }
    }

    fn path(&mut self) -> (String, GraphName) {
        let first = self.quad();
        let graph = first.graph_name.clone();
        let second = self.source.by_subject.get(&key(&first, &first.object.to_string()));
        let second = second.map(|places| self.source.quads[places[self.draw.below(places.len())]].predicate.clone());
        let (p, q) = (first.predicate.to_string(), second.unwrap_or_else(|| self.quad().predicate).to_string());
        let subject = self.variable(&node(&first.subject));
        let fixed = self.chance(50);
        let object = if fixed { first.object.to_string() } else { self.variable(&first.object) };
        let back = self.chance(15);
        let path = match self.draw.below(8) {
            0 => format!("{p}+"),
            // Of nothing they go from everything to itself, so they have an end.
            1 | 2 if fixed => format!("{p}{}", self.one(&["*", "?"])),
            1 | 2 => p,
            3 => format!("{p}|{q}"),
            4 => format!("{p}/{q}"),
            5 => format!("^{q}/{p}"),
            6 => format!("({p}|{q})+"),
            _ => format!("!({p}|{q})"),
        };
        let text = if back && fixed {
            format!("{object} ^({path}) {subject} .")
        } else {
            format!("{subject} {path} {object} .")
        };
        let more = if self.chance(40) { self.hanging(&graph, 60) } else { String::new() };
        (format!("{text} {more}"), graph)
    }

    /// One of the values of a variable on the walk, and one that is none.
    fn inline(&mut self) -> String {
        let ((one, value), (other, _)) = (self.some_variable(), self.some_variable());
        if one != other && self.chance(50) {
            return format!("VALUES ({one} {other}) {{ ({value} UNDEF) (<urn:none> UNDEF) }}");
        }
        let more = self.quad().object;
        if more == value { format!("VALUES {one} {{ {value} }}") } else { format!("VALUES {one} {{ {value} {more} }}") }
    }

    fn group(&mut self) -> String {
        self.named = self.chance(20);
        let (mut text, graph) = if self.chance(15) { self.path() } else { self.walk(3) };
        for _ in 0..[0, 1, 1, 1, 2, 2][self.draw.below(6)] {
            text = self.around(&text, &graph);
        }
        match (self.named, self.chance(50)) {
            (false, _) => text,
            (true, false) if !graph.is_default_graph() => format!("GRAPH {graph} {{ {text} }}"),
            (true, _) => format!("GRAPH ?graph {{ {text} }}"),
        }
    }

    /// Something around a pattern.
    fn around(&mut self, walk: &str, graph: &GraphName) -> String {
        match self.draw.below(11) {
            0 | 1 => {
                let inner = self.hanging(graph, 80);
                let further =
                    if self.chance(30) { format!("OPTIONAL {{ {} }}", self.hanging(graph, 80)) } else { String::new() };
                let filter = if self.chance(25) { format!("FILTER({})", self.condition()) } else { String::new() };
                format!("{walk} OPTIONAL {{ {inner} {filter} }} {further}")
            }
            2 => format!("{walk} FILTER({})", self.condition()),
            3 => {
                let (one, other) = (self.condition(), self.condition());
                let (sign, not) = (self.one(&["&&", "||"]), self.one(&["", "!"]));
                format!("{walk} FILTER({one} {sign} {not}({other}))")
            }
            4 => {
                let (one, other) = (self.hanging(graph, 60), self.hanging(graph, 60));
                format!("{{ {walk} {one} }} UNION {{ {walk} {other} }}")
            }
            5 => format!("{walk} MINUS {{ {} }}", self.hanging(graph, 50)),
            6 => format!("{walk} FILTER {}EXISTS {{ {} }}", self.one(&["", "NOT "]), self.hanging(graph, 40)),
            7 => format!("{walk} {}", self.inline()),
            8 if !walk.contains("?bound") => format!("{walk} BIND({} AS ?bound)", self.expression()),
            9 if !walk.contains("?inner") => {
                let (name, _) = self.some_variable();
                let inner = self.hanging(graph, 70);
                let inner = if stands_in(&name, &inner) { inner } else { walk.to_owned() };
                format!("{walk} {{ SELECT {name} (COUNT(*) AS ?inner) {{ {inner} }} GROUP BY {name} }}")
            }
            _ => format!("{{ SELECT DISTINCT * {{ {walk} }} }} {}", self.hanging(graph, 60)),
        }
    }

    fn query(mut self) -> Drawn {
        let body = self.group();
        // Those that stand in what came out: a walk may have drawn more.
        let mut seen: Vec<String> = self.names.values().filter(|name| stands_in(name, &body)).cloned().collect();
        seen.extend(
            ["?bound", "?inner", "?graph"].into_iter().filter(|name| stands_in(name, &body)).map(str::to_owned),
        );
        seen.sort();
        let columns = seen.join(" ");
        let first = seen[self.draw.below(seen.len())].clone();
        match self.draw.below(10) {
            0 => Drawn { text: format!("ASK {{ {body} }}"), ordered: false },
            1 | 2 => {
                let other = seen[self.draw.below(seen.len())].clone();
                let made = match self.draw.below(7) {
                    0 => format!("COUNT(DISTINCT {other})"),
                    1 => format!("MIN(STR({other}))"),
                    2 => format!("MAX(STR({other}))"),
                    3 => format!("SUM(STRLEN(STR({other})))"),
                    4 => format!("COUNT({other})"),
                    5 => format!("AVG(STRLEN(STR({other})))"),
                    _ => "COUNT(*)".to_owned(),
                };
                let having = if self.chance(30) { " HAVING (COUNT(*) > 1)" } else { "" };
                let text = format!("SELECT {first} ({made} AS ?made) {{ {body} }} GROUP BY {first}{having}");
                Drawn { text, ordered: false }
            }
            3 => Drawn {
                text: format!("SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT {first}) AS ?some) {{ {body} }}"),
                ordered: false,
            },
            4 | 5 => {
                // Equal in all columns are equal rows, so that there is one order only.
                let keys: Vec<String> =
                    seen.iter().map(|name| format!("{}(STR({name}))", self.one(&["ASC", "DESC"]))).collect();
                let part = if self.chance(50) {
                    format!(" LIMIT {} OFFSET {}", 1 + self.draw.below(20), self.draw.below(5))
                } else {
                    String::new()
                };
                let text = format!("SELECT DISTINCT {columns} {{ {body} }} ORDER BY {}{part}", keys.join(" "));
                Drawn { text, ordered: true }
            }
            6 | 7 => Drawn { text: format!("SELECT DISTINCT {first} {{ {body} }}"), ordered: false },
            8 if self.chance(50) => {
                let last = seen[self.draw.below(seen.len())].clone();
                let text =
                    format!("CONSTRUCT {{ {first} <urn:has> {last} . <urn:all> <urn:of> {first} }} WHERE {{ {body} }}");
                Drawn { text, ordered: false }
            }
            _ => Drawn { text: format!("SELECT {columns} {{ {body} }}"), ordered: false },
        }
    }
}

fn stands_in(name: &str, text: &str) -> bool {
    text.match_indices(name).any(|(at, _)| !text[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
}

fn node(subject: &NamedOrBlankNode) -> Term {
    subject.clone().into()
}
