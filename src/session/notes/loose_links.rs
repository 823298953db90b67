//! Links that a question follows and that lead to things of no kind: they do not count, and a note says so.

use crate::base::Cut;
use crate::exec::Answer;
use crate::question::Question;
use crate::session::Session;
use crate::words::{Direction, Number};

/// Things of no kind that a note names, at most.
const NAMED: usize = 3;

impl Session {
    /// Adds notes on the links that did not count.
    pub(in crate::session) fn note_loose_links(&self, question: &Question, answer: &mut Answer) {
        let mut directions = question.directions(&self.lexicon);
        // An answer about an assurance depends on the links from records to things.
        if let Some(rules) = self.lexicon.comparison().filter(|_| self.asks_for_answers(question)) {
            directions.push(rules.things);
        }
        // Followed backward, a link to a thing of no kind is missing as well.
        let both = directions.into_iter().flat_map(|it| [it, it.reverse()]);
        let notes: Vec<String> = both.filter_map(|direction| self.loose_links_note(direction)).collect();
        for note in notes {
            if !answer.notes.contains(&note) {
                answer.notes.push(note);
            }
        }
    }

    /// True where a question depends on what the records say on an assurance.
    fn asks_for_answers(&self, question: &Question) -> bool {
        match question {
            Question::Compare(_) => true,
            Question::Does(_, holds) | Question::Why(_, holds) => {
                !self.answer_conditions(std::slice::from_ref(holds)).is_empty()
            }
            question => question.set().is_some_and(|set| !self.answer_conditions(&set.filters).is_empty()),
        }
    }

    /// A remark on all things of no kind that links lead to; `None` if there are none.
    #[must_use]
    pub fn remark_on_loose_ends(&self) -> Option<String> {
        let (lexicon, dataset) = (&self.lexicon, &self.dataset);
        let links = lexicon.directions().flat_map(|it| lexicon.dangling_links(dataset, it));
        let ends = names(links.map(|[_, end]| dataset.short(dataset.term(end))).collect());
        let told = match ends.total() {
            0 => return None,
            1 => "links to a thing without a kind do not count".to_owned(),
            count => format!("links to {count} things without a kind do not count"),
        };
        Some(format!("{told}: {}", ends.comma_list()))
    }

    /// `1 link from series by `target` does not count: `:gone` has no kind`
    fn loose_links_note(&self, direction: Direction) -> Option<String> {
        let (lexicon, dataset) = (&self.lexicon, &self.dataset);
        let links = lexicon.dangling_links(dataset, direction);
        let ends = names(links.iter().map(|[_, end]| dataset.short(dataset.term(*end))).collect());
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
        let has = if ends.total() == 1 { "has" } else { "have" };
        let does = if count == 1 { "does" } else { "do" };
        Some(format!("{links} from {things}{by} {does} not count: {} {has} no kind", ends.comma_list()))
    }
}

/// The names of such things, sorted, without duplicates.
fn names(mut names: Vec<String>) -> Cut<String> {
    names.sort_unstable();
    names.dedup();
    Cut::within(names.into_iter().map(|it| format!("`{it}`")), NAMED)
}
