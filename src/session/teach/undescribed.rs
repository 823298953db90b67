//! Links that lead to what is of no kind, of those that a question follows: they count as none, which is told.

use crate::exec::Answer;
use crate::question::Question;
use crate::session::Session;
use crate::words::{Direction, Number};

/// How many of the things that are not described are named.
const NAMED: usize = 3;

impl Session {
    /// Adds to an answer which links it did not count.
    pub(in crate::session) fn tell_undescribed(&self, question: &Question, answer: &mut Answer) {
        let directions = question.directions(&self.lexicon);
        let notes = directions.into_iter().filter_map(|direction| self.undescribed(direction));
        answer.notes.extend(notes.collect::<Vec<String>>());
    }

    /// `1 link from series by `target` counts as none: `:gone` is of no kind`
    fn undescribed(&self, direction: Direction) -> Option<String> {
        let (lexicon, dataset) = (&self.lexicon, &self.dataset);
        let links = lexicon.loose_links(dataset, direction);
        let mut ends: Vec<String> = links.iter().map(|[_, end]| dataset.short(dataset.term(*end))).collect();
        ends.sort_unstable();
        ends.dedup();
        let more = ends.len().saturating_sub(NAMED);
        let named: Vec<String> = ends.iter().take(NAMED).map(|end| format!("`{end}`")).collect();
        let (count, things) = (links.len(), lexicon.kind_word(lexicon.start(direction), Number::Plural));
        let links = match count {
            0 => return None,
            1 => "1 link".to_owned(),
            _ => format!("{count} links"),
        };
        let words = lexicon.direction_words(direction);
        let word = words.roles.first().or(words.verbs.first()).map(|forms| forms.singular.as_str());
        let word = word.or(words.participles.first().or(words.prepositions.first()).map(String::as_str));
        let by = word.map_or_else(String::new, |word| format!(" by `{word}`"));
        let (is, more) = match (ends.len(), more) {
            (1, _) => ("is", String::new()),
            (_, 0) => ("are", String::new()),
            _ => ("are", format!(" and {more} more")),
        };
        let counts = if count == 1 { "counts as none" } else { "count as none" };
        Some(format!("{links} of {things}{by} {counts}: {}{more} {is} of no kind", named.join(", ")))
    }
}
