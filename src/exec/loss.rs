//! What would lose support without one thing.

use serde::Serialize;

use crate::exec::fact_writer::FactWriter;
use crate::exec::reason::ThingIdentity;
use crate::graph::{GraphAnalyses, Weakened};
use crate::store::{Dataset, Id};
use crate::words::{Forms, KindId, Lexicon, Number};

/// What would lose support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SupportLoss {
    /// What would be gone.
    pub thing: ThingIdentity,
    /// What would go with it: the sources of a publisher.
    pub gone: Vec<ThingIdentity>,
    /// What would lose all support, by label.
    pub fallen: Vec<ThingIdentity>,
    /// What would lose some of its support, by label.
    pub weakened: Vec<PartialLoss>,
    /// How many supported things would lose nothing.
    pub untouched: u64,
    /// How many things have no support anyway.
    pub unsupported: u64,
    /// How many things that the default filter excludes would lose support, too.
    pub left_out: u64,
    /// The noun for what loses support.
    #[serde(skip)]
    pub noun: Forms,
    /// The noun for grounds.
    #[serde(skip)]
    pub ground: Forms,
}

/// A thing that would lose some of its support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartialLoss {
    /// The thing.
    pub thing: ThingIdentity,
    /// How many grounds support it.
    pub before: u64,
    /// How many would be left.
    pub left: u64,
}

/// Finds what would lose support without a thing; `None` if the vocabulary does not define support.
#[must_use]
pub fn support_loss(thing: Id, lexicon: &Lexicon, dataset: &Dataset, evidence: &GraphAnalyses) -> Option<SupportLoss> {
    let support = lexicon.support()?;
    let impact = evidence.graph()?.removal_impact(&[thing]);
    let telling = FactWriter { lexicon, dataset };
    let unspoken = lexicon.default_exclusions(dataset, support.of);
    let mut left_out = 0;
    let mut counts = |thing: Id| {
        let out = unspoken.contains(&thing);
        left_out += u64::from(out);
        !out
    };
    let fallen: Vec<Id> = impact.fallen.into_iter().filter(|it| counts(*it)).collect();
    let weakened = impact.weakened.into_iter().filter(|it| counts(it.thing));
    let mut weakened: Vec<PartialLoss> = weakened
        .map(|Weakened { thing, before, left }| PartialLoss {
            thing: telling.identity(thing),
            before: before.into(),
            left: left.into(),
        })
        .collect();
    weakened.sort_by(|one, other| by_label(&one.thing, &other.thing));
    let spoken_of = |things: &[Id]| {
        let things = things.iter().filter(|thing| !unspoken.contains(thing));
        things.count() as u64
    };
    let named = |ids: Vec<Id>| {
        let mut named: Vec<ThingIdentity> = ids.into_iter().map(|id| telling.identity(id)).collect();
        named.sort_by(by_label);
        named
    };
    let forms = |kind: KindId| Forms {
        singular: lexicon.kind_word(kind, Number::Singular).to_owned(),
        plural: lexicon.kind_word(kind, Number::Plural).to_owned(),
    };
    Some(SupportLoss {
        thing: telling.identity(thing),
        gone: named(impact.gone.into_iter().filter(|id| *id != thing).collect()),
        fallen: named(fallen),
        weakened,
        untouched: spoken_of(&impact.untouched),
        unsupported: spoken_of(&impact.unsupported),
        left_out,
        noun: forms(support.of),
        ground: forms(support.ground),
    })
}

fn by_label(one: &ThingIdentity, other: &ThingIdentity) -> std::cmp::Ordering {
    (&one.label, &one.iri).cmp(&(&other.label, &other.iri))
}
