//! Statement → resolved statement: every division of each phrase into words is read.

use std::cell::RefCell;

use oxigraph::model::TermRef;

use crate::base::{Faults, Source, Span};
use crate::lang::{Keyword, PartKind, Phrase, QuestionForm, Shaping, Statement, StatementKind};
use crate::question::bindings_check::check_bindings;
use crate::question::check::read_check;
use crate::question::choice::ReadingChoice;
use crate::question::columns::{before_by, divisions, over_all};
use crate::question::context::Context;
use crate::question::definition::define;
use crate::question::expression::Expression;
use crate::question::faults;
use crate::question::groups::{GroupBy, groupings, groups, is_of_a_group};
use crate::question::readings::best;
use crate::question::suppositions::asks_what_rests;
use crate::question::things::things_of;
use crate::question::tree::{
    CompareQuestion, NounPhrase, Quantity, Question, ResolvedStatement, SolutionModifiers, Thing,
};
use crate::question::unfinished::show_is_unfinished;
use crate::words::{KindId, Number, Sense};

/// Resolves a statement, and returns the ambiguities of English: each as it was read, with the rule
/// that chose.
///
/// # Errors
/// As [`read`].
pub fn read_with_choices(
    statement: &Statement,
    source: &Source,
    context: Context<'_>,
) -> Result<(ResolvedStatement, Vec<ReadingChoice>), Faults> {
    let choices = RefCell::default();
    let context = Context { choices: Some(&choices), ..context };
    let resolved = read(statement, source, context)?;
    Ok((resolved, choices.into_inner()))
}

/// Resolves a statement.
///
/// # Errors
/// What cannot be read: unknown words, names that name nothing or several things, kinds that do
/// not go together, a sentence that ends too early. All unknown words are reported at once.
pub fn read(statement: &Statement, source: &Source, context: Context<'_>) -> Result<ResolvedStatement, Faults> {
    context.reading(|context| resolve_statement(statement, source, context))
}

fn resolve_statement(
    statement: &Statement,
    source: &Source,
    context: Context<'_>,
) -> Result<ResolvedStatement, Faults> {
    match &statement.kind {
        StatementKind::Question { form, phrase, shaping } => question(*form, phrase, shaping, source, context),
        StatementKind::Suppose { supposed, question } => {
            let supposed = best(supposed, source, context, |reader| reader.suppositions());
            let asked = read(question, source, context);
            match (supposed, asked) {
                (Ok(supposed), Ok(ResolvedStatement::Question(asked))) => {
                    Ok(ResolvedStatement::Question(Question::Suppose(supposed, Box::new(asked))))
                }
                (Ok(_), Ok(_)) => unreachable!("the grammar asks for a question"),
                (supposed, asked) => Err([supposed.err(), asked.err()].into_iter().flatten().flatten().collect()),
            }
        }
        StatementKind::Describe(phrase) => {
            let thing = best(phrase, source, context, |reader| reader.any_thing())?;
            Ok(ResolvedStatement::Question(Question::Describe(thing)))
        }
        StatementKind::Compare { things, topics } => side_by_side(things, topics.as_ref(), source, context),
        StatementKind::Define { head, meaning } => define(head, meaning, source, context),
        StatementKind::Let { name, name_span, meaning } => {
            let senses = context.lexicon.senses(name);
            if senses.iter().any(|sense| !matches!(sense, Sense::Set(_))) {
                return Err(faults::word_is_taken(source, *name_span).into());
            }
            let phrase = meaning;
            let meaning = best(phrase, source, context, |reader| reader.set())?;
            check_bindings(&meaning, phrase, source)?;
            Ok(ResolvedStatement::Let { name: name.clone(), meaning })
        }
        StatementKind::Sparql(text) => Ok(ResolvedStatement::Sparql(text.clone())),
        StatementKind::Check(check) => Ok(read_check(check, source, context)?.asked),
        StatementKind::Include(file) => Err(faults::include_outside_script(source, file.span).into()),
        StatementKind::Parameter(_) | StatementKind::Suite(_) | StatementKind::Section(_) => {
            let lines = statement.to_string();
            let lines: Vec<&str> = lines.lines().map(str::trim_start).collect();
            Ok(ResolvedStatement::Declaration(lines.join(" ")))
        }
    }
}

fn question(
    form: QuestionForm,
    phrase: &Phrase,
    shaping: &Shaping,
    source: &Source,
    context: Context<'_>,
) -> Result<ResolvedStatement, Faults> {
    if form == QuestionForm::Why && is_name(phrase) {
        let thing = best(phrase, source, context, |reader| reader.evidence_subject())?;
        return Ok(ResolvedStatement::Question(Question::Argument(thing)));
    }
    if form == QuestionForm::Which && *shaping == Shaping::default() && asks_what_rests(phrase, source, context) {
        let thing = best(phrase, source, context, |reader| reader.loss_subject())?;
        return Ok(ResolvedStatement::Question(Question::Loss(thing)));
    }
    if matches!(form, QuestionForm::Does | QuestionForm::Why) {
        let (thing, holds) = best(phrase, source, context, |reader| reader.yes_or_no())?;
        return Ok(ResolvedStatement::Question(match form {
            QuestionForm::Why => Question::Why(thing, holds),
            _ => Question::Does(thing, holds),
        }));
    }
    if form == QuestionForm::Show {
        return show(phrase, shaping, source, context);
    }
    let asked = resolve_set(form, phrase, shaping, source, context)?;
    let GroupedSet { quantity, set, groups, by } = asked;
    if let (QuestionForm::Which, Some(span)) = (form, by) {
        return Err(faults::measures::groups_are_counted(source, span).into());
    }
    if form == QuestionForm::HowMany
        && let Some(span) = excess_shaping(shaping, phrase, source, groups.paths.is_empty())
    {
        return Err(faults::measures::nothing_to_shape(source, span).into());
    }
    let columns = shaping.showing.as_ref();
    let rows = rows(columns, &set, groups, shaping, source, context)?;
    Ok(ResolvedStatement::Question(match form {
        QuestionForm::HowMany => Question::HowMany(set, rows),
        QuestionForm::IsThere => Question::IsThere(quantity, set),
        _ => Question::Which(set, rows),
    }))
}

/// True for a phrase that begins with a name, or with `the` before one.
fn is_name(phrase: &Phrase) -> bool {
    let first = phrase.parts.first().map(|part| &part.kind);
    !matches!(first, Some(PartKind::Keyword(keyword)) if *keyword != Keyword::kw_the)
}

/// The span of what shapes rows, if there are none to shape.
fn excess_shaping(shaping: &Shaping, phrase: &Phrase, source: &Source, one_number: bool) -> Option<Span> {
    let showing = shaping.showing.as_ref().map(|columns| columns.span);
    showing.or(order_or_number(shaping, phrase, source).filter(|_| one_number))
}

/// The span of the order of the rows, or of their number, after the things.
fn order_or_number(shaping: &Shaping, phrase: &Phrase, source: &Source) -> Option<Span> {
    let sorted = shaping.sorted.as_ref().map(|keys| keys.span);
    let number = shaping.first.or(shaping.skip).map(|_| {
        let rest = &source.text[phrase.span.end..];
        let begin = phrase.span.end + rest.len() - rest.trim_start().len();
        let word = rest.split_whitespace().next().unwrap_or_default();
        Span::new(begin, begin + word.len())
    });
    sorted.or(number)
}

/// The set of a question, and its groups.
struct GroupedSet {
    quantity: Quantity,
    set: NounPhrase,
    groups: GroupBy,
    /// The span of the groups.
    by: Option<Span>,
}

/// Reads the things of a question: `claims about training by vendor`. `by` groups if paths follow it.
fn resolve_set(
    form: QuestionForm,
    phrase: &Phrase,
    shaping: &Shaping,
    source: &Source,
    context: Context<'_>,
) -> Result<GroupedSet, Faults> {
    let mut fault = None;
    for (things, by) in groupings(phrase) {
        let noted = context.choice_count();
        let Ok((quantity, set)) = things_of(form, &things, source, context) else {
            continue;
        };
        match groups(&by, &set, source, context) {
            Ok(_) if shaping.per.is_some() => {
                return Err(faults::measures::twice_grouped(source, by.span).into());
            }
            Ok(groups) => {
                let by = Some(by.span);
                return Ok(GroupedSet { quantity, set, groups, by });
            }
            Err(faults) => {
                context.forget_since(noted);
                fault = Some(faults);
            }
        }
    }
    let whole = things_of(form, phrase, source, context);
    if let Some(things) = before_by(phrase)
        && context.is_open_to_more()
        && things_of(form, &things, source, context).is_ok()
    {
        context.leaves_open(phrase, source);
    }
    let (quantity, set) = match (whole, fault) {
        // Without a `by` in the vocabulary, the word can only mean groups.
        (Err(_), Some(faults)) if context.lexicon.senses("by").is_empty() => return Err(faults),
        (whole, _) => whole?,
    };
    let groups = match &shaping.per {
        Some(per) => groups(per, &set, source, context)?,
        None => GroupBy::default(),
    };
    Ok(GroupedSet { quantity, set, groups, by: shaping.per.as_ref().map(|per| per.span) })
}

/// `show statement, number of sources of claims`: every `of` outside parentheses is tried.
fn show(
    phrase: &Phrase,
    shaping: &Shaping,
    source: &Source,
    context: Context<'_>,
) -> Result<ResolvedStatement, Faults> {
    let mut found: Option<(Question, Span)> = None;
    let mut faults_of_columns = None;
    let mut faults_of_things = None;
    for (columns, things) in divisions(phrase) {
        let noted = context.choice_count();
        let asked = match resolve_set(QuestionForm::Show, &things, shaping, source, context) {
            Ok(asked) => asked,
            Err(faults) => {
                faults_of_things.get_or_insert(faults);
                continue;
            }
        };
        let GroupedSet { set, groups, .. } = asked;
        let over_all = if groups.paths.is_empty() { over_all(&columns, &set, source, context) } else { None };
        let rows = match over_all {
            Some(columns) => one_row(columns, phrase, shaping, source),
            None => rows(Some(&columns), &set, groups, shaping, source, context),
        };
        match rows {
            Ok(rows) => {
                let question = Question::Show(set, rows);
                match &found {
                    Some((other, span)) if *other != question => {
                        let (one, other) = (source.slice(*span), source.slice(things.span));
                        let span = phrase.span;
                        let fault = faults::measures::two_divisions(source, span, one, other);
                        return Err(fault.into());
                    }
                    _ => found = Some((question, things.span)),
                }
            }
            Err(faults) => {
                context.forget_since(noted);
                faults_of_columns.get_or_insert(faults);
            }
        }
    }
    match (found, faults_of_columns.or(faults_of_things)) {
        (Some((question, _)), _) => Ok(ResolvedStatement::Question(question)),
        (None, faults) => {
            if context.is_open_to_more() && show_is_unfinished(phrase, source, context) {
                context.leaves_open(phrase, source);
            }
            if let Some(faults) = faults {
                return Err(faults);
            }
            let fault = faults::measures::nothing_to_show_of(source, phrase.span);
            Err(fault.into())
        }
    }
}

/// Columns, groups, order and number of the rows.
fn rows(
    columns: Option<&Phrase>,
    set: &NounPhrase,
    groups: GroupBy,
    shaping: &Shaping,
    source: &Source,
    context: Context<'_>,
) -> Result<SolutionModifiers, Faults> {
    let GroupBy { paths, having: kept } = groups;
    let grouped = !paths.is_empty();
    let one_value = |column: &Expression, span: Span| {
        if !grouped || is_of_a_group(column, &paths) {
            return Ok(());
        }
        Err(faults::measures::several_in_a_group(source, span))
    };
    let mut shown = Vec::new();
    for part in columns.map(Phrase::split_commas).unwrap_or_default() {
        let column = best(&part, source, context, |reader| reader.column(set, grouped))?;
        one_value(&column, part.span)?;
        shown.push(column);
    }
    let mut sorted = Vec::new();
    for part in shaping.sorted.as_ref().map(Phrase::split_commas).unwrap_or_default() {
        let key = best(&part, source, context, |reader| reader.key(set, grouped))?;
        one_value(&key.0, part.span)?;
        sorted.push(key);
    }
    let over_all = false;
    Ok(SolutionModifiers {
        groups: paths,
        over_all,
        having: kept,
        columns: shown,
        sorted,
        first: shaping.first,
        skip: shaping.skip,
    })
}

/// The one row over all things, which has no order.
fn one_row(
    columns: Vec<Expression>,
    phrase: &Phrase,
    shaping: &Shaping,
    source: &Source,
) -> Result<SolutionModifiers, Faults> {
    match order_or_number(shaping, phrase, source) {
        Some(span) => Err(faults::measures::nothing_to_shape(source, span).into()),
        None => Ok(SolutionModifiers { over_all: true, columns, ..SolutionModifiers::default() }),
    }
}

/// `compare alibaba, openrouter on training`: what the vocabulary says can be compared.
fn side_by_side(
    things: &Phrase,
    topics: Option<&Phrase>,
    source: &Source,
    context: Context<'_>,
) -> Result<ResolvedStatement, Faults> {
    let lexicon = context.lexicon;
    let Some(rules) = lexicon.comparison() else {
        return Err(faults::measures::nothing_to_compare(source, things.span).into());
    };
    let all = |list: &Phrase, kinds: &[KindId]| -> Result<Vec<Thing>, Faults> {
        let mut found = Vec::new();
        for part in list.split_list() {
            // `compare vendors`, `on assurances`: all that there are.
            let noun = lexicon.senses(source.slice(part.span)).iter().find_map(|sense| match sense {
                Sense::Noun(noun, Number::Plural) => Some(lexicon.noun(*noun).kind),
                _ => None,
            });
            let named = match noun.filter(|noun| kinds.iter().any(|kind| lexicon.is_a(*noun, *kind))) {
                Some(kind) => every(kind, context),
                None => vec![best(&part, source, context, |reader| reader.thing_of_kinds(kinds))?],
            };
            found.extend(named.into_iter().filter(|thing| !found.contains(thing)).collect::<Vec<_>>());
        }
        Ok(found)
    };
    let mut kinds = vec![lexicon.end(rules.things)];
    kinds.extend(rules.parts.map(|it| lexicon.end(it)));
    let things = all(things, &kinds)?;
    let topics = match topics {
        Some(topics) => all(topics, &[rules.topics])?,
        None => Vec::new(),
    };
    let side_by_side = CompareQuestion { things, topics };
    Ok(ResolvedStatement::Question(Question::Compare(side_by_side)))
}

/// All things of a kind, sorted by label.
fn every(kind: KindId, context: Context<'_>) -> Vec<Thing> {
    let (lexicon, dataset) = (context.lexicon, context.dataset);
    let things = lexicon.things(dataset, kind).into_iter();
    let mut named: Vec<(String, Thing)> = things
        .filter_map(|id| match dataset.term(id) {
            TermRef::NamedNode(iri) => Some((lexicon.label(dataset, id), Thing { iri: iri.into_owned(), kind })),
            _ => None,
        })
        .collect();
    named.sort_by(|one, other| (&one.0, &one.1.iri).cmp(&(&other.0, &other.1.iri)));
    named.into_iter().map(|(_, thing)| thing).collect()
}
