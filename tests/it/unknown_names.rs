//! Names in facts that no vocabulary knows, and what a JSON-LD processor would drop: nobody would ever find such a
//! fact, so it is refused.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use caveat::base::{Blame, Diagnostic, Faults};
use caveat::exec::Body;
use caveat::session::Session;
use caveat::store::{Input, MAX_FILE, load};
use caveat::words::{Lexicon, Path};
use oxigraph::model::NamedNode;

use crate::world::{self, messages, path, paths, settings};

const LIBRARY: &str = "https://library.example/ns#";
const SHIPPED: &str = "https://w3id.org/caveat/ns#";

/// A session over files of a world and a text beside them.
fn open(mut files: Vec<PathBuf>, name: &str, text: &str) -> Result<Session, Faults> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    files.push(file);
    let inputs: Vec<Input> = files.into_iter().map(Input::Path).collect();
    Session::new(load(&inputs, Some(folder.path()), MAX_FILE)?, settings())
}

fn open_beside(world: &str, text: &str) -> Result<Session, Faults> {
    open(paths(world), "facts.ttl", text)
}

fn faults(opened: Result<Session, Faults>, what: &str) -> Vec<Diagnostic> {
    opened.err().unwrap_or_else(|| panic!("{what} is taken")).to_vec()
}

/// The terms that a vocabulary describes, without their prefix: all, the properties, the classes.
fn terms(world: &str, prefix: &str) -> [BTreeSet<String>; 3] {
    let file = match world {
        "library" => path("library").join("vocabulary.ttl"),
        _ => crate::world::root().join("data/vocabulary.ttl"),
    };
    let text = fs::read_to_string(file).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix(prefix)?.strip_prefix(':')?.split_once(' '));
    let mut terms = <[BTreeSet<String>; 3]>::default();
    for (local, rest) in lines {
        let rest = rest.trim_start();
        terms[0].insert(local.to_owned());
        let is_property = ["a rdf:Property", "a say:Relation", "a say:Attribute"].iter().any(|it| rest.starts_with(it));
        if is_property || rest.starts_with("a rdfs:Class") {
            terms[if is_property { 1 } else { 2 }].insert(local.to_owned());
        }
    }
    terms
}

/// Misspellings of a name: another first letter, one missing, two exchanged, one twice, the plural.
fn misspellings(local: &str) -> Vec<String> {
    let letters: Vec<char> = local.chars().collect();
    let middle = letters.len() / 2;
    let text = |letters: &[char]| letters.iter().collect::<String>();
    let mut first = letters.clone();
    first[0] = if first[0].is_uppercase() { first[0].to_ascii_lowercase() } else { first[0].to_ascii_uppercase() };
    let mut out = letters.clone();
    out.remove(middle);
    let mut exchanged = letters.clone();
    exchanged.swap(middle - 1, middle);
    let mut twice = letters.clone();
    twice.insert(middle, letters[middle]);
    [text(&first), text(&out), text(&exchanged), text(&twice), format!("{local}s")].into()
}

#[test]
fn refuses_unknown_names_with_the_nearest() {
    for (world, prefix, namespace) in [("empty", "cv", SHIPPED), ("library", "lib", LIBRARY)] {
        let [all, properties, classes] = terms(world, prefix);
        let (mut wrong, mut right, mut tried) = (String::new(), String::new(), Vec::new());
        for (at, local) in properties.iter().chain(&classes).enumerate().filter(|(_, it)| it.len() > 3) {
            // Each name is misspelled in one way: all ways occur with some name.
            let ways = misspellings(local);
            let mistyped = &ways[at % ways.len()];
            if all.contains(mistyped) || tried.contains(mistyped) {
                continue;
            }
            let fact = |local: &str| match classes.contains(local) || local.starts_with(char::is_uppercase) {
                true => format!("<https://elsewhere.example/{at}> a <{namespace}{local}> .\n"),
                false => {
                    format!("<https://elsewhere.example/a> <{namespace}{local}> <https://elsewhere.example/b> .\n")
                }
            };
            wrong.push_str(&fact(mistyped));
            right.push_str(&fact(local));
            tried.push(mistyped.clone());
        }
        assert!(tried.len() > 10, "{world}: {tried:?}");
        let problems = faults(open_beside(world, &wrong), world);
        for (line, mistyped) in (1..).zip(&tried) {
            let place = format!("in facts.ttl:{line}");
            let of_it = |it: &&Diagnostic| it.code.as_str() == "unknown-name" && it.message.ends_with(&place);
            let problem = problems.iter().find(of_it).unwrap_or_else(|| panic!("{mistyped} is taken"));
            assert_eq!(problem.blame, Blame::Data);
            assert!(problem.help.iter().any(|it| it.starts_with("nearest: `")), "{mistyped}: {:?}", problem.help);
        }
        assert_eq!(problems.len(), tried.len(), "{}", messages(&problems));
        // The twin may have other faults, but none in a name.
        let named = open_beside(world, &right).err().map_or_else(Vec::new, |faults| faults.to_vec());
        assert!(named.iter().all(|it| it.code.as_str() != "unknown-name"), "{}", messages(&named));
    }
}

#[test]
fn refuses_unknown_values_where_no_things_are_named() {
    let fact =
        |local: &str| format!("<https://elsewhere.example/a> <https://elsewhere.example/is> <{SHIPPED}{local}> .\n");
    let known = ["login", "public", "gdprCompliance"];
    let facts: String = known.map(fact).concat();
    open_beside("empty", &facts).unwrap_or_else(|it| panic!("{}", messages(&it)));
    let wrong: BTreeSet<String> = known.iter().flat_map(|it| misspellings(it)).collect();
    let facts: String = wrong.iter().map(|it| fact(it)).collect();
    let problems = faults(open_beside("empty", &facts), "a value");
    assert!(problems.iter().all(|it| it.code.as_str() == "unknown-name"), "{}", messages(&problems));
    assert_eq!(problems.len(), wrong.len(), "{}", messages(&problems));
    // The library's namespace also holds things: a missing one is a dangling link, which questions report.
    let fact = format!("<https://library.example/id/ice> <{LIBRARY}genre> <{LIBRARY}notThere> .\n");
    open_beside("library", &fact).unwrap_or_else(|it| panic!("{}", messages(&it)));
}

#[test]
fn refuses_look_alike_namespaces() {
    let uses: [fn(&str) -> String; 3] = [
        |iri| format!("<https://elsewhere.example/a> a <{iri}Claim> .\n"),
        |iri| format!("<https://elsewhere.example/a> <{iri}statement> \"text\" .\n"),
        |iri| format!("<https://elsewhere.example/a> <https://elsewhere.example/is> <{iri}login> .\n"),
    ];
    let alike = [
        "http://w3id.org/caveat/ns#",
        "HTTPS://w3id.org/caveat/ns#",
        "https://www.w3id.org/caveat/ns#",
        "http://www.w3id.org/caveat/ns#",
        "https://w3id.org/Caveat/ns#",
    ];
    let mut facts: String = alike.iter().flat_map(|it| uses.map(|fact| fact(it))).collect();
    // Things may be named below the vocabulary, but not classes and properties.
    let below = "https://w3id.org/caveat/ns/";
    facts.extend(uses.map(|fact| fact(below)));
    let problems = faults(open_beside("empty", &facts), "a look-alike");
    assert_eq!(problems.len(), alike.len() * uses.len() + 2, "{}", messages(&problems));
    for problem in &problems {
        assert_eq!((problem.blame, problem.code.as_str()), (Blame::Data, "another-namespace"), "{}", problem.message);
        assert!(problem.help.iter().any(|it| it.contains(SHIPPED)), "{:?}", problem.help);
    }
    let elsewhere = ["http://other.example/ns#", "https://w3id.org/other/ns#"];
    let facts: String = elsewhere.iter().flat_map(|it| uses.map(|fact| fact(it))).collect();
    open_beside("empty", &facts).unwrap_or_else(|it| panic!("{}", messages(&it)));
}

/// An index keeps what was found when the facts were read.
#[test]
fn an_index_does_not_hide_an_unknown_name() {
    use caveat::files::Files;
    use caveat::store::{CacheMode, IndexFolder, load_cached};
    let [folder, cache] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let cache = IndexFolder::at(cache.path());
    let mut facts: String = (0..50_000).map(|at| format!("<x:{at}> <x:is> <x:there> .\n")).collect();
    let value = "<x:a> <x:is> <https://w3id.org/caveat/ns#pubic> .\n";
    facts.push_str(value);
    fs::write(folder.path().join("facts.nt"), facts).unwrap();
    let inputs: Vec<Input> =
        paths("empty").into_iter().chain([folder.path().join("facts.nt")]).map(Input::Path).collect();
    let files = Files::Disk(folder.path().to_owned());
    for _ in 0..2 {
        let read = load_cached(&files, &inputs, (&cache, CacheMode::TrustTimes), MAX_FILE, &mut |_| {});
        let problems = faults(Session::new(read.unwrap().0, settings()), "a value of no vocabulary");
        assert_eq!(problems[0].code.as_str(), "unknown-name", "{}", messages(&problems));
    }
}

// ------------------------------------------------------------------------------- JSON-LD

/// Documents in which something would be dropped, each with a twin in which nothing is.
const DOCUMENTS: [(&str, &str, &str, &str); 25] = [
    ("unknown-key", "`claim`", r#""claim": "lost""#, r#""x:claim": "kept""#),
    ("unknown-key", "`my key`", r#""my key": "lost""#, r#""https://e.x/my-key": "kept""#),
    (
        "unknown-key",
        "`claim`",
        r#""x:deep": { "x:deeper": [ { "claim": 1 } ] }"#,
        r#""x:deep": { "x:deeper": [ { "x:claim": 1 } ] }"#,
    ),
    (
        "unknown-key",
        "`claim`",
        r#""claim": { "@id": "https://e.x/b", "x:is": 1 }"#,
        r#""mapped": { "@id": "https://e.x/b", "x:is": 1 }"#,
    ),
    ("unknown-key", "`Claim`", r#""@type": "Claim""#, r#""@type": "x:Claim""#),
    ("unknown-key", "`_:claim`", r#""_:claim": "lost""#, r#""x:claim": "kept""#),
    ("unknown-key", "`@ide`", r#""@ide": "https://e.x/b""#, r#""x:ide": "https://e.x/b""#),
    ("unknown-key", "`@claim`", r#""@claim": "lost""#, r#""left out": "by its context""#),
    ("relative-address", "`b`", r#""x:link": { "@id": "b" }"#, r#""x:link": { "@id": "https://e.x/b" }"#),
    ("relative-address", "`some/where#b`", r#""link": "some/where#b""#, r#""link": "x:b""#),
    ("relative-address", "`https://e.x/a b`", r#""link": "https://e.x/a b""#, r#""link": "https://e.x/a%20b""#),
    (
        "relative-address",
        "`b`",
        r#""x:all": { "@list": [ { "@id": "b" } ] }"#,
        r#""x:all": { "@list": [ { "@id": "_:b" } ] }"#,
    ),
    ("unknown-key", "`\"@alice\"`", r#""x:link": { "@id": "@alice" }"#, r#""x:link": { "@id": "https://e.x/@alice" }"#),
    ("unknown-key", "`\"@alice\"`", r#""link": [ "@alice" ]"#, r#""x:handle": [ "@alice" ]"#),
    ("unknown-key", "`\"@Club\"`", r#""@type": [ "x:Club", "@Club" ]"#, r#""@type": [ "x:Club", "x:Pub" ]"#),
    (
        "unknown-key",
        "`\"@size\"`",
        r#""x:size": { "@value": "12", "@type": "@size" }"#,
        r#""x:size": { "@value": "12", "@type": "x:size" }"#,
    ),
    (
        "unknown-key",
        "`\"@size\"`",
        r#""@context": { "size": { "@id": "@size" } }, "x:size": 1"#,
        r#""@context": { "size": { "@id": "x:size" } }, "x:size": 1"#,
    ),
    ("lost-index", "`\"@index\"`", r#""@index": "first""#, r#""x:index": "first""#),
    ("lost-index", "`\"first\"`", r#""by": { "first": "a", "@none": "b" }"#, r#""by": { "@none": [ "a", "b" ] }"#),
    (
        "lost-direction",
        "direction",
        r#""x:text": { "@value": "a", "@direction": "rtl" }"#,
        r#""x:text": { "@value": { "@direction": "rtl", "@index": 1 }, "@type": "@json" }"#,
    ),
    ("unknown-key", "\"@default\"", r#""x:is": { "@default": 5 }"#, r#""x:is": { "x:default": 5 }"#),
    ("unknown-key", "\"@vocab\"", r#""@vocab": "https://e.x/""#, r#""@context": { "@vocab": "https://e.x/" }"#),
    ("unknown-key", "\"@base\"", r#""x:is": [ { "@base": "https://e.x/" } ]"#, r#""x:is": [ { "x:base": 1 } ]"#),
    ("free-value", "`\"free\"`", r#""in": [ "free" ]"#, r#""in": [ { "x:is": 2 }, null ]"#),
    ("free-value", "`\"@value\"`", r#""in": { "@value": 1 }"#, r#""x:in": { "@value": 1 }"#),
];

#[test]
fn reports_all_that_json_ld_would_drop() {
    let context = r#"{ "x": "https://e.x/ns#", "mapped": "x:mapped", "link": { "@id": "x:link", "@type": "@id" }, "left out": null, "in": "@graph", "by": { "@id": "x:by", "@container": "@index" } }"#;
    for (code, named, wrong, right) in DOCUMENTS {
        for (node, line) in [("\"@id\": \"https://e.x/a\",\n ", 3), ("", 2)] {
            let document =
                |of: &str| format!("{{ \"@context\": {context}, \"@graph\": [ {{\n {node}{of}, \"x:is\": 1 }} ] }}\n");
            let open = |of: &str| open(paths("library"), "facts.jsonld", &document(of));
            let problems = faults(open(wrong), wrong);
            let found: Vec<_> = problems.iter().map(|it| (it.blame, it.code.as_str())).collect();
            let told = messages(&problems);
            assert_eq!(found, [(Blame::Data, code)], "{wrong}: {told}");
            assert!(problems[0].message.contains(named), "{told}");
            assert!(told.contains(&format!("facts.jsonld:{line}:")), "{told}");
            open(right).unwrap_or_else(|it| panic!("{right}: {}", messages(&it)));
        }
    }
    // A context with a default vocabulary maps every key.
    let whole = r#"{ "@context": { "@vocab": "https://e.x/ns#", "@base": "https://e.x/" }, "@id": "a", "claim": { "@id": "b" } }"#;
    open(paths("library"), "facts.jsonld", whole).unwrap_or_else(|it| panic!("{}", messages(&it)));
}

/// A free value belongs to no node, wherever it is, and whatever the names of the keywords.
#[test]
fn refuses_free_values_in_json_ld() {
    let node = r#"{ "@id": "https://e.x/a", "https://e.x/is": [ "held", { "@list": [ 1, "held" ] } ] }"#;
    let places: [fn(&str, &str) -> String; 6] = [
        |value, node| format!("[ {value}, {node} ]"),
        |value, node| format!("[ {node}, [ {value} ] ]"),
        |value, node| format!("{{ \"@graph\": [ {node}, {value} ] }}"),
        |value, node| format!("{{ \"@context\": {{ \"all\": \"@graph\" }}, \"all\": [ {value}, {node} ] }}"),
        |value, node| format!("[ {node}, {{ \"@set\": [ {value} ] }} ]"),
        |value, node| format!("[ {node}, {{ \"@id\": \"https://e.x/g\", \"@graph\": {value} }} ]"),
    ];
    let lost = ["\"free\"", "\"\\\"\"", "5", "true", "{ \"@value\": \"free\" }", "{ \"@list\": [ \"free\" ] }"];
    let kept = ["null", "[]", r#"{ "https://e.x/is": "free" }"#, r#"{ "@value": null }"#];
    for (at, place) in places.iter().enumerate() {
        for value in lost {
            let problems = faults(open(paths("library"), "facts.jsonld", &place(value, node)), value);
            let codes: Vec<_> = problems.iter().map(|it| it.code.as_str()).collect();
            assert_eq!(codes, ["free-value"], "{at}, {value}: {}", messages(&problems));
        }
        for value in kept {
            let opened = open(paths("library"), "facts.jsonld", &place(value, node));
            opened.unwrap_or_else(|it| panic!("{at}, {value}: {}", messages(&it)));
        }
    }
    for value in ["\"free\"", "5", "{ \"@value\": \"free\" }"] {
        faults(open(paths("library"), "facts.jsonld", value), value);
    }
}

/// The processor copies all terms for each context within another: a small file could take hours.
#[test]
fn limits_contexts_within_contexts() {
    let document = |scoped: &str, uses: usize, node: &str| {
        let terms: String = (0..5_000).map(|at| format!(", \"t{at}\": \"https://e.x/t{at}\"")).collect();
        let nodes = vec![node; uses].join(",\n");
        format!(
            "{{ \"@context\": {{ \"s\": {{ \"@id\": \"https://e.x/s\"{scoped} }}{terms} }},\n\"@graph\": [ {nodes} ] }}"
        )
    };
    let scoped = ", \"@context\": { \"u\": \"https://e.x/u\" }";
    let uses = [
        (scoped, r#"{ "s": { "u": 1 } }"#),
        (scoped, r#"{ "@type": [ "t1", "s" ], "t2": 2 }"#),
        ("", r#"{ "@context": { "u": "https://e.x/u" }, "u": 1 }"#),
    ];
    for (scoped, node) in uses {
        let open = |uses| open(paths("library"), "facts.jsonld", &document(scoped, uses, node));
        let problems = faults(open(1_001), node);
        assert_eq!(
            (problems.len(), problems[0].code.as_str()),
            (1, "too-much-context"),
            "{node}: {}",
            messages(&problems)
        );
        if scoped.is_empty() {
            insta::assert_snapshot!("too_much_context", messages(&problems));
        }
        open(3).unwrap_or_else(|it| panic!("{node}: {}", messages(&it)));
    }
    // Without contexts of their own, terms may be used without limit.
    let plain = document("", 2_000, r#"{ "s": { "t1": 1 } }"#);
    open(paths("library"), "facts.jsonld", &plain).unwrap_or_else(|it| panic!("{}", messages(&it)));
}

#[test]
fn reports_misplaced_json_ld() {
    let lost = r#"{ "@context": { "x": "https://e.x/ns#", "by": { "@id": "x:by", "@container": "@index" } }, "@graph": [
"free", { "x:is": 1, "@index": "first", "by": { "second": 2 } },
{ "x:is": { "@value": "text", "@direction": "rtl" } } ] }"#;
    insta::assert_snapshot!(messages(&faults(open(paths("empty"), "facts.jsonld", lost), "what is lost")));
}

/// A full IRI that begins with a declared prefix is a mistake, wherever it is: in Turtle, the angle brackets are too
/// much.
#[test]
fn refuses_a_prefix_in_a_full_iri() {
    let right = ["ex:a", "ex:size", "ex:Box", "ex:b", "data:b", "geo:b", "ex:g", "ex:inch"];
    let facts = |[thing, property, class, one, two, three, graph, datatype]: [&str; 8]| {
        let prefixes: String = ["ex", "data", "geo"].map(|it| format!("@prefix {it}: <https://e.x/{it}#> . ")).concat();
        format!(
            "{prefixes}\n{graph} {{ {thing} {property} 12 ; a {class} ; ex:is {one}, {two}, {three}, \"5\"^^{datatype} . }}\n"
        )
    };
    let open_beside = |world: &str, text: &str| open(paths(world), "facts.trig", text);
    open_beside("library", &facts(right)).unwrap_or_else(|it| panic!("{}", messages(&it)));
    for at in 0..right.len() {
        let mut wrong = right;
        let address = format!("<{}>", right[at]);
        wrong[at] = &address;
        // An IRI with a real scheme can be meant, but not as a property or a class.
        if address == "<geo:b>" {
            open_beside("library", &facts(wrong)).unwrap_or_else(|it| panic!("{}", messages(&it)));
            continue;
        }
        let problems = faults(open_beside("library", &facts(wrong)), &address);
        let codes: Vec<_> = problems.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["prefix-in-address"], "{}", messages(&problems));
        assert!(messages(&problems).contains("in facts.trig:2"), "{}", messages(&problems));
    }
    let meant = "@prefix x: <x:> . @prefix data: <https://e.x/data#> .\n<x:a> <x:is> <data:text/plain,12>, data:b .\n";
    open_beside("library", meant).unwrap_or_else(|it| panic!("{}", messages(&it)));
}

/// In JSON-LD, what no context maps is a full IRI: it is refused where another file declares the prefix.
#[test]
fn refuses_prefixes_that_only_other_files_declare() {
    let document = |context: &str, is: &str| {
        format!("{{ \"@context\": {{{context}}}, \"@graph\": [\n{is}, \"urn:is\": 1 }} ] }}\n")
    };
    let whole = format!("\"lib\": \"{LIBRARY}\"");
    let uses = [
        r#"{ "@id": "lib:a""#,
        r#"{ "lib:is": "kept""#,
        r#"{ "@type": "lib:Book""#,
        r#"{ "urn:link": { "@id": "lib:b" }"#,
        r#"{ "urn:deep": { "urn:all": { "@list": [ { "@id": "lib:b" } ] } }"#,
    ];
    for is in uses {
        let problems = faults(open(paths("library"), "facts.jsonld", &document("", is)), is);
        let codes: Vec<_> = problems.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["prefix-in-address"], "{is}: {}", messages(&problems));
        assert!(messages(&problems).contains("in facts.jsonld:2"), "{}", messages(&problems));
        // Without a prefix of that name, it is a scheme of one's own.
        for (context, is) in [(&*whole, is.to_owned()), ("", is.replace("lib:", "acme:"))] {
            if let Err(it) = open(paths("library"), "facts.jsonld", &document(context, &is)) {
                assert!(it.iter().all(|it| it.code.as_str() == "unknown-name"), "{is}: {}", messages(&it));
            }
        }
    }
}

/// Tens of thousands of unknown names: some are reported with the nearest, the others counted, in the time that reading
/// takes.
#[test]
fn reports_very_many_unknown_names() {
    let many = 20_000;
    let facts = |namespace: &str, of: &str| -> String {
        (0..many).map(|at| format!("<{LIBRARY}a> <{namespace}p{at}> {of} .\n")).collect()
    };
    let problems = faults(open_beside("library", &facts(LIBRARY, "\"text\"")), "20,000 properties");
    assert_eq!(problems.len(), 201, "{}", problems.len());
    assert!(problems.iter().all(|it| it.code.as_str() == "unknown-name"));
    for (line, problem) in (1..).zip(&problems[..200]) {
        assert!(problem.message.ends_with(&format!("1 fact uses it, in facts.ttl:{line}")), "{}", problem.message);
    }
    assert!(problems[200].message.starts_with("19800 more names"), "{}", problems[200].message);
    let classes: String = (0..many)
        .map(|at| format!("<{LIBRARY}a> <{LIBRARY}q{at}> <{LIBRARY}C{at}> ; a <{LIBRARY}D{at}> .\n"))
        .collect();
    let problems = faults(open_beside("library", &classes), "20,000 classes");
    assert!(problems[200].message.starts_with("39800 more names"), "{}", problems[200].message);
    let say = "https://w3id.org/caveat/say#";
    let problems = faults(open_beside("library", &facts(say, "<x:a>")), "20,000 terms");
    assert_eq!((problems.len(), problems[200].code.as_str()), (201, "unknown-say"));
    // The twin, in a namespace of no vocabulary.
    let session = open_beside("library", &facts("https://elsewhere.example/", "\"text\"")).unwrap();
    assert_eq!(caveat::words::unfamiliar(session.dataset()).len(), many);
}

#[test]
fn reports_the_first_of_many_dropped_keys() {
    let keys: String = (0..30).map(|at| format!(", \"key{at}\": {at}\n")).collect();
    let problems =
        faults(open(paths("library"), "facts.jsonld", &format!("{{ \"@id\": \"https://e.x/a\"{keys} }}")), "");
    assert_eq!(problems.len(), 21);
    assert!(problems[20].message.contains("10 more keys"), "{}", problems[20].message);
}

#[test]
fn reports_a_lost_iri() {
    let lost = r#"{"@context":{"cv":"https://w3id.org/caveat/ns#"},"@graph":[
{"@id":"http://e.x/c1","@type":"cv:Claim","cv:statement":"kept"},
{"@id":"c2","@type":"cv:Claim","cv:statement":"lost","claim":"lost too"}]}"#;
    insta::assert_snapshot!(messages(&faults(open(paths("empty"), "facts.jsonld", lost), "c2")));
}

/// No question would find a property of the vocabulary on something without a class: it is refused. Its twin states the
/// class.
#[test]
fn refuses_properties_of_things_without_a_kind() {
    let worlds = [
        ("library", "@prefix t: <https://library.example/ns#> .\n", 6),
        ("shipped", "@prefix t: <https://w3id.org/caveat/ns#> .\n", 60),
    ];
    for (world, prefix, least) in worlds {
        let mut session = world::session(world);
        let relations = session.lexicon().relations().map(|(_, it)| (it.term.clone(), it.path.clone(), it.from));
        let attributes = session.lexicon().attributes().map(|(_, it)| (it.term.clone(), it.path.clone(), it.of));
        let own = relations.chain(attributes).filter(|(term, path, _)| *path == Path::property(term.clone()));
        let own: Vec<_> = own.map(|(term, _, of)| (term, session.lexicon().kind(of).class.clone())).collect();
        assert!(own.len() >= least, "{world}: {}", own.len());
        // A value that the facts have somewhere is of the right type.
        let (mut tried, mut others) = (0, 0);
        for (property, class) in &own {
            let query = format!("sparql SELECT ?v {{ ?s <{}> ?v FILTER(!isBlank(?v)) }} LIMIT 1", property.as_str());
            let answers = world::ask(&mut session, &query).unwrap_or_default();
            let Some(Body::Table(table)) = answers.first().map(|it| &it.body) else { continue };
            let Some(value) = table.rows.first().and_then(|row| row.cells[0].values.first()) else { continue };
            let said = format!("{prefix}<https://x.example/y> {property} {} .\n", value.term);
            let found = faults(open_beside(world, &said), &said);
            let told = messages(&found);
            assert!(found.iter().any(|it| it.code.as_str() == "of-no-kind"), "{said}{told}");
            assert!(told.contains("facts.ttl:2") && told.contains("https://x.example/y"), "{told}");
            let typed = format!("{said}<https://x.example/y> a {class} .\n");
            let twin = open_beside(world, &typed);
            let is_refused = twin.err().is_some_and(|it| it.iter().any(|it| it.code.as_str() == "of-no-kind"));
            assert!(!is_refused, "{typed}");
            // A class without a noun in the vocabulary gives it no kind.
            for class in ["https://x.example/Thing", "http://www.w3.org/2000/01/rdf-schema#Class"] {
                let other = format!("{said}<https://x.example/y> a <{class}> .\n");
                assert!(
                    faults(open_beside(world, &other), &other).iter().any(|it| it.code.as_str() == "of-no-kind"),
                    "{other}"
                );
            }
            // Questions do not read it on things of another kind either.
            for class in classes_without_property(property, session.lexicon()) {
                let other = format!("{said}<https://x.example/y> a {class} .\n");
                let found = faults(open_beside(world, &other), &other);
                assert!(found.iter().any(|it| it.code.as_str() == "of-another-kind"), "{other}{}", messages(&found));
                others += 1;
            }
            tried += 1;
        }
        assert!(tried >= least / 2 && others > tried / 2, "{world}: {tried}, {others}");
    }
}

/// The classes of up to two kinds at neither end of any path with the property.
fn classes_without_property(property: &NamedNode, lexicon: &Lexicon) -> Vec<NamedNode> {
    let relations = lexicon.relations().map(|(_, it)| (&it.path, vec![it.from, it.to]));
    let attributes = lexicon.attributes().map(|(_, it)| (&it.path, vec![it.of]));
    let reads = |path: &Path| format!("{path:?}").contains(&format!("{:?}", property.as_str()));
    let mut ends: Vec<_> = relations.chain(attributes).filter(|(path, _)| reads(path)).flat_map(|it| it.1).collect();
    // In the middle of a path it may be on anything.
    let mut paths = lexicon.relations().map(|(_, it)| &it.path).chain(lexicon.attributes().map(|(_, it)| &it.path));
    if paths.any(|path| reads(path) && path.0.len() > 1) {
        return Vec::new();
    }
    // An assurance says of which data it is, as a record does.
    ends.extend(lexicon.comparison().map(|it| it.assurances));
    let other = lexicon.kinds().filter(|(kind, _)| !ends.iter().any(|end| lexicon.overlap(*kind, *end)));
    other.map(|(_, kind)| kind.class.clone()).take(2).collect()
}

/// Stances, topics and places are found by paths that begin with a property: on things without a kind they are refused,
/// too.
#[test]
fn refuses_path_properties_of_things_without_a_kind() {
    let said = [
        "cv:denies topic:no-training",
        "cv:affirms topic:no-training",
        "cv:qualifies topic:no-training",
        "cv:about topic:retention",
        "cv:within region:eu",
        "cv:memberOf region:eu",
        "cv:namesEngaged vendor:meta",
        "cv:citation ali:eu-mode-c1",
    ];
    let prefixes = "@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix topic: <https://w3id.org/caveat/id/topic/> .\n\
                    @prefix region: <https://w3id.org/caveat/id/region/> .\n@prefix vendor: <https://w3id.org/caveat/id/vendor/> .\n\
                    @prefix ali: <https://w3id.org/caveat/id/alibaba/> .\n";
    for said in said {
        let text = format!("{prefixes}<https://x.example/y> {said} .\n");
        let found = faults(open_beside("shipped", &text), &text);
        assert!(found.iter().any(|it| it.code.as_str() == "of-no-kind"), "{said}: {}", messages(&found));
    }
}

/// A property that the vocabulary derives from others is refused in facts: nothing would read it.
#[test]
fn refuses_derived_properties_in_facts() {
    for (world, thing) in
        [("shipped", "https://w3id.org/caveat/id/vendor/alibaba"), ("library", "https://library.example/id/x")]
    {
        let session = world::session(world);
        let relations = session.lexicon().relations().map(|(_, it)| (it.term.clone(), it.path.clone()));
        let attributes = session.lexicon().attributes().map(|(_, it)| (it.term.clone(), it.path.clone()));
        let all: Vec<_> = relations.chain(attributes).collect();
        let read =
            |term: &oxigraph::model::NamedNode| all.iter().any(|(_, path)| format!("{path:?}").contains(term.as_str()));
        let derived: BTreeSet<_> = all.iter().filter(|(term, _)| !read(term)).map(|(term, _)| term.clone()).collect();
        assert!(!derived.is_empty() || world == "library", "{world}");
        for term in derived {
            let text = format!("<{thing}> {term} <{thing}> .\n");
            let found = faults(open_beside(world, &text), &text);
            let is_told = |it: &Diagnostic| ["written-though-derived", "replaced-term"].contains(&it.code.as_str());
            assert!(found.iter().any(is_told), "{text}{}", messages(&found));
        }
    }
}

/// A link to a thing of another kind would be found by no question, and hide that nobody looked it up: it is refused.
/// Links to things of the right kind, or of none, are not.
#[test]
fn refuses_links_to_things_of_another_kind() {
    let session = world::session("shipped");
    let lexicon = session.lexicon();
    let kinds: Vec<_> = lexicon.kinds().map(|(id, kind)| (id, kind.class.clone())).collect();
    let own = lexicon.relations().filter(|(_, it)| it.path == Path::property(it.term.clone()));
    let mut tried = 0;
    for (_, relation) in own {
        let from = &lexicon.kind(relation.from).class;
        let said = |class: &NamedNode| {
            format!("@prefix x: <https://x.example/> .\nx:a a {from} ; {} x:b .\nx:b a {class} .\n", relation.term)
        };
        let is_refused = |text: &str| {
            let read = open_beside("shipped", text);
            read.err().is_some_and(|it| {
                it.iter().any(|it| it.code.as_str() == "of-another-kind" && it.message.contains("leads to"))
            })
        };
        let other = kinds.iter().find(|(kind, _)| !lexicon.overlap(*kind, relation.to) && *kind != relation.from);
        let Some((_, other)) = other else { continue };
        // A property of several relations can lead to things of several kinds.
        let of_relations = lexicon.relations().map(|(_, it)| &it.path);
        let all = of_relations.chain(lexicon.attributes().map(|(_, it)| &it.path));
        let ends = all.filter(|path| format!("{path:?}").contains(&format!("{:?}", relation.term.as_str())));
        if ends.count() == 1 {
            // A copy without its digest is refused earlier.
            let read = open_beside("shipped", &said(other));
            assert!(read.is_err(), "{}", said(other));
            tried += usize::from(is_refused(&said(other)));
        }
        assert!(!is_refused(&said(&lexicon.kind(relation.to).class)), "{}", relation.term);
        let of_none = format!("@prefix x: <https://x.example/> .\nx:a a {from} ; {} x:b .\n", relation.term);
        assert!(!is_refused(&of_none), "{of_none}");
    }
    assert!(tried >= 12, "{tried}");
}
