//! Number restrictions on links, in three values: strong Kleene tables, or the plain concept if everything is known.

use crate::plan::certainty::{ThreeValuedSet, either};
use crate::plan::concept::Concept;
use crate::plan::measure::{Formula, Measure};
use crate::plan::test::Test;
use crate::question::{ComparisonOperator, Operator};
use crate::words::Path;

/// Links that may exist without being on record.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct UnknownLinks {
    /// The things from which they may lead to anything.
    pub(super) starts: Option<Concept>,
    /// For a relation that is followed backward: the things at its end from which they may lead here, as to anything.
    pub(super) ends: Option<Concept>,
}

impl UnknownLinks {
    pub(super) fn is_none(&self) -> bool {
        self.starts.is_none() && self.ends.is_none()
    }

    /// The things that may be linked to something of a set, though no link says so.
    fn to(&self, to: &Concept) -> Option<Concept> {
        let back = self.ends.as_ref().map(|back| there_is(Concept::all(vec![to.clone(), back.clone()])));
        match (self.starts.clone(), back) {
            (Some(from), back) => Some(either(from, back)),
            (None, back) => back,
        }
    }
}

/// Everything if a set has something in it, else nothing.
pub(super) fn there_is(set: Concept) -> Concept {
    let size = Measure::SizeOf(Box::new(set));
    Concept::Holds(Box::new(Formula::Passes(size, Test::Number(ComparisonOperator::Greater, "0".to_owned()))))
}

fn plain_restriction(path: &Path, min: u64, max: Option<u64>, to: Concept) -> Concept {
    Concept::Linked { path: path.clone(), min, max, to: Box::new(to) }
}

/// The things linked to `min` to `max` things of a set.
pub(super) fn number_restriction(
    path: &Path,
    (min, max): (u64, Option<u64>),
    to: ThreeValuedSet,
    unsure: &UnknownLinks,
) -> ThreeValuedSet {
    if to.is_exact() && unsure.is_none() {
        return ThreeValuedSet::exact(plain_restriction(path, min, max, to.certain));
    }
    match (min, max) {
        (0, None) => ThreeValuedSet::exact(Concept::Everything),
        (min, None) => at_least(path, min, to, unsure),
        (0, Some(max)) => at_most(path, max, to, unsure),
        (min, Some(max)) => at_least(path, min, to.clone(), unsure).and(at_most(path, max, to, unsure)),
    }
}

/// The things linked to at least one thing of a set.
pub(super) fn some(path: &Path, to: ThreeValuedSet, unsure: &UnknownLinks) -> ThreeValuedSet {
    number_restriction(path, (1, None), to, unsure)
}

fn at_least(path: &Path, min: u64, to: ThreeValuedSet, unsure: &UnknownLinks) -> ThreeValuedSet {
    let possible = match &unsure.ends {
        Some(back) if min > 1 => either(enough(path, min, to.possible(), back), unsure.starts.clone()),
        _ => either(plain_restriction(path, min, None, to.possible().clone()), unsure.to(to.possible())),
    };
    ThreeValuedSet::of(plain_restriction(path, min, None, to.certain), possible)
}

fn at_most(path: &Path, max: u64, to: ThreeValuedSet, unsure: &UnknownLinks) -> ThreeValuedSet {
    let possible = plain_restriction(path, 0, Some(max), to.certain.clone());
    if unsure.ends.is_some() {
        let more = at_least(path, max.saturating_add(1), to, unsure);
        return ThreeValuedSet::of(Concept::negate(more.possible().clone()), possible);
    }
    let known = unsure.starts.clone().map_or(Concept::Everything, Concept::negate);
    let certain = plain_restriction(path, 0, Some(max), to.possible().clone());
    ThreeValuedSet::of(Concept::all(vec![certain, known]), possible)
}

/// The things for which `min` things of a set are linked or may be.
fn enough(path: &Path, min: u64, to: &Concept, back: &Concept) -> Concept {
    let linked = Concept::all(vec![to.clone(), Concept::negate(back.clone())]);
    let linked = Measure::NumberOf { path: path.clone(), to: Box::new(linked), known: None };
    let perhaps = Measure::SizeOf(Box::new(Concept::all(vec![to.clone(), back.clone()])));
    let number = Measure::Binary(Operator::Plus, Box::new(linked), Box::new(perhaps));
    Concept::Holds(Box::new(Formula::Passes(number, Test::Number(ComparisonOperator::AtLeast, min.to_string()))))
}

/// The things linked to at least one thing of `among`, all of which are in `to`.
pub(super) fn only(path: &Path, among: ThreeValuedSet, to: ThreeValuedSet, unsure: &UnknownLinks) -> ThreeValuedSet {
    let plain = |to: &Concept| Concept::Only {
        path: path.clone(),
        among: Box::new(among.certain.clone()),
        to: Box::new(to.clone()),
    };
    if among.is_exact() && unsure.is_none() {
        return match to.is_exact() {
            true => ThreeValuedSet::exact(plain(&to.certain)),
            false => ThreeValuedSet::of(plain(&to.certain), plain(to.possible())),
        };
    }
    let others = among.clone().and(to.negate());
    some(path, among, unsure).and(some(path, others, unsure).negate())
}

/// The things linked to every thing of a set, of which there is at least one.
pub(super) fn covers(path: &Path, to: ThreeValuedSet, unsure: &UnknownLinks) -> ThreeValuedSet {
    let every = |to: &Concept| Concept::Covers { path: path.clone(), to: Box::new(to.clone()) };
    if to.is_exact() && unsure.is_none() {
        return ThreeValuedSet::exact(every(&to.certain));
    }
    let possible = to.possible().clone();
    let mut certain = vec![every(&possible)];
    if !to.is_exact() {
        certain.push(Concept::some(path.clone(), to.certain.clone()));
    }
    // A thing that may be linked to anything needs no link on record.
    let wanted = match &unsure.ends {
        Some(back) => Concept::all(vec![to.certain.clone(), Concept::negate(back.clone())]),
        None => to.certain.clone(),
    };
    let none_wanted = (wanted != possible).then(|| Concept::negate(there_is(wanted.clone())));
    let may = either(either(every(&wanted), none_wanted), unsure.starts.clone());
    ThreeValuedSet::of(Concept::all(certain), Concept::all(vec![there_is(possible), may]))
}
