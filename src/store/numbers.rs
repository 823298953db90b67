//! Ids for whole numbers that no file states, so that analyses can treat them like the terms of files. They come after
//! the ids of the terms, and are the same in every dataset over the same terms. Terms are created on demand.

use std::sync::OnceLock;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, LiteralRef, Term, TermRef};

use crate::store::dataset::Dataset;
use crate::store::id::{Id, MOST_IDS};

/// How many terms are created at a time.
const BLOCK: usize = 1024;

/// The terms of consecutive numbers, created when one of them is requested.
type NumberBlock = OnceLock<Vec<Term>>;

/// The terms of the numbers from 0 on.
#[derive(Debug, Default)]
pub(super) struct NumberTerms {
    blocks: OnceLock<Vec<NumberBlock>>,
}

impl NumberTerms {
    /// The term of a number below `count`.
    pub(super) fn term(&self, number: usize, count: usize) -> &Term {
        let empty = || (0..count.div_ceil(BLOCK)).map(|_| OnceLock::new()).collect();
        let block = &self.blocks.get_or_init(empty)[number / BLOCK];
        let first = number / BLOCK * BLOCK;
        let terms = || (first..first + BLOCK).map(|it| term_of(it).into());
        &block.get_or_init(|| terms().collect())[number % BLOCK]
    }
}

fn term_of(number: usize) -> Literal {
    Literal::from(number as u64)
}

/// The number of a literal in the canonical form that [`term_of`] writes.
fn number_of(literal: LiteralRef<'_>) -> Option<usize> {
    let text = literal.value();
    let digits = text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = digits && (text == "0" || !text.starts_with('0'));
    (canonical && literal.datatype() == xsd::INTEGER).then(|| text.parse().ok())?
}

impl Dataset {
    /// How many numbers have an id without being stated: no count of things exceeds the number of terms.
    fn numbers(&self) -> usize {
        self.terms.len() + 1
    }

    /// The id of a whole number: the id of the term if a file states it. None for numbers above the number of terms,
    /// which no count of things reaches.
    #[must_use]
    pub fn number_id(&self, number: usize) -> Option<Id> {
        let stated = self.terms.find(term_of(number).as_ref().into());
        stated.or_else(|| self.synthetic_id(number))
    }

    /// One more than the last id of a term or of a number that no file states.
    #[must_use]
    pub fn id_limit(&self) -> Id {
        let limit = (self.terms.len() + self.numbers()).min(MOST_IDS);
        Id::try_from(limit).expect("so many have ids")
    }

    fn synthetic_id(&self, number: usize) -> Option<Id> {
        let id = self.terms.len() + number;
        let known = number < self.numbers() && id < MOST_IDS;
        known.then(|| Id::try_from(id).ok())?
    }

    /// The id of a number that no file states; none for other terms.
    pub(super) fn id_of_number(&self, term: TermRef<'_>) -> Option<Id> {
        match term {
            TermRef::Literal(literal) => self.synthetic_id(number_of(literal)?),
            _ => None,
        }
    }

    /// The term of a number with an id after those of the terms.
    pub(super) fn number(&self, id: Id) -> TermRef<'_> {
        let number = id as usize - self.terms.len();
        self.number_terms.term(number, self.numbers()).as_ref()
    }
}
