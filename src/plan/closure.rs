//! Repetitions in paths. Small hierarchies are listed: `about training` becomes "its topic is one of
//! these", because property paths are slow, and answered wrongly by some servers inside a negation.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, TermRef};

use crate::base::spend;
use crate::plan::concept::Concept;
use crate::store::Dataset;
use crate::words::{CompiledPath, Path, Step};

/// Most things that are listed; a larger hierarchy stays a property path.
const MAX_LISTED: usize = 200;

/// Rewrites every path with a repetition.
pub(super) fn expand(concept: Concept, dataset: &Dataset) -> Concept {
    spend(1);
    let inner = |concept: Box<Concept>| Box::new(expand(*concept, dataset));
    let list = |concepts: Vec<Concept>| {
        let concepts = concepts.into_iter().map(|concept| expand(concept, dataset));
        concepts.collect()
    };
    match concept {
        Concept::All(concepts) => Concept::All(list(concepts)),
        Concept::Either(concepts) => Concept::Either(list(concepts)),
        Concept::Not(concept) => Concept::Not(inner(concept)),
        Concept::Only { path, among, to } => Concept::Only { path, among: inner(among), to: inner(to) },
        Concept::Covers { path, to } => Concept::Covers { path, to: inner(to) },
        Concept::Holds(mut formula) => {
            formula.concepts_mut(&mut |concept| expand_in_place(concept, dataset));
            Concept::Holds(formula)
        }
        Concept::WithBindings(mut witnessed) => {
            witnessed.concepts_mut(&mut |concept| expand_in_place(concept, dataset));
            Concept::WithBindings(witnessed)
        }
        Concept::Linked { path, min, max, to } => expand_links(path, (min, max), *to, dataset),
        // A subquery was rewritten when it was made: many parts may share it.
        other => other,
    }
}

/// Rewrites a concept in place.
pub(super) fn expand_in_place(concept: &mut Concept, dataset: &Dataset) {
    let whole = std::mem::replace(concept, Concept::Nothing);
    *concept = expand(whole, dataset);
}

/// "One or more" and "none" depend only on whether something is reached: there, a path is cut at its
/// repetitions, so that each part is a set of its own and no repetition starts everywhere. With
/// counts, the path stays whole: `to` is what is counted.
fn expand_links(path: Path, (min, max): (u64, Option<u64>), to: Concept, dataset: &Dataset) -> Concept {
    let to = expand(to, dataset);
    match (min, max) {
        (1, None) => some(&path.0, to, dataset),
        (0, Some(0)) => Concept::negate(some(&path.0, to, dataset)),
        _ => Concept::Linked { path, min, max, to: Box::new(to) },
    }
}

/// The things that the steps link to `to`, which is expanded already.
fn some(steps: &[Step], to: Concept, dataset: &Dataset) -> Concept {
    if let [before @ .., Step::OfClass { classes, inside }] = steps {
        return some(before, Concept::all(vec![to, Concept::of(classes, *inside)]), dataset);
    }
    let repeat = steps.iter().rposition(|step| matches!(step, Step::Repeat { .. }));
    let Some(at) = repeat else {
        return if steps.is_empty() { to } else { Concept::some(Path(steps.to_vec()), to) };
    };
    let (before, step, after) = (&steps[..at], &steps[at], &steps[at + 1..]);
    let to = some(after, to, dataset);
    if let Concept::OneOf(things) = &to
        && let Some(nodes) = preimage(things, step, dataset)
    {
        return some(before, Concept::OneOf(nodes), dataset);
    }
    let Step::Repeat { path, at_least_once } = step else {
        unreachable!("the position is that of a repetition");
    };
    let again = Step::Repeat { path: path.clone(), at_least_once: true };
    let further = Concept::some(Path(vec![again]), to.clone());
    let reached = if *at_least_once { further } else { Concept::Either(vec![to, further]) };
    some(before, reached, dataset)
}

/// The things from which the step leads to one of `things`; `None` if there are none, too many, or others than IRIs.
fn preimage(things: &[NamedNode], step: &Step, dataset: &Dataset) -> Option<Vec<NamedNode>> {
    let back = Path(vec![step.clone()]).inverse();
    let compiled = CompiledPath::of_facts(&back, dataset);
    let ids = things.iter().filter_map(|thing| dataset.iri_id(thing.as_ref()));
    let reached: BTreeSet<_> = ids.flat_map(|id| compiled.reach(id)).collect();
    if reached.len() > MAX_LISTED {
        return None;
    }
    let nodes = reached.into_iter().map(|id| match dataset.term(id) {
        TermRef::NamedNode(iri) => Some(iri.into_owned()),
        _ => None,
    });
    let nodes: Option<Vec<NamedNode>> = nodes.collect();
    nodes.filter(|nodes| !nodes.is_empty())
}
