//! Texts that look like what a question asks for but are written with other characters: a no-break space, a decomposed
//! letter, an invisible hyphen. Evaluation compares texts as written; this module reports where that made a difference.

use oxigraph::model::TermRef;

use crate::base::{Diagnostic, plain, visible};
use crate::exec::TextCheck;
use crate::plan::TextsTested;
use crate::question::Question;
use crate::session::Session;
use crate::words::Step;

/// Characters of a text that a note quotes at most.
const QUOTED: usize = 60;

/// Texts for which a test would turn out otherwise if they were written with the plain characters that they look like.
struct LookalikeTexts {
    number: u64,
    /// The first one found.
    text: String,
    /// A character that is not the plain one it looks like: of the text, else of the test.
    sign: Option<char>,
    /// The test, in words.
    asked: String,
}

impl Session {
    /// A note on the texts whose test depends on look-alike characters, and their number.
    ///
    /// # Errors
    /// When the question has no plan.
    pub(super) fn lookalike_note(&self, question: &Question) -> Result<Option<(String, u64)>, Diagnostic> {
        let plan = self.plan(question)?;
        let found: Vec<LookalikeTexts> =
            plan.set.texts_tested().into_iter().filter_map(|it| self.texts_alike(it)).collect();
        let Some(first) = found.first() else { return Ok(None) };
        let number: u64 = found.iter().map(|it| it.number).sum();
        let texts = if number == 1 { "text" } else { "texts" };
        let sign = first.sign.map_or(String::new(), |it| format!(", U+{:04X}", u32::from(it)));
        let quoted: String = first.text.chars().take(QUOTED).collect();
        let more = if quoted.len() < first.text.len() { "…" } else { "" };
        let (asked, quoted) = (&first.asked, visible(&quoted));
        let told = format!(
            "undecided: {number} {texts}, because whether `{asked}` holds depends on look-alike \
             characters{sign}: “{quoted}{more}”"
        );
        Ok(Some((told, number)))
    }

    fn texts_alike(&self, tested: TextsTested<'_>) -> Option<LookalikeTexts> {
        let Some(Step::Forward(property)) = tested.path.0.last() else { return None };
        let plainly: Vec<String> = tested.texts.iter().map(|it| plain(it).into_owned()).collect();
        let (written, looks) = (TextCheck::of(tested.test, tested.texts), TextCheck::of(tested.test, &plainly));
        let is_plain = plainly == tested.texts;
        let mut found: Option<LookalikeTexts> = None;
        let values = self.dataset.iri_id(property.as_ref()).map(|it| self.dataset.adjacency(it, true))?;
        for value in values.nodes_with_links() {
            let TermRef::Literal(literal) = self.dataset.term(value) else { continue };
            let text = literal.value();
            if is_plain && text.is_ascii() {
                continue;
            }
            let even = plain(text);
            if is_plain && even == text || written.passes(text) == looks.passes(&even) {
                continue;
            }
            let number = values.of_node_lazy(value).len() as u64;
            let alike = found.get_or_insert_with(|| LookalikeTexts {
                number: 0,
                text: text.to_owned(),
                sign: first_unusual_char(text, &even).or_else(|| {
                    tested.texts.iter().zip(&plainly).find_map(|(it, plain)| first_unusual_char(it, plain))
                }),
                asked: format!("{} {:?}", tested.test.words(), tested.texts.join(" or ")),
            });
            alike.number += number;
        }
        found
    }
}

/// The first character of a text that differs from its plain form.
fn first_unusual_char(text: &str, plain: &str) -> Option<char> {
    let mut pairs = text.chars().zip(plain.chars().map(Some).chain(std::iter::repeat(None)));
    pairs.find(|(own, plain)| Some(*own) != *plain).map(|(own, _)| own)
}
