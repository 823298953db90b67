//! The sentences that the writers of text and Markdown share.

use similar::{ChangeTag, TextDiff};

use crate::audit::diff::{
    ChangeKind, Difference, DisplayColumn, DisplayValue, KindChanges, PropertyChange, ThingChange,
};
use crate::base::{Limit, truncate};
use crate::exec::SourceLocation;

/// The least number of words, and the least unchanged share of them, for a difference word by word.
const MIN_WORDS: usize = 6;
const MIN_SHARED: f32 = 0.4;

/// `+`, `-`, `~`
pub(super) fn sign(way: ChangeKind) -> char {
    match way {
        ChangeKind::Added => '+',
        ChangeKind::Removed => '-',
        ChangeKind::Changed => '~',
    }
}

/// `added`, `removed`, `changed`
pub(super) fn participle(way: ChangeKind) -> &'static str {
    match way {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Changed => "changed",
    }
}

/// `2 claims added, 1 claim changed`
pub(super) fn counts(kind: &KindChanges) -> String {
    let ways = [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Changed];
    let counts = ways.into_iter().filter_map(|way| {
        let count = kind.things.iter().filter(|it| it.way == way).count();
        let noun = if count == 1 { &kind.noun } else { &kind.nouns };
        (count > 0).then(|| format!("{count} {noun} {}", participle(way)))
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// The whole difference in one line.
pub(super) fn summary(difference: &Difference) -> String {
    let mut parts: Vec<String> = difference.kinds.iter().map(counts).collect();
    match difference.vocabulary.len() {
        0 => {}
        1 => parts.push("1 term of the vocabulary changed".to_owned()),
        terms => parts.push(format!("{terms} terms of the vocabulary changed")),
    }
    let others = &difference.others;
    let facts: usize = others.iter().map(|it| it.gained + it.lost).sum();
    match facts {
        0 => {}
        1 => parts.push("1 fact about a thing without a kind changed".to_owned()),
        facts => parts.push(format!("{facts} facts about things without a kind changed")),
    }
    if parts.is_empty() {
        return "nothing changed in meaning".to_owned();
    }
    parts.join(", ")
}

/// The remark on files that changed only in their text, or whose facts only moved; `None` otherwise.
pub(super) fn only_text(difference: &Difference) -> Option<String> {
    let alike = difference.files.iter().filter(|it| it.same_facts);
    let names: Vec<&str> = alike.map(|it| it.name.as_str()).collect();
    if !names.is_empty() {
        return Some(format!(
            "changed only in their text (comments, order, prefixes), not in meaning: {}",
            names.join(", ")
        ));
    }
    if difference.is_empty() && !difference.files.is_empty() {
        let names: Vec<&str> = difference.files.iter().map(|it| it.name.as_str()).collect();
        return Some(format!("facts were moved between files or repeated: {}", names.join(", ")));
    }
    None
}

/// The parts of `(verified, retrieved 2026-01-01)`; a value that is not `plain` has the name of its column.
pub(super) fn in_brackets(shown: &[DisplayColumn]) -> Vec<String> {
    let told = shown.iter().map(|it| {
        let values = it.values.join(", ");
        let values = truncate(&values, Limit::ChangedText);
        if it.plain { values.into_owned() } else { format!("{} {values}", it.name) }
    });
    told.collect()
}

/// The label of a thing, and its short name if that is different.
pub(super) fn names(item: &ThingChange) -> (String, Option<&str>) {
    let thing = &item.thing;
    let short = Some(thing.short.as_str()).filter(|it| !it.is_empty() && *it != thing.label);
    let label = if thing.label.is_empty() { "without a name".to_owned() } else { thing.label.clone() };
    (label, short)
}

/// `data/vendors/alibaba.ttl:12`
pub(super) fn place(place: Option<&SourceLocation>) -> Option<String> {
    place.map(|it| format!("{}:{}", it.file, it.line))
}

/// A value as shown: in quotes, or as it is.
pub(super) fn value(value: &DisplayValue) -> String {
    if value.quoted { format!("\"{}\"", value.text) } else { value.text.clone() }
}

/// A run of words of a changed text.
pub(super) enum DiffRun {
    Same(String),
    Removed(String),
    New(String),
}

/// The difference of two long texts, word by word; `None` if the values are clearer as a whole.
pub(super) fn word_by_word(changed: &PropertyChange) -> Option<Vec<DiffRun>> {
    let ([old], [new]) = (changed.before.as_slice(), changed.after.as_slice()) else {
        return None;
    };
    let words = |value: &DisplayValue| value.text.split_whitespace().count();
    if !old.quoted || !new.quoted || words(old).min(words(new)) < MIN_WORDS {
        return None;
    }
    let diff = TextDiff::from_words(old.text.as_str(), new.text.as_str());
    if diff.ratio() < MIN_SHARED {
        return None;
    }
    let mut runs: Vec<DiffRun> = Vec::new();
    for change in diff.iter_all_changes() {
        let text = change.value();
        match (change.tag(), runs.last_mut()) {
            (ChangeTag::Equal, Some(DiffRun::Same(run)))
            | (ChangeTag::Delete, Some(DiffRun::Removed(run)))
            | (ChangeTag::Insert, Some(DiffRun::New(run))) => run.push_str(text),
            (ChangeTag::Equal, _) => runs.push(DiffRun::Same(text.to_owned())),
            (ChangeTag::Delete, _) => runs.push(DiffRun::Removed(text.to_owned())),
            (ChangeTag::Insert, _) => runs.push(DiffRun::New(text.to_owned())),
        }
    }
    Some(runs)
}
