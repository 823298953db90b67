//! Finds names in a text: topics, regions, services. The longest name counts, and only as a whole word.

use std::ops::Range;

use oxigraph::model::NamedNode;

/// A name of a thing.
#[derive(Debug, Clone)]
pub(super) struct NamePattern {
    pub(super) written: String,
    /// The name in lower case; `None` if letter case matters: `US` is not `us`.
    folded: Option<String>,
    pub(super) thing: NamedNode,
}

impl NamePattern {
    pub(super) fn new(written: &str, thing: NamedNode) -> Self {
        let decides = written.chars().count() < 5 && !written.chars().any(char::is_lowercase);
        Self { written: written.to_owned(), folded: (!decides).then(|| written.to_lowercase()), thing }
    }
}

/// The things that the text names, each once, in the order of the text; a name inside a longer one does not count.
pub(super) fn find_mentions<'a>(text: &str, names: impl IntoIterator<Item = &'a NamePattern>) -> Vec<NamedNode> {
    let low = text.to_lowercase();
    // Lower case can change the length of a text, and so all positions: then letter case has to match.
    let low = if low.len() == text.len() { low.as_str() } else { text };
    let mut found: Vec<(Range<usize>, &NamedNode)> = Vec::new();
    for name in names {
        let (text, word) = match &name.folded {
            Some(folded) => (low, folded.as_str()),
            None => (text, name.written.as_str()),
        };
        let places = text.match_indices(word).map(|(at, _)| at..at + word.len());
        let whole = places.filter(|place| is_whole(text, place));
        found.extend(whole.map(|place| (place, &name.thing)));
    }
    let inside = |(place, _): &(Range<usize>, &NamedNode)| {
        found.iter().any(|(other, _)| other.start <= place.start && place.end <= other.end && other.len() > place.len())
    };
    let mut longest: Vec<_> = found.iter().filter(|it| !inside(it)).collect();
    longest.sort_by_key(|(place, thing)| (place.start, thing.as_str()));
    let mut things: Vec<NamedNode> = Vec::new();
    for (_, thing) in longest {
        if !things.contains(thing) {
            things.push((*thing).clone());
        }
    }
    things
}

/// True if no letter or digit is next to it; a plural `s` may be.
fn is_whole(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].chars().next_back();
    let after = &text[place.end..];
    let after = after.strip_prefix('s').filter(|rest| !rest.starts_with(char::is_alphanumeric)).unwrap_or(after);
    !before.is_some_and(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
}
