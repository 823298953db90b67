//! A statement that was understood: resolved once, for the sentence, the judgement and the answer.

use crate::base::{Faults, Source};
use crate::exec::Answer;
use crate::lang::{Statement, StatementKind};
use crate::question::{ReadingChoice, ResolvedStatement, read_with_choices, sentence};
use crate::session::Session;

/// How a statement was understood.
#[derive(Debug, Clone)]
pub struct Understood {
    /// The canonical sentence.
    pub sentence: String,
    /// The resolved statement.
    pub resolved: ResolvedStatement,
    /// Where English has two readings: the one chosen, and the rule that chose it.
    pub(super) choices: Vec<ReadingChoice>,
}

impl Understood {
    /// Notes on the rules that read it otherwise than many people would.
    pub(super) fn notes(&self) -> Vec<String> {
        let reported = self.choices.iter().filter(|choice| choice.rule.is_reported());
        reported.map(ReadingChoice::to_string).collect()
    }
}

impl Session {
    /// Understands a statement. Leaves the session unchanged; a definition takes effect when it is answered.
    ///
    /// # Errors
    /// When the statement cannot be read.
    pub fn understand(&self, statement: &Statement, source: &Source) -> Result<Understood, Faults> {
        self.budget().within(|| {
            let bound = self.bind_parameters(statement, source)?;
            let (resolved, choices) = read_with_choices(&bound, source, self.context())?;
            let sentence = sentence(&resolved, self.lexicon(), self.dataset());
            Ok(Understood { sentence, resolved, choices })
        })
    }

    /// Answers a statement that was understood; a definition or parameter takes effect.
    ///
    /// # Errors
    /// When it cannot be answered in time. The session is unchanged then.
    pub fn answer_understood(
        &mut self,
        understood: &Understood,
        statement: &Statement,
        source: &Source,
    ) -> Result<Answer, Faults> {
        if matches!(statement.kind, StatementKind::Define { .. } | StatementKind::Parameter(_)) {
            return self.answer(statement, source);
        }
        let mut answer = self.answer_to(&understood.resolved)?;
        answer.notes.splice(0..0, understood.notes());
        Ok(answer)
    }
}
