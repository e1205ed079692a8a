//! Queries that take all the time, all the memory or the whole stack of what evaluates them.

/// One that never ends and needs no memory.
pub(super) fn endless() -> String {
    format!("SELECT (COUNT(*) AS ?n) {{ {} }}", product(6))
}

/// More than two hundred, each with a name. They fit the graph of these tests, and any other.
pub(super) fn killers() -> Vec<(String, String)> {
    let mut all = Vec::new();
    products(&mut all);
    paths(&mut all);
    growing(&mut all);
    nested(&mut all);
    texts(&mut all);
    tables(&mut all);
    without(&mut all);
    graphs(&mut all);
    all
}

type Killers = Vec<(String, String)>;

fn product(factors: usize) -> String {
    (0..factors).map(|n| format!("?a{n} ?b{n} ?c{n} . ")).collect()
}

fn products(all: &mut Killers) {
    for n in [2, 3, 4, 6, 9] {
        let product = product(n);
        for (name, query) in [
            ("all", format!("SELECT * {{ {product} }}")),
            ("count", format!("SELECT (COUNT(*) AS ?n) {{ {product} }}")),
            ("count distinct", format!("SELECT (COUNT(DISTINCT *) AS ?n) {{ {product} }}")),
            ("distinct", format!("SELECT DISTINCT ?c0 ?c1 {{ {product} }}")),
            ("order", format!("SELECT * {{ {product} }} ORDER BY ?c0 DESC(?c1)")),
            ("order by text", format!("SELECT * {{ {product} }} ORDER BY CONCAT(STR(?c0), STR(?c1)) LIMIT 5")),
            ("group", format!("SELECT ?c0 ?c1 (COUNT(*) AS ?n) {{ {product} }} GROUP BY ?c0 ?c1")),
            ("filter", format!("SELECT * {{ {product} FILTER(STR(?c0) = STR(?a1) && ?c1 != ?c1) }}")),
            ("offset", format!("SELECT * {{ {product} }} OFFSET 4000000000 LIMIT 1")),
            ("ask", format!("ASK {{ {product} FILTER(?c0 = 'nowhere') }}")),
        ] {
            all.push((format!("product of {n}: {name}"), query));
        }
    }
}

fn paths(all: &mut Killers) {
    let paths = [
        "<next>*",
        "<next>+",
        "(<next>|^<next>)*",
        "(<next>|^<next>)+",
        "(<next>/^<next>)+",
        "!<x>*",
        "!(<x>|^<x>)+",
        "(<next>*)*",
        "((<next>+)*)+",
        "<next>*/<next>*",
        "<next>*/^<next>*",
        "(<next>?)*",
        "(!<a>|!<b>)*",
        "^<next>+/<next>+",
        "(<next>|<text>|^<text>)*",
    ];
    for path in paths {
        all.push((format!("path {path}: count"), format!("SELECT (COUNT(*) AS ?n) {{ ?a {path} ?b }}")));
        all.push((format!("path {path}: order"), format!("SELECT * {{ ?a {path} ?b . ?b {path} ?c }} ORDER BY ?c")));
    }
    for n in [10, 30, 60] {
        let long = vec!["(<next>|^<next>)"; n].join("/");
        all.push((format!("path of {n} alternatives"), format!("SELECT (COUNT(*) AS ?n) {{ ?a {long} ?b }}")));
        let optional = vec!["<next>?"; n].join("/");
        all.push((format!("path of {n} options"), format!("SELECT * {{ <thing/1> {optional} ?b }}")));
    }
}

fn growing(all: &mut Killers) {
    for n in [20, 24, 28, 33, 60] {
        for (name, double) in [
            ("CONCAT", "CONCAT(?xP, ?xP)"),
            ("REPLACE", "REPLACE(?xP, '(x)', '$1$1')"),
            ("ENCODE_FOR_URI", "ENCODE_FOR_URI(CONCAT(?xP, ' ', ?xP))"),
            ("UCASE", "UCASE(CONCAT(?xP, LCASE(?xP)))"),
        ] {
            let steps: String = (1..=n)
                .map(|n| format!("BIND({} AS ?x{n}) ", double.replace("?xP", &format!("?x{}", n - 1))))
                .collect();
            let query = format!("SELECT (STRLEN(?x{n}) AS ?length) {{ BIND('xxxxxxxx' AS ?x0) {steps} }}");
            all.push((format!("{n} times {name}"), query));
        }
        let steps: String = (1..=n).map(|n| format!("BIND(?x{p} * ?x{p} AS ?x{n}) ", p = n - 1)).collect();
        all.push((format!("{n} squares"), format!("SELECT ?x{n} {{ BIND(99999.5 AS ?x0) {steps} }}")));
    }
}

fn nested(all: &mut Killers) {
    for depth in [30, 60, 1_000, 20_000] {
        for (name, open, inside, close) in [
            ("groups", "{", "?s ?p ?o", "}"),
            ("brackets", "FILTER(", "1", ")"),
            ("not", "FILTER(!", "1", ")"),
            ("selects", "{ SELECT * {", "?s ?p ?o", "}}"),
            ("optionals", "?s ?p ?o OPTIONAL {", "?s ?p ?o", "}"),
            ("exists", "FILTER EXISTS { ?s ?p ?o ", "", "}"),
            ("unions", "{ ?s ?p ?o } UNION {", "?s ?p ?o", "}"),
            ("blank nodes", "?s ?p [ <a:p> ", "1", "]"),
        ] {
            let (open, close) = match name {
                // Only the innermost of these is a filter.
                "brackets" => (format!("FILTER{}", "(".repeat(depth)), ")".repeat(depth)),
                "not" => (format!("FILTER({}", "!".repeat(depth)), ")".to_owned()),
                "blank nodes" => (format!("?s ?p {}", "[ <a:p> ".repeat(depth)), "]".repeat(depth)),
                _ => (open.repeat(depth), close.repeat(depth)),
            };
            all.push((format!("{depth} {name}"), format!("SELECT * {{ {open}{inside}{close} }} ORDER BY ?o LIMIT 1")));
        }
    }
    for (name, link) in [("+1", "+1"), ("||1", "||1"), ("&&1", "&&1"), ("=1", "*1")] {
        for n in [200, 900, 50_000] {
            all.push((format!("{n} times {name}"), format!("SELECT (1{} AS ?x) {{}}", link.repeat(n))));
        }
    }
}

fn texts(all: &mut Killers) {
    for pattern in [
        "(a+)+$",
        "(a|aa)+$",
        "(.*)*x",
        "((a{50}){50}){50}",
        "(a?){500}a{500}",
        "(\\\\p{L}{200}){200}",
        ".*.*.*.*.*=.*",
    ] {
        let query =
            format!("SELECT * {{ ?s <text> ?a . ?t <text> ?b FILTER REGEX(CONCAT(?a, ?b), '{pattern}') }} ORDER BY ?a");
        all.push((format!("REGEX {pattern}"), query));
    }
    for (name, aggregate) in [
        ("GROUP_CONCAT", "GROUP_CONCAT(CONCAT(?a, ?b))"),
        ("GROUP_CONCAT distinct", "GROUP_CONCAT(DISTINCT CONCAT(?a, ?b); SEPARATOR='----------')"),
        ("COUNT distinct", "COUNT(DISTINCT CONCAT(?a, ?b))"),
        ("MAX", "MAX(CONCAT(?a, ?b))"),
        ("SAMPLE", "SAMPLE(SHA512(CONCAT(?a, ?b)))"),
    ] {
        let query = format!("SELECT ({aggregate} AS ?x) {{ ?s <text> ?a . ?t <text> ?b }}");
        all.push((format!("{name} over a product"), query));
    }
    all.push((
        "CONTAINS over a product".into(),
        "SELECT * { ?s <text> ?a . ?t <text> ?b FILTER(?s != ?t && CONTAINS(?a, ?b)) }".into(),
    ));
}

fn tables(all: &mut Killers) {
    for (rows, factors) in [(10, 6), (10, 8), (10, 12), (100, 4), (100, 6), (1000, 3), (4000, 3)] {
        let values: String = (0..rows).map(|n| format!("{n} ")).collect();
        let tables: String = (0..factors).map(|n| format!("VALUES ?x{n} {{ {values} }} ")).collect();
        for (name, query) in [
            ("count", format!("SELECT (COUNT(*) AS ?n) {{ {tables} }}")),
            ("sum", format!("SELECT (SUM(?x0 + ?x1) AS ?n) {{ {tables} }} GROUP BY ?x2 ORDER BY ?n")),
        ] {
            all.push((format!("{factors} tables of {rows}: {name}"), query));
        }
    }
}

fn without(all: &mut Killers) {
    for (name, pattern) in [
        ("MINUS", "?a <next> ?b MINUS { ?c ?d ?e . ?f ?g ?h . ?a <no> ?c }"),
        (
            "NOT EXISTS",
            "?a ?x ?b . ?c ?y ?d FILTER NOT EXISTS { ?e ?f ?g . ?h ?i ?j FILTER(?a = ?h && ?b = ?e && ?c = ?d) }",
        ),
        ("OPTIONAL", "?a ?p ?b OPTIONAL { ?c ?q ?d . ?e ?r ?f FILTER(STR(?d) = STR(?a)) }"),
        ("OPTIONALs", "OPTIONAL { ?a ?p ?b } OPTIONAL { ?c ?q ?d } OPTIONAL { ?e ?r ?f }"),
        ("UNIONs", "{ ?a ?p ?b } UNION { ?c ?q ?d } { ?e ?r ?f } UNION { ?g ?s ?h } { ?i ?t ?j } UNION { ?k ?u ?l }"),
        ("LATERAL", "?a ?p ?b LATERAL { SELECT * { ?c ?q ?d . ?e ?r ?f } }"),
        (
            "subqueries",
            "{ SELECT * { ?a ?p ?b } ORDER BY ?b } { SELECT * { ?c ?q ?d } ORDER BY ?d } { SELECT * { ?e ?r ?f } }",
        ),
        ("equal texts", "?a <text> ?x . ?b <text> ?y . ?c <text> ?z FILTER(SUBSTR(?x, 1, 5) = SUBSTR(?y, 1, 5))"),
    ] {
        all.push((format!("{name}: count"), format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}")));
        all.push((format!("{name}: order"), format!("SELECT * {{ {pattern} }} ORDER BY RAND()")));
    }
}

fn graphs(all: &mut Killers) {
    for (name, query) in [
        ("CONSTRUCT of a product", "CONSTRUCT { ?a ?p ?f . ?d ?q ?c } WHERE { ?a ?p ?c . ?d ?q ?f }".to_owned()),
        ("CONSTRUCT of new nodes", "CONSTRUCT { [] ?p ?f } WHERE { ?a ?p ?c . ?d ?q ?f }".to_owned()),
        ("DESCRIBE of a product", "DESCRIBE ?a ?d WHERE { ?a ?p ?c . ?d ?q ?f }".to_owned()),
        ("DESCRIBE of everything", "DESCRIBE * WHERE { ?a ?p ?c }".to_owned()),
        (
            "GRAPH of each",
            "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?p ?b } GRAPH ?h { ?c ?q ?d } GRAPH ?i { ?e ?r ?f } }".to_owned(),
        ),
        (
            "FROM of many",
            format!(
                "SELECT (COUNT(*) AS ?n) {} {{ ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }}",
                (0..10).map(|n| format!("FROM <graph/{n}> ")).collect::<String>()
            ),
        ),
    ] {
        all.push((name.to_owned(), query));
    }
}
