//! Resolved question → the canonical sentence. Reading the sentence gives the same question: the
//! printer follows the rules of attachment and sets parentheses where they would decide otherwise.

mod condition;
mod link;
mod phrase;
mod value;

use crate::question::reader::Open;
use crate::question::tree::{Base, NounPhrase, Quantity, Question, Resolved, Rows};
use crate::store::Dataset;
use crate::words::{Lexicon, Number, with_article};

/// The sentence that says what was understood.
#[must_use]
pub fn sentence(resolved: &Resolved, lexicon: &Lexicon, dataset: &Dataset) -> String {
    let mut printer = Printer {
        lexicon,
        dataset,
        open: Vec::new(),
    };
    match resolved {
        Resolved::Question(question) => printer.question(question),
        Resolved::Define {
            word,
            kind,
            meaning,
        } => {
            let noun = lexicon.kind_word(*kind, Number::Singular);
            let meaning = printer.object(Quantity::Some, meaning, None).text;
            format!("define {} {noun} as {meaning}", with_article(word))
        }
        Resolved::Let { name, meaning } => {
            let meaning = printer.phrase(meaning, Said::That, None).text;
            format!("let {name} be {meaning}")
        }
        Resolved::Sparql(text) => format!("sparql {text}"),
    }
}

/// How the conditions of a noun are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// `claims lack a source`: the verb of the question.
    Main,
    /// `claims that lack a source`
    That,
}

/// A printed part of a sentence.
#[derive(Debug, Default)]
pub(super) struct Printed {
    pub(super) text: String,
    /// The nouns at its end that could still take a modifier, the outermost first.
    pub(super) edges: Vec<Number>,
    /// The number of its verb, where the form tells.
    pub(super) number: Option<Number>,
    /// True for `whose …`, which follows a noun without `that`.
    pub(super) modifier: bool,
}

pub(super) struct Printer<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) dataset: &'a Dataset,
    pub(super) open: Vec<Open>,
}

impl Printer<'_> {
    fn question(&mut self, question: &Question) -> String {
        match question {
            Question::Which(set, rows) => {
                let of = of(set);
                let set = self.phrase(set, Said::Main, None).text;
                let showing = if rows.columns.is_empty() {
                    String::new()
                } else {
                    format!(" showing {}", self.columns(rows))
                };
                format!("which {of}{set}{}{showing}", self.shaping(rows))
            }
            Question::Show(set, rows) => {
                let columns = self.columns(rows);
                let set = self.phrase(set, Said::That, None).text;
                format!("show {columns} of {set}{}", self.shaping(rows))
            }
            Question::HowMany(set) => {
                let of = of(set);
                let set = self.phrase(set, Said::Main, None).text;
                format!("how many {of}{set}")
            }
            Question::IsThere(quantity, set) => {
                let is = match set.number {
                    Number::Singular => "is",
                    Number::Plural => "are",
                };
                let set = self.object(*quantity, set, None).text;
                format!("{is} there {set}")
            }
            Question::Describe(thing) => format!("describe {}", self.name(thing)),
        }
    }

    fn columns(&self, rows: &Rows) -> String {
        let columns: Vec<String> = rows
            .columns
            .iter()
            .map(|trail| trail.words(self.lexicon))
            .collect();
        columns.join(", ")
    }

    fn shaping(&self, rows: &Rows) -> String {
        let mut text = String::new();
        if let Some((trail, descending)) = &rows.sorted {
            let descending = if *descending { " descending" } else { "" };
            text = format!(" sorted by {}{descending}", trail.words(self.lexicon));
        }
        if let Some(first) = rows.first {
            text = format!("{text} first {first}");
        }
        text
    }
}

/// `of` stands before what is a whole: `which of those …`, `how many of all claims …`.
fn of(set: &NounPhrase) -> &'static str {
    let whole = set.all || matches!(set.base, Base::Those);
    if whole { "of " } else { "" }
}
