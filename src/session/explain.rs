//! How a statement is understood, at each stage from its canonical sentence to its SPARQL.

use crate::base::{Diagnostic, Faults, Source};
use crate::exec::PlanSizes;
use crate::lang::{Statement, StatementKind};
use crate::plan::{select, sparql_text};
use crate::question::{ReadingChoice, ResolvedStatement, layout};
use crate::session::{Session, Understood};

/// How a statement is understood, at each stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The canonical sentence.
    pub sentence: String,
    /// The sentence over several lines, each condition indented under the noun that it narrows.
    pub layout: String,
    /// Where English has two readings: the one chosen, and the rule that chose it.
    pub rules: Vec<String>,
    /// The plan, as indented lines; `None` for definitions and raw SPARQL.
    pub plan: Option<String>,
    /// The SPARQL query; `None` for definitions and raw SPARQL.
    pub sparql: Option<String>,
}

impl Session {
    /// Explains how a statement is understood. A definition takes effect.
    ///
    /// # Errors
    /// When the statement cannot be read or has no plan.
    pub fn explain(&mut self, statement: &Statement, source: &Source) -> Result<Explanation, Faults> {
        self.budget().within(|| self.explain_in_budget(statement, source))
    }

    fn explain_in_budget(&mut self, statement: &Statement, source: &Source) -> Result<Explanation, Faults> {
        if matches!(statement.kind, StatementKind::Define { .. } | StatementKind::Parameter(_)) {
            // Takes effect; then its own words are known, and it is understood like any other statement.
            self.resolve(statement, source)?;
        }
        let Understood { sentence, resolved, choices } = self.understand(statement, source)?;
        let rules = choices.iter().map(ReadingChoice::to_string).collect();
        let layout = layout(&resolved, &self.lexicon, &self.dataset);
        let ResolvedStatement::Question(question) = &resolved else {
            self.remember(&resolved);
            return Ok(Explanation { sentence, layout, rules, plan: None, sparql: None });
        };
        let plan = self.plan(question)?;
        let lines = self.lines_of(&plan)?;
        let selection = select(&plan, &self.lexicon);
        let sparql = sparql_text(&selection.query, self.dataset.prefixes());
        Ok(Explanation {
            sentence,
            layout,
            rules,
            plan: Some(lines),
            sparql: Some(self.updates_before(question) + &sparql),
        })
    }

    /// The physical plan of a question: every operator with its estimated size and, if asked for, its actual
    /// size. The second value is what stopped the evaluation, if anything did. A definition takes effect, and has no plan.
    ///
    /// # Errors
    /// When the statement cannot be read or has no plan.
    pub fn explain_plan(
        &mut self,
        statement: &Statement,
        source: &Source,
        sizes: PlanSizes,
    ) -> Result<(String, Option<Diagnostic>), Faults> {
        self.budget().within(|| {
            let (resolved, _) = self.resolve(statement, source)?;
            match &resolved {
                ResolvedStatement::Question(question) => Ok(self.execution_plan(question, sizes)?),
                _ => {
                    self.remember(&resolved);
                    Ok((String::new(), None))
                }
            }
        })
    }
}
