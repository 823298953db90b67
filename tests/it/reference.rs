//! A second evaluator, slow and obvious: it looks at every thing and at every link, one at a time,
//! and shares nothing with the emission of SPARQL but the plan.

use std::collections::BTreeSet;

use caveat::plan::{Concept, Test};
use caveat::question::{Order, TextTest};
use caveat::store::{Dataset, Id};
use caveat::words::Path;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, Term};

/// The things of a set.
pub(crate) fn members(concept: &Concept, dataset: &Dataset) -> BTreeSet<Id> {
    let subjects = dataset.matching(None, None, None);
    let nodes: BTreeSet<Id> = subjects.flat_map(|[s, _, o]| [s, o]).collect();
    let things = nodes
        .into_iter()
        .filter(|id| dataset.term(*id).is_named_node());
    things
        .filter(|id| holds(concept, *id, *id, dataset))
        .collect()
}

/// Whether `thing` is in the set, for a question about `root`.
fn holds(concept: &Concept, thing: Id, root: Id, dataset: &Dataset) -> bool {
    let reached = |path: &Path| path.walk(dataset, thing);
    match concept {
        Concept::Everything => true,
        Concept::Nothing => false,
        Concept::Class(classes) => is_of(thing, classes, dataset),
        Concept::OneOf(things) => things
            .iter()
            .any(|it| *dataset.term(thing) == Term::from(it.clone())),
        Concept::All(inner) => inner.iter().all(|it| holds(it, thing, root, dataset)),
        Concept::Either(inner) => inner.iter().any(|it| holds(it, thing, root, dataset)),
        Concept::Not(inner) => !holds(inner, thing, root, dataset),
        Concept::Linked { path, min, max, to } => {
            let linked = reached(path);
            let count = linked
                .iter()
                .filter(|it| holds(to, **it, root, dataset))
                .count() as u64;
            count >= *min && max.is_none_or(|max| count <= max)
        }
        Concept::Only { path, among, to } => {
            let linked = reached(path);
            let mut looked = linked
                .iter()
                .filter(|it| holds(among, **it, root, dataset))
                .peekable();
            looked.peek().is_some() && looked.all(|it| holds(to, *it, root, dataset))
        }
        Concept::Covers { path, to } => {
            let all = members_of(to, root, dataset);
            let linked = reached(path);
            !all.is_empty() && all.is_subset(&linked)
        }
        Concept::Value { path, test } => reached(path)
            .iter()
            .any(|value| passes(test, dataset.term(*value))),
        Concept::Their(path) => path.walk(dataset, root).contains(&thing),
        Concept::Root(inner) => holds(inner, thing, thing, dataset),
    }
}

fn members_of(concept: &Concept, root: Id, dataset: &Dataset) -> BTreeSet<Id> {
    let nodes = dataset
        .matching(None, None, None)
        .flat_map(|[s, _, o]| [s, o]);
    nodes
        .filter(|id| holds(concept, *id, root, dataset))
        .collect()
}

fn is_of(thing: Id, classes: &[NamedNode], dataset: &Dataset) -> bool {
    let own: Vec<&Term> = dataset.values(thing, rdf::TYPE).collect();
    classes
        .iter()
        .any(|class| own.contains(&&Term::from(class.clone())))
}

fn passes(test: &Test, value: &Term) -> bool {
    let text = match value {
        Term::Literal(literal) => literal.value(),
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
    };
    match test {
        Test::Present => true,
        Test::OneOf(terms) => terms.contains(value),
        Test::Text(test, texts) => texts.iter().any(|wanted| {
            let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
            match test {
                TextTest::Is => text == wanted,
                TextTest::IsNot => text != wanted,
                TextTest::Contains => text.contains(&wanted),
                TextTest::StartsWith => text.starts_with(&wanted),
                TextTest::EndsWith => text.ends_with(&wanted),
                TextTest::Matches => panic!("no regular expressions here"),
            }
        }),
        Test::NumberBetween(low, high) => {
            let number = |text: &str| text.parse::<f64>().ok();
            match (number(text), number(low), number(high)) {
                (Some(value), Some(low), Some(high)) => low <= value && value <= high,
                _ => false,
            }
        }
        Test::Number(order, number) => {
            let (Ok(value), Ok(number)) = (text.parse::<f64>(), number.parse::<f64>()) else {
                return false;
            };
            match order {
                Order::Less => value < number,
                Order::AtMost => value <= number,
                Order::Equal => value == number,
                Order::NotEqual => value != number,
                Order::AtLeast => value >= number,
                Order::Greater => value > number,
            }
        }
        // ISO dates are ordered like their texts; of a time, the day comes first.
        Test::Days { from, until, .. } => {
            let day = &text[..10];
            from.is_none_or(|from| *day >= *from.to_string())
                && until.is_none_or(|until| *day < *until.to_string())
        }
    }
}
