//! Resolved question → the canonical sentence. Reading the sentence gives the same question: the
//! printer follows the rules of attachment and adds parentheses where a condition would attach elsewhere.

mod condition;
mod link;
mod measure;
mod part;
mod phrase;
mod value;

pub use part::{condition_words, none_of, noun_phrase};

use crate::question::expression::Expression;
use crate::question::reader::{Agreement, OpenNoun};
use crate::question::suppositions::GONE;
use crate::question::tree::{
    CompareQuestion, Condition, HypotheticalState, NounPhrase, PhraseBase, Polarity, Quantity, Question,
    ResolvedStatement, Supposition, Thing,
};
use crate::store::Dataset;
use crate::words::{KindId, Lexicon, Number, with_article};

/// The canonical sentence of a statement: what was understood.
#[must_use]
pub fn sentence(resolved: &ResolvedStatement, lexicon: &Lexicon, dataset: &Dataset) -> String {
    print_resolved(resolved, Printer::new(lexicon, dataset, SentenceLayout::One))
}

/// The sentence on several lines: each condition on a line of its own, indented under its noun.
/// Joined by blanks, the lines are the sentence.
#[must_use]
pub fn layout(resolved: &ResolvedStatement, lexicon: &Lexicon, dataset: &Dataset) -> String {
    print_resolved(resolved, Printer::new(lexicon, dataset, SentenceLayout::Indented))
}

fn print_resolved(resolved: &ResolvedStatement, mut printer: Printer<'_>) -> String {
    let lexicon = printer.lexicon;
    match resolved {
        ResolvedStatement::Question(question) => printer.question(question),
        ResolvedStatement::Define { word, kind, meaning } => {
            let noun = lexicon.kind_word(*kind, Number::Singular);
            let meaning = printer.object(Quantity::Some, meaning, None).text;
            format!("define {} {noun} as {meaning}", with_article(word))
        }
        ResolvedStatement::Let { name, meaning } => {
            let meaning = printer.phrase(meaning, ClauseForm::That, None).text;
            format!("let {name} be {meaning}")
        }
        ResolvedStatement::Sparql(text) => format!("sparql {text}"),
        ResolvedStatement::Declaration(text) => text.clone(),
    }
}

/// The heading of a column: an expression about things of a kind, in words.
#[must_use]
pub fn expression_words(expression: &Expression, kind: KindId, lexicon: &Lexicon, dataset: &Dataset) -> String {
    let open = vec![OpenNoun::Noun(kind, Some(Number::Plural))];
    let mut printer = Printer::new(lexicon, dataset, SentenceLayout::One);
    printer.open = open;
    let text = printer.expression(expression);
    let inner = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    match (expression, inner) {
        (Expression::Binary(..), _) | (_, None) => text,
        (_, Some(inner)) => inner.to_owned(),
    }
}

/// The indent of a condition under its noun.
const INDENT: &str = "  ";

/// How the conditions of a noun begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClauseForm {
    /// `claims lack a source`: the verb of the question.
    Main,
    /// `claims that lack a source`
    That,
}

/// A printed part of a sentence.
#[derive(Debug, Default)]
pub(super) struct Printed {
    pub(super) text: String,
    /// The numbers of the nouns at its end that could still take a modifier, outermost first.
    pub(super) edges: Vec<Agreement>,
    /// The number of its verb, if the form shows it.
    pub(super) number: Option<Number>,
    /// True for `whose …`, which follows a noun without `that`.
    pub(super) modifier: bool,
}

/// How a sentence is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SentenceLayout {
    /// On one line.
    One,
    /// One line for each condition.
    Indented,
}

pub(super) struct Printer<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) dataset: &'a Dataset,
    pub(super) open: Vec<OpenNoun>,
    lines: SentenceLayout,
}

impl<'a> Printer<'a> {
    pub(super) fn new(lexicon: &'a Lexicon, dataset: &'a Dataset, lines: SentenceLayout) -> Self {
        Self { lexicon, dataset, open: Vec::new(), lines }
    }

    /// The separator before a condition: a blank, or a line break and the indent of its noun.
    pub(super) fn gap(&self) -> String {
        let nouns = self.open.iter().filter(|open| **open != OpenNoun::Group);
        self.gap_at(nouns.count())
    }

    fn gap_at(&self, depth: usize) -> String {
        match self.lines {
            SentenceLayout::One => " ".to_owned(),
            SentenceLayout::Indented => format!("\n{}", INDENT.repeat(depth)),
        }
    }
}

impl Printer<'_> {
    fn question(&mut self, question: &Question) -> String {
        match question {
            Question::Which(set, rows) => {
                let of = of(set);
                let said = self.phrase(set, ClauseForm::Main, None).text;
                let shaping = self.shaping(rows, set.kind);
                let showing = if rows.columns.is_empty() {
                    String::new()
                } else {
                    let gap = self.gap_at(1);
                    format!("{gap}showing {}", self.columns(&rows.columns, set.kind))
                };
                format!("which {of}{said}{shaping}{showing}")
            }
            Question::Show(set, rows) => {
                let columns = self.columns(&rows.columns, set.kind);
                let said = self.phrase(set, ClauseForm::That, None).text;
                format!("show {columns} of {said}{}", self.shaping(rows, set.kind))
            }
            Question::HowMany(set, rows) => {
                let of = of(set);
                let said = self.phrase(set, ClauseForm::Main, None).text;
                format!("how many {of}{said}{}", self.shaping(rows, set.kind))
            }
            Question::IsThere(quantity, set) => {
                let is = match set.number {
                    Number::Singular => "is",
                    Number::Plural => "are",
                };
                let set = self.object(*quantity, set, None).text;
                format!("{is} there {set}")
            }
            Question::Does(thing, holds) => self.yes_or_no(thing, holds),
            Question::Why(thing, holds) => format!("why {}", self.yes_or_no(thing, holds)),
            Question::Argument(thing) => format!("why {}", self.name(thing)),
            Question::Loss(thing) => {
                format!("what {} {}", self.verb_of_support(), self.name(thing))
            }
            Question::Suppose(supposed, question) => {
                let supposed: Vec<String> = supposed.iter().map(|it| self.supposition(it)).collect();
                format!("suppose {}: {}", supposed.join(" and "), self.question(question))
            }
            Question::Describe(thing) => format!("describe {}", self.name(thing)),
            Question::Compare(CompareQuestion { things, topics }) => {
                let list = |things: &[Thing]| {
                    let names: Vec<String> = things.iter().map(|it| self.name(it)).collect();
                    names.join(", ")
                };
                let on = match topics.as_slice() {
                    [] => String::new(),
                    topics => format!(" on {}", list(topics)),
                };
                format!("compare {}{on}", list(things))
            }
        }
    }

    /// `rests on`
    fn verb_of_support(&self) -> &str {
        let links = self.lexicon.support().map(|it| (&it.rests, &it.grounds));
        let links = links.into_iter().flat_map(|(rests, grounds)| rests.iter().chain(grounds));
        let mut verbs = links.filter_map(|link| self.lexicon.direction_words(*link).verbs.first());
        verbs.next().map_or("rests on", |verb| verb.get(Number::Singular))
    }

    /// `ali:regions-page is gone`, `ali:privacy-notice is not public`
    fn supposition(&mut self, supposition: &Supposition) -> String {
        let Supposition { thing, supposed } = supposition;
        let name = self.name(thing);
        match supposed {
            HypotheticalState::Gone => format!("{name} is {GONE}"),
            HypotheticalState::Is(adjective, polarity) => {
                let is = Condition::Is(*adjective, *polarity);
                let said = self.predicate(&is, thing.kind, Number::Singular).text;
                format!("{name} {said}")
            }
        }
    }

    /// `is alibaba public`, `does alibaba have a claim`; other conditions are put in parentheses.
    fn yes_or_no(&mut self, thing: &Thing, holds: &Condition) -> String {
        let name = self.name(thing);
        if let Condition::Answer(answer) = holds
            && !answer.of_assurance
        {
            return format!("is {}", self.answer_of(&name, answer));
        }
        let (kind, plural) = (thing.kind, Number::Plural);
        let said = |printer: &mut Self, number| {
            printer.open.push(OpenNoun::Noun(kind, Some(number)));
            let printed = match holds {
                Condition::Any(any) => printer.chain(any, "or", kind, number),
                Condition::All(all) => printer.chain(all, "and", kind, number),
                one => printer.predicate(one, kind, number),
            };
            printer.open.pop();
            printed
        };
        let adjectives = |all: &[Condition]| all.iter().all(|it| matches!(it, Condition::Is(_, Polarity::Positive)));
        let listed = match holds {
            Condition::Any(any) if adjectives(any) => Some((any, " or ")),
            Condition::All(all) if adjectives(all) => Some((all, " and ")),
            _ => None,
        };
        if let Some((all, joint)) = listed {
            let words = all.iter().filter_map(|condition| {
                let said = self.predicate(condition, kind, Number::Singular).text;
                said.strip_prefix("is ").map(str::to_owned)
            });
            let words: Vec<String> = words.collect();
            if words.len() == all.len() {
                return format!("is {name} {}", words.join(joint));
            }
        }
        let simple = !matches!(holds, Condition::Any(_) | Condition::All(_));
        let singular = said(self, Number::Singular);
        if let Some(complement) = singular.text.strip_prefix("is ").filter(|_| simple) {
            return format!("is {name} {complement}");
        }
        let printed = said(self, plural);
        let verb = !printed.modifier && !printed.text.starts_with("are ");
        if let Some(negated) = printed.text.strip_prefix("do not ").filter(|_| simple) {
            return format!("does {name} not {negated}");
        }
        if verb && !printed.text.starts_with("do not ") {
            return format!("does {name} {}", printed.text);
        }
        let grouped = self.group(holds, kind, plural);
        format!("does {name} {}", grouped.text)
    }
}

/// `of ` before `those` and `all`: `which of those …`, `how many of all claims …`.
fn of(set: &NounPhrase) -> &'static str {
    let whole = set.all || matches!(set.base, PhraseBase::Those);
    if whole { "of " } else { "" }
}
