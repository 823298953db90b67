//! Questions: what a statement asks.

use pest::iterators::{Pair, Pairs};

use crate::base::{Blame, Code, Diagnostic, Source, Span};
use crate::lang::grammar::{Rule, is_keyword, span_of};
use crate::lang::parse_phrase::{phrase, whole_number};
use crate::lang::statement::{Statement, StatementKind};
use crate::lang::syntax::{Phrase, QuestionForm, Shaping};

/// What a question says, with what may stand before it.
pub(super) fn question_of(pair: Pair<'_, Rule>, source: &Source) -> Result<StatementKind, Diagnostic> {
    question_kind(pair.as_rule(), pair.into_inner(), source)
}

pub(super) fn question_kind(
    rule: Rule,
    mut inner: Pairs<'_, Rule>,
    source: &Source,
) -> Result<StatementKind, Diagnostic> {
    Ok(match rule {
        Rule::suppose => {
            let mut inner = inner.filter(|pair| !is_keyword(pair.as_rule()));
            let supposed = inner.next().expect("suppose has what is supposed");
            let supposed = phrase(supposed, source)?;
            let question = inner.find(|pair| pair.as_rule() != Rule::question_colon);
            let question = question.expect("suppose has a question");
            StatementKind::Suppose {
                supposed,
                question: Box::new(Statement { span: span_of(&question), kind: question_of(question, source)? }),
            }
        }
        Rule::describe => {
            let described = inner.find(|pair| pair.as_rule() == Rule::phrase);
            StatementKind::Describe(phrase(described.expect("a describe has a phrase"), source)?)
        }
        Rule::compare => {
            let mut phrases = inner.filter(|pair| !is_keyword(pair.as_rule()));
            StatementKind::Compare {
                things: phrase(phrases.next().expect("compare has things"), source)?,
                topics: phrases.next().map(|pair| phrase(pair, source)).transpose()?,
            }
        }
        Rule::sparql => {
            let text = inner.find(|pair| pair.as_rule() == Rule::sparql_text);
            StatementKind::Sparql(text.expect("sparql has a text").as_str().trim().to_owned())
        }
        _ => question(rule, inner, source)?,
    })
}

pub(super) fn question(rule: Rule, inner: Pairs<'_, Rule>, source: &Source) -> Result<StatementKind, Diagnostic> {
    let form = match rule {
        Rule::how_many => QuestionForm::HowMany,
        Rule::is_there => QuestionForm::IsThere,
        Rule::does => QuestionForm::Does,
        Rule::why => QuestionForm::Why,
        Rule::show => QuestionForm::Show,
        _ => QuestionForm::Which,
    };
    let mut asked = None;
    let mut shaping = Shaping::default();
    for pair in inner {
        match pair.as_rule() {
            Rule::phrase | Rule::asked => asked = Some(phrase(pair, source)?),
            Rule::per => set_once(&mut shaping.per, pair, source, last_phrase)?,
            Rule::sorted => set_once(&mut shaping.sorted, pair, source, last_phrase)?,
            Rule::first => set_once(&mut shaping.first, pair, source, last_number)?,
            Rule::skip => set_once(&mut shaping.skip, pair, source, last_number)?,
            Rule::showing => set_once(&mut shaping.showing, pair, source, last_phrase)?,
            _ => {}
        }
    }
    Ok(StatementKind::Question { form, phrase: asked.expect("a question has a phrase"), shaping })
}

pub(super) fn set_once<T>(
    place: &mut Option<T>,
    pair: Pair<'_, Rule>,
    source: &Source,
    build: impl FnOnce(Pair<'_, Rule>, &Source) -> Result<T, Diagnostic>,
) -> Result<(), Diagnostic> {
    let span = span_of(&pair);
    match place.replace(build(pair, source)?) {
        None => Ok(()),
        Some(_) => Err(duplicate_clause(source, span, "a question can have only one")),
    }
}

/// `sorted by name sorted by country`
pub(super) fn duplicate_clause(source: &Source, span: Span, label: &str) -> Diagnostic {
    let typed = source.slice(span);
    let word = typed.split_whitespace().next().unwrap_or(typed);
    Diagnostic::new(Blame::Question, Code::SaidTwice, format!("`{word}` is given twice")).at(source, span, label)
}

pub(super) fn last_phrase(pair: Pair<'_, Rule>, source: &Source) -> Result<Phrase, Diagnostic> {
    let inner = pair.into_inner().next_back();
    phrase(inner.expect("a shaping word has a phrase"), source)
}

pub(super) fn last_number(pair: Pair<'_, Rule>, source: &Source) -> Result<u64, Diagnostic> {
    let number = pair.into_inner().next_back();
    whole_number(&number.expect("a shaping word has a number"), source)
}
