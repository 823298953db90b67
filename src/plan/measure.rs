//! Measures: expressions with their words expanded to paths and sets, and what is tested of them.

use crate::plan::concept::Concept;
use crate::plan::test::Test;
use crate::question::{Aggregate, ComparisonOperator, Operator};
use crate::words::Path;

/// A value that is looked up or computed for a thing or a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Measure {
    /// What links lead to, and the value there.
    Value {
        /// Where the links begin.
        of: PathOrigin,
        /// The links, in order.
        hops: Vec<Hop>,
        /// What is taken at their end.
        end: PathEnd,
    },
    /// A number as written.
    Number(String),
    /// How many things a group has.
    Count,
    /// How many things of `to` the path links to.
    NumberOf {
        /// From the thing.
        path: Path,
        /// What is counted.
        to: Box<Concept>,
        /// The things that have a number: of others nobody knows; none where all have one.
        known: Option<Box<Concept>>,
    },
    /// How many things a whole set has.
    SizeOf(Box<Concept>),
    /// One value of all that a measure gives for the thing, or for a group.
    Best(Aggregate, Box<Measure>),
    /// One value of all that a measure gives for the things of a set.
    Over(Aggregate, Box<Measure>, Box<Concept>),
    /// Arithmetic.
    Binary(Operator, Box<Measure>, Box<Measure>),
    /// Rounded, half up, to so many decimals.
    Round(Box<Measure>, u8),
    /// The day on which a time falls.
    Day(Box<Measure>),
}

/// Where the links of a value begin.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathOrigin {
    /// At the thing at hand.
    This,
    /// At the thing that the whole question is about.
    Root,
    /// At the thing that `as` has named.
    Witness(String),
}

/// A link that is followed without a noun being said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hop {
    /// The noun of what it leads to, for the name of a variable.
    pub noun: String,
    /// Its path.
    pub path: Path,
    /// What counts of the things that it leads to.
    pub counts: Concept,
}

/// What is taken at the end of links.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathEnd {
    /// The things themselves.
    Thing,
    /// Their IRIs.
    Iri,
    /// The values that a path leads to; the word for them.
    Values(Path, String),
}

/// What holds of measures.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Formula {
    /// A value passes a test.
    Passes(Measure, Test),
    /// Two numbers, days, times or terms are in this order.
    Ordered(Measure, ComparisonOperator, Measure),
    /// Two texts are alike; letter case is ignored.
    Alike(Measure, Measure),
    /// All of these have a value.
    Present(Vec<Measure>),
    /// The values are there, and the formula does not hold of them.
    Differs(Box<Formula>),
}

/// What links together with named things: `that have a claim as other whose date > their date`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BindingPattern {
    /// The links, each behind the one that it starts from.
    pub links: Vec<BindingLink>,
    /// What holds besides, of the thing itself or of what a link leads to.
    pub tests: Vec<(Option<usize>, Formula)>,
}

/// A link to something that is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BindingLink {
    /// The link that it goes on from; none for the thing itself.
    pub from: Option<usize>,
    /// Its path.
    pub path: Path,
    /// What it leads to.
    pub to: Concept,
    /// The name of what it leads to.
    pub name: Option<String>,
}

impl Formula {
    /// The measures that it speaks of.
    #[must_use]
    pub fn measures(&self) -> Vec<&Measure> {
        match self {
            Self::Passes(measure, _) => vec![measure],
            Self::Ordered(left, _, right) | Self::Alike(left, right) => vec![left, right],
            Self::Present(measures) => measures.iter().collect(),
            Self::Differs(formula) => formula.measures(),
        }
    }

    /// True when it depends on the thing that the question is about.
    #[must_use]
    pub fn is_correlated(&self) -> bool {
        self.measures().into_iter().any(Measure::is_correlated)
    }
}

impl Measure {
    /// Visits this measure and every one inside it.
    pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Measure)) {
        visit(self);
        match self {
            Self::Best(_, inner) | Self::Over(_, inner, _) | Self::Round(inner, _) | Self::Day(inner) => {
                inner.each(visit);
            }
            Self::Binary(_, left, right) => {
                left.each(visit);
                right.each(visit);
            }
            Self::Value { .. } | Self::Number(_) | Self::Count | Self::NumberOf { .. } | Self::SizeOf(_) => {}
        }
    }

    /// The values that the measure takes one at a time, from left to right: not those that it makes
    /// one of.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Measure> {
        match self {
            Self::Value { .. } => vec![self],
            Self::Round(inner, _) | Self::Day(inner) => inner.leaves(),
            Self::Binary(_, left, right) => {
                let mut leaves = left.leaves();
                leaves.extend(right.leaves());
                leaves
            }
            _ => Vec::new(),
        }
    }

    /// True when it depends on the thing that the question is about.
    #[must_use]
    pub fn is_correlated(&self) -> bool {
        let mut correlated = false;
        self.each(&mut |measure| {
            correlated |= match measure {
                Self::Value { of, .. } => *of == PathOrigin::Root,
                Self::NumberOf { to, known, .. } => {
                    to.is_correlated() || known.as_ref().is_some_and(|it| it.is_correlated())
                }
                Self::SizeOf(to) | Self::Over(_, _, to) => to.is_correlated(),
                _ => false,
            };
        });
        correlated
    }

    /// True when values of the thing at hand are all that is looked at, so that looking them up finds
    /// the things as well.
    #[must_use]
    pub fn finds_its_things(&self) -> bool {
        let mut own = false;
        let mut others = false;
        self.each(&mut |measure| match measure {
            Self::Value { of: PathOrigin::This, hops, end } => {
                own |= !hops.is_empty() || matches!(end, PathEnd::Values(..))
            }
            Self::Number(_) | Self::Binary(..) | Self::Round(..) | Self::Day(_) => {}
            _ => others = true,
        });
        own && !others
    }

    /// True when it needs no sub-select: values, numbers, and what is computed of them.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        match self {
            Self::Value { .. } | Self::Number(_) => true,
            Self::Binary(_, left, right) => left.is_plain() && right.is_plain(),
            Self::Round(inner, _) | Self::Day(inner) => inner.is_plain(),
            _ => false,
        }
    }

    /// The concepts that stand in it, for rewriting.
    pub(super) fn concepts_mut(&mut self, rewrite: &mut impl FnMut(&mut Concept)) {
        match self {
            Self::Value { hops, .. } => {
                hops.iter_mut().for_each(|hop| rewrite(&mut hop.counts));
            }
            Self::NumberOf { to, known, .. } => {
                rewrite(to);
                known.iter_mut().for_each(|it| rewrite(it));
            }
            Self::SizeOf(to) => rewrite(to),
            Self::Over(_, inner, to) => {
                inner.concepts_mut(rewrite);
                rewrite(to);
            }
            Self::Best(_, inner) | Self::Round(inner, _) | Self::Day(inner) => {
                inner.concepts_mut(rewrite);
            }
            Self::Binary(_, left, right) => {
                left.concepts_mut(rewrite);
                right.concepts_mut(rewrite);
            }
            Self::Number(_) | Self::Count => {}
        }
    }
}

impl Formula {
    pub(super) fn concepts_mut(&mut self, rewrite: &mut impl FnMut(&mut Concept)) {
        match self {
            Self::Passes(measure, _) => measure.concepts_mut(rewrite),
            Self::Ordered(left, _, right) | Self::Alike(left, right) => {
                left.concepts_mut(rewrite);
                right.concepts_mut(rewrite);
            }
            Self::Present(measures) => {
                for measure in measures {
                    measure.concepts_mut(rewrite);
                }
            }
            Self::Differs(formula) => formula.concepts_mut(rewrite),
        }
    }
}

impl BindingPattern {
    pub(super) fn concepts_mut(&mut self, rewrite: &mut impl FnMut(&mut Concept)) {
        for link in &mut self.links {
            rewrite(&mut link.to);
        }
        for (_, test) in &mut self.tests {
            test.concepts_mut(rewrite);
        }
    }
}
