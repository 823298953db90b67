//! Reading the index of the facts: names, whole numbers, counts, and petgraph's algorithms.

use std::collections::{BTreeMap, BTreeSet};

use caveat::base::{fold, hash_folded};
use caveat::graph::{View, bind_lexicon};
use caveat::store::{Ascending, Dataset, Id, Input, MAX_FILE, count_common, count_union, distinct_union, load};
use oxigraph::io::RdfFormat;
use oxigraph::model::{Literal, NamedNode, Term};
use petgraph::algo::dominators::simple_fast;
use petgraph::algo::{kosaraju_scc, toposort};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Bfs, Dfs, NodeCount, NodeIndexable, Reversed};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world;

fn facts(turtle: &str) -> Dataset {
    let input = Input::Stdin(turtle.as_bytes().to_vec(), RdfFormat::Turtle);
    load(&[input], None, MAX_FILE).unwrap_or_else(|it| panic!("{}", world::messages(&it)))
}

fn id(dataset: &Dataset, iri: &str) -> Id {
    let iri = NamedNode::new_unchecked(iri);
    dataset.iri_id(iri.as_ref()).unwrap()
}

// --------------------------------------------------------------------------------------- names

/// Every name of a world is found, however it is typed, and means exactly what the list says.
#[test]
fn finds_every_listed_name() {
    for name in ["shipped", "library", "evidence"] {
        let session = world::session(name);
        let names = session.lexicon().names();
        assert!(names.all().count() > 5, "{name}");
        let mut told = BTreeSet::new();
        for (written, things) in names.entries() {
            assert!(told.insert(fold(written)), "{written} is listed twice");
            for typed in [
                written.to_owned(),
                written.to_uppercase().to_lowercase(),
                format!("  {} ", written.replace(' ', " \t ")),
            ] {
                if fold(&typed) == fold(written) {
                    assert_eq!(names.find(&typed), things, "{typed:?} in {name}");
                }
            }
        }
    }
}

const NAMED: &str = r#"
    @prefix say: <https://w3id.org/caveat/say#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix : <https://example.org/a#> .
    :label a say:Naming . :alias a say:Naming .
    :Thing a rdfs:Class ; say:noun "thing" . :Other a rdfs:Class .
    :one a :Thing ; :label "Straße  des\tLichts", "LIGHT", "K" ; :alias "light"@en .
    <https://example.org/b/Light> a :Thing .
    <urn:x:LIGHT> a :Other ; :label "Straße des Lichts", "dark" .
    <https://example.org/c/> a :Thing .
"#;

#[test]
fn finds_names_regardless_of_case_blanks_and_namespace() {
    let dataset = facts(NAMED);
    let lexicon = caveat::words::read(&dataset).unwrap();
    let (dataset, _) = bind_lexicon(&lexicon, dataset, crate::world::TODAY.parse().unwrap());
    let one = id(&dataset, "https://example.org/a#one");
    let light = id(&dataset, "https://example.org/b/Light");
    let find = |name: &str| lexicon.names().find(name);
    assert_eq!(find("straße des lichts"), [one]);
    assert_eq!(find("\u{a0}STRAßE DES  Lichts"), [one]);
    assert_eq!(find("light"), [one.min(light), one.max(light)]);
    // The sign of Kelvin is a small k in lower case.
    assert_eq!(find("\u{212a}"), [one]);
    assert_eq!(find("ONE"), [one]);
    // Of no kind, or not a naming property, or nothing.
    for unknown in ["dark", "Thing", "thing", "", " ", "ligh", "lights", "c"] {
        assert_eq!(find(unknown), [0; 0], "{unknown:?}");
    }
    let written: Vec<&str> = lexicon.names().all().collect();
    assert_eq!(written.len(), 4, "{written:?}");
}

proptest! {
    #[test]
    fn equal_folds_have_equal_hashes(
        words in vec("[a-zA-Zäßİ\u{212a}é\u{301} ]{0,30}", 1..5),
        blank in "[ \t\n\u{b}\u{c}\r\u{a0}\u{2003}]{1,3}",
    ) {
        let plain = words.join(" ");
        let others = [
            words.join(&blank),
            format!("{blank}{plain}{blank}"),
            plain.to_lowercase(),
            plain.to_ascii_uppercase(),
            fold(&plain),
        ];
        for other in others.iter().filter(|it| fold(it) == fold(&plain)) {
            prop_assert_eq!(hash_folded(other), hash_folded(&plain), "{:?} and {:?}", other, plain);
        }
    }
}

#[test]
fn hashes_do_not_change_between_versions() {
    let hashes = ["", "a", "privacy policy", "Straße"].map(hash_folded);
    insta::assert_snapshot!(format!("{hashes:?}"));
}

// ------------------------------------------------------------------------------------- numbers

#[test]
fn unstated_numbers_have_ids() {
    let dataset = facts("<urn:a> <urn:p> 3, 12, \"3\", 07, 2.0 .");
    let integer = |number: u64| Term::from(Literal::from(number));
    let count = dataset.term_count();
    for number in 0..=count {
        let id = dataset.number_id(number).unwrap();
        assert_eq!(dataset.term(id), integer(number as u64).as_ref());
        assert_eq!(dataset.id(&integer(number as u64)), Some(id));
        assert_eq!((id as usize) < count, number == 3, "{number}");
    }
    // 12 is stated, 13 is beyond the count of the terms.
    assert!((dataset.number_id(12).unwrap() as usize) < count);
    assert_eq!(dataset.number_id(13), None);
    assert_eq!(dataset.id(&integer(u64::from(u32::MAX) + 1)), None);
    // Other spellings are other terms.
    for spelling in ["00", "+1", "-0", "01", "", "1.0", "99999999999999999999999"] {
        let xsd = oxigraph::model::vocab::xsd::INTEGER;
        let literal = Literal::new_typed_literal(spelling, xsd);
        assert_eq!(dataset.id(&literal), None, "{spelling:?}");
    }
    assert_eq!(dataset.id(&Literal::from("1")), None);
    assert_eq!(dataset.terms().count(), count);
}

#[test]
fn changed_facts_keep_the_ids_of_numbers() {
    let dataset = facts("<urn:a> <urn:p> 3, <urn:b> .");
    let [one, three] = [1, 3].map(|it| dataset.number_id(it));
    let changed = dataset.with_changes(|_| true, |_| false, &[]);
    assert_eq!([1, 3].map(|it| changed.number_id(it)), [one, three]);
    assert_eq!(changed.term(one.unwrap()), dataset.term(one.unwrap()));
}

// -------------------------------------------------------------------------------------- counts

proptest! {
    #[test]
    fn counting_agrees_with_sets(
        lists in vec((0_u32..300, vec(0_u32..40, 0..60)), 0..4),
        range in (0_u32..200, 0_u32..200),
    ) {
        let sets = lists.iter().map(|(from, list)| list.iter().map(|it| from + it).collect());
        let mut sets: Vec<BTreeSet<Id>> = sets.collect();
        sets.push((range.0..range.0 + range.1).collect());
        let lists: Vec<Vec<Id>> = sets.iter().map(|set| set.iter().copied().collect()).collect();
        // Whole ranges are known as such, or given as lists.
        let known: Vec<Ascending<'_>> = lists.iter().map(|it| Ascending::of(it)).collect();
        let listed: Vec<Ascending<'_>> = lists.iter().map(|it| Ascending::List(it)).collect();
        let union: BTreeSet<Id> = sets.iter().flatten().copied().collect();
        let union: Vec<Id> = union.into_iter().collect();
        for all in [&known, &listed] {
            prop_assert_eq!(count_union(all), union.len());
            prop_assert_eq!(&distinct_union(all), &union);
        }
        for (at, one) in sets.iter().enumerate() {
            for (other_at, other) in sets.iter().enumerate() {
                let common = one.intersection(other).count();
                prop_assert_eq!(count_common(&known[at], &known[other_at]), common);
                prop_assert_eq!(count_common(&listed[at], &listed[other_at]), common);
                prop_assert_eq!(count_common(&known[at], &listed[other_at]), common);
            }
        }
    }
}

// ------------------------------------------------------------------------------------ petgraph

/// The facts of a random graph, its property, and the same graph as petgraph keeps it.
fn dataset_and_graph(links: &[(u8, u8)]) -> (Dataset, Id, DiGraph<Id, ()>) {
    let line = |(from, to): &(u8, u8)| format!("<urn:n{from}> <urn:p> <urn:n{to}> .\n");
    let noise = "<urn:n1> <urn:q> <urn:n2>, <urn:other> .\n";
    let text = links.iter().map(line).collect::<String>() + noise;
    let dataset = facts(&text);
    let property = id(&dataset, "urn:p");
    let mut graph = DiGraph::new();
    let mut nodes = BTreeMap::new();
    for [from, to] in dataset.adjacency(property, false).pairs() {
        let [from, to] = [from, to].map(|it| *nodes.entry(it).or_insert_with(|| graph.add_node(it)));
        graph.add_edge(from, to, ());
    }
    (dataset, property, graph)
}

/// The ids of nodes.
fn ids_of_nodes(graph: &DiGraph<Id, ()>, found: Vec<Vec<NodeIndex>>) -> Vec<Vec<Id>> {
    let terms = |group: Vec<NodeIndex>| group.into_iter().map(|it| graph[it]).collect();
    found.into_iter().map(terms).collect()
}

/// Groups of nodes, regardless of their order.
fn groups(found: Vec<Vec<Id>>) -> BTreeSet<BTreeSet<Id>> {
    found.into_iter().map(|group| group.into_iter().collect()).collect()
}

proptest! {
    #[test]
    fn petgraph_finds_the_same_in_its_own_graph(
        links in vec((0_u8..14, 0_u8..14), 1..40)
    ) {
        let (dataset, property, graph) = dataset_and_graph(&links);
        let view = View::of_property(&dataset, property);
        prop_assert_eq!(view.node_count(), graph.node_count());
        prop_assert_eq!(groups(kosaraju_scc(view)), groups(ids_of_nodes(&graph, kosaraju_scc(&graph))));
        // A component comes after all that it leads to.
        let place: BTreeMap<Id, usize> = kosaraju_scc(view)
            .into_iter()
            .enumerate()
            .flat_map(|(at, group)| group.into_iter().map(move |node| (node, at)))
            .collect();
        for [from, to] in dataset.adjacency(property, false).pairs() {
            prop_assert!(place[&to] <= place[&from]);
        }
        match toposort(view, None) {
            Ok(order) => {
                prop_assert!(toposort(&graph, None).is_ok());
                let place = |node| order.iter().position(|it| *it == node);
                for [from, to] in dataset.adjacency(property, false).pairs() {
                    prop_assert!(place(from) < place(to));
                }
            }
            Err(_) => prop_assert!(toposort(&graph, None).is_err()),
        }
        for at in graph.node_indices() {
            let start = graph[at];
            prop_assert_eq!(view.from_index(view.to_index(start)), start);
            let dominators = simple_fast(view, start);
            let own = simple_fast(&graph, at);
            for node in graph.node_indices() {
                let above = own.immediate_dominator(node).map(|it| graph[it]);
                prop_assert_eq!(dominators.immediate_dominator(graph[node]), above);
            }
            let mut walk = Dfs::new(view, start);
            let found: BTreeSet<Id> = std::iter::from_fn(|| walk.next(view)).collect();
            let mut walk = Dfs::new(&graph, at);
            let own = std::iter::from_fn(|| walk.next(&graph));
            prop_assert_eq!(found, own.map(|it| graph[it]).collect());
            let mut walk = Bfs::new(Reversed(view), start);
            let found: BTreeSet<Id> = std::iter::from_fn(|| walk.next(Reversed(view))).collect();
            let mut walk = Bfs::new(Reversed(&graph), at);
            let own = std::iter::from_fn(|| walk.next(Reversed(&graph)));
            prop_assert_eq!(found, own.map(|it| graph[it]).collect());
        }
    }
}

#[test]
fn petgraph_walks_a_property_without_links() {
    let dataset = facts("<urn:a> <urn:p> <urn:b> .");
    let view = View::of_property(&dataset, id(&dataset, "urn:a"));
    assert_eq!(view.node_count(), 0);
    assert_eq!(kosaraju_scc(view), Vec::<Vec<Id>>::new());
}

/// With many predicates, those of each node are looked up: each pattern finds what a full scan finds.
#[test]
fn every_pattern_finds_facts_of_many_predicates() {
    let fact = |at: usize| format!("<x:s{}> <x:p{}> <x:o{}> .\n", at * 7 % 40, at % 900, at * 11 % 50);
    let dataset = facts(&(0..3_000).map(fact).collect::<String>());
    let all: Vec<[u32; 3]> = dataset.matching(None, None, None).collect();
    assert_eq!(all.len(), dataset.len());
    assert!(all.is_sorted(), "by subject, then predicate");
    for [s, p, o] in all.iter().step_by(37).copied() {
        for given in 0..8 {
            let is_given = |at: usize| given >> at & 1 == 1;
            let pattern = [s, p, o].map(Some);
            let pattern: Vec<Option<u32>> = (0..3).map(|at| pattern[at].filter(|_| is_given(at))).collect();
            let fits = |fact: &&[u32; 3]| (0..3).all(|at| pattern[at].is_none_or(|it| it == fact[at]));
            let wanted: Vec<[u32; 3]> = all.iter().filter(fits).copied().collect();
            let mut found: Vec<[u32; 3]> = dataset.matching(pattern[0], pattern[1], pattern[2]).collect();
            found.sort_unstable();
            assert_eq!(found, wanted, "{pattern:?}");
        }
    }
}
