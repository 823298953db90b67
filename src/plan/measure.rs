//! Measures: expressions with their words expanded to paths and sets, and the tests of them.

use crate::plan::concept::Concept;
use crate::plan::test::Test;
use crate::question::{Aggregate, ComparisonOperator, Operator};
use crate::words::Path;

/// A value that is looked up or computed for a thing or a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Measure {
    /// A value at the end of links.
    Value {
        /// Where the path starts.
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
        /// The things whose number is known; `None` if it is for all.
        known: Option<Box<Concept>>,
    },
    /// How many things a whole set has.
    SizeOf(Box<Concept>),
    /// An aggregate of the values of a measure for the thing, or for a group.
    Best(Aggregate, Box<Measure>),
    /// An aggregate of the values of a measure for the things of a set.
    AggregateOver(Aggregate, Box<Measure>, Box<Concept>),
    /// Arithmetic.
    Binary(Operator, Box<Measure>, Box<Measure>),
    /// Rounded, half up, to so many decimals.
    Round(Box<Measure>, u8),
    /// The day on which a time falls.
    Day(Box<Measure>),
}

/// Where the path of a value starts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathOrigin {
    /// At the current thing.
    This,
    /// At the subject of the whole question.
    Root,
    /// At a binding.
    Binding(String),
}

/// A link without a noun: a dot of `source.access`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hop {
    /// The noun of what it leads to, for the name of a variable.
    pub noun: String,
    /// Its path.
    pub path: Path,
    /// The linked things that pass the default filter.
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

/// A condition on measures.
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
    /// The values are present, and the formula does not hold of them.
    Differs(Box<Formula>),
}

/// Links to bindings, and tests of them: `that have a claim as other whose date > their date`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BindingPattern {
    /// The links, each after the one from which it starts.
    pub links: Vec<BindingLink>,
    /// Tests of the end of a link, by its index, or of the thing itself.
    pub tests: Vec<(Option<usize>, Formula)>,
}

/// A link on the path to a binding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BindingLink {
    /// The index of the link that it continues; `None` for the thing itself.
    pub from: Option<usize>,
    /// Its path.
    pub path: Path,
    /// The set in which its end has to be.
    pub to: Concept,
    /// The name of the binding at its end.
    pub name: Option<String>,
}

impl Formula {
    /// Its measures.
    #[must_use]
    pub fn measures(&self) -> Vec<&Measure> {
        match self {
            Self::Passes(measure, _) => vec![measure],
            Self::Ordered(left, _, right) | Self::Alike(left, right) => vec![left, right],
            Self::Present(measures) => measures.iter().collect(),
            Self::Differs(formula) => formula.measures(),
        }
    }

    /// True when it depends on the subject of the question.
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
            Self::Best(_, inner) | Self::AggregateOver(_, inner, _) | Self::Round(inner, _) | Self::Day(inner) => {
                inner.each(visit);
            }
            Self::Binary(_, left, right) => {
                left.each(visit);
                right.each(visit);
            }
            Self::Value { .. } | Self::Number(_) | Self::Count | Self::NumberOf { .. } | Self::SizeOf(_) => {}
        }
    }

    /// The unaggregated values of the measure, from left to right.
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

    /// True when it depends on the subject of the question.
    #[must_use]
    pub fn is_correlated(&self) -> bool {
        let mut correlated = false;
        self.each(&mut |measure| {
            correlated |= match measure {
                Self::Value { of, .. } => *of == PathOrigin::Root,
                Self::NumberOf { to, known, .. } => {
                    to.is_correlated() || known.as_ref().is_some_and(|it| it.is_correlated())
                }
                Self::SizeOf(to) | Self::AggregateOver(_, _, to) => to.is_correlated(),
                _ => false,
            };
        });
        correlated
    }

    /// True when it uses only values of the current thing, so that looking them up also binds the things.
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

    /// Visits the concepts in it, for rewriting.
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
            Self::AggregateOver(_, inner, to) => {
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
