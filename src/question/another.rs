//! `another source`: a source other than that of the subject of the question.

use crate::base::Diagnostic;
use crate::lang::Keyword;
use crate::question::faults::another as faults;
use crate::question::lookahead::Lookahead;
use crate::question::reader::{PhraseReader, bare};
use crate::question::tree::{Condition, PhraseBase, Polarity};
use crate::words::{Direction, KindId, Number, Sense, Trail, TrailEnd};

impl PhraseReader<'_> {
    /// The index of `another`, if it stands directly before the current item.
    pub(super) fn another_at_hand(&self) -> Option<usize> {
        let before = self.at.checked_sub(1)?;
        (self.keyword_at(before) == Some(Keyword::kw_another)).then_some(before)
    }

    /// Refuses `another` unless a noun follows: before a name, a pronoun, `the` or `all` it means nothing.
    pub(super) fn check_another(&self) -> Result<(), Diagnostic> {
        if self.keyword_at(self.at) != Some(Keyword::kw_another) {
            return Ok(());
        }
        let reserved =
            [Keyword::kw_the, Keyword::kw_all, Keyword::kw_those, Keyword::kw_their, Keyword::kw_its, Keyword::kw_them];
        let next = self.keyword_at(self.at + 1);
        let (ahead, noun_at) = self.lookahead(self.at);
        let is_role = |sense| matches!(sense, Sense::Role(..)).then_some(());
        let named = matches!(ahead, Lookahead::Names) && self.sense_at(noun_at, is_role).is_none();
        if named || next.is_some_and(|next| reserved.contains(&next)) {
            return Err(faults::needs_a_noun(self, self.at));
        }
        Ok(())
    }

    /// Reads `another source` as `other than their source`; `from` is the index of `another`, `noun_at` of the noun.
    pub(super) fn another(&mut self, from: usize, noun_at: usize, kind: KindId) -> Result<Condition, Diagnostic> {
        let Some(root) = self.root else {
            return Err(faults::nothing_to_be_other_than(self, from));
        };
        let hops = match self.links_to_others(noun_at, kind, root).as_slice() {
            // `contradict another claim`, `engage another vendor`: other than the thing itself.
            _ if self.lexicon.overlap(root, kind) => Vec::new(),
            [link] if !self.is_of_the_root() => vec![*link],
            // `claims that cite another source`: their own sources are the ones asked about.
            [_] => return Err(faults::of_no_one_link(self, [from, noun_at], root, &[])),
            links => return Err(faults::of_no_one_link(self, [from, noun_at], root, links)),
        };
        let trail = Trail { hops, end: TrailEnd::Thing };
        let kind = trail.kind(self.lexicon, root);
        let theirs = bare(PhraseBase::Their(trail), kind);
        Ok(Condition::IsA(Box::new(theirs), Polarity::Negative))
    }

    /// True if the current object belongs directly to the subject of the question.
    fn is_of_the_root(&self) -> bool {
        let nouns = self.open.iter().filter(|open| open.noun().is_some());
        nouns.count() <= 1
    }

    /// The links of the subject that the noun at `noun_at` can mean: the one that it names by its role or its kind,
    /// else all that lead to such things.
    fn links_to_others(&self, noun_at: usize, kind: KindId, root: KindId) -> Vec<Direction> {
        let lexicon = self.lexicon;
        let all = lexicon.role_links(root).into_iter();
        let all: Vec<Direction> = all.filter(|link| lexicon.overlap(lexicon.end(*link), kind)).collect();
        let said = |link: &Direction| {
            let mut senses = self.senses_at(noun_at).iter();
            senses.any(|sense| matches!(sense, Sense::Role(role, _) if role == link))
        };
        let noun = lexicon.kind_word(kind, Number::Singular);
        let own = |link: &Direction| {
            let roles = &lexicon.direction_words(*link).roles;
            roles.iter().any(|role| role.get(Number::Singular) == noun)
        };
        let by_word: Vec<Direction> = all.iter().copied().filter(said).collect();
        let by_kind: Vec<Direction> = all.iter().copied().filter(own).collect();
        match (by_word.len(), by_kind.len()) {
            (1, _) => by_word,
            (_, 1) => by_kind,
            _ => all,
        }
    }
}
