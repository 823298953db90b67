//! Runs of open words → items: which words belong together. The longest match comes first; the
//! other ways to divide a run follow, for the reader to try.

use crate::base::{Source, Span};
use crate::lang::{Keyword, Part, PartKind, Phrase};
use crate::store::Id;
use crate::words::{Lexicon, Sense};

/// Ways to divide one run that are tried at the most.
const MAX_WAYS: usize = 12;
/// Ways to divide all runs of a phrase that are tried at the most.
const MAX_READINGS: usize = 48;

/// What the reader reads: words with their meanings, or another part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    pub(super) span: Span,
}

/// The kinds of items.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ItemKind {
    /// One word or more with what they can mean: senses of the lexicon, things of that name.
    Words { text: String, senses: Vec<Sense>, things: Vec<Id> },
    /// A word that means nothing here.
    Unknown(String),
    /// Anything else.
    Part(PartKind),
}

/// Every way to read the words of a phrase, the one with the longest matches first.
pub(super) fn segment(phrase: &Phrase, source: &Source, lexicon: &Lexicon) -> Vec<Vec<Item>> {
    let mut readings: Vec<Vec<Item>> = vec![Vec::new()];
    let mut at = 0;
    while let Some(part) = phrase.parts.get(at) {
        if let Some((item, length)) = reported(&phrase.parts[at..], source, lexicon) {
            readings.iter_mut().for_each(|reading| reading.push(item.clone()));
            at += length;
            continue;
        }
        if !matches!(part.kind, PartKind::Word(_)) {
            // A vocabulary may use a comparator as a verb: `a box contains "Ice"`.
            let verb = known(part.span, source, lexicon).filter(|_| is_text_comparator(&part.kind));
            let item = verb.unwrap_or(Item { kind: ItemKind::Part(part.kind.clone()), span: part.span });
            readings.iter_mut().for_each(|reading| reading.push(item.clone()));
            at += 1;
            continue;
        }
        let run = phrase.parts[at..]
            .iter()
            .enumerate()
            .take_while(|(next, part)| {
                let ends = *next > 0 && reported(&phrase.parts[at + next..], source, lexicon).is_some();
                matches!(part.kind, PartKind::Word(_) | PartKind::Number(_)) && !ends
            })
            .map(|(_, part)| part)
            .collect::<Vec<_>>();
        let words = run.iter().rposition(|part| matches!(part.kind, PartKind::Word(_)));
        let run = &run[..=words.expect("a run begins with a word")];
        let ways = ways(run, source, lexicon);
        readings = readings
            .into_iter()
            .flat_map(|reading| {
                let longer = |way: &Vec<Item>| reading.iter().chain(way).cloned().collect();
                ways.iter().map(longer).collect::<Vec<Vec<Item>>>()
            })
            .take(MAX_READINGS)
            .collect();
        at += run.len();
    }
    readings
}

/// The longest phrase for an outcome of an assurance that the parts begin with: the language's own words may stand in it.
fn reported(parts: &[Part], source: &Source, lexicon: &Lexicon) -> Option<(Item, usize)> {
    if lexicon.all_reported().is_empty() {
        return None;
    }
    let is_word = |part: &&Part| matches!(part.kind, PartKind::Word(_) | PartKind::Keyword(_));
    let words = parts.iter().take_while(is_word).count().min(lexicon.longest());
    (2..=words).rev().find_map(|length| {
        let span = parts[0].span.to(parts[length - 1].span);
        let item = known(span, source, lexicon)?;
        let is_reported = match &item.kind {
            ItemKind::Words { senses, .. } => senses.iter().any(|it| matches!(it, Sense::Reported(..))),
            _ => false,
        };
        is_reported.then_some((item, length))
    })
}

fn is_text_comparator(kind: &PartKind) -> bool {
    matches!(kind, PartKind::Keyword(Keyword::kw_contains | Keyword::kw_starts_with | Keyword::kw_ends_with))
}

/// The ways to divide one run; a word that is in no match stands alone as unknown.
fn ways(run: &[&Part], source: &Source, lexicon: &Lexicon) -> Vec<Vec<Item>> {
    // From the end: what can follow from each position, the longest first word first.
    let mut from: Vec<Vec<Vec<Item>>> = vec![Vec::new(); run.len()];
    from.push(vec![Vec::new()]);
    for start in (0..run.len()).rev() {
        let mut found = Vec::new();
        let longest = lexicon.longest().min(run.len() - start);
        for length in (1..=longest).rev() {
            let span = run[start].span.to(run[start + length - 1].span);
            let Some(item) = known(span, source, lexicon) else {
                continue;
            };
            for rest in &from[start + length] {
                found.push(prepend(&item, rest));
            }
        }
        if found.is_empty() {
            let item = alone(run[start], source);
            found.extend(from[start + 1].iter().map(|rest| prepend(&item, rest)));
        }
        let unknown = |way: &Vec<Item>| {
            let unknown = way.iter().filter(|item| matches!(item.kind, ItemKind::Unknown(_)));
            unknown.count()
        };
        let fewest = found.iter().map(unknown).min().unwrap_or_default();
        found.retain(|way| unknown(way) == fewest);
        found.truncate(MAX_WAYS);
        from[start] = found;
    }
    std::mem::take(&mut from[0])
}

fn prepend(item: &Item, rest: &[Item]) -> Vec<Item> {
    std::iter::once(item).chain(rest).cloned().collect()
}

fn known(span: Span, source: &Source, lexicon: &Lexicon) -> Option<Item> {
    let text = source.slice(span);
    let senses = lexicon.senses(text).to_vec();
    let things = lexicon.names().find(text);
    let known = !senses.is_empty() || !things.is_empty();
    known.then(|| Item { kind: ItemKind::Words { text: text.to_owned(), senses, things }, span })
}

fn alone(part: &Part, source: &Source) -> Item {
    let kind = match &part.kind {
        PartKind::Word(_) => ItemKind::Unknown(source.slice(part.span).to_owned()),
        // The value of a parameter is not what stands there.
        number => ItemKind::Part(number.clone()),
    };
    Item { kind, span: part.span }
}
