//! Why a question found a thing, or did not. Each part of the question is evaluated once, for all things that it is
//! asked of; the facts show what is there instead. So there is one meaning: what holds is what the evaluator says.

mod adjectives;
mod answers;
mod explainer;
mod extension;
mod leaves;
mod links;
mod opposition;
mod parts;
mod phrases;
mod question_part;
mod sentence;
mod sets;
mod trails;

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use oxigraph::model::NamedNode;

use crate::base::Diagnostic;
use crate::exec::fact_writer::FactWriter;
use crate::exec::limits::{Inquiry, Limits};
use crate::exec::reason::Why;
use crate::exec::why::explainer::{Explainer, FEW};
use crate::graph::GraphAnalyses;
use crate::plan::LoweringContext;
use crate::question::Question;
use crate::store::Dataset;

/// Explains why each of these things is in the set of a question, or is not; for a question about one thing, why what
/// it asks holds of each, or does not.
///
/// # Errors
/// If the question is not about a set, a thing is unknown, or a limit is exceeded: there are no partial explanations.
pub fn why(
    question: &Question,
    things: &[NamedNode],
    context: LoweringContext<'_>,
    (dataset, evidence): (&Arc<Dataset>, &GraphAnalyses),
    limits: Limits,
    inquiry: &Inquiry,
) -> Result<Vec<Why>, Diagnostic> {
    let asking = Explainer {
        fact_writer: FactWriter { lexicon: context.lexicon, dataset },
        context,
        dataset,
        evidence,
        limits,
        inquiry,
        one_by_one: things.len() <= FEW,
        known: RefCell::default(),
        values: RefCell::default(),
        reasons: Cell::new(0),
    };
    let things = things.iter().map(|thing| asking.why(question, thing));
    things.collect()
}
