//! The adjacency of a predicate in every layout, and materialized join indexes, compared with pairs in a map.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use caveat::store::{AdjacencyIndex, Dataset, Id, Input, MAX_FILE, distinct_union, load};
use oxigraph::io::RdfFormat;
use oxigraph::model::NamedNode;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world;

const NS: &str = "https://example.org/";

/// Facts about this many things of one class, some of them linked.
fn facts(things: usize, links: &[(&str, usize, usize)]) -> Dataset {
    let mut text = String::new();
    let a = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    for thing in 0..things {
        writeln!(text, "<{NS}{thing}> <{a}> <{NS}Thing> .").unwrap();
    }
    for (property, from, to) in links {
        writeln!(text, "<{NS}{from}> <{NS}{property}> <{NS}{to}> .").unwrap();
    }
    let input = Input::Stdin(text.into_bytes(), RdfFormat::NTriples);
    load(&[input], None, MAX_FILE).unwrap_or_else(|it| panic!("{}", world::messages(&it)))
}

fn id(dataset: &Dataset, name: impl std::fmt::Display) -> Option<Id> {
    dataset.iri_id(NamedNode::new_unchecked(format!("{NS}{name}")).as_ref())
}

type Model = BTreeMap<Id, BTreeSet<Id>>;

/// The links of a property, forward and backward.
fn model_of(dataset: &Dataset, links: &[(&str, usize, usize)], property: &str) -> [Model; 2] {
    let mut both = [Model::new(), Model::new()];
    for (_, from, to) in links.iter().filter(|(own, _, _)| *own == property) {
        let [from, to] = [from, to].map(|it| id(dataset, it).unwrap());
        both[0].entry(from).or_default().insert(to);
        both[1].entry(to).or_default().insert(from);
    }
    both
}

fn compose(one: &Model, two: &Model) -> Model {
    let ends = one.iter().map(|(from, through)| {
        let ends = through.iter().filter_map(|middle| two.get(middle));
        (*from, ends.flatten().copied().collect::<BTreeSet<Id>>())
    });
    ends.filter(|(_, ends)| !ends.is_empty()).collect()
}

fn check_adjacency(links: &AdjacencyIndex, model: &Model, all: Id) -> Result<(), TestCaseError> {
    let none = BTreeSet::new();
    let of = |node: Id| model.get(&node).unwrap_or(&none).iter().copied();
    for node in (0..all).chain([Id::MAX - 1, Id::MAX]) {
        let ends: Vec<Id> = of(node).collect();
        prop_assert_eq!(links.of_node(node), &ends);
        prop_assert_eq!(links.of_node_lazy(node), &ends);
        prop_assert_eq!(links.row(node).len(), ends.len());
        let bounds = ends.first().zip(ends.last());
        let bounds = bounds.map(|(least, largest)| [*least, *largest]);
        prop_assert_eq!(links.bounds_of(node), bounds);
        prop_assert_eq!(distinct_union(&[links.ends_of(node)]), ends);
    }
    let pairs: Vec<[Id; 2]> = (0..all).flat_map(|node| of(node).map(move |end| [node, end])).collect();
    prop_assert_eq!(links.pairs().collect::<Vec<_>>(), pairs);
    prop_assert_eq!(links.nodes_with_links().collect::<Vec<_>>(), model.keys().copied().collect::<Vec<_>>());
    let range = match (model.keys().next(), model.keys().next_back()) {
        (Some(first), Some(last)) => *first..*last + 1,
        _ => links.range(),
    };
    prop_assert_eq!(links.range(), range.clone());
    for (start, end) in [(0, all), (range.start, range.end), (all / 3, all / 2)] {
        let ends: Vec<Id> = (start..end).flat_map(of).collect();
        prop_assert_eq!(links.of_range(&(start..end)), &ends);
        let column = links.column_of(&(start..end));
        prop_assert_eq!(column.is_some(), links.has_one_each(&(start..end)));
        if let Some(column) = column {
            prop_assert!((start..end).all(|node| of(node).count() == 1));
            prop_assert_eq!(column, &ends);
        }
    }
    // The longest run of nodes that have one link each is known.
    let one = |node: &Id| of(*node).count() == 1;
    let mut longest = 0..0;
    let mut start = range.start;
    while start < range.end && links.sparse_nodes().is_none() {
        let run = (start..range.end).take_while(one).count();
        let end = start + Id::try_from(run).unwrap();
        if end - start > longest.end - longest.start {
            longest = start..end;
        }
        start = end + 1;
    }
    if !longest.is_empty() {
        prop_assert!(links.column_of(&longest).is_some());
    }
    Ok(())
}

/// Links from every thing, from every n-th, from a few: a column, offsets, a list with a rank bitmap, a list alone.
fn link_lists(things: usize) -> impl Strategy<Value = Vec<(&'static str, usize, usize)>> {
    let far = prop::sample::select(vec![1_usize, 2, 5, 12, 40, 90, 300]);
    let of = move |property: &'static str| {
        let far = far.clone();
        (far, vec((0..things, 0..things), 1..200), any::<bool>()).prop_map(move |(far, more, all)| {
            let each = (0..things).step_by(far);
            let each = each.map(|from| (property, from, (from * 7 + 3) % things));
            let more = more.into_iter().filter(|_| !all);
            let more = more.map(|(from, to)| (property, from / far * far, to));
            each.chain(more).collect::<Vec<_>>()
        })
    };
    (of("one"), of("two")).prop_map(|(one, two)| [one, two].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn adjacency_matches_the_model_in_every_layout(links in link_lists(700)) {
        let dataset = facts(700, &links);
        let all = Id::try_from(dataset.term_count()).unwrap();
        for property in ["one", "two"] {
            let own = id(&dataset, property).unwrap();
            let [there, back] = model_of(&dataset, &links, property);
            check_adjacency(dataset.adjacency(own, false), &there, all)?;
            check_adjacency(dataset.adjacency(own, true), &back, all)?;
        }
    }

    #[test]
    fn join_indexes_match_composed_links(links in link_lists(300)) {
        let dataset = facts(300, &links);
        let all = Id::try_from(dataset.term_count()).unwrap();
        let [one, two] = ["one", "two"].map(|it| id(&dataset, it).unwrap());
        let [there, back] = model_of(&dataset, &links, "one");
        let [further, _] = model_of(&dataset, &links, "two");
        for (way, model) in [
            (vec![(one, false), (two, false)], compose(&there, &further)),
            (vec![(one, true), (two, false)], compose(&back, &further)),
            (vec![(one, false), (two, false), (one, true)], compose(&compose(&there, &further), &back)),
        ] {
            prop_assert!(dataset.join_index(&way).is_none());
            dataset.record_traversal(&way, 1 << 30, &mut |_| true);
            let [forth, and_back] = dataset.join_index(&way).unwrap();
            check_adjacency(forth, &model, all)?;
            let mut turned = Model::new();
            for [from, to] in forth.pairs() {
                turned.entry(to).or_default().insert(from);
            }
            check_adjacency(and_back, &turned, all)?;
        }
    }
}

#[test]
fn materializes_join_indexes_of_hot_paths() {
    let links: Vec<(&str, usize, usize)> = (0..50).flat_map(|it| [("one", it, it + 1), ("two", it, it + 2)]).collect();
    let dataset = facts(60, &links);
    let [one, two] = ["one", "two"].map(|it| (id(&dataset, it).unwrap(), false));
    let way = [one, two];
    for _ in 0..7 {
        dataset.record_traversal(&way, 100, &mut |_| true);
        assert!(dataset.join_index(&way).is_none());
    }
    // A caller that does not want to wait stops the build.
    dataset.record_traversal(&way, 100, &mut |_| false);
    assert!(dataset.join_index(&way).is_none());
    // It is tried again after as many further traversals.
    dataset.record_traversal(&way, 100, &mut |_| true);
    assert!(dataset.join_index(&way).is_none());
    dataset.record_traversal(&way, 700, &mut |_| true);
    assert_eq!(dataset.join_index(&way).unwrap()[0].len(), 49);
    // A single link needs no join index.
    dataset.record_traversal(&[one], 1 << 30, &mut |_| true);
    assert!(dataset.join_index(&[one]).is_none());
    // Changed facts over the same terms have their own join indexes.
    let changed = dataset.with_changes(|_| true, |_| true, &[]);
    assert!(changed.join_index(&way).is_none());
}

#[test]
fn does_not_materialize_large_joins() {
    // Every one of 300 things leads to all of them through one.
    let links: Vec<(&str, usize, usize)> = (0..300).flat_map(|it| [("one", it, 0), ("two", 0, it)]).collect();
    let dataset = facts(300, &links);
    let way = ["one", "two"].map(|it| (id(&dataset, it).unwrap(), false));
    dataset.record_traversal(&way, 1 << 30, &mut |_| true);
    assert!(dataset.join_index(&way).is_none());
}
