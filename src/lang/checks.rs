//! Pairs of the grammar → checks, suites and parameters.

use pest::iterators::{Pair, Pairs};

use crate::base::{Blame, Code, Diagnostic, Source, Span, nearest};
use crate::lang::audit::{Amount, Check, Expectation, Parameter, SEVERITIES, SpannedText, SuiteBlock};
use crate::lang::grammar::{Rule, span_of};
use crate::lang::parameter::ParameterKind;
use crate::lang::parse_parameter;
use crate::lang::parse_phrase::{phrase_of, quote_not_closed, unescape, whole_number};
use crate::lang::parse_question::{duplicate_clause, question_of};
use crate::lang::statement::{Statement, StatementKind};
use crate::lang::syntax::{Phrase, QuestionForm};

/// The words that begin the fields of a check.
const FIELDS: [&str; 9] =
    ["title", "severity", "owner", "tags", "references", "because", "fix", "expect", "may be empty"];

/// The words that begin the fields of a suite or a section.
const MEMBERS: [&str; 4] = ["title", "because", "checks", "tagged"];

/// The words that begin an expectation.
const EXPECTATIONS: [&str; 11] =
    ["none", "some", "yes", "no", "exactly", "at least", "at most", "only", "same as", "no new", "each"];

/// The fields of a check, suite or section read so far.
#[derive(Default)]
struct AuditFields {
    title: Option<SpannedText>,
    severity: Option<SpannedText>,
    owner: Option<SpannedText>,
    tags: Option<Vec<SpannedText>>,
    references: Option<Vec<SpannedText>>,
    because: Option<SpannedText>,
    fix: Option<SpannedText>,
    expect: Option<(Expectation, Span)>,
    may_be_empty: Option<Span>,
    checks: Option<Vec<SpannedText>>,
    tagged: Option<Vec<SpannedText>>,
}

pub(super) fn check(inner: Pairs<'_, Rule>, source: &Source) -> Result<StatementKind, Diagnostic> {
    let mut id = None;
    let mut fields = AuditFields::default();
    let mut question = None;
    for pair in inner {
        match pair.as_rule() {
            Rule::id => id = Some(text_of(&pair)),
            Rule::field => fields.read(pair, source)?,
            Rule::own_question => question = Some(own_question(pair, source)?),
            _ => {}
        }
    }
    let id = id.expect("a check has an id");
    let Some((expect, expect_span)) = fields.expect else {
        return Err(no_expectation(source, &id));
    };
    match (&question, &expect) {
        (None, Expectation::Each(_)) => {}
        (None, _) => return Err(no_question(source, &id)),
        (Some(question), Expectation::Each(_)) => {
            return Err(two_questions(source, question.span, expect_span));
        }
        (Some(question), _) => check_expectation(&expect, expect_span, question, source)?,
    }
    Ok(StatementKind::Check(Box::new(Check {
        id,
        title: fields.title,
        severity: fields.severity,
        owner: fields.owner,
        tags: fields.tags.unwrap_or_default(),
        references: fields.references.unwrap_or_default(),
        because: fields.because,
        fix: fields.fix,
        expect,
        expect_span,
        may_be_empty: fields.may_be_empty,
        question: question.map(Box::new),
    })))
}

/// A suite or a section.
pub(super) fn group(inner: Pairs<'_, Rule>, source: &Source) -> Result<SuiteBlock, Diagnostic> {
    let mut id = None;
    let mut fields = AuditFields::default();
    for pair in inner {
        match pair.as_rule() {
            Rule::id => id = Some(text_of(&pair)),
            Rule::member => fields.read(pair, source)?,
            _ => {}
        }
    }
    Ok(SuiteBlock {
        id: id.expect("a group has an id"),
        title: fields.title,
        because: fields.because,
        checks: fields.checks.unwrap_or_default(),
        tagged: fields.tagged.unwrap_or_default(),
    })
}

pub(super) fn parameter(inner: Pairs<'_, Rule>, source: &Source) -> Result<StatementKind, Diagnostic> {
    let mut name = None;
    let mut kind = None;
    let mut default = None;
    for pair in inner {
        match pair.as_rule() {
            Rule::parameter_name => name = Some(text_of(&pair)),
            Rule::parameter_type => kind = Some((parse_parameter::kind(&pair, source)?, span_of(&pair))),
            Rule::value => {
                let (kind, _): (ParameterKind, Span) = kind.expect("the type stands before");
                default = Some(parse_parameter::value(pair, kind, source)?);
            }
            _ => {}
        }
    }
    let (kind, kind_span) = kind.expect("a parameter has a type");
    Ok(StatementKind::Parameter(Box::new(Parameter {
        name: name.expect("a parameter has a name"),
        kind,
        kind_span,
        default,
    })))
}

/// A text in quotes.
pub(super) fn parse_quoted(pair: Pair<'_, Rule>, source: &Source) -> Result<SpannedText, Diagnostic> {
    let span = span_of(&pair);
    let inner = pair.into_inner().next().expect("a text has one rule");
    if inner.as_rule() == Rule::open_quote {
        return Err(quote_not_closed(source, span));
    }
    let text = inner.into_inner().next().expect("a quoted text has a text");
    let text = unescape(text.as_str());
    Ok(SpannedText { text, span })
}

fn text_of(pair: &Pair<'_, Rule>) -> SpannedText {
    SpannedText { text: pair.as_str().trim().to_owned(), span: span_of(pair) }
}

fn own_question(pair: Pair<'_, Rule>, source: &Source) -> Result<Statement, Diagnostic> {
    let span = span_of(&pair);
    let inner = pair.into_inner().next().expect("a question has one rule");
    let kind = question_of(inner, source)?;
    Ok(Statement { kind, span })
}

impl AuditFields {
    fn read(&mut self, pair: Pair<'_, Rule>, source: &Source) -> Result<(), Diagnostic> {
        let of = if pair.as_rule() == Rule::member { "a suite can have only one" } else { "a check can have only one" };
        let span = span_of(&pair);
        let pair = pair.into_inner().next().expect("a field has one rule");
        let rule = pair.as_rule();
        let again = match rule {
            Rule::aw_may_be_empty => self.may_be_empty.replace(span).is_some(),
            Rule::title => self.title.replace(one_text(pair, source)?).is_some(),
            Rule::owner => self.owner.replace(one_text(pair, source)?).is_some(),
            Rule::because => self.because.replace(one_text(pair, source)?).is_some(),
            Rule::fix => self.fix.replace(one_text(pair, source)?).is_some(),
            Rule::severity => self.severity.replace(severity(pair, source)?).is_some(),
            Rule::tags => self.tags.replace(list(pair, source)?).is_some(),
            Rule::references => self.references.replace(list(pair, source)?).is_some(),
            Rule::checks => self.checks.replace(list(pair, source)?).is_some(),
            Rule::tagged => self.tagged.replace(list(pair, source)?).is_some(),
            Rule::expect => self.expect.replace(expectation(pair, source)?).is_some(),
            _ => return Err(unknown_field(source, rule, pair)),
        };
        if again {
            return Err(duplicate_clause(source, span, of));
        }
        Ok(())
    }
}

fn one_text(pair: Pair<'_, Rule>, source: &Source) -> Result<SpannedText, Diagnostic> {
    let text = pair.into_inner().find(|it| it.as_rule() == Rule::told);
    parse_quoted(text.expect("the field has a text"), source)
}

fn list(pair: Pair<'_, Rule>, source: &Source) -> Result<Vec<SpannedText>, Diagnostic> {
    let mut items = Vec::new();
    for pair in pair.into_inner() {
        match pair.as_rule() {
            Rule::told => items.push(parse_quoted(pair, source)?),
            Rule::id => items.push(text_of(&pair)),
            _ => {}
        }
    }
    Ok(items)
}

fn severity(pair: Pair<'_, Rule>, source: &Source) -> Result<SpannedText, Diagnostic> {
    let word = pair.into_inner().next_back().expect("severity has a word");
    let said = text_of(&word);
    let text = said.text.to_lowercase();
    if !SEVERITIES.contains(&text.as_str()) {
        return Err(unknown_word(source, said.span, (Code::UnknownSeverity, "severity"), ("severities", &SEVERITIES)));
    }
    Ok(SpannedText { text, ..said })
}

// ---------------------------------------------------------------------------- expectation

fn expectation(pair: Pair<'_, Rule>, source: &Source) -> Result<(Expectation, Span), Diagnostic> {
    let pair = pair.into_inner().next_back().expect("expect says what");
    let span = span_of(&pair);
    let pair = pair.into_inner().next().expect("an expectation has a rule");
    let expectation = match pair.as_rule() {
        Rule::aw_none => Expectation::None,
        Rule::kw_some => Expectation::Some,
        Rule::aw_yes => Expectation::Yes,
        Rule::kw_no => Expectation::No,
        Rule::no_new => Expectation::NoNew,
        Rule::counted => count_expectation(pair, source)?,
        Rule::among => Expectation::Only(inner_phrase(pair, source)?),
        Rule::each => Expectation::Each(inner_phrase(pair, source)?),
        Rule::same_as => Expectation::SameAs(one_text(pair, source)?),
        _ => {
            return Err(unknown_word(
                source,
                span_of(&pair),
                (Code::UnknownExpectation, "expectation"),
                ("expectations", &EXPECTATIONS),
            ));
        }
    };
    Ok((expectation, span))
}

fn count_expectation(pair: Pair<'_, Rule>, source: &Source) -> Result<Expectation, Diagnostic> {
    let mut inner = pair.into_inner();
    let bound = inner.next().expect("a bound stands first").as_rule();
    let amount = inner.next().expect("an amount follows");
    let amount = amount.into_inner().next().expect("an amount has one rule");
    let amount = if amount.as_rule() == Rule::dollar {
        let SpannedText { text, span } = text_of(&amount);
        let text = text.trim_start_matches('$').to_owned();
        Amount::Parameter(SpannedText { text, span })
    } else {
        Amount::Number(whole_number(&amount, source)?)
    };
    Ok(match bound {
        Rule::kw_exactly => Expectation::Exactly(amount),
        Rule::kw_at_least => Expectation::AtLeast(amount),
        _ => Expectation::AtMost(amount),
    })
}

fn inner_phrase(pair: Pair<'_, Rule>, source: &Source) -> Result<Phrase, Diagnostic> {
    let held = pair.into_inner().next_back().expect("a phrase follows");
    phrase_of(held.into_inner().flat_map(Pair::into_inner), source)
}

/// Refuses an expectation that does not fit the form of the question, or a question that is cut short.
fn check_expectation(
    expect: &Expectation,
    span: Span,
    question: &Statement,
    source: &Source,
) -> Result<(), Diagnostic> {
    let yes_no = matches!(expect, Expectation::Yes | Expectation::No);
    let things = matches!(expect, Expectation::Only(_) | Expectation::NoNew);
    let (fits, takes) = match &question.kind {
        StatementKind::Question { form, .. } => match form {
            QuestionForm::IsThere | QuestionForm::Does => (yes_no, "a yes-or-no question takes `yes` or `no`"),
            QuestionForm::HowMany => {
                (!yes_no && !things, "a number takes `none`, `some`, `exactly`, `at least`, `at most` or `same as`")
            }
            QuestionForm::Which | QuestionForm::Show => (!yes_no, "`yes` and `no` are for `is there` and `does`"),
            QuestionForm::Why => return Err(no_check_question(source, question.span)),
        },
        StatementKind::Sparql(_) => (!matches!(expect, Expectation::Only(_)), "`only` cannot be used with SPARQL"),
        _ => return Err(no_check_question(source, question.span)),
    };
    if !fits {
        return Err(cannot_expect(source, span, question.span).help(takes));
    }
    if question.is_cut_short() {
        return Err(cut_short(source, question.span));
    }
    Ok(())
}

// ------------------------------------------------------------------------------ messages

/// `severity urgent`
fn unknown_word(source: &Source, span: Span, (code, what): (Code, &str), (all, words): (&str, &[&str])) -> Diagnostic {
    let word = source.slice(span);
    let article = if what.starts_with('e') { "an" } else { "a" };
    let message = format!("`{word}` is not {article} {what}");
    let fault = Diagnostic::new(Blame::Question, code, message).at(source, span, "");
    let near = nearest(word, words.iter().copied());
    if near.is_empty() {
        fault.help(format!("the {all} are `{}`", words.join("`, `")))
    } else {
        fault.help(format!("nearest: `{}`", near.join("`, `")))
    }
}

/// `titel "Every claim has a public source"`
fn unknown_field(source: &Source, rule: Rule, stray: Pair<'_, Rule>) -> Diagnostic {
    let (what, fields): (&str, &[&str]) = match rule {
        Rule::stray_member => ("suite or section", &MEMBERS),
        _ => ("check", &FIELDS),
    };
    let word = text_of(&stray.into_inner().next().expect("a word stands first"));
    let SpannedText { text: word, span } = word;
    let message = format!("`{word}` is not a field of a {what}");
    let fault = Diagnostic::new(Blame::Question, Code::UnknownField, message).at(source, span, "");
    let near = nearest(&word, fields.iter().copied());
    let fault = if near.is_empty() {
        fault.help(format!("the fields are `{}`", fields.join("`, `")))
    } else {
        fault.help(format!("nearest: `{}`", near.join("`, `")))
    };
    if rule == Rule::stray && near.is_empty() {
        fault.help("the question of a check begins with `which`, `how many`, `is there` …")
    } else {
        fault
    }
}

/// `check a which claims lack a source`
fn no_expectation(source: &Source, id: &SpannedText) -> Diagnostic {
    let message = format!("the check `{}` does not say what it expects", id.text);
    Diagnostic::new(Blame::Question, Code::NoExpectation, message)
        .at(source, id.span, "")
        .help("write it before the question, as in `expect none`")
        .incomplete()
}

/// `check a expect none`
fn no_question(source: &Source, id: &SpannedText) -> Diagnostic {
    let message = format!("the check `{}` has no question", id.text);
    Diagnostic::new(Blame::Question, Code::NoQuestion, message)
        .at(source, id.span, "")
        .help("write the question after the fields, without an empty line between")
        .incomplete()
}

/// `check a expect each vendor has a claim which claims`
fn two_questions(source: &Source, question: Span, expect: Span) -> Diagnostic {
    let message = "a check with `expect each` has no other question";
    Diagnostic::new(Blame::Question, Code::QuestionAndEach, message)
        .at(source, question, "a second question")
        .at(source, expect, "the question")
        .help("remove one of them")
}

/// `check a expect yes which claims`
fn cannot_expect(source: &Source, expect: Span, question: Span) -> Diagnostic {
    let typed = source.slice(expect);
    let message = format!("`{typed}` cannot be expected of this question");
    Diagnostic::new(Blame::Question, Code::CannotExpect, message).at(source, expect, "").at(
        source,
        question,
        "the question",
    )
}

/// `check a expect none describe alibaba`
fn no_check_question(source: &Source, span: Span) -> Diagnostic {
    let message = "a check cannot use `describe`, `compare`, `why` or `suppose`";
    Diagnostic::new(Blame::Question, Code::CannotCheck, message)
        .at(source, span, "")
        .help("ask with `which`, `how many`, `is there`, `does` or `show`")
}

/// `check a expect none which claims first 3`
fn cut_short(source: &Source, span: Span) -> Diagnostic {
    let message = "`first` or `skip` cuts the answer short, but a check needs all of it";
    Diagnostic::new(Blame::Question, Code::CutShort, message).at(source, span, "").help("leave it out")
}

/// `section evidence` where no suite stands before it.
pub(super) fn section_without_suite(source: &Source, section: &SuiteBlock) -> Diagnostic {
    let message = format!("the section `{}` is not in a suite", section.id.text);
    Diagnostic::new(Blame::Question, Code::SectionWithoutSuite, message)
        .at(source, section.id.span, "")
        .help("write a suite before it in the same script, as in `suite before-a-purchase`")
}
