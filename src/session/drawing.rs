//! Pictures: the things that a question finds, or one named thing, with what supports them.

use oxigraph::model::NamedNode;

use crate::base::{Blame, Code, Diagnostic, Faults, Source};
use crate::exec::{Body, picture};
use crate::graph::Drawing;
use crate::lang::parse;
use crate::question::{Question, ResolvedStatement};
use crate::session::Session;
use crate::store::Id;

impl Session {
    /// The drawing of the things that a question finds, or of the one thing that a text names. Does not change the
    /// session.
    ///
    /// # Errors
    /// When the text cannot be read or answered in time, or its last statement finds no things.
    pub fn drawing(&self, source: &Source) -> Result<Drawing, Faults> {
        self.budget().within(|| {
            let (session, question) = self.to_be_drawn(source)?;
            session.drawing_of(&question).map_err(Faults::from)
        })
    }

    /// The question whose things are to be drawn, in a session with the definitions before it. A bare name stands for
    /// the thing of that name.
    fn to_be_drawn(&self, source: &Source) -> Result<(Self, Question), Faults> {
        let described = Source::new(&source.name, &format!("describe {}", source.text));
        let named = parse(&described).ok().and_then(|statements| match statements.as_slice() {
            [statement] => self.read(statement, &described).ok(),
            _ => None,
        });
        if let Some(ResolvedStatement::Question(question)) = named {
            return Ok((self.clone(), question));
        }
        let mut session = self.clone();
        let statements = parse(source)?;
        let Some((last, before)) = statements.split_last() else {
            return Err(nothing_to_draw().into());
        };
        for statement in before {
            session.apply_statement(statement, source)?;
        }
        match session.read(last, source)? {
            ResolvedStatement::Question(question) => Ok((session, question)),
            _ => Err(nothing_to_draw().into()),
        }
    }

    /// The drawing of what a question is about.
    ///
    /// # Errors
    /// When it cannot be answered in time, or finds no things.
    pub fn drawing_of(&self, question: &Question) -> Result<Drawing, Diagnostic> {
        if let Question::Suppose(supposed, inner) = question {
            let drawing = self.with_suppositions(supposed)?.drawing_of(inner)?;
            return Ok(Drawing { title: self.question_sentence(question), ..drawing });
        }
        let mut notes = Vec::new();
        let things: Vec<NamedNode> = match question {
            Question::Does(thing, _)
            | Question::Why(thing, _)
            | Question::Argument(thing)
            | Question::Loss(thing)
            | Question::Describe(thing) => vec![thing.iri.clone()],
            Question::Compare(beside) => beside.things.iter().map(|it| it.iri.clone()).collect(),
            Question::Which(..) => {
                let answer = self.evaluate(question)?;
                notes = answer.notes;
                match answer.body {
                    Body::Table(table) => table.subjects.unwrap_or_default(),
                    _ => unreachable!("`which` finds rows"),
                }
            }
            question => self.things(question.set().ok_or_else(nothing_to_draw)?)?,
        };
        let title = match question {
            Question::Describe(thing) => self.iri_with_label(&thing.iri),
            question => self.question_sentence(question),
        };
        if things.is_empty() {
            notes.insert(0, "nothing was found, so there is nothing to draw".to_owned());
        }
        let mut drawing = self.picture(&things, title);
        drawing.notes.splice(0..0, notes);
        Ok(drawing)
    }

    fn question_sentence(&self, question: &Question) -> String {
        let resolved = ResolvedStatement::Question(question.clone());
        crate::question::sentence(&resolved, &self.lexicon, &self.dataset)
    }

    /// `ali:no-training: Customer data is not used for training.`
    fn iri_with_label(&self, thing: &NamedNode) -> String {
        let short = self.dataset.compact(thing);
        let id = self.dataset.iri_id(thing.as_ref());
        match id.map(|id| self.lexicon.label(&self.dataset, id)) {
            Some(label) if label != short => format!("{short}: {label}"),
            _ => short,
        }
    }

    /// The drawing of these things.
    #[must_use]
    pub fn picture(&self, things: &[NamedNode], title: String) -> Drawing {
        let ids = things.iter().filter_map(|thing| self.dataset.iri_id(thing.as_ref()));
        let ids: Vec<Id> = ids.collect();
        picture(&ids, title, &self.lexicon, &self.dataset, &self.evidence)
    }
}

/// `draw "define a weak claim as …"`
fn nothing_to_draw() -> Diagnostic {
    Diagnostic::new(Blame::Question, Code::NothingToDraw, "this does not find things, so there is nothing to draw")
        .help("draw the name of a thing, or a question like `which claims lack a public source`")
}
