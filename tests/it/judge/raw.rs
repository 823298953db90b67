//! Raw SPARQL by the standard: terms as written, blank nodes, the day, the same bytes each time; where it ends in a
//! script; and its messages.

use caveat::audit::{Expected, judge};
use caveat::base::Source;
use caveat::exec::{Answer, Body};
use caveat::lang::{Statement, StatementKind, parse};
use caveat::session::SessionSettings;

use crate::cli::{caveat, run_command};
use crate::judge::session;
use crate::repository::Repository;
use crate::world::{ask, messages, of_text, open_with, settings};

const WORDS: &str = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . \
    @prefix say: <https://w3id.org/caveat/say#> . @prefix f: <https://example.org/f/> . \
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . \
    <https://example.org/words/Item> a rdfs:Class ; say:noun \"item\" .\n";

/// The cells of the only answer, row by row.
fn cells(answers: &[Answer]) -> Vec<Vec<String>> {
    let [Answer { body: Body::Table(table), .. }] = answers else {
        panic!("{answers:?}");
    };
    let text = |cell: &caveat::exec::TableCell| cell.values.first().map_or(String::new(), |it| it.text.clone());
    table.rows.iter().map(|row| row.cells.iter().map(text).collect()).collect()
}

/// Everywhere, `STR` gives the text of a literal, and `DATATYPE` its datatype.
#[test]
fn literals_keep_their_spelling() {
    let written = [
        ("decimal", vec!["1.10", "+1.1", "01.1", "1.", ".5", "-0.0", "100"]),
        ("integer", vec!["01", "+1", "-0", "1", "000"]),
        ("double", vec!["1", "1.0", "1.0e0", "1E0", "INF", "-0.0E0"]),
        ("float", vec!["1.50", "1.5E0"]),
        ("boolean", vec!["1", "true", "0"]),
        ("byte", vec!["007", "7"]),
        ("nonNegativeInteger", vec!["007"]),
        ("dateTime", vec!["2026-01-01T00:00:00.0", "2026-01-01T00:00:00+00:00"]),
        ("date", vec!["2026-01-01+00:00", "2026-01-01"]),
        ("string", vec!["1.10", "text"]),
    ];
    let mut facts = String::from(WORDS);
    let mut all = Vec::new();
    for (datatype, values) in written {
        for value in values {
            facts.push_str(&format!("f:x{} f:v \"{value}\"^^xsd:{datatype} .\n", all.len()));
            all.push((value, datatype));
        }
    }
    let mut session = of_text(&facts, None).unwrap_or_else(|it| panic!("{}", messages(&it)));
    for (at, (value, datatype)) in all.into_iter().enumerate() {
        let of = |rest: &str| format!("sparql SELECT ?s ?d {{ f:x{at} f:v ?v {rest} }}");
        let forms = [
            of("BIND(STR(?v) AS ?s) BIND(DATATYPE(?v) AS ?d)"),
            of(&format!("FILTER(STR(?v) = \"{value}\") BIND(STR(?v) AS ?s) BIND(DATATYPE(?v) AS ?d)")),
            of("BIND(?v AS ?w) BIND(STR(?w) AS ?s) BIND(DATATYPE(?w) AS ?d)"),
            of("BIND(STR(COALESCE(?none, ?v)) AS ?s) BIND(DATATYPE(COALESCE(?none, ?v)) AS ?d)"),
            of("BIND(STR(IF(true, ?v, 1)) AS ?s) BIND(DATATYPE(IF(BOUND(?v), ?v, 1)) AS ?d)"),
            of(&format!(
                "FILTER EXISTS {{ f:x{at} f:v ?w FILTER(STR(?w) = \"{value}\") }} BIND(STR(?v) AS ?s) BIND(DATATYPE(?v) AS ?d)"
            )),
            of(&format!(
                "FILTER NOT EXISTS {{ f:x{at} f:v ?w FILTER(STR(?w) != \"{value}\") }} BIND(STR(?v) AS ?s) BIND(DATATYPE(?v) AS ?d)"
            )),
            of(&format!(
                "OPTIONAL {{ f:x{at} f:v ?w FILTER(STR(?w) = STR(?v)) }} BIND(STR(?w) AS ?s) BIND(DATATYPE(?w) AS ?d)"
            )),
            format!("sparql SELECT (STR(?v) AS ?s) (DATATYPE(?v) AS ?d) {{ f:x{at} f:v ?v }} ORDER BY STR(?v)"),
            format!("sparql SELECT (GROUP_CONCAT(STR(?v)) AS ?s) (SAMPLE(DATATYPE(?v)) AS ?d) {{ f:x{at} f:v ?v }}"),
            format!("sparql SELECT ?s ?d {{ f:x{at} f:v ?v }} GROUP BY (STR(?v) AS ?s) (DATATYPE(?v) AS ?d)"),
        ];
        for form in forms {
            let found = cells(&ask(&mut session, &form).unwrap_or_else(|it| panic!("{form}\n{it}")));
            assert_eq!(found, [[value.to_owned(), format!("xsd:{datatype}")]], "{form}");
        }
    }
}

/// A blank node is blank and not an IRI, though one stands for it; a named node is not blank.
#[test]
fn blank_nodes_are_not_iris() {
    let facts = format!("{WORDS} f:a f:p [ f:q 1 ] , f:b , \"text\" , 5 . _:n f:p f:a .");
    let mut session = of_text(&facts, None).unwrap_or_else(|it| panic!("{}", messages(&it)));
    let cases = [
        ("SELECT ?x { f:a f:p ?x FILTER(isBlank(?x)) }", 1),
        ("SELECT ?x { f:a f:p ?x FILTER(!isBlank(?x)) }", 3),
        ("SELECT ?x { f:a f:p ?x FILTER(isIRI(?x)) }", 1),
        ("SELECT ?x { f:a f:p ?x FILTER(isURI(?x)) }", 1),
        ("SELECT ?x { f:a f:p ?x FILTER(isLiteral(?x)) }", 2),
        ("SELECT ?x { f:a f:p ?x FILTER(isIRI(?x) || isLiteral(?x)) }", 3),
        ("SELECT ?x { ?x f:p f:a FILTER(isBlank(?x)) }", 1),
        ("SELECT ?x { ?x f:p f:a FILTER(isIRI(?x)) }", 0),
        ("SELECT ?x { f:a f:p ?x FILTER(BOUND(?x) && isBlank(COALESCE(?none, ?x))) }", 1),
        ("SELECT ?x { f:a f:p ?x FILTER EXISTS { ?x f:q ?y FILTER(isBlank(?x)) } }", 1),
        ("SELECT ?x { BIND(BNODE() AS ?x) FILTER(isBlank(?x)) }", 1),
        ("SELECT ?x { BIND(BNODE(\"a\") AS ?x) FILTER(isBlank(?x)) }", 1),
        // A blank node has no text.
        ("SELECT ?x { f:a f:p ?x FILTER(STRLEN(STR(?x)) > 0) }", 3),
        ("SELECT ?x { f:a f:p ?x FILTER(isBlank(?none)) }", 0),
    ];
    for (query, rows) in cases {
        let found = ask(&mut session, &format!("sparql {query}")).unwrap_or_else(|it| panic!("{query}\n{it}"));
        assert_eq!(cells(&found).len(), rows, "{query}");
    }
}

/// `NOW` is the given day everywhere, and a day of the facts is before it, on it or after it.
#[test]
fn now_is_today() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("facts.ttl");
    let days = ["1999-12-31", "2020-02-29", "2026-11-23", "2026-11-24", "2100-01-01"];
    let mut facts = String::from(WORDS);
    for day in days {
        facts.push_str(&format!("f:d{day} f:day \"{day}\"^^xsd:date .\n"));
    }
    std::fs::write(&file, facts).unwrap();
    for (at, day) in days.into_iter().enumerate() {
        let settings = SessionSettings { today: day.parse().unwrap(), ..settings() };
        let mut session =
            open_with(std::slice::from_ref(&file), settings).unwrap_or_else(|it| panic!("{}", messages(&it)));
        let mut rows = |query: &str| {
            let found = ask(&mut session, &format!("sparql {query}")).unwrap_or_else(|it| panic!("{query}\n{it}"));
            assert!(found[0].notes.is_empty(), "{query}: {:?}", found[0].notes);
            cells(&found)
        };
        let year = day[..4].trim_start_matches('0').to_owned();
        assert_eq!(rows("SELECT (YEAR(NOW()) AS ?y) (xsd:date(NOW()) AS ?d) { }"), [[year, day.to_owned()]]);
        let of = |compared: &str| format!("SELECT ?x {{ ?x f:day ?d FILTER(?d {compared} xsd:date(NOW())) }}");
        assert_eq!(rows(&of("<")).len(), at, "{day}");
        assert_eq!(rows(&of("=")).len(), 1, "{day}");
        assert_eq!(rows(&of(">=")).len(), days.len() - at, "{day}");
        let sub = "SELECT ?x { ?x f:day ?d { SELECT (NOW() AS ?now) { } } FILTER EXISTS { ?x f:day ?e FILTER(?e = xsd:date(?now)) } }";
        assert_eq!(rows(sub).len(), 1, "{day}");
    }
}

/// Made-up values are the same in each run, and differ within a query.
#[test]
fn the_same_query_gives_the_same_bytes() {
    let repository = Repository::new();
    repository.write("data/facts.ttl", crate::judge::scenarios::FACTS);
    let queries = [
        "SELECT ?x (RAND() AS ?r) { ?x f:size ?y }",
        "SELECT ?x (UUID() AS ?u) (STRUUID() AS ?s) { ?x f:size ?y }",
        "SELECT ?x (BNODE() AS ?b) { ?x f:size ?y }",
        "CONSTRUCT { ?x f:of _:it . _:it f:is ?y } WHERE { ?x f:size ?y }",
        "SELECT ?s (COUNT(?x) AS ?n) { ?x f:state ?s } GROUP BY ?s",
        "SELECT ?m (SAMPLE(?x) AS ?one) { ?x f:mixed ?m } GROUP BY ?m",
        "SELECT DISTINCT ?p { ?s ?p ?o }",
    ];
    for query in queries {
        let of =
            || run_command(caveat(repository.path()).args(["ask", &format!("sparql {query}"), "--format", "csv"])).out;
        let (once, again) = (of(), of());
        assert_eq!(once, again, "{query}");
        let mut lines: Vec<&str> = once.lines().map(|it| it.split_once(',').map_or(it, |(_, made)| made)).collect();
        let all = lines.len();
        lines.sort_unstable();
        lines.dedup();
        assert!(all == lines.len() || query.contains("GROUP"), "{once}");
    }
}

/// A line that begins with the word of another statement ends SPARQL, unless it is in a string or a name.
#[test]
fn recognizes_statements_after_sparql() {
    let queries = [
        "SELECT ?x {\n  ?x f:size ?y .\n}",
        "SELECT ?x WHERE { ?x f:label \"\"\"a text\nwhich items are here\n\"\"\" }",
        "SELECT ?x WHERE { ?x f:label '''one\n\nlist items ''' }",
        "PREFIX list: <https://example.org/f/>\nPREFIX find: <https://example.org/f/>\nSELECT ?x WHERE {\nlist:a find:b ?x }",
        "ASK { # a comment\n ?x f:size ?y }\n",
        "DESCRIBE\nf:i3",
    ];
    let behind = [
        "which items",
        "what items",
        "list items",
        "find items",
        "show size of items",
        "how many items",
        "is there an item",
        "define a small item as an item whose size < 3",
        "let smalls be items whose size < 3",
        "suppose f:i3 is gone: which items",
        "sparql ASK { ?x f:size ?y }",
        "check a expect some which items",
        "parameter n: number = 3",
    ];
    for query in queries {
        for statement in behind {
            let source = Source::new("script", format!("sparql {query}\n{statement}\n").as_str());
            let statements = parse(&source).unwrap_or_else(|it| panic!("{}", messages(&[it])));
            let [Statement { kind: StatementKind::Sparql(text), .. }, second] = statements.as_slice() else {
                panic!("{query}\n{statement}: {statements:?}");
            };
            assert_eq!(text, query.trim());
            let alone = parse(&Source::new("alone", statement)).unwrap();
            assert_eq!(second.to_string(), alone[0].to_string());
        }
    }
}

/// A number with too many digits is reported wherever it is computed; a smaller one is computed.
#[test]
fn reports_numbers_with_too_many_digits() {
    let repository = Repository::new();
    repository.write("data/facts.ttl", crate::judge::scenarios::FACTS);
    let forms = [
        "SELECT (1.0 / 3.0 * N AS ?n) { }",
        "SELECT ?x (?y + N AS ?n) { ?x f:size ?y }",
        "SELECT (COUNT(?n) AS ?c) { ?x f:size ?y BIND(N - ?y AS ?n) }",
        "SELECT ?x { ?x f:size ?y FILTER(COALESCE(?y * 1.0 + N > 3, true)) }",
    ];
    for form in forms {
        for (number, code) in [("99999999999999999999999", 3), ("123456789012345678901234.5", 3), ("999999", 0)] {
            let query =
                format!("sparql {}", form.replace(" N", &format!(" {number}")).replace("(N", &format!("({number}")));
            let ended = run_command(caveat(repository.path()).args(["ask", &query]));
            assert_eq!(ended.code, code, "{query}\n{}", ended.err);
            assert_eq!(ended.err.contains("error[too-many-digits]"), code == 3, "{query}\n{}", ended.err);
        }
    }
}

/// Cells whose value cannot be computed are counted in a remark; cells of missing values are not.
#[test]
fn reports_values_that_cannot_be_computed() {
    let mut session = session();
    let cases = [
        (
            "SELECT ?x (?y + 1 AS ?z) { ?x f:code ?y }",
            "not computed: 12 values, because their input cannot be computed with",
        ),
        ("SELECT ?x (xsd:integer(?y) AS ?z) { ?x f:code ?y FILTER(?y = \"c3\") }", "not computed: 1 value,"),
        ("SELECT ?x (1 / ?y AS ?z) { ?x f:size ?y }", "not computed: 1 value,"),
        ("SELECT ?s (AVG(?y) AS ?z) { ?x f:state ?s ; f:code ?y } GROUP BY ?s", "not computed: 2 values,"),
        ("SELECT ?x (?y + 1 AS ?z) { ?x f:size ?y }", ""),
        ("SELECT ?x (?y + 1 AS ?z) { ?x a v:Item OPTIONAL { ?x f:seldom ?y } }", ""),
        ("SELECT ?x (COALESCE(?y + 1, 0) AS ?z) { ?x a v:Item OPTIONAL { ?x f:seldom ?y } }", ""),
        ("SELECT ?s (AVG(?y) AS ?z) { ?x f:state ?s ; f:size ?y } GROUP BY ?s", ""),
        ("SELECT ?x (MAX(?y) AS ?z) { ?x a v:Item OPTIONAL { ?x f:seldom ?y } } GROUP BY ?x", ""),
    ];
    for (query, told) in cases {
        let found = ask(&mut session, &format!("sparql {query}")).unwrap_or_else(|it| panic!("{query}\n{it}"));
        let notes = found[0].notes.join("\n");
        assert!(notes.starts_with(told) && notes.is_empty() == told.is_empty(), "{query}\n{notes}");
    }
}

/// Groups selected by a count are things that were found.
#[test]
fn judges_groups_selected_by_count() {
    let groups = "{ ?x f:near ?z OPTIONAL { ?z f:seldom ?o } } GROUP BY ?x";
    let cases = [
        ("SELECT ?x G HAVING(COUNT(?o) > 0)", 3),
        ("SELECT ?x (COUNT(?o) AS ?n) G HAVING(COUNT(?o) > 0 && COUNT(?x) > 0)", 3),
        ("SELECT ?x (COUNT(?o) + 1 AS ?n) G HAVING(COUNT(?o) >= COUNT(*))", 3),
        ("SELECT ?x (COUNT(?o) AS ?n) (COUNT(?o) * 2 AS ?twice) G", 3),
        ("SELECT ?x (MAX(?o) AS ?n) G", 3),
        ("SELECT ?x (GROUP_CONCAT(STR(?z)) AS ?n) G", 12),
        ("SELECT ?x (COUNT(?o) AS ?n) G HAVING(COUNT(?o) = 0)", 9),
        ("SELECT ?x { { SELECT ?x (COUNT(?o) AS ?n) G } FILTER(?n < 1) }", 9),
        ("SELECT (COUNT(?x) AS ?c) { { SELECT ?x (COUNT(?o) AS ?n) G HAVING(COUNT(?o) != 0) } }", 3),
    ];
    for (query, number) in cases {
        let query = query.replace(" G", &format!(" {groups}"));
        for (expected, met) in [
            (Expected::Exactly(number), true),
            (Expected::Some, true),
            (Expected::None, false),
            (Expected::AtMost(number - 1), false),
        ] {
            let mut session = session();
            let source = Source::new("question", format!("sparql {query}").as_str());
            let statements = parse(&source).unwrap();
            let asked = session.read(&statements[0], &source).unwrap();
            let answer = session.answer(&statements[0], &source).unwrap_or_else(|it| panic!("{}", messages(&it)));
            let judged =
                judge(&asked, &answer, expected, false).unwrap_or_else(|it| panic!("{query}\n{}", messages(&[it])));
            assert_eq!(judged.met, met, "{query}\n{}", judged.reason);
        }
    }
}

// ------------------------------------------------------------------------------ messages

#[test]
fn explains_undecidable_expectations() {
    let cases = [
        ("SELECT ?x { ?x f:state f:gone }", Expected::None),
        ("SELECT ?x { ?x f:stat f:open }", Expected::None),
        ("SELECT (COUNT(?x) AS ?n) { ?x f:label \"Name 3\" }", Expected::None),
        ("SELECT (COUNT(?X) AS ?n) { ?x f:size ?y }", Expected::None),
        ("SELECT (COUNT(?x) AS ?n) { ?x a f:Nobody }", Expected::None),
        ("ASK { FILTER NOT EXISTS { ?x f:state f:gone } }", Expected::Yes),
        ("SELECT (COUNT(?x) AS ?n) { ?x f:mixed ?y FILTER(?y > 500) }", Expected::None),
        ("SELECT ?x { ?x f:size ?s FILTER NOT EXISTS { ?x f:mixed ?y FILTER(?y > 500) } }", Expected::Some),
        ("SELECT (AVG(?y) AS ?n) { ?x f:size ?y }", Expected::AtMost(50)),
        ("SELECT ?x { ?x f:size ?y } LIMIT 3", Expected::AtMost(3)),
        ("SELECT (COUNT(?z) AS ?n) { ?x f:code ?y BIND(?y + 1 AS ?z) }", Expected::None),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?x f:size ?y } }", Expected::None),
        ("SELECT (COUNT(*) AS ?n) { GRAPH f:open { ?x f:size ?y } }", Expected::None),
        ("SELECT (COUNT(*) AS ?n) { ?x f:code \"c99\" }", Expected::None),
        (
            "ASK { { SELECT ?x (COUNT(?o) AS ?n) { ?x a v:Item OPTIONAL { ?x f:never ?o } } GROUP BY ?x } }",
            Expected::Yes,
        ),
    ];
    let mut told = String::new();
    for (query, expected) in cases {
        let mut session = session();
        let source = Source::new("question", format!("sparql {query}").as_str());
        let statements = parse(&source).unwrap();
        let asked = session.read(&statements[0], &source).unwrap();
        let answer = session.answer(&statements[0], &source).unwrap_or_else(|it| panic!("{}", messages(&it)));
        let fault = judge(&asked, &answer, expected, false).expect_err(query);
        told.push_str(&format!("expect {}: {query}\n{}\n", expected.words(), messages(&[fault])));
    }
    insta::assert_snapshot!("the_judge", told);
}

#[test]
fn reports_prefixes_declared_differently() {
    let repository = Repository::new();
    repository.write("a.ttl", WORDS);
    repository.write("b.ttl", "@prefix f: <http://other.example/f#> . f:x f:y f:z .");
    let asked = |query: &str| {
        let data = ["--data", "a.ttl", "--data", "b.ttl", "ask", query];
        run_command(caveat(repository.path()).args(data))
    };
    let refused = asked("sparql SELECT ?s { ?s f:y ?o }");
    assert_eq!(refused.code, 2);
    insta::assert_snapshot!("two_prefixes", refused.err);
    let said = asked("sparql PREFIX f: <http://other.example/f#> SELECT ?s { ?s f:y ?o }");
    assert_eq!(said.code, 0, "{}", said.err);
}
