//! Statement → resolved statement: each phrase is read in every way that its words can be divided.

use std::collections::HashSet;

use crate::base::{Diagnostic, Source, Span};
use crate::lang::{Form, PartKind, Phrase, Shaping, Statement, StatementKind};
use crate::question::faults;
use crate::question::reader::Reader;
use crate::question::segment::{Item, segment};
use crate::question::tree::{Quantity, Question, Resolved, Rows};
use crate::store::Dataset;
use crate::words::{KindId, Lexicon, Number, Sense, Trail};

/// What a statement is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The words.
    pub lexicon: &'a Lexicon,
    /// The names.
    pub dataset: &'a Dataset,
    /// The kinds of the sets that `let` has named, by [`crate::words::SetId`].
    pub sets: &'a [KindId],
    /// The kind of the things that the last question found.
    pub those: Option<KindId>,
}

/// Resolves a statement.
///
/// # Errors
/// What cannot be read: unknown words, names that name nothing or several things, kinds that do
/// not go together, a sentence that ends too early. All unknown words are told at once.
pub fn read(
    statement: &Statement,
    source: &Source,
    context: Context<'_>,
) -> Result<Resolved, Vec<Diagnostic>> {
    match &statement.kind {
        StatementKind::Question {
            form,
            phrase,
            shaping,
        } => question(form, phrase, shaping, source, context),
        StatementKind::Describe(phrase) => {
            let thing = best(phrase, source, context, |reader| reader.described())?;
            Ok(Resolved::Question(Question::Describe(thing)))
        }
        StatementKind::Define { head, meaning } => define(head, meaning, source, context),
        StatementKind::Let {
            name,
            name_span,
            meaning,
        } => {
            let senses = context.lexicon.senses(name);
            if senses.iter().any(|sense| !matches!(sense, Sense::Set(_))) {
                return Err(vec![faults::word_is_taken(source, *name_span)]);
            }
            let meaning = best(meaning, source, context, |reader| reader.set())?;
            Ok(Resolved::Let {
                name: name.clone(),
                meaning,
            })
        }
        StatementKind::Sparql(text) => Ok(Resolved::Sparql(text.clone())),
    }
}

fn question(
    form: &Form,
    phrase: &Phrase,
    shaping: &Shaping,
    source: &Source,
    context: Context<'_>,
) -> Result<Resolved, Vec<Diagnostic>> {
    let main_verb = matches!(form, Form::Which | Form::HowMany);
    let (quantity, set) = best(phrase, source, context, |reader| {
        reader.take_of();
        let from = reader.at;
        let quantity = reader.quantity()?;
        if quantity.is_some_and(|quantity| quantity != Quantity::Some) && *form != Form::IsThere {
            return Err(faults::no_quantity_here(source, reader.since(from)));
        }
        let set = reader.question(main_verb)?;
        Ok((quantity.unwrap_or(Quantity::Some), set))
    })?;
    let columns = match form {
        Form::Show(columns) => columns,
        _ => &shaping.showing,
    };
    let trail = |phrase: &Phrase| trail_of(phrase, set.kind, source, context);
    let columns: Result<Vec<Trail>, Diagnostic> = columns.iter().map(trail).collect();
    let sorted = shaping.sorted.as_ref().map(|sorted| {
        let trail = trail_of(&sorted.path, set.kind, source, context)?;
        Ok::<_, Diagnostic>((trail, sorted.descending))
    });
    let rows = Rows {
        columns: columns.map_err(|fault| vec![fault])?,
        sorted: sorted.transpose().map_err(|fault| vec![fault])?,
        first: shaping.first,
    };
    Ok(Resolved::Question(match form {
        Form::Which => Question::Which(set, rows),
        Form::Show(_) => Question::Show(set, rows),
        Form::HowMany => Question::HowMany(set),
        Form::IsThere => Question::IsThere(quantity, set),
    }))
}

fn define(
    head: &Phrase,
    meaning: &Phrase,
    source: &Source,
    context: Context<'_>,
) -> Result<Resolved, Vec<Diagnostic>> {
    let (word, kind) = defined_word(head, source, context).map_err(|fault| vec![fault])?;
    let noun = context.lexicon.kind(kind).noun;
    let meaning_set = best(meaning, source, context, |reader| {
        reader.quantity()?;
        reader.set()
    })?;
    if !context.lexicon.overlap(meaning_set.kind, kind) {
        let noun = context.lexicon.noun(noun).forms.get(Number::Singular);
        return Err(vec![faults::defined_as_another_kind(
            source,
            meaning.span,
            noun,
            context
                .lexicon
                .kind_word(meaning_set.kind, Number::Singular),
        )]);
    }
    Ok(Resolved::Define {
        word,
        kind,
        meaning: meaning_set,
    })
}

/// `weak claim` → the word `weak` and the kind of `claim`: the noun is the longest match at the end.
///
/// # Errors
/// When there is no noun, no word before it, or the word has a meaning already.
pub fn defined_word(
    head: &Phrase,
    source: &Source,
    context: Context<'_>,
) -> Result<(String, KindId), Diagnostic> {
    let lexicon = context.lexicon;
    let words = &head.parts;
    let noun_at = |from: usize| {
        let span = words[from].span.to(head.span);
        let senses = lexicon.senses(source.slice(Span::new(words[from].span.start, span.end)));
        senses.iter().find_map(|sense| match sense {
            Sense::Noun(id, _) => Some(lexicon.noun(*id).kind),
            _ => None,
        })
    };
    let found = (0..words.len()).find_map(|from| Some((from, noun_at(from)?)));
    let Some((noun_at, kind)) = found else {
        let last = words.last().expect("the grammar asks for one word or more");
        return Err(faults::no_noun_to_define(source, last.span, lexicon));
    };
    if noun_at == 0 {
        return Err(faults::nothing_to_define(source, head.span));
    }
    let span = words[0].span.to(words[noun_at - 1].span);
    let word = source.slice(span).to_owned();
    let taken = lexicon.senses(&word).iter().any(|sense| match sense {
        Sense::Adjective(id) => {
            let known = lexicon.adjective(*id);
            lexicon.overlap(known.of, kind) && !(known.of == kind && known.place.is_empty())
        }
        _ => true,
    });
    if taken {
        return Err(faults::word_is_taken(source, span));
    }
    Ok((word, kind))
}

/// The trail that a column or a `sorted by` names, from `kind`.
fn trail_of(
    phrase: &Phrase,
    kind: KindId,
    source: &Source,
    context: Context<'_>,
) -> Result<Trail, Diagnostic> {
    let mut parts: Vec<Span> = Vec::new();
    let mut fresh = true;
    for part in &phrase.parts {
        match (&part.kind, parts.last_mut()) {
            (PartKind::Dot, _) => fresh = true,
            (_, Some(last)) if !fresh => *last = last.to(part.span),
            _ => {
                parts.push(part.span);
                fresh = false;
            }
        }
    }
    let words: Vec<&str> = parts.iter().map(|span| source.slice(*span)).collect();
    Trail::follow(context.lexicon, kind, &words).map_err(|error| {
        let span = parts.get(error.part).copied().unwrap_or(phrase.span);
        faults::kinds::no_such_column(source, span, error.kind, context.lexicon)
    })
}

/// Reads a phrase in every way that its words can be divided. The longest match counts: a way that
/// only divides further what has been read is passed over. Another way that also works and means
/// something else is an ambiguity.
fn best<T: Clone + PartialEq>(
    phrase: &Phrase,
    source: &Source,
    context: Context<'_>,
    read: impl Fn(&mut Reader<'_>) -> Result<T, Diagnostic>,
) -> Result<T, Vec<Diagnostic>> {
    let mut found: Option<(T, Vec<Item>)> = None;
    let mut fault: Option<(Diagnostic, Vec<Item>)> = None;
    for items in segment(phrase, source, context.lexicon) {
        let mut reader = Reader::new(source, context, items, phrase.span);
        let result = read(&mut reader).and_then(|set| reader.end().map(|()| set));
        match (result, &found) {
            (Ok(set), None) => found = Some((set, reader.items)),
            (Ok(set), Some((first, items)))
                if set != *first && !divides_further(&reader.items, items) =>
            {
                let fault = faults::two_readings(source, phrase.span, items, &reader.items);
                return Err(vec![fault]);
            }
            (Ok(_), Some(_)) => {}
            (Err(new), _) => {
                let further = fault
                    .as_ref()
                    .is_none_or(|(old, _)| new.offset() > old.offset());
                if further {
                    fault = Some((new, reader.items));
                }
            }
        }
    }
    if let Some((set, _)) = found {
        return Ok(set);
    }
    let (fault, items) = fault.expect("a phrase has one reading at least");
    let mut unknown = faults::unknown_words(source, &items, context.lexicon);
    let vague = matches!(fault.code, "misplaced" | "ends-too-early" | "joins-nothing");
    if vague
        && unknown
            .iter()
            .any(|unknown| unknown.offset() == fault.offset())
    {
        unknown.sort_by_key(Diagnostic::offset);
        return Err(unknown);
    }
    Err(vec![fault])
}

/// True when `fine` only cuts items of `coarse` into smaller ones.
fn divides_further(fine: &[Item], coarse: &[Item]) -> bool {
    let starts = |items: &[Item]| {
        items
            .iter()
            .map(|item| item.span.start)
            .collect::<HashSet<_>>()
    };
    starts(coarse).is_subset(&starts(fine))
}
