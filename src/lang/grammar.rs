//! The grammar of questions and scripts, as pest derives it.

use pest::Parser as _;
use pest::error::Error;
use pest::iterators::{Pair, Pairs};

use crate::base::Span;

#[allow(missing_docs, reason = "the derived rules are documented in the grammar files")]
mod derived {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/question.pest"]
    #[grammar = "../grammar/audit.pest"]
    #[grammar = "../grammar/tokens.pest"]
    pub(in crate::lang) struct QuestionGrammar;
}

pub(super) use derived::QuestionGrammar;
pub use derived::Rule;

/// The pairs that the grammar finds in a script.
pub(super) fn pairs(text: &str) -> Result<Pairs<'_, Rule>, Box<Error<Rule>>> {
    QuestionGrammar::parse(Rule::script, text).map_err(Box::new)
}

/// True for the rule of a word of the language, `kw_`, or of the format of audits, `aw_`.
pub(super) fn is_keyword(rule: Rule) -> bool {
    let name = format!("{rule:?}");
    name.starts_with("kw_") || name.starts_with("aw_")
}

pub(super) fn span_of(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span::new(span.start(), span.start() + span.as_str().trim_end().len())
}
