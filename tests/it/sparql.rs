//! SPARQL 1.1 on the index: each query of `tests/sparql` finds there what Oxigraph's evaluator finds on Oxigraph's own
//! stores.
//!
//! A file holds queries, separated by empty lines, below a comment on all of them. A query begins with a comment that
//! says what it asks, and one that says how much it finds; `UPDATE=1` refills that.
//!
//! The facts are `facts.trig`, and `spellings.trig` with equal values in other spellings. Where the latter are loaded,
//! the other side is Oxigraph's `Dataset`, which keeps each spelling like the index; where not, its `Store`, which
//! keeps one of each value. On both, the default graph is the union of all graphs, and blank nodes get their IRIs, as
//! in caveat. Everything is tested again on facts that have been changed.

mod answers;
mod plain_facts;
mod query_files;

use std::sync::Arc;

use caveat::exec::check_raw;
use caveat::store::{Dataset, Input, MAX_FILE, SharedDataset, load};
use oxigraph::model::{Dataset as Plain, Quad};
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;
use spargebra::Query;

use crate::sparql::answers::{SparqlAnswer, read_answer, side_by_side};
use crate::sparql::plain_facts::{apply_changes, apply_changes_to_quads, quads_of};
use crate::sparql::query_files::{QueryCase, Topic, refill, topics, wants_update};
use crate::world::{messages, root};

const FACTS: &str = "tests/sparql/facts.trig";
const SPELLINGS: &str = "tests/sparql/spellings.trig";

fn load_files(files: &[&str]) -> Dataset {
    let inputs: Vec<Input> = files.iter().map(|file| Input::Path(root().join(file))).collect();
    load(&inputs, Some(&root()), MAX_FILE).unwrap_or_else(|it| panic!("{}", messages(&it)))
}

fn checked_query(asked: &QueryCase, dataset: &Dataset) -> Query {
    check_raw(&asked.text, dataset.prefixes()).unwrap_or_else(|it| panic!("{}\n{}", asked.name, messages(&[it])))
}

fn on_index(query: &Query, dataset: &Arc<Dataset>) -> SparqlAnswer {
    let prepared = SparqlEvaluator::new().for_query(query.clone());
    let shared = SharedDataset(Arc::clone(dataset));
    read_answer(query, prepared.on_queryable_dataset(shared).execute())
}

fn on_plain(query: &Query, dataset: &Plain) -> SparqlAnswer {
    let prepared = SparqlEvaluator::new().for_query(query.clone());
    read_answer(query, prepared.on_queryable_dataset(dataset).execute())
}

fn on_store(query: &Query, store: &Store) -> SparqlAnswer {
    let prepared = SparqlEvaluator::new().for_query(query.clone());
    read_answer(query, prepared.on_store(store).execute())
}

/// Runs the queries on the index and on the other side; where answers differ, shows both side by side.
fn compare(dataset: Dataset, topics: &[Topic], name: &str, other: impl Fn(&Query) -> SparqlAnswer) {
    let dataset = Arc::new(dataset);
    let mut differing = Vec::new();
    for topic in topics {
        for asked in &topic.queries {
            let query = checked_query(asked, &dataset);
            let (own, others) = (on_index(&query, &dataset), other(&query));
            if own != others {
                let (file, title) = (topic.file(), &asked.name);
                let both = side_by_side(&own, name, &others);
                differing.push(format!("{file}: {title}\n{}\n{both}", asked.text));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
}

#[test]
fn every_query_finds_the_stated_number() {
    let dataset = Arc::new(load_files(&[FACTS, SPELLINGS]));
    let (mut asked, mut empty) = (0, 0);
    let mut wrong = Vec::new();
    for mut topic in topics() {
        let file = topic.file();
        for asked in &mut topic.queries {
            let size = on_index(&checked_query(asked, &dataset), &dataset).size();
            if asked.size != size {
                let title = &asked.name;
                wrong.push(format!("{file}: {title}: {size}, not `{}`", asked.size));
            }
            asked.size = size;
        }
        asked += topic.queries.len();
        let nothing = |asked: &&QueryCase| asked.size.starts_with("0 ");
        empty += topic.queries.iter().filter(nothing).count();
        refill(&topic);
    }
    assert!(wrong.is_empty() || wants_update(), "{}\nUPDATE=1 refills the files", wrong.join("\n"));
    assert!(asked >= 180, "only {asked} queries");
    assert!(empty * 8 < asked, "{empty} of {asked} queries find nothing");
}

/// Compares all queries with a plain dataset of all spellings.
fn compare_with_plain(dataset: Dataset, quads: Vec<Quad>) {
    let plain: Plain = quads.into_iter().collect();
    let other = |query: &Query| on_plain(query, &plain);
    compare(dataset, &topics(), "the plain dataset", other);
}

/// Compares with the store, except the queries on spellings.
fn compare_with_store(dataset: Dataset, quads: Vec<Quad>) {
    let store = Store::new().unwrap();
    store.extend(quads).unwrap();
    let mut topics = topics();
    topics.retain(|topic| topic.file() != "spellings.rq");
    let other = |query: &Query| on_store(query, &store);
    compare(dataset, &topics, "the store", other);
}

#[test]
fn the_index_answers_like_a_plain_dataset() {
    let files = [FACTS, SPELLINGS];
    compare_with_plain(load_files(&files), quads_of(&files));
}

#[test]
fn the_index_answers_like_the_store() {
    compare_with_store(load_files(&[FACTS]), quads_of(&[FACTS]));
}

#[test]
fn a_changed_index_answers_like_a_plain_dataset() {
    let files = [FACTS, SPELLINGS];
    compare_with_plain(apply_changes(&load_files(&files)), apply_changes_to_quads(quads_of(&files)));
}

#[test]
fn a_changed_index_answers_like_the_store() {
    let files = [FACTS];
    compare_with_store(apply_changes(&load_files(&files)), apply_changes_to_quads(quads_of(&files)));
}
