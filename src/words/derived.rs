//! Words for what an analysis of the graph says: which claim hangs on which source, how deep the support of
//! a claim is. A vocabulary gives the word, `graph` the analysis; the pairs are worked out when they are
//! first asked for, and listed in queries, as small hierarchies are.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use oxigraph::model::TermRef;

use crate::store::{Dataset, Id};
use crate::words::BackedVerdict;

/// An analysis whose result has words. `docs/structure.md` gives the name that each has in graph theory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Structure {
    /// From a thing to the one ground without which it falls: its dominator among the grounds.
    GroundDominator,
    /// From a thing to the nearest other thing without which it falls: its immediate dominator, if that is
    /// a thing.
    ThingDominator,
    /// From a thing to who alone answers for all its grounds.
    AnswerableDominator,
    /// From a thing to the first thing of the circle that it stands in: strongly connected support.
    Circle,
    /// From a thing to its opposites.
    Contradiction,
    /// From a record to the sources that it cites, but for those that another of the compared things publishes.
    OwnSource,
    /// How many steps the longest way to a ground has; 0 where nothing supports.
    Depth,
    /// How many grounds a thing stands on, through whatever it is concluded from.
    Width,
    /// How many of them answer to different agents.
    Independence,
    /// How many things stand on it, through whatever is concluded from it.
    Load,
    /// The place by load, from 1, the heaviest first; of a thing, the last place among its grounds;
    /// none where nothing supports it.
    LoadRank,
    /// How many things fall when it goes.
    Weight,
    /// The number of the component, from 1, the one with most things first.
    Component,
    /// From a thing to the assurances to which the current records say this. A vocabulary does not write it: see
    /// [`crate::words::Lexicon::answered`].
    Answered(BackedVerdict),
    /// From a record to the adjective that says that what it says is over, or begins later. A vocabulary does not write
    /// it: see `say:expired` and `say:upcoming`.
    Validity,
    /// What a path links through current records alone, by its index in [`crate::words::Lexicon::current_paths`]:
    /// `say:currentOnly`.
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
    /// True for what the comparison of records says, not the graph of what stands on what.
    #[must_use]
    pub fn is_of_records(self) -> bool {
        matches!(self, Self::OwnSource | Self::Answered(_) | Self::Validity | Self::Current(..))
    }

    /// Every analysis, by its name in `say:structure`.
    pub const ALL: [(&'static str, Self); 13] = [
        ("groundDominator", Self::GroundDominator),
        ("thingDominator", Self::ThingDominator),
        ("answerableDominator", Self::AnswerableDominator),
        ("circle", Self::Circle),
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

    /// Its name in `say:structure`.
    #[must_use]
    pub fn name(self) -> &'static str {
        let known = Self::ALL.iter().find(|(_, structure)| *structure == self);
        known.map_or("", |(name, _)| name)
    }

    /// True for an analysis that finds numbers, false for one that finds things.
    #[must_use]
    pub fn is_number(self) -> bool {
        self >= Self::Depth && self <= Self::Component
    }
}

/// Works an analysis out: pairs of a thing and what is said of it.
type Analysis = Box<dyn Fn(Structure) -> Vec<[Id; 2]> + Send + Sync>;

/// What an analysis says of each thing, as pairs of ids, worked out once.
pub struct Derived {
    /// Which analysis.
    pub structure: Structure,
    known: OnceLock<(Arc<Dataset>, Analysis)>,
    listed: OnceLock<PairLists>,
}

struct PairLists {
    /// Ascending.
    forward: Vec<[Id; 2]>,
    /// The second first, ascending.
    backward: Vec<[Id; 2]>,
}

impl Derived {
    /// An analysis of facts that are not known yet.
    #[must_use]
    pub fn new(structure: Structure) -> Self {
        Self { structure, known: OnceLock::new(), listed: OnceLock::new() }
    }

    /// Tells the facts, and how the analysis is worked out; what was told first stays.
    pub fn attach_facts(&self, dataset: Arc<Dataset>, analysis: Analysis) {
        // The first telling holds: a lexicon belongs to one dataset.
        let _ = self.known.set((dataset, analysis));
    }

    fn pair_lists(&self) -> &PairLists {
        self.listed.get_or_init(|| {
            let Some((_, analysis)) = self.known.get() else {
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

    /// What is said of a thing; backward, the things of which it is said.
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
        let known = self.known.get().map(|(dataset, _)| dataset);
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

/// Two are the same when they are the same analysis: a lexicon has each once.
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
