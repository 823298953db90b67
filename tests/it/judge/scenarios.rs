//! Scenarios by seed: a question with a fault that a sloppy judge would miss, and its twin without it.

use caveat::audit::Expected;

/// A dozen things with a size, a day, a text, a state. Nothing is `gone`, and there is no `Nobody`.
pub(crate) const FACTS: &str = include_str!("facts.ttl");

/// The kinds of faults.
pub(crate) const KINDS: [&str; 20] = [
    "no row",
    "an IRI that nothing knows",
    "a literal of another sort",
    "a variable that nothing binds",
    "ASK that finds nothing",
    "ASK under negation",
    "a row of no facts",
    "COUNT of 0",
    "COUNT of nothing examined",
    "an aggregate that is no number of things",
    "groups of which there is nothing",
    "groups that may be of nothing",
    "groups without a row",
    "cut short",
    "a condition that cannot be decided",
    "a value that cannot be computed",
    "a graph that is not there",
    "a text that no fact has",
    "a number, a day or an address that no fact has",
    "groups in words",
];

/// A question with a fault, and its twin.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) fault: String,
    pub(crate) twin: String,
    /// What is expected of the fault.
    pub(crate) expected: Expected,
    /// How the fault ends.
    pub(crate) code: u8,
    /// What is expected of the twin: what the fault would have proved.
    pub(crate) of_twin: Expected,
}

/// Numbers from a seed.
struct SeededNumbers(u64);

impl SeededNumbers {
    fn number(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.number(items.len() as u64) as usize]
    }
}

/// The scenario of a kind for a seed.
pub(crate) fn scenario_of_kind(kind: &str, seed: u64) -> Scenario {
    let mut picks = SeededNumbers(seed.wrapping_mul(7919) + kind.len() as u64);
    picks.number(2);
    let select = |picks: &mut SeededNumbers| {
        picks.pick(&[
            "SELECT ?x",
            "SELECT DISTINCT ?x",
            "SELECT REDUCED ?x",
            "SELECT *",
            "SELECT ?x ?y",
            "SELECT (?x AS ?it)",
        ])
    };
    // Conditions on some of the dozen, with `?y` in them.
    let some = |picks: &mut SeededNumbers| {
        picks.pick(&[
            "?x f:size ?y",
            "?x f:day ?y",
            "?x f:near ?y",
            "?y f:near ?x . ?x f:size ?z",
            "?x a v:Item ; f:code ?y",
            "?x f:state ?y ; f:mixed ?m",
            "{ ?x f:size ?y } UNION { ?x f:day ?y }",
            "?x f:near+ ?y",
        ])
    };
    let sparql = |query: String| format!("sparql {query}");
    // Met by some rows.
    let rows = |picks: &mut SeededNumbers| match picks.number(3) {
        0 => Expected::AtMost(500),
        1 => Expected::AtLeast(1),
        _ => Expected::Some,
    };
    let scenario = |fault: String, twin: String, expected, code| Scenario {
        fault: sparql(fault),
        twin: sparql(twin),
        expected,
        code,
        of_twin: expected,
    };
    match kind {
        "no row" => {
            let (form, all) = (select(&mut picks), some(&mut picks));
            let (without, with) = match picks.number(4) {
                0 => ("f:state f:gone", "f:state f:open"),
                1 => ("f:near f:gone", "f:near f:i3"),
                2 => ("f:size 99", "f:size 3"),
                _ => ("f:code \"none such\"", "f:code \"c3\""),
            };
            let expected = match picks.number(3) {
                0 => Expected::AtMost(500),
                1 => Expected::Some,
                _ => Expected::AtLeast(1),
            };
            let of = |what: &str| format!("{form} {{ {all} . ?x {what} }}").replace("} . ?x", "} ?x");
            scenario(of(without), of(with), expected, 3)
        }
        "an IRI that nothing knows" => {
            let (form, all, expected) = (select(&mut picks), some(&mut picks), rows(&mut picks));
            let (fault, twin) = match picks.number(12) {
                0 => ("?x f:stat ?s", "?x f:state ?s"),
                1 => ("?x a v:Itme", "?x a v:Item"),
                2 => ("?x f:state f:opne", "?x f:state f:open"),
                3 => ("OPTIONAL { ?x f:stat ?s }", "OPTIONAL { ?x f:state ?s }"),
                4 => ("FILTER NOT EXISTS { ?x f:state f:gnoe }", "FILTER NOT EXISTS { ?x f:state f:gone }"),
                5 => ("MINUS { ?x f:stat f:shut }", "MINUS { ?x f:state f:shut }"),
                6 => ("FILTER(?x != f:i33)", "FILTER(?x != f:i3)"),
                7 => ("VALUES ?s { f:open f:opne } ?x f:state ?s", "VALUES ?s { f:open f:shut } ?x f:state ?s"),
                8 => ("?x (f:near|f:naer)+ ?s", "?x (f:near|f:next)+ ?s"),
                9 => ("?x !(f:naer) ?s", "?x !(f:near) ?s"),
                10 => ("FILTER(?x NOT IN (f:i3, <http://example.org/f/i4>))", "FILTER(?x NOT IN (f:i3, f:i4))"),
                _ => ("?x ^f:naer ?s", "?x ^f:near ?s"),
            };
            let of = |what: &str| format!("{form} {{ {all} . {what} }}").replace("} . ", "} ");
            scenario(of(fault), of(twin), expected, 3)
        }
        "a literal of another sort" => {
            let count = picks.pick(&["(COUNT(?x) AS ?n)", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?x) AS ?n)"]);
            let (fault, twin) = match picks.number(8) {
                0 => ("?x f:label ?l FILTER(?l = \"Name 3\")", "?x f:label ?l FILTER(?l = \"Name 3\"@en && false)"),
                1 => ("?x f:label \"Name 4\"", "?x f:label \"Name 4\"@en FILTER(false)"),
                2 => ("?x f:size \"5\"", "?x f:size 5 FILTER(false)"),
                3 => ("?x f:day \"2026-01-03\"", "?x f:day \"2026-01-03\"^^xsd:date FILTER(false)"),
                4 => ("?x f:day ?d FILTER(?d = \"2026-01-04\")", "?x f:day ?d FILTER(?d = \"2020-01-04\"^^xsd:date)"),
                5 => ("?x f:code \"c3\"@en", "?x f:code \"c3\" FILTER(false)"),
                6 => (
                    "VALUES ?l { \"Name 5\" } ?x f:label ?l",
                    "VALUES ?l { \"Name 5\"@en } ?x f:label ?l FILTER(false)",
                ),
                _ => (
                    "?x f:label ?l FILTER(?l IN (\"Name 6\", \"Name 7\"))",
                    "?x f:label ?l FILTER(?l IN (\"c3\", \"c4\"))",
                ),
            };
            let of = |what: &str| format!("SELECT {count} {{ {what} }}");
            scenario(of(fault), of(twin), Expected::None, 3)
        }
        "a variable that nothing binds" => {
            let all = picks.pick(&["?x f:size ?y", "?x f:size ?y ; f:code ?c", "?x a v:Item ; f:size ?y"]);
            let (fault, twin) = match picks.number(6) {
                0 => ("(COUNT(?yy) AS ?n) { ALL }", "(COUNT(?y) AS ?n) { ALL FILTER(?y > 99) }"),
                1 => ("(COUNT(?x) AS ?n) { ALL FILTER(BOUND(?z)) }", "(COUNT(?x) AS ?n) { ALL FILTER(!BOUND(?y)) }"),
                2 => ("(COUNT(?x) AS ?n) { ALL { FILTER(?y > 3) } }", "(COUNT(?x) AS ?n) { ALL FILTER(?y > 99) }"),
                3 => ("(COUNT(*) AS ?n) { ALL FILTER(?size > 3) }", "(COUNT(*) AS ?n) { ALL FILTER(?y > 99) }"),
                4 => ("(COUNT(DISTINCT ?X) AS ?n) { ALL }", "(COUNT(DISTINCT ?x) AS ?n) { ALL FILTER(?y < 0) }"),
                _ => (
                    "(COUNT(?x) AS ?n) { ALL FILTER(COALESCE(?z, false)) }",
                    "(COUNT(?x) AS ?n) { ALL FILTER(COALESCE(?y, 0) > 99) }",
                ),
            };
            let of = |what: &str| format!("SELECT {}", what.replace("ALL", all));
            scenario(of(fault), of(twin), Expected::None, 3)
        }
        "ASK that finds nothing" => {
            let all = some(&mut picks);
            let (gone, there) = match picks.number(5) {
                0 => ("?x f:state f:gone", "?x f:state f:open"),
                1 => ("?x a f:Nobody", "?x a v:Item"),
                2 => ("FILTER NOT EXISTS { ?x f:near ?o }", "FILTER NOT EXISTS { ?x f:near f:gone }"),
                3 => ("MINUS { ?x a v:Item }", "MINUS { ?x a f:Nobody }"),
                _ => ("FILTER(!(?x = ?x))", "FILTER(?x = ?x)"),
            };
            let of = |what: &str| format!("ASK {{ {all} . {what} }}").replace("} . ", "} ");
            // Finding something is a `yes`; finding nothing is not a `no`.
            Scenario { of_twin: Expected::Yes, ..scenario(of(gone), of(there), Expected::No, 3) }
        }
        "ASK under negation" => {
            let there = picks.pick(&["?x a v:Item", "?x f:size ?y", "f:i3 f:near ?x", "?x f:day ?y ; f:code ?z"]);
            let gone = picks.pick(&["?o f:state f:gone", "?o a f:Nobody", "?o f:near f:gone", "f:gone f:near ?o"]);
            let fault = match picks.number(9) {
                8 => format!("ASK {{ {there} MINUS {{ ?o f:state f:shut }} }}"),
                0 => format!("ASK {{ FILTER NOT EXISTS {{ {gone} }} }}"),
                1 => format!("ASK {{ {there} FILTER NOT EXISTS {{ {gone} }} }}"),
                2 => format!("ASK {{ FILTER(!EXISTS {{ {gone} }}) }}"),
                3 => format!("ASK {{ {there} FILTER(EXISTS {{ {gone} }} = false) }}"),
                4 => format!("ASK {{ {there} OPTIONAL {{ {gone} }} FILTER(!BOUND(?o)) }}"),
                5 => format!("ASK {{ {there} {{ SELECT (COUNT(?o) AS ?n) {{ {gone} }} }} FILTER(?n = 0) }}"),
                6 => format!("ASK {{ {{ SELECT (COUNT(?o) AS ?n) {{ {gone} }} }} FILTER(?n < 1) }}"),
                _ => format!("ASK {{ BIND(1 AS ?one) MINUS {{ {gone} }} }}"),
            };
            let twin = match picks.number(4) {
                0 => format!("ASK {{ {there} }}"),
                1 => format!("ASK {{ {there} FILTER EXISTS {{ ?x ?p ?any }} }}"),
                2 => format!("ASK {{ {there} FILTER NOT EXISTS {{ ?x f:state f:gone }} }}"),
                _ => format!("ASK {{ {there} MINUS {{ ?x f:state f:gone }} }}"),
            };
            scenario(fault, twin, Expected::Yes, 3)
        }
        "a row of no facts" => {
            let one = picks.pick(&["1", "\"all is well\"", "f:i3", "true"]);
            let (fault, twin) = match picks.number(8) {
                0 => (format!("SELECT ({one} AS ?x) {{ }}"), format!("SELECT ?x ({one} AS ?z) {{ ?x a v:Item }}")),
                1 => (
                    format!("SELECT ?x {{ VALUES ?x {{ {one} }} }}"),
                    "SELECT ?x { VALUES ?x { f:i3 } ?x a v:Item }".into(),
                ),
                2 => (
                    format!("SELECT ?x {{ BIND({one} AS ?x) FILTER NOT EXISTS {{ ?a f:state f:gone }} }}"),
                    format!("SELECT ?x {{ BIND({one} AS ?y) ?x f:state f:open }}"),
                ),
                3 => (
                    "SELECT * { OPTIONAL { ?x f:state f:gone } }".into(),
                    format!("SELECT * {{ ?x f:size ?y BIND({one} AS ?z) OPTIONAL {{ ?x f:state f:gone }} }}"),
                ),
                4 => (
                    "SELECT (COUNT(?x) AS ?n) { ?x a v:Item FILTER NOT EXISTS { ?o f:state f:gone } }".into(),
                    "SELECT (COUNT(?x) AS ?n) { ?x a v:Item FILTER NOT EXISTS { ?x f:state f:gone } }".into(),
                ),
                5 => (
                    format!("SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {one} 2 }} }}"),
                    format!("SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {one} 2 }} ?y f:mixed ?m }}"),
                ),
                6 => (
                    "SELECT ?x { ?x a v:Item FILTER EXISTS { ?x f:size ?y { SELECT (COUNT(?o) AS ?n) { ?o f:state f:gone } } \
                     FILTER(?n = 0) } }"
                        .into(),
                    "SELECT ?x { ?x a v:Item FILTER EXISTS { ?x f:size ?y FILTER(?y >= 0) } }".into(),
                ),
                _ => (
                    format!(
                        "SELECT ({one} AS ?y) ?n {{ {{ SELECT (GROUP_CONCAT(?a) AS ?n) {{ ?a f:state f:gone }} }} }}"
                    ),
                    "SELECT ?y ?n { ?y f:code ?n }".into(),
                ),
            };
            let code = if fault.contains("GROUP_CONCAT") { 2 } else { 3 };
            scenario(fault, twin, rows(&mut picks), code)
        }
        "COUNT of 0" => {
            let count = picks.pick(&["(COUNT(?x) AS ?n)", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?x) AS ?n)"]);
            let all = some(&mut picks);
            let (none, yes) = (picks.pick(&["f:gone", "f:never"]), picks.pick(&["f:open", "f:shut"]));
            let of = |state: &str| match seed % 3 {
                0 => format!("SELECT ?n {{ {{ SELECT {count} {{ {all} . ?x f:state {state} }} }} }}"),
                1 => format!("SELECT {count} {{ {all} . ?x f:state ?s FILTER(?s = {state}) }}"),
                _ => format!("SELECT {count} {{ {all} . ?x f:state {state} }} ORDER BY ?n"),
            };
            let of = |state: &str| of(state).replace("} . ?x", "} ?x");
            let expected = if picks.number(2) == 0 { Expected::Some } else { Expected::AtLeast(1) };
            scenario(of(none), of(yes), expected, 1)
        }
        "COUNT of nothing examined" => {
            let count = picks.pick(&["(COUNT(?x) AS ?n)", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?x) AS ?n)"]);
            let none = picks.pick(&[
                "?x a f:Nobody",
                "?x f:never ?o",
                "?x a f:Nobody ; f:size ?y",
                "?x f:size ?y ; f:never 3",
            ]);
            let all = picks.pick(&[
                "?x a v:Item",
                "?x f:state ?o",
                "?x a v:Item ; f:size ?y",
                "?x f:size ?y ; f:state f:open",
            ]);
            let expected = if picks.number(2) == 0 { Expected::None } else { Expected::AtMost(9) };
            let of = |what: &str| format!("SELECT {count} {{ {what} FILTER NOT EXISTS {{ ?x f:day ?any }} }}");
            // A required pattern may be nested further.
            let inside = picks.pick(&[
                "?x f:size ?y FILTER EXISTS { ?x f:P ?o }",
                "?x f:size ?y FILTER(?y >= 0 && EXISTS { ?x f:P ?o FILTER EXISTS { ?x f:size ?z } })",
                "?x f:size ?y OPTIONAL { ?x f:P ?o } FILTER(BOUND(?o))",
                "?x f:size ?y OPTIONAL { ?x f:P ?o } FILTER(STRLEN(STR(?o)) > 0 || !isBlank(?o))",
                "?x f:size ?y OPTIONAL { ?x f:P ?o } BIND(STR(?o) AS ?t) FILTER(?t != \"\")",
                "{ ?x f:P ?o } UNION { ?x f:size ?y ; f:P ?o }",
                "{ ?x f:P ?o } UNION { ?x f:size ?y FILTER EXISTS { ?x f:P ?o } }",
                "?x f:P|(f:size/f:P) ?o",
                "?x f:size/^f:size/f:P+ ?o",
                "{ SELECT ?x (COUNT(?o) AS ?m) { ?x f:size ?y OPTIONAL { ?x f:P ?o } } GROUP BY ?x HAVING(COUNT(?o) > 0) }",
            ]);
            // A text where a name belongs, or one that only resembles that of a fact.
            let pairs = [
                ("?x f:state ?o FILTER(?o = \"c3\")", "?x f:code ?o FILTER(?o = \"c3\")"),
                ("?x f:state ?o FILTER(STR(?o) = \"c3\")", "?x f:code ?o FILTER(STR(?o) = \"c3\")"),
                ("?x f:state ?o FILTER(?o IN (\"c3\", \"c4\"))", "?x f:code ?o FILTER(?o IN (\"c3\", \"c4\"))"),
                (
                    "?x f:label ?o FILTER(CONTAINS(?o, \"Name\u{a0}3\"))",
                    "?x f:label ?o FILTER(CONTAINS(?o, \"Name 3\"))",
                ),
                ("?x f:label ?o FILTER(REGEX(?o, \"Nam\u{435} 3\"))", "?x f:label ?o FILTER(REGEX(?o, \"Name 3\"))"),
                (
                    "?x f:label ?o FILTER(LCASE(STR(?o)) = \"name\u{a0}3\")",
                    "?x f:label ?o FILTER(LCASE(STR(?o)) = \"name 3\")",
                ),
            ];
            let (text, name) = pairs[picks.number(pairs.len() as u64) as usize];
            match seed % 4 {
                3 => scenario(of(text), of(name), expected, 3),
                0 => scenario(of(none), of(all), expected, 3),
                _ => {
                    scenario(of(&inside.replace("f:P", "f:never")), of(&inside.replace("f:P", "f:state")), expected, 3)
                }
            }
        }
        "an aggregate that is no number of things" => {
            let all = picks.pick(&["?x f:size ?y", "?x f:state f:gone ; f:size ?y", "?x f:size ?y FILTER(?y > 99)"]);
            let fault = picks.pick(&[
                "(SUM(?y) AS ?n)",
                "(AVG(?y) AS ?n)",
                "(MIN(?y) AS ?n)",
                "(MAX(?y) AS ?n)",
                "(SAMPLE(?y) AS ?n)",
                "(COUNT(?x) AS ?n) (SUM(?y) AS ?m)",
                "(COUNT(?x) AS ?n) (COUNT(?y) AS ?m)",
                "(COUNT(?x) + 0 AS ?n)",
                "(IF(COUNT(?x) > 0, 1, 0) AS ?n)",
                "(STR(COUNT(?x)) AS ?n)",
                "(SUM(?y) / COUNT(?y) AS ?n)",
            ]);
            let of = |what: &str| format!("SELECT {what} {{ {all} }}");
            scenario(of(fault), of("(COUNT(?x) AS ?n)"), Expected::AtMost(500), 2)
        }
        "groups of which there is nothing" => {
            let number = picks.pick(&["COUNT(?o)", "SUM(?o)", "COUNT(DISTINCT ?o)", "AVG(?o)"]);
            let all = picks.pick(&["?x a v:Item", "?x f:size ?y", "?x f:code ?c ; f:day ?d"]);
            let none = picks.pick(&["?x f:never ?o", "?x f:state f:gone ; f:size ?o", "?x f:size ?o FILTER(?o > 99)"]);
            let of = |what: &str| format!("SELECT ?x ({number} AS ?n) {{ {all} OPTIONAL {{ {what} }} }} GROUP BY ?x");
            let expected = if picks.number(2) == 0 { Expected::Some } else { Expected::AtLeast(2) };
            scenario(of(none), of("?x f:size ?o"), expected, 1)
        }
        "groups that may be of nothing" => {
            let all = picks.pick(&["?x a v:Item", "?x f:size ?y", "?x f:code ?c ; f:day ?d"]);
            let none = picks.pick(&["?x f:never ?o", "?x f:state f:gone ; f:size ?o", "?x f:size ?o FILTER(?o > 99)"]);
            let asked = picks.pick(&[
                "SELECT ?x (COUNT(?o) + 1 AS ?n) G",
                "SELECT ?x (IF(COUNT(?o) = 0, \"none\", \"some\") AS ?n) G",
                "SELECT ?x (COALESCE(MAX(?o), 0) AS ?n) G",
                "SELECT ?x (COUNT(?x) AS ?a) (COUNT(?o) AS ?n) G",
                "SELECT ?x (SUM(COALESCE(?o, 1)) AS ?n) G",
                "SELECT ?x (COUNT(?o) AS ?n) G HAVING(COUNT(?o) >= 0)",
                "SELECT ?x (COUNT(?o) AS ?n) G HAVING(COUNT(?x) > 0)",
                "SELECT ?x (COUNT(?o) AS ?n) G HAVING(COUNT(?o) <= COUNT(*))",
                "SELECT ?x (COUNT(?o) AS ?n) G HAVING(COUNT(?o) + 1 > 0)",
                "CONSTRUCT { ?x f:n ?n } { { SELECT ?x (COUNT(?o) AS ?n) G } }",
                "SELECT (COUNT(?n) AS ?c) { { SELECT ?x (COUNT(?o) AS ?n) G } }",
                "SELECT ?x ?n { ?x f:size ?s { SELECT ?x (COUNT(?o) AS ?n) G } }",
                "SELECT ?x { ?x f:size ?s FILTER EXISTS { SELECT ?x (COUNT(?o) AS ?n) G } }",
                "ASK { { SELECT ?x (COUNT(?o) AS ?n) G } }",
                "ASK { ?x f:size ?s { SELECT ?x (MIN(?o) AS ?n) G } }",
            ]);
            let chosen = picks.pick(&["COUNT(?o) > 0", "COUNT(?o) >= 1", "1 <= COUNT(?o)", "COUNT(?o) != 0"]);
            let of = |asked: &str, what: &str, having: &str| {
                asked.replace(" G", &format!(" {{ {all} OPTIONAL {{ {what} }} }} GROUP BY ?x{having}"))
            };
            let bare = asked.split(" HAVING").next().unwrap();
            let (fault, twin) = (of(asked, none, ""), of(bare, "?x f:size ?o", &format!(" HAVING({chosen})")));
            let expected = if asked.starts_with("ASK") { Expected::Yes } else { Expected::Some };
            scenario(fault, twin, expected, 2)
        }
        "groups without a row" => {
            let number = picks.pick(&[
                "(COUNT(?y) AS ?n)",
                "(SUM(?y) AS ?n)",
                "(MAX(?y) AS ?n)",
                "(COUNT(?y) AS ?n) (MIN(?y) AS ?m)",
            ]);
            let having = picks.pick(&["", " HAVING(COUNT(?y) > 0)", " HAVING(MAX(?y) >= 1)"]);
            let none = picks.pick(&["f:state f:gone", "f:near f:gone", "f:size 99"]);
            let of = |what: &str| format!("SELECT ?x {number} {{ ?x f:size ?y . ?x {what} }} GROUP BY ?x{having}");
            scenario(of(none), of("f:state f:open"), rows(&mut picks), 3)
        }
        "cut short" => {
            let (form, all) = (select(&mut picks), some(&mut picks));
            let (cut, number) =
                (picks.pick(&["LIMIT", "OFFSET", "LIMIT 3 OFFSET", "ORDER BY ?x LIMIT"]), picks.number(20));
            let whole = format!("{form} {{ {all} }}");
            let fault = match picks.number(2) {
                0 => format!("{whole} {cut} {number}"),
                _ => format!("SELECT * {{ {{ SELECT ?x {{ {all} }} {cut} {number} }} }}"),
            };
            scenario(fault, whole, rows(&mut picks), 2)
        }
        "a condition that cannot be decided" => {
            let (fault, twin) = match picks.number(9) {
                0 => ("?x f:mixed ?y FILTER(?y > 500)", "?x f:size ?y FILTER(?y > 500)"),
                1 => ("?x f:label ?y FILTER(?y > 3)", "?x f:size ?y FILTER(?y > 500)"),
                2 => ("?x f:day ?y FILTER(?y < \"2020-01-01\")", "?x f:day ?y FILTER(?y < \"2020-01-01\"^^xsd:date)"),
                3 => ("?x f:mixed ?y FILTER(?y * 2 = 1)", "?x f:size ?y FILTER(?y * 2 = 1)"),
                4 => ("?x f:near ?y FILTER(LANG(?y) = \"de\")", "?x f:label ?y FILTER(LANG(?y) = \"de\")"),
                5 => (
                    "?x a v:Item OPTIONAL { ?x f:seldom ?y } FILTER(?y > 500)",
                    "?x a v:Item OPTIONAL { ?x f:seldom ?y } FILTER(BOUND(?y) && ?y > 500)",
                ),
                6 => ("?x f:near ?y FILTER(CONTAINS(?y, \"zzz\"))", "?x f:near ?y FILTER(CONTAINS(STR(?y), \"zzz\"))"),
                7 => ("?x f:size ?y FILTER(REGEX(?y, \"^x\"))", "?x f:size ?y FILTER(REGEX(STR(?y), \"^x\"))"),
                _ => (
                    "?x f:day ?y FILTER(?y < \"2019-01-01Z\"^^xsd:date || ?y = 3 || ?y > \"x\")",
                    "?x f:day ?y FILTER(?y < \"2019-01-01\"^^xsd:date)",
                ),
            };
            let count = picks.pick(&["(COUNT(?x) AS ?n)", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?y) AS ?n)"]);
            let expected = if picks.number(2) == 0 { Expected::None } else { Expected::AtMost(3) };
            let of = |what: &str| format!("SELECT {count} {{ {what} }}");
            scenario(of(fault), of(twin), expected, 3)
        }
        "a value that cannot be computed" => {
            let none = Expected::AtMost(3);
            let (asked, expected, twin_of) = match picks.number(20) {
                0 => ("COUNT { ?x P ?y BIND(?y + 1 AS ?z) FILTER(BOUND(?z) && ?z > 500) }", none, "f:size"),
                1 => ("COUNT { ?x P ?y BIND(xsd:integer(?y) AS ?z) FILTER(BOUND(?z) && ?z > 500) }", none, "f:size"),
                2 => ("COUNT { ?x P ?y BIND(?y > 500 AS ?z) FILTER(BOUND(?z) && ?z) }", none, "f:size"),
                3 => ("COUNT { ?x P ?y FILTER(COALESCE(?y > 500, false)) }", none, "f:size"),
                4 => ("COUNT { ?x P ?y FILTER(COALESCE(IF(?y > 500, true, false), false)) }", none, "f:size"),
                5 => (
                    "COUNT { { SELECT ?x (AVG(?y) AS ?z) { ?x P ?y } GROUP BY ?x } FILTER(BOUND(?z) && ?z > 500) }",
                    none,
                    "f:size",
                ),
                6 => (
                    "COUNT { { SELECT ?x (MAX(?y) + 1 AS ?z) { ?x P ?y } GROUP BY ?x } FILTER(BOUND(?z) && ?z > 500) }",
                    none,
                    "f:size",
                ),
                7 => (
                    "COUNT { { SELECT ?x (SUM(?y * 2) AS ?z) { ?x P ?y } GROUP BY ?x } FILTER(COALESCE(?z, 0) > 500) }",
                    none,
                    "f:size",
                ),
                8 => (
                    "COUNT { { SELECT ?x { ?x P ?y } GROUP BY ?x HAVING(COALESCE(AVG(?y) > 500, false)) } }",
                    none,
                    "f:size",
                ),
                9 => (
                    "COUNT { ?x a v:Item FILTER EXISTS { ?x P ?y BIND(?y * 2 AS ?z) FILTER(BOUND(?z) && ?z > 500) } }",
                    none,
                    "f:size",
                ),
                10 => ("COUNT { ?x P ?y FILTER(?y = 500) }", none, "f:size"),
                11 => ("COUNT { ?x P ?y FILTER(?y IN (500, 501)) }", none, "f:size"),
                12 => ("COUNT { ?x P ?y FILTER(?y = \"2020-01-01\"^^xsd:date) }", none, "f:day"),
                13 => ("COUNT { ?x P ?y BIND(?y = 500 AS ?z) FILTER(?z) }", none, "f:size"),
                14 => (
                    "ASK { ?x a v:Item FILTER NOT EXISTS { ?x P ?y BIND(?y + 1 AS ?z) FILTER(BOUND(?z) && ?z > 500) } }",
                    Expected::Yes,
                    "f:size",
                ),
                15 => (
                    "SELECT ?x { ?x a v:Item MINUS { ?x P ?y BIND(?y - 1 AS ?z) FILTER(BOUND(?z) && ?z > 3) } }",
                    Expected::Some,
                    "f:size",
                ),
                16 => (
                    "SELECT ?x { ?x a v:Item OPTIONAL { ?x P ?y FILTER(?y > 500) } FILTER(!BOUND(?y)) }",
                    Expected::Some,
                    "f:size",
                ),
                17 => ("SELECT ?x { ?x P ?y FILTER(?y != 500) }", Expected::Some, "f:size"),
                18 => (
                    "SELECT ?x { ?x a v:Item OPTIONAL { ?x P ?y FILTER(?y < 20) } } GROUP BY ?x HAVING(COUNT(?y) < 2)",
                    Expected::Some,
                    "f:size",
                ),
                _ => ("SELECT ?x (?y + 1 AS ?z) { ?x P ?y }", Expected::Some, "f:size"),
            };
            let count = picks.pick(&["(COUNT(?x) AS ?n)", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?x) AS ?n)"]);
            let asked = asked.replace("COUNT {", &format!("SELECT {count} {{"));
            let fault = asked.replace(" P ", &format!(" {} ", picks.pick(&["f:code", "f:mixed"])));
            // The value in question can be computed, and a missing one need not be.
            let twin = match picks.number(4) {
                0 if expected == none => {
                    format!(
                        "SELECT {count} {{ ?x f:mixed ?y FILTER(isNumeric(?y)) BIND(?y + 1 AS ?z) FILTER(?z > 500) }}"
                    )
                }
                1 if expected == none => format!(
                    "SELECT {count} {{ ?x a v:Item OPTIONAL {{ ?x f:seldom ?y }} BIND(?y + 1 AS ?z) \
                     FILTER(BOUND(?z) && ?z > 500) }}"
                ),
                _ => asked.replace(" P ", &format!(" {twin_of} ")),
            };
            scenario(fault, twin, expected, 3)
        }
        "a graph that is not there" => {
            let graph = picks.pick(&["?g", "f:open", "f:i3", "f:gone"]);
            let all = picks.pick(&["?x f:size ?y", "?x f:size ?y ; f:code ?c", "?x a v:Item ; f:size ?y"]);
            let count = picks.pick(&["(COUNT(?x) AS ?n)", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?x) AS ?n)"]);
            let (asked, expected) = match picks.number(4) {
                0 => (format!("SELECT {count} {{ GRAPH G {{ {all} }} FILTER(?y > 99) }}"), Expected::None),
                1 => (format!("SELECT {count} {{ {all} . GRAPH G {{ ?x f:state f:gone }} }}"), Expected::AtMost(2)),
                2 => {
                    (format!("ASK {{ {all} FILTER NOT EXISTS {{ GRAPH G {{ ?x f:state f:gone }} }} }}"), Expected::Yes)
                }
                _ => (format!("SELECT ?x {{ {all} MINUS {{ GRAPH G {{ ?x f:state f:shut }} }} }}"), Expected::Some),
            };
            let fault = asked.replace("GRAPH G", &format!("GRAPH {graph}"));
            scenario(fault, asked.replace("GRAPH G", ""), expected, 3)
        }
        "a text that no fact has" => {
            let count = picks.pick(&["(COUNT(?x) AS ?n)", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?x) AS ?n)"]);
            let asked = picks.pick(&[
                "?x f:code \"TEXT\"",
                "?x f:code ?c FILTER(?c = \"TEXT\")",
                "?x f:code ?c FILTER(\"TEXT\" = ?c && BOUND(?x))",
                "?x f:code ?c FILTER(STR(?c) = \"TEXT\")",
                "?x f:code ?c FILTER(sameTerm(?c, \"TEXT\"))",
                "?x f:code ?c FILTER(?c IN (\"TEXT\", \"TEXT\"))",
                "?x f:code ?c FILTER(?c = \"TEXT\" || ?c = \"TEXT\")",
                "VALUES ?c { \"TEXT\" } ?x f:code ?c",
                "?x f:code ?c FILTER(STR(?x) = \"https://example.org/f/TEXT\")",
            ]);
            let missing = picks.pick(&["c99", "C3", "a text", "i33"]);
            let fault = asked.replace("TEXT", missing);
            let there = if asked.contains("f/TEXT") { "i3" } else { "c3" };
            let twin = asked.replace("TEXT", there);
            let expected = if picks.number(2) == 0 { Expected::None } else { Expected::Exactly(0) };
            let of = |what: &str| format!("SELECT {count} {{ {what} }}");
            scenario(of(&fault), of(&format!("{twin} FILTER(?x = f:i4)")), expected, 3)
        }
        "a number, a day or an address that no fact has" => {
            let count = picks.pick(&["(COUNT(?x) AS ?n)", "(COUNT(*) AS ?n)", "(COUNT(DISTINCT ?x) AS ?n)"]);
            // A pattern finds a literal as it is written, not another of the same value.
            let (asked, missing, there) = match picks.number(6) {
                0 => ("?x f:size IT", picks.pick(&["5.0", "\"05\"^^xsd:integer", "\"5\"^^xsd:int", "99"]), "5"),
                1 => ("VALUES ?s { IT } ?x f:size ?s", picks.pick(&["5.0", "\"+5\"^^xsd:integer", "77"]), "5"),
                2 => ("?x f:size ?s FILTER(sameTerm(?s, IT))", picks.pick(&["7.0", "\"07\"^^xsd:integer"]), "7"),
                3 => (
                    "?x f:day IT",
                    picks.pick(&["\"2026-01-03Z\"^^xsd:date", "\"2026-01-03T00:00:00\"^^xsd:dateTime"]),
                    "\"2026-01-03\"^^xsd:date",
                ),
                4 => (
                    "?x f:near ?s FILTER(?s = IRI(\"https://example.org/f/IT\"))",
                    picks.pick(&["I3", "i33", "i03"]),
                    "i3",
                ),
                _ => ("?x ?p ?s FILTER(DATATYPE(?s) = xsd:IT)", picks.pick(&["int", "double", "dateTime"]), "integer"),
            };
            let expected = if picks.number(2) == 0 { Expected::None } else { Expected::Exactly(0) };
            let of = |what: &str| format!("SELECT {count} {{ {what} }}");
            let twin = format!("{} FILTER(?x = f:i0 && ?x != f:i0)", asked.replace("IT", there));
            scenario(of(&asked.replace("IT", missing)), of(&twin), expected, 3)
        }
        "groups in words" => {
            let by = picks.pick(&["code", "size"]);
            let (size, number) = (picks.number(11), 12 + picks.number(40));
            let asked = match picks.number(3) {
                0 => "how many items".to_owned(),
                1 => format!("how many items whose size > {size}"),
                _ => format!("how many items whose size is {size}"),
            };
            let expected = if picks.number(2) == 0 { Expected::AtMost(number) } else { Expected::Some };
            Scenario { fault: format!("{asked} per {by}"), twin: asked, expected, code: 2, of_twin: expected }
        }
        _ => panic!("no kind is called {kind}"),
    }
}
