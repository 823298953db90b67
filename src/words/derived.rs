//! Words for the results of graph analyses: which claim depends on which source, how deep its support is. A vocabulary
//! gives the word, `graph` the analysis; the pairs are computed on first use, and listed in queries as small
//! hierarchies are.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use oxigraph::model::TermRef;

use crate::store::{Dataset, Id};
use crate::words::BackedVerdict;

/// An analysis that can have a word. `docs/structure.md` gives its name in graph theory. A thing *falls* when it loses
/// all its support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Structure {
    /// From a thing to the one ground without which it falls: its dominator among the grounds.
    GroundDominator,
    /// From a thing to the nearest other thing without which it falls: its immediate dominator, if that is
    /// a thing.
    ThingDominator,
    /// From a thing to the agent who alone answers for all its grounds.
    AnswerableDominator,
    /// From a thing to the first thing of its support cycle: strongly connected component.
    Cycle,
    /// From a thing to those that contradict it.
    Contradiction,
    /// From a record to the sources that it cites, except those that another compared thing publishes.
    OwnSource,
    /// The number of steps of the longest path to a ground; 0 if unsupported.
    Depth,
    /// The number of grounds that support a thing, directly or through other things.
    Width,
    /// The number of different agents who answer for these grounds.
    Independence,
    /// The number of things that it supports, directly or through other things.
    Load,
    /// The rank by load, from 1 for the heaviest; of a thing, the last rank among its grounds, none if unsupported.
    LoadRank,
    /// The number of things that fall when it is removed.
    Weight,
    /// The number of its connected component, from 1 for the one with the most things.
    Component,
    /// From a thing to the assurances with this verdict. Vocabularies do not write it: see
    /// [`crate::words::Lexicon::verdict_path`].
    VerdictIs(BackedVerdict),
    /// From a record to the adjective for expired or for upcoming records. Vocabularies do not write it: see
    /// `say:expired` and `say:upcoming`.
    Validity,
    /// What a path links through current records alone (`say:currentOnly`); the path by its index in
    /// [`crate::words::Lexicon::current_paths`].
    Current(u16, Reaching),
}

/// How far a relation is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reaching {
    /// One step.
    Once,
    /// One step or more.
    Again,
    /// Any number of steps, also none.
    ItselfOrAgain,
}

impl Structure {
    /// True for an analysis of the compared records.
    #[must_use]
    pub fn is_of_records(self) -> bool {
        matches!(self, Self::OwnSource | Self::VerdictIs(_) | Self::Validity | Self::Current(..))
    }

    /// Every analysis, by its name in `say:structure`.
    pub const ALL: [(&'static str, Self); 13] = [
        ("groundDominator", Self::GroundDominator),
        ("thingDominator", Self::ThingDominator),
        ("answerableDominator", Self::AnswerableDominator),
        ("circle", Self::Cycle),
        ("contradiction", Self::Contradiction),
        ("ownSource", Self::OwnSource),
        ("depth", Self::Depth),
        ("width", Self::Width),
        ("independence", Self::Independence),
        ("load", Self::Load),
        ("loadRank", Self::LoadRank),
        ("weight", Self::Weight),
        ("component", Self::Component),
    ];

    /// Its name in `say:structure`; empty for one that vocabularies do not write.
    #[must_use]
    pub fn name(self) -> &'static str {
        let known = Self::ALL.iter().find(|(_, structure)| *structure == self);
        known.map_or("", |(name, _)| name)
    }

    /// What it finds, for people who read a plan.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::VerdictIs(_) => "verdict",
            Self::Validity => "validity",
            Self::Current(..) => "current links",
            named => named.name(),
        }
    }

    /// True for an analysis that finds numbers, false for one that finds things. Relies on the order of the variants.
    #[must_use]
    pub fn is_number(self) -> bool {
        self >= Self::Depth && self <= Self::Component
    }
}

/// Computes an analysis: pairs of a thing and its result.
type Analysis = Box<dyn Fn(Structure) -> Vec<[Id; 2]> + Send + Sync>;

/// The results of an analysis as pairs of ids, computed on first use.
pub struct Derived {
    /// The analysis.
    pub structure: Structure,
    facts: OnceLock<(Arc<Dataset>, Analysis)>,
    listed: OnceLock<PairLists>,
}

struct PairLists {
    /// Ascending.
    forward: Vec<[Id; 2]>,
    /// The pairs reversed, ascending.
    backward: Vec<[Id; 2]>,
}

impl Derived {
    /// An analysis without facts: [`Self::attach_facts`] adds them.
    #[must_use]
    pub fn new(structure: Structure) -> Self {
        Self { structure, facts: OnceLock::new(), listed: OnceLock::new() }
    }

    /// Sets the facts, and the function that computes the analysis. Only the first call has an effect.
    pub fn attach_facts(&self, dataset: Arc<Dataset>, analysis: Analysis) {
        // A later call is ignored: a lexicon belongs to one dataset.
        let _ = self.facts.set((dataset, analysis));
    }

    fn pair_lists(&self) -> &PairLists {
        self.listed.get_or_init(|| {
            let Some((_, analysis)) = self.facts.get() else {
                return PairLists { forward: Vec::new(), backward: Vec::new() };
            };
            let mut forward = analysis(self.structure);
            forward.sort_unstable();
            forward.dedup();
            let mut backward: Vec<[Id; 2]> = forward.iter().map(|[a, b]| [*b, *a]).collect();
            backward.sort_unstable();
            PairLists { forward, backward }
        })
    }

    /// The results for a thing; backward, the things that have it as a result.
    pub fn of(&self, thing: Id, backward: bool) -> impl Iterator<Item = Id> + '_ {
        let listed = self.pair_lists();
        let pairs = if backward { &listed.backward } else { &listed.forward };
        let from = pairs.partition_point(|[first, _]| *first < thing);
        let pairs = pairs[from..].iter();
        pairs.take_while(move |[first, _]| *first == thing).map(|[_, second]| *second)
    }

    /// All pairs, ascending.
    #[must_use]
    pub fn pairs(&self) -> &[[Id; 2]] {
        &self.pair_lists().forward
    }

    /// All pairs as terms, in the order of the ids.
    pub fn terms(&self) -> impl Iterator<Item = [TermRef<'_>; 2]> {
        let known = self.facts.get().map(|(dataset, _)| dataset);
        let pairs = known.map(|dataset| {
            let pairs = self.pairs().iter();
            pairs.map(|[one, other]| [dataset.term(*one), dataset.term(*other)])
        });
        pairs.into_iter().flatten()
    }
}

impl fmt::Debug for Derived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Derived").field(&self.structure).finish()
    }
}

/// Equal if the analysis is the same: a lexicon has each one once.
impl PartialEq for Derived {
    fn eq(&self, other: &Self) -> bool {
        self.structure == other.structure
    }
}

impl Eq for Derived {}

impl Hash for Derived {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.structure.hash(state);
    }
}
