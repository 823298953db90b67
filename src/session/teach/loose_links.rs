//! Links that lead to what is of no kind, of those that a question follows: they count as none, which is told.

use crate::base::Cut;
use crate::exec::Answer;
use crate::question::Question;
use crate::session::Session;
use crate::words::{Direction, Number};

/// How many of the things that are not described are named.
const NAMED: usize = 3;

impl Session {
    /// Adds to an answer which links it did not count.
    pub(in crate::session) fn tell_undescribed(&self, question: &Question, answer: &mut Answer) {
        let mut directions = question.directions(&self.lexicon);
        // What the records say to an assurance is said of the things that they link to.
        if let Some(rules) = self.lexicon.comparison().filter(|_| self.asks_for_answers(question)) {
            directions.push(rules.things);
        }
        // From its other end, a link to what is of no kind is missing, too.
        let both = directions.into_iter().flat_map(|it| [it, it.reverse()]);
        let notes: Vec<String> = both.filter_map(|direction| self.loose_links_note(direction)).collect();
        for note in notes {
            if !answer.notes.contains(&note) {
                answer.notes.push(note);
            }
        }
    }

    /// True where what is asked hangs on what the records say to an assurance.
    fn asks_for_answers(&self, question: &Question) -> bool {
        match question {
            Question::Compare(_) => true,
            Question::Does(_, holds) | Question::Why(_, holds) => {
                !self.answers_of(std::slice::from_ref(holds)).is_empty()
            }
            question => question.set().is_some_and(|set| !self.answers_of(&set.filters).is_empty()),
        }
    }

    /// What links of any sort lead to, and is of no kind; none where there is nothing like it.
    #[must_use]
    pub fn remark_on_loose_ends(&self) -> Option<String> {
        let (lexicon, dataset) = (&self.lexicon, &self.dataset);
        let links = lexicon.directions().flat_map(|it| lexicon.loose_links(dataset, it));
        let ends = names(links.map(|[_, end]| dataset.short(dataset.term(end))).collect());
        let told = match ends.all() {
            0 => return None,
            1 => "what links lead to is of no kind, and they count as none".to_owned(),
            count => format!("{count} things that links lead to are of no kind, and the links count as none"),
        };
        Some(format!("{told}: {}", ends.comma_list()))
    }

    /// `1 link from series by `target` counts as none: `:gone` is of no kind`
    fn loose_links_note(&self, direction: Direction) -> Option<String> {
        let (lexicon, dataset) = (&self.lexicon, &self.dataset);
        let links = lexicon.loose_links(dataset, direction);
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
        let is = if ends.all() == 1 { "is" } else { "are" };
        let counts = if count == 1 { "counts as none" } else { "count as none" };
        Some(format!("{links} of {things}{by} {counts}: {} {is} of no kind", ends.comma_list()))
    }
}

/// What is not described, as people write it, ascending and each once.
fn names(mut names: Vec<String>) -> Cut<String> {
    names.sort_unstable();
    names.dedup();
    Cut::within(names.into_iter().map(|it| format!("`{it}`")), NAMED)
}
