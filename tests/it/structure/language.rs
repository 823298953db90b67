//! Words for structure find the same as explicit paths.

use proptest::prelude::*;

use crate::structure::for_graphs;
use crate::structure::random_graphs::Size;
use crate::world;

/// Pairs of questions that find the same, whatever the default filter excludes.
const SAME: [[&str; 2]; 6] = [
    ["which claims hang on a source", "which claims ultimately rest on exactly 1 source"],
    ["which claims are hanging", "which claims ultimately rest on exactly 1 source"],
    ["which claims whose depth is 0", "which claims ultimately rest on no source"],
    ["which claims are orphaned", "which claims ultimately rest on no source"],
    ["which claims are circular", "which claims have a circle"],
    ["which sources are single points of failure", "which sources carry at least 1 record"],
];

/// Pairs that find the same for each number, where the default filter excludes nothing.
const COUNTED: [[&str; 2]; 3] = [
    ["which claims whose width is", "which claims that have exactly N ultimate sources"],
    ["which sources whose load is", "which sources that have exactly N dependent records"],
    ["which sources whose weight is", "which sources that carry exactly N records"],
];

#[test]
fn words_for_structure_find_what_paths_find() {
    let vocabulary = world::root().join("data/vocabulary.ttl");
    let found = |made: &super::random_graphs::RandomGraph, pairs: &[[String; 2]]| {
        let session = world::of_text(&made.turtle(), Some(&vocabulary));
        let mut session = session.unwrap_or_else(|it| panic!("{}", world::messages(&it)));
        for [one, other] in pairs {
            let (left, right) = (world::first_column(&mut session, one), world::first_column(&mut session, other));
            prop_assert_eq!(left, right, "{} | {}\n{}", one, other, made.turtle());
        }
        Ok(())
    };
    let same = SAME.map(|pair| pair.map(str::to_owned));
    for_graphs(Size::Small, 60, |made, _| found(made, &same));
    let counted: Vec<[String; 2]> = (0..5)
        .flat_map(|number| {
            COUNTED.map(|[one, other]| {
                let number = format!("{number}");
                [format!("{one} {number}"), other.replace('N', &number)]
            })
        })
        .collect();
    for_graphs(Size::Small, 60, |made, _| found(&made.all_current(), &counted));
}

#[test]
fn inflects_the_verb_behind_an_adverb() {
    let verbs = ["directly carry", "rely on", "comply with", "ultimately engage", "go on"];
    let singular = verbs.map(|verb| caveat::words::Forms::of_verb(verb).singular);
    assert_eq!(singular, ["directly carries", "relies on", "complies with", "ultimately engages", "goes on"]);
}
