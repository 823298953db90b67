//! SPARQL 1.1 on the index: each query of `tests/sparql` finds there what Oxigraph's evaluator finds on facts that
//! Oxigraph keeps itself.
//!
//! A file holds queries, parted by empty lines, below a comment on all of them. A query begins with the comment
//! that says what it asks, and a second one that says how much is found; `UPDATE=1` refills that.
//!
//! The facts are `facts.trig`, and `spellings.trig` with equal values in other spellings. Where the latter are
//! loaded, the other side is Oxigraph's `Dataset`, which keeps each spelling like the index; where not, its `Store`,
//! which keeps one of each value. On both, the default graph is made the union of all graphs, and nodes without a
//! name get their IRIs, as caveat has it. Everything is asked again of facts that have been changed.

mod kept;
mod read;
mod told;

use std::sync::Arc;

use caveat::exec::check_raw;
use caveat::store::{Dataset, Input, MAX_FILE, SharedDataset, load};
use oxigraph::model::{Dataset as Plain, Quad};
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;
use spargebra::Query;

use crate::sparql::kept::{changed, changed_quads, quads_of};
use crate::sparql::read::{Asked, Topic, is_refilled, refill, topics};
use crate::sparql::told::{Told, side_by_side, told};
use crate::world::{messages, root};

const FACTS: &str = "tests/sparql/facts.trig";
const SPELLINGS: &str = "tests/sparql/spellings.trig";

fn loaded(files: &[&str]) -> Dataset {
    let inputs: Vec<Input> = files.iter().map(|file| Input::Path(root().join(file))).collect();
    load(&inputs, Some(&root()), MAX_FILE).unwrap_or_else(|it| panic!("{}", messages(&it)))
}

fn query(asked: &Asked, dataset: &Dataset) -> Query {
    check_raw(&asked.text, dataset.prefixes()).unwrap_or_else(|it| panic!("{}\n{}", asked.name, messages(&[it])))
}

fn on_index(query: &Query, dataset: &Arc<Dataset>) -> Told {
    let prepared = SparqlEvaluator::new().for_query(query.clone());
    let shared = SharedDataset(Arc::clone(dataset));
    told(query, prepared.on_queryable_dataset(shared).execute())
}

fn on_plain(query: &Query, dataset: &Plain) -> Told {
    let prepared = SparqlEvaluator::new().for_query(query.clone());
    told(query, prepared.on_queryable_dataset(dataset).execute())
}

fn on_store(query: &Query, store: &Store) -> Told {
    let prepared = SparqlEvaluator::new().for_query(query.clone());
    told(query, prepared.on_store(store).execute())
}

/// Asks the index and the other side the same; where they differ, shows both answers side by side.
fn compare(dataset: Dataset, topics: &[Topic], name: &str, other: impl Fn(&Query) -> Told) {
    let dataset = Arc::new(dataset);
    let mut differing = Vec::new();
    for topic in topics {
        for asked in &topic.queries {
            let query = query(asked, &dataset);
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
fn each_query_finds_as_much_as_it_says() {
    let dataset = Arc::new(loaded(&[FACTS, SPELLINGS]));
    let (mut asked, mut empty) = (0, 0);
    let mut wrong = Vec::new();
    for mut topic in topics() {
        let file = topic.file();
        for asked in &mut topic.queries {
            let size = on_index(&query(asked, &dataset), &dataset).size();
            if asked.size != size {
                let title = &asked.name;
                wrong.push(format!("{file}: {title}: {size}, not `{}`", asked.size));
            }
            asked.size = size;
        }
        asked += topic.queries.len();
        let nothing = |asked: &&Asked| asked.size.starts_with("0 ");
        empty += topic.queries.iter().filter(nothing).count();
        refill(&topic);
    }
    assert!(wrong.is_empty() || is_refilled(), "{}\nUPDATE=1 refills the files", wrong.join("\n"));
    assert!(asked >= 180, "only {asked} queries");
    assert!(empty * 8 < asked, "{empty} of {asked} queries find nothing");
}

/// Asks a dataset of all spellings everything.
fn compare_with_plain(dataset: Dataset, quads: Vec<Quad>) {
    let plain: Plain = quads.into_iter().collect();
    let other = |query: &Query| on_plain(query, &plain);
    compare(dataset, &topics(), "the plain dataset", other);
}

/// Asks the store all but what turns on spellings.
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
    compare_with_plain(loaded(&files), quads_of(&files));
}

#[test]
fn the_index_answers_like_the_store() {
    compare_with_store(loaded(&[FACTS]), quads_of(&[FACTS]));
}

#[test]
fn a_changed_index_answers_like_a_plain_dataset_of_the_changed_facts() {
    let files = [FACTS, SPELLINGS];
    compare_with_plain(changed(&loaded(&files)), changed_quads(quads_of(&files)));
}

#[test]
fn a_changed_index_answers_like_a_store_of_the_changed_facts() {
    let files = [FACTS];
    compare_with_store(changed(&loaded(&files)), changed_quads(quads_of(&files)));
}
