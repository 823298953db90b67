//! Three-valued sets: the things of which something is certainly true, and those of which it is not certainly false.
//! Every part of a question is lowered to both sets at once, by the strong tables of Kleene.

use oxigraph::model::NamedNode;

use crate::base::{Blame, Code, Diagnostic, spend};
use crate::plan::concept::Concept;
use crate::plan::measure::Measure;
use crate::question::Polarity;

/// Most parts of a set in which something is unknown. A count over an unknown set has both of its sets in each of its
/// own, so that nesting multiplies the parts.
const MOST_PARTS: usize = 20_000;

/// The certain and the possible set of a condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ThreeValuedSet {
    pub(super) certain: Concept,
    /// `None` if everything is known.
    possible: Option<Concept>,
}

impl ThreeValuedSet {
    pub(super) fn of(certain: Concept, possible: Concept) -> Self {
        let possible = (certain != possible).then_some(possible);
        Self { certain, possible }
    }

    /// A set of which everything is known.
    pub(super) fn exact(concept: Concept) -> Self {
        Self { certain: concept, possible: None }
    }

    /// A set that is unknown for the things in `gap`.
    pub(super) fn unless(concept: Concept, gap: Option<Concept>) -> Self {
        Self { possible: gap.map(|gap| either(concept.clone(), Some(gap))), certain: concept }
    }

    pub(super) fn possible(&self) -> &Concept {
        self.possible.as_ref().unwrap_or(&self.certain)
    }

    /// True when everything is known.
    pub(super) fn is_exact(&self) -> bool {
        self.possible.is_none()
    }

    /// The complement: certain where the set is not even possible.
    pub(super) fn negate(self) -> Self {
        match self.possible {
            None => Self::exact(Concept::negate(self.certain)),
            Some(possible) => {
                Self { possible: Some(Concept::negate(self.certain)), certain: Concept::negate(possible) }
            }
        }
    }

    /// The set, or its complement if negative.
    pub(super) fn with(self, polarity: Polarity) -> Self {
        match polarity {
            Polarity::Positive => self,
            Polarity::Negative => self.negate(),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self::all(vec![self, other])
    }

    /// The intersection.
    pub(super) fn all(parts: Vec<Self>) -> Self {
        Self::combine(parts, Concept::all)
    }

    /// The union.
    pub(super) fn any(parts: Vec<Self>) -> Self {
        Self::combine(parts, Concept::Either)
    }

    fn combine(parts: Vec<Self>, make: impl Fn(Vec<Concept>) -> Concept) -> Self {
        let known = parts.iter().all(Self::is_exact);
        let possible = (!known).then(|| make(parts.iter().map(|part| part.possible().clone()).collect()));
        Self { certain: make(parts.into_iter().map(|part| part.certain).collect()), possible }
    }

    /// Applies `make` to both sets.
    pub(super) fn map(self, make: impl Fn(Concept) -> Concept) -> Self {
        Self { possible: self.possible.map(&make), certain: make(self.certain) }
    }

    /// The possible things that are not certain; `None` if everything is known.
    pub(super) fn between(&self) -> Option<Concept> {
        let possible = self.possible.clone()?;
        Some(Concept::all(vec![possible, Concept::negate(self.certain.clone())]))
    }

    /// Simplifies the sets of things of a kind: inside a negation, a test for a wider class is always true of them.
    pub(super) fn of_a_kind(self) -> Self {
        if self.is_exact() { self } else { self.map(without_wider_classes) }
    }

    /// The sets, unless they are too large to evaluate.
    pub(super) fn check_size(self) -> Result<Self, Diagnostic> {
        match &self.possible {
            Some(possible) if parts_of(possible) + parts_of(&self.certain) > MOST_PARTS => Err(too_many_parts()),
            _ => Ok(self),
        }
    }
}

/// The union of a concept and a gap.
pub(super) fn either(concept: Concept, gap: Option<Concept>) -> Concept {
    match (concept, gap) {
        (concept, None) => concept,
        (Concept::Everything, _) => Concept::Everything,
        (Concept::Nothing, Some(gap)) => gap,
        (concept, Some(gap)) => Concept::Either(vec![concept, gap]),
    }
}

/// `of a class, and not (of a wider class and not linked)` is `of the class, and linked`.
fn without_wider_classes(concept: Concept) -> Concept {
    let Concept::All(parts) = concept else {
        return concept;
    };
    let own = parts.iter().find_map(|part| match part {
        Concept::Class(classes) => Some(classes.clone()),
        _ => None,
    });
    let within = |wider: &[NamedNode]| own.iter().any(|own| own.iter().all(|class| wider.contains(class)));
    let parts = parts.into_iter().map(|part| match part {
        Concept::Not(inner) => match *inner {
            Concept::All(mut inner) if matches!(inner.first(), Some(Concept::Class(wider)) if within(wider)) => {
                inner.remove(0);
                Concept::negate(Concept::all(inner))
            }
            inner => Concept::negate(inner),
        },
        part => part,
    });
    Concept::all(parts.collect())
}

fn parts_of(concept: &Concept) -> usize {
    spend(1);
    let inside = match concept {
        Concept::All(inner) | Concept::Either(inner) => inner.iter().map(parts_of).sum(),
        Concept::Not(inner) => parts_of(inner),
        Concept::Linked { to, .. } | Concept::Covers { to, .. } => parts_of(to),
        Concept::Only { among, to, .. } => parts_of(among) + parts_of(to),
        Concept::Holds(formula) => formula.measures().into_iter().map(parts_of_measure).sum(),
        Concept::WithBindings(witnessed) => {
            let tests = witnessed.tests.iter().flat_map(|(_, test)| test.measures());
            let links: usize = witnessed.links.iter().map(|link| parts_of(&link.to)).sum();
            links + tests.map(parts_of_measure).sum::<usize>()
        }
        Concept::Everything
        | Concept::Nothing
        | Concept::Class(_)
        | Concept::OneOf(_)
        | Concept::Value { .. }
        | Concept::Their(_)
        // However often it is used, it is evaluated once.
        | Concept::Root(_) => 0,
    };
    inside + 1
}

fn parts_of_measure(measure: &Measure) -> usize {
    let mut parts = 1;
    measure.each(&mut |measure| {
        if let Measure::NumberOf { to, .. } | Measure::SizeOf(to) | Measure::AggregateOver(_, _, to) = measure {
            parts += parts_of(to);
        }
    });
    parts
}

/// `that engage exactly 1 vendor that engages exactly 1 vendor …`, a dozen deep, where it is unknown whom they engage
fn too_many_parts() -> Diagnostic {
    let message = "numbers, `only` and `every` of what may be unknown are nested too deeply";
    Diagnostic::new(Blame::Question, Code::TooDeep, message)
}
