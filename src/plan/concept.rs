//! Sets of things as concepts of a description logic: classes, boolean operators, qualified number
//! restrictions over paths (ALCQ with transitive roles), tests on values, and references to the
//! subject of the whole question.

use oxigraph::model::NamedNode;

use crate::base::spend;
use crate::plan::measure::{BindingPattern, Formula};
use crate::plan::subquery::Subquery;
use crate::plan::test::Test;
use crate::words::Path;

/// A set of things.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Concept {
    /// Everything there is.
    Everything,
    /// Nothing at all.
    Nothing,
    /// The things of one of these classes.
    Class(Vec<NamedNode>),
    /// These things.
    OneOf(Vec<NamedNode>),
    /// The things in all of these.
    All(Vec<Concept>),
    /// The things in at least one of these.
    Either(Vec<Concept>),
    /// The things not in this.
    Not(Box<Concept>),
    /// The things that the path links to at least `min` and at most `max` things of `to`.
    Linked {
        /// From the thing.
        path: Path,
        /// At least so many.
        min: u64,
        /// At most so many, if bounded.
        max: Option<u64>,
        /// What is counted.
        to: Box<Concept>,
    },
    /// The things that the path links to at least one thing of `among`, all of which are in `to`.
    Only {
        /// From the thing.
        path: Path,
        /// The linked things that count.
        among: Box<Concept>,
        /// The set in which all of them have to be.
        to: Box<Concept>,
    },
    /// The things that the path links to every thing of `to`, of which there is at least one.
    Covers {
        /// From the thing.
        path: Path,
        /// The things that have to be linked.
        to: Box<Concept>,
    },
    /// The things from which the path leads to a value that passes the test.
    Value {
        /// From the thing.
        path: Path,
        /// The test of the value.
        test: Test,
    },
    /// The things of which a formula holds.
    Holds(Box<Formula>),
    /// The things that have bindings which pass the tests of the pattern.
    WithBindings(Box<BindingPattern>),
    /// The things to which the path leads from the subject of the question: `their vendor`.
    Their(Path),
    /// A subquery: inside, `their` refers to its own things.
    Root(Subquery),
}

impl Concept {
    /// All of these, without nesting; the concept itself when it is one.
    #[must_use]
    pub fn all(concepts: Vec<Self>) -> Self {
        spend(1 + concepts.len());
        let mut flat = Vec::new();
        for concept in concepts {
            match concept {
                Self::All(inner) => flat.extend(inner),
                Self::Everything => {}
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Everything,
            1 => flat.remove(0),
            _ => Self::All(flat),
        }
    }

    /// The complement; a double negation cancels out.
    #[must_use]
    pub fn negate(concept: Self) -> Self {
        match concept {
            Self::Not(inner) => *inner,
            Self::Everything => Self::Nothing,
            Self::Nothing => Self::Everything,
            other => Self::Not(Box::new(other)),
        }
    }

    /// The things of one of these classes; with `inside` false, of none.
    #[must_use]
    pub fn of(classes: &[NamedNode], inside: bool) -> Self {
        let members = Self::Class(classes.to_vec());
        if inside { members } else { Self::negate(members) }
    }

    /// The things that the path links to at least one thing of `to`.
    #[must_use]
    pub fn some(path: Path, to: Self) -> Self {
        Self::Linked { path, min: 1, max: None, to: Box::new(to) }
    }

    /// The path and the end, if this is an existential restriction as [`Self::some`] makes it.
    #[must_use]
    pub fn as_some(&self) -> Option<(&Path, &Self)> {
        match self {
            Self::Linked { path, min: 1, max: None, to } => Some((path, to)),
            _ => None,
        }
    }

    /// True when the set depends on the subject of the question.
    #[must_use]
    pub fn is_correlated(&self) -> bool {
        match self {
            Self::Their(_) => true,
            Self::All(inner) | Self::Either(inner) => inner.iter().any(Self::is_correlated),
            Self::Not(inner) => inner.is_correlated(),
            Self::Linked { to, .. } | Self::Covers { to, .. } => to.is_correlated(),
            Self::Only { among, to, .. } => among.is_correlated() || to.is_correlated(),
            Self::Holds(formula) => formula.is_correlated(),
            Self::WithBindings(witnessed) => {
                let mut links = witnessed.links.iter();
                let mut tests = witnessed.tests.iter();
                links.any(|link| link.to.is_correlated()) || tests.any(|(_, test)| test.is_correlated())
            }
            Self::Everything | Self::Nothing | Self::Class(_) | Self::OneOf(_) | Self::Value { .. } | Self::Root(_) => {
                false
            }
        }
    }

    /// True when evaluating it also binds the subject of the question.
    #[must_use]
    pub fn binds_the_root(&self) -> bool {
        match self {
            Self::Their(_) => true,
            Self::All(inner) => inner.iter().any(Self::binds_the_root),
            Self::Either(inner) => inner.iter().all(Self::binds_the_root),
            Self::Linked { min, to, .. } => *min > 0 && to.binds_the_root(),
            _ => false,
        }
    }
}
