//! The cost model: what it costs to find a set, and how large it is. Estimates from the numbers of links, good enough
//! to start at the small side.

use std::rc::Rc;

use crate::exec::native::evaluator::Evaluator;
use crate::exec::native::node::{Cost, PlanForm, PlanNode, TestDomain};
use crate::store::{AdjacencyIndex, Ascending, Id};
use crate::words::{CompiledPath, Move};

/// At most so many things are looked up for an estimate.
const FEW: usize = 64;

/// What a step over a link costs if memory is read in order, and if it is not.
const IN_ORDER: f64 = 0.5;
const AT_RANDOM: f64 = 4.0;
/// What it costs to start a repeated path.
const AGAIN: f64 = 40.0;
/// What a lookup in a set costs.
const IN_A_SET: f64 = 2.0;
/// What a test of a value, and a formula of a thing, cost.
const TEST: f64 = 60.0;
const FORMULA: f64 = 600.0;
/// What a search in sorted values costs.
const SEARCH: f64 = 2_000.0;

impl Cost {
    pub(super) fn of<'a>(form: &PlanForm<'a>, evaluator: &Evaluator<'a>) -> Self {
        let all = evaluator.dataset.term_count() as f64;
        // Numbers that no file states have ids, too.
        let ids = f64::from(evaluator.dataset.id_limit());
        match form {
            PlanForm::Everything => Self { size: ids, ..Self::default() },
            PlanForm::Nothing => Self::default(),
            PlanForm::Class { classes, .. } => {
                let members = classes.iter().map(|(_, members)| members);
                let size = members.clone().map(Ascending::len).sum::<usize>() as f64;
                // Contiguous members are a set as they are.
                let apart = members.filter(|it| matches!(it, Ascending::List(_)));
                let apart = apart.map(Ascending::len).sum::<usize>() as f64;
                Self { size, whole: apart * IN_ORDER, each: 2.0 * AT_RANDOM }
            }
            PlanForm::OneOf(ids) => Self { size: ids.len() as f64, whole: ids.len() as f64, each: AT_RANDOM / 2.0 },
            PlanForm::All(nodes) => {
                let smallest = nodes.iter().map(|it| it.cost.size).fold(all, f64::min);
                Self {
                    size: smallest / 2.0,
                    whole: nodes.iter().map(|it| it.cost.whole.min(it.cost.each * smallest)).sum(),
                    each: nodes.iter().map(|it| it.cost.each).sum(),
                }
            }
            PlanForm::Either(nodes) => Self {
                size: nodes.iter().map(|it| it.cost.size).sum::<f64>().min(all),
                whole: nodes.iter().map(|it| it.cost.whole).sum(),
                each: nodes.iter().map(|it| it.cost.each).sum(),
            },
            PlanForm::Not(inner) => Self {
                size: (ids - inner.cost.size).max(0.0),
                whole: inner.cost.whole + all / 64.0,
                each: inner.cost.each,
            },
            PlanForm::Linked { way, min, max, to } => {
                let some = link_cost(way, to);
                match (min, max) {
                    (1, None) => some,
                    (0, Some(0)) => Self { size: (ids - some.size).max(0.0), ..some },
                    _ => Self {
                        size: if *min == 0 { all } else { some.size / 2.0 },
                        // The links of each are counted.
                        whole: some.whole + some.size * some.each,
                        each: 2.0 * some.each,
                    },
                }
            }
            PlanForm::Only { way, among, to } => {
                let some = link_cost(way, among);
                let other = link_cost(way, to);
                Self { size: some.size / 2.0, whole: some.whole + other.whole, each: some.each + other.each }
            }
            PlanForm::Covers { way, to } => {
                let some = link_cost(way, to);
                Self { size: some.size / 2.0, whole: some.whole * 2.0, each: some.each * 2.0 + to.cost.whole }
            }
            PlanForm::Passing { test, values } => {
                let (count, sorted) = match values {
                    TestDomain::Linked(links) => (sources(links), evaluator.is_sorted(test, links)),
                    TestDomain::Derived { derived, .. } => (derived.pairs().len() as f64, false),
                    TestDomain::All => (all, false),
                };
                Self { size: count / 3.0, whole: if sorted { SEARCH } else { count * TEST }, each: TEST }
            }
            PlanForm::Holds { .. } | PlanForm::WithBindings(_) => {
                Self { size: all / 2.0, whole: all * FORMULA, each: FORMULA }
            }
            PlanForm::Their(way) => Self { size: 1.0, whole: all, each: AT_RANDOM * (1.0 + fan(way)) },
            PlanForm::Root(inner) => inner.cost,
        }
    }
}

/// The cost of finding what a path leads from into a set, or of evaluating one thing.
fn link_cost(way: &CompiledPath<'_>, to: &PlanNode<'_>) -> Cost {
    let ends = match &to.form {
        PlanForm::OneOf(ids) if ids.len() <= FEW => Some(ids.as_slice()),
        _ => None,
    };
    let (size, spent) = semi_join_cost(way, to.cost.size, ends);
    // A set that a search finds is known before much is evaluated.
    let to_each = match to.form {
        PlanForm::Passing { .. } if to.cost.whole <= SEARCH => IN_A_SET,
        _ => to.cost.each,
    };
    Cost { size, whole: to.cost.whole + spent, each: walk_cost(way, to_each) }
}

/// The cost of walking from one thing and evaluating what is reached.
fn walk_cost(way: &CompiledPath<'_>, to_each: f64) -> f64 {
    let fan = fan(way);
    let again = way.moves.iter().filter(|it| matches!(it, Move::Repeat { .. }));
    AT_RANDOM * (1.0 + fan) + fan * to_each + AGAIN * again.count() as f64
}

/// The cost of evaluating one thing now, when sets that it uses may be known.
pub(super) fn each_by_now(node: &PlanNode<'_>) -> f64 {
    if node.set.get().is_some() {
        return IN_A_SET;
    }
    let all = |nodes: &[Rc<PlanNode<'_>>]| nodes.iter().map(|node| each_by_now(node)).sum();
    match &node.form {
        PlanForm::All(nodes) | PlanForm::Either(nodes) => all(nodes),
        PlanForm::Not(inner) | PlanForm::Root(inner) => each_by_now(inner),
        form => match form.as_some() {
            Some((way, to)) => walk_cost(way, each_by_now(to)),
            None => node.cost.each,
        },
    }
}

/// How many things lead to `to` things, and the cost of finding them.
fn semi_join_cost(way: &CompiledPath<'_>, to: f64, ends: Option<&[Id]>) -> (f64, f64) {
    let mut ends = ends;
    way.moves.iter().rev().fold((to, 0.0), |(size, spent), step| match step {
        Move::Links(both) => {
            let (nodes, links) = (sources(both.forward), both.forward.len() as f64);
            // For a few named things it is known.
            let reached = match ends.take() {
                Some(ends) => ends.iter().map(|end| both.backward.of_node_lazy(*end).len()).sum::<usize>() as f64,
                None => size * degree(both.backward),
            };
            let in_order = match both.forward.is_column() || both.backward.is_column() {
                true => links * 2.0 * IN_ORDER,
                false => (nodes + links) * 2.0,
            };
            let cost = (reached * AT_RANDOM).min(in_order);
            (reached.min(nodes), spent + cost)
        }
        Move::Where { nodes, .. } => {
            let nodes = nodes.len() as f64;
            (size.min(nodes), spent + nodes * IN_ORDER)
        }
        Move::Of { .. } => (size, spent + size * IN_ORDER),
        Move::Nowhere => (0.0, spent),
        Move::Derived { derived, .. } => {
            let pairs = derived.pairs().len() as f64;
            (size.min(pairs), spent + pairs)
        }
        Move::Either(ways) => {
            let ways = ways.iter().map(|way| semi_join_cost(way, size, None));
            ways.fold((0.0, spent), |(all, spent), (size, more)| (all + size, spent + more))
        }
        Move::Repeat { way, .. } => {
            let (once, more) = semi_join_cost(way, size, None);
            (3.0 * once + size, spent + 3.0 * more)
        }
    })
}

/// How many things a path reaches from one thing.
fn fan(way: &CompiledPath<'_>) -> f64 {
    way.moves
        .iter()
        .map(|step| match step {
            Move::Links(both) => degree(both.forward),
            Move::Where { .. } | Move::Of { .. } => 1.0,
            Move::Nowhere => 0.0,
            Move::Derived { .. } => 4.0,
            Move::Either(ways) => ways.iter().map(fan).sum(),
            Move::Repeat { way, at_least_once } => {
                // Not everything that is reached leads further.
                let once = match way.links() {
                    Some(both) => both.forward.len() as f64 / (1 + both.forward.range().len()) as f64,
                    None => fan(way),
                };
                let further = once / (1.0 - once).max(0.1);
                f64::from(u8::from(!at_least_once)) + further
            }
        })
        .product()
}

/// How many nodes have links, at most.
pub(super) fn sources(links: &AdjacencyIndex) -> f64 {
    links.range().len().min(links.len()) as f64
}

fn degree(links: &AdjacencyIndex) -> f64 {
    if links.is_empty() {
        return 0.0;
    }
    links.len() as f64 / sources(links)
}

/// True if evaluating so many candidates one by one is cheaper than finding the whole set.
pub(super) fn one_by_one(node: &PlanNode<'_>, candidates: f64) -> bool {
    if node.set.get().is_some() {
        return false;
    }
    candidates * node.cost.each < node.cost.whole
}
