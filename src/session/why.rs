//! Why a question finds a thing, or does not.

use oxigraph::model::NamedNode;

use crate::base::Diagnostic;
use crate::exec::{self, Answer, Body, Why};
use crate::question::{Question, Thing};
use crate::session::Session;

impl Session {
    /// Why each of these things is in the set of a question, or is not; of a question about one thing:
    /// why what it asks is so of each of these, or is not. As many evaluations as the question has
    /// parts, however many things there are; all within the time for one question.
    ///
    /// # Errors
    /// When the question is about no set, no fact speaks of a thing, or the time is over.
    pub fn why(&self, question: &Question, things: &[NamedNode]) -> Result<Vec<Why>, Diagnostic> {
        let (context, limits) = (self.lowering(), self.limits());
        exec::why(question, things, context, &self.dataset, limits, &self.stop)
    }

    /// The answer to `why does … ` about one thing.
    pub(super) fn answer_why(
        &self,
        question: &Question,
        thing: &Thing,
    ) -> Result<Answer, Diagnostic> {
        let answer = self.evaluate(question)?;
        let mut why = self.why(question, std::slice::from_ref(&thing.iri))?;
        Ok(Answer {
            body: Body::Why(Box::new(why.remove(0))),
            ..answer
        })
    }
}
