//! An explanation as the lines of a report.

use crate::base::Limit;
use crate::exec::Why;
use crate::render::outline::{LineMark, Note, OutlineLine};
use crate::render::report::words::{format_location, format_thing};
use crate::render::why;

/// A line of an explanation, with its depth.
pub(super) struct ReasonLine {
    pub(super) depth: usize,
    pub(super) text: String,
}

/// An explanation as lines, down to a limit of levels; below each reason is the number of lines that are cut.
pub(super) fn lines(why: &Why, limit: Option<Limit>) -> Vec<ReasonLine> {
    let all: Vec<ReasonLine> = why::lines(why).iter().flat_map(with_notes).collect();
    let Some(limit) = limit else {
        return all;
    };
    let mut lines = Vec::new();
    for reason in all.chunk_by(|_, next| next.depth > 0) {
        let shown = reason.iter().filter(|line| line.depth < limit.most());
        let before = lines.len();
        lines.extend(shown.map(|line| ReasonLine { depth: line.depth, text: line.text.clone() }));
        let text = match reason.len() + before - lines.len() {
            0 => continue,
            1 => format!("and 1 more line: {}", limit.all()),
            more => format!("and {more} more lines: {}", limit.all()),
        };
        lines.push(ReasonLine { depth: 1, text });
    }
    lines
}

/// A line of the outline and its notes: `is public: no, its access is login`. Of a linked thing, the places of the facts
/// that lead to it are enough.
fn with_notes(line: &OutlineLine) -> Vec<ReasonLine> {
    // What holds is said as it is, and what is not listed says so.
    let word = Some(line.mark.word()).filter(|_| !matches!(line.mark, LineMark::Holds | LineMark::NotListed));
    let answer: Vec<&str> = word.into_iter().chain(line.found()).collect();
    let colon = if answer.is_empty() { "" } else { ": " };
    let name = line.thing.as_ref().map_or_else(|| line.text.clone(), format_thing);
    let text = format!("{name}{colon}{}", answer.join(", "));
    if line.mark.is_of_linked() {
        let place = |note: &Note| note.place.as_ref().map_or_else(|| note.words.clone(), format_location);
        let mut places: Vec<String> = line.notes.iter().map(place).collect();
        places.dedup();
        let places = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
        return vec![ReasonLine { depth: line.depth, text: text + &places }];
    }
    let notes = line.notes.iter().map(Note::text_with_location);
    let below = notes.map(|text| ReasonLine { depth: line.depth + 1, text });
    std::iter::once(ReasonLine { depth: line.depth, text }).chain(below).collect()
}
