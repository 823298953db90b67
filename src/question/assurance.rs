//! Conditions on answers to assurances, in the words in which people ask: `keep prompts`, `do not say whether they keep
//! prompts`, `whose answer to "EU-only inference" is no or depends`, `assurances of alibaba that are disputed`.

use crate::base::Diagnostic;
use crate::lang::{Keyword, PartKind};
use crate::question::chain::negate;
use crate::question::faults;
use crate::question::reader::PhraseReader;
use crate::question::tree::{AnswerCondition, Condition, Thing};
use crate::words::{BackedVerdict, Backing, KindId, OutcomePhraseId, PhraseOutcome, Sense, Verdict};

impl AnswerCondition {
    /// True if it asks for an undecided verdict, so that silence is an answer.
    #[must_use]
    pub fn includes_undecided(&self) -> bool {
        self.verdicts.iter().any(|it| !it.verdict.is_decided())
    }

    /// True for the conditions that a verb phrase (`keep prompts`) makes: a plain yes or no. If the answer depends on
    /// something or is disputed, a buyer is told so.
    #[must_use]
    pub fn is_verb_phrase(&self) -> bool {
        let verdicts: Vec<Verdict> = self.verdicts.iter().map(|it| it.verdict).collect();
        let said = [&[Verdict::Yes][..], &[Verdict::No], &[Verdict::No, Verdict::Depends, Verdict::Disputed]];
        self.verdicts.iter().all(|it| it.backing == Backing::Any)
            && said.iter().any(|it| it.len() == verdicts.len() && it.iter().all(|it| verdicts.contains(it)))
    }

    /// True if it asks what is on record, not what is the case: disputed, depends, verified in a source, silence. If
    /// nothing is on record, such a condition is false, not unknown.
    #[must_use]
    pub fn speaks_of_the_record(&self) -> bool {
        let is_plain =
            |it: &BackedVerdict| matches!(it.verdict, Verdict::Yes | Verdict::No) && it.backing != Backing::Verified;
        !self.verdicts.iter().any(is_plain) || self.includes_undecided()
    }

    /// The opposite condition. If it asks for decided verdicts only, so does the opposite, and silence stays unknown.
    /// The opposite of a denied offer is a yes alone. `None` if no set of verdicts expresses it.
    #[must_use]
    pub fn opposite(&self, is_offer: bool) -> Option<Self> {
        if self.verdicts.iter().any(|it| it.backing != Backing::Any) {
            return None;
        }
        let said = |verdict: Verdict| self.verdicts.iter().any(|it| it.verdict == verdict);
        let is_decided = !self.speaks_of_the_record();
        let verdicts = match self.verdicts.as_slice() {
            [only] if is_offer && only.verdict == Verdict::No => vec![BackedVerdict::any(Verdict::Yes)],
            _ => {
                let others = Verdict::ALL.into_iter().filter(|it| !said(*it) && (it.is_decided() || !is_decided));
                others.map(BackedVerdict::any).collect()
            }
        };
        (!verdicts.is_empty()).then(|| Self { verdicts, ..self.clone() })
    }
}

impl PhraseReader<'_> {
    /// The outcome words at `at`, if they can be a verb phrase.
    pub(super) fn outcome_verb_at(&self, at: usize) -> Option<OutcomePhraseId> {
        self.sense_at(at, |sense| match sense {
            Sense::Outcome(id, _) if self.lexicon.outcome_words(id).outcome != PhraseOutcome::Doubted => Some(id),
            _ => None,
        })
    }

    /// True for `say whether they …`.
    pub(super) fn says_whether_at(&self, at: usize) -> bool {
        let says = self.items.get(at).is_some_and(|item| {
            let word = self.source.slice(item.span).to_lowercase();
            ["say", "says", "tell", "tells"].contains(&word.as_str())
        });
        says && self.whether_clause_at(at + 1).is_some()
    }

    fn whether_clause_at(&self, at: usize) -> Option<OutcomePhraseId> {
        self.sense_at(at, |sense| match sense {
            Sense::Outcome(id, _) if self.lexicon.outcome_words(id).outcome == PhraseOutcome::Doubted => Some(id),
            _ => None,
        })
    }

    /// Reads a verb phrase of an assurance; `None` if there is none here.
    pub(super) fn assurance_predicate(&mut self, kind: KindId) -> Result<Option<Condition>, Diagnostic> {
        if self.says_whether_at(self.at) {
            return self.says_whether(kind, false).map(Some);
        }
        let Some(id) = self.outcome_verb_at(self.at) else {
            return Ok(None);
        };
        self.check_compared(kind)?;
        self.at += 1;
        let reported = self.lexicon.outcome_words(id);
        let verdicts: Vec<Verdict> = match reported.outcome {
            PhraseOutcome::Affirmed => vec![Verdict::Yes],
            _ if self.lexicon.is_offer(&reported.assurance) => vec![Verdict::No],
            _ => vec![Verdict::No, Verdict::Depends, Verdict::Disputed],
        };
        Ok(Some(self.answer_of(id, &verdicts)))
    }

    /// `say whether they keep prompts`, `do not say whether they keep prompts`
    pub(super) fn says_whether(&mut self, kind: KindId, negated: bool) -> Result<Condition, Diagnostic> {
        self.check_compared(kind)?;
        let id = self.whether_clause_at(self.at + 1).expect("it was looked at before");
        self.at += 2;
        let verdicts: Vec<Verdict> = Verdict::ALL.into_iter().filter(|it| it.is_decided() != negated).collect();
        Ok(self.answer_of(id, &verdicts))
    }

    fn answer_of(&self, id: OutcomePhraseId, verdicts: &[Verdict]) -> Condition {
        let comparison = self.lexicon.comparison().expect("only what is compared has words for outcomes");
        let about = Thing { iri: self.lexicon.outcome_words(id).assurance.clone(), kind: comparison.assurances };
        let verdicts = verdicts.iter().map(|it| BackedVerdict::any(*it)).collect();
        Condition::Answer(AnswerCondition { about, of_assurance: false, verdicts })
    }

    /// Refuses kinds without answers: only what is compared, or a part of it, has answers.
    fn check_compared(&self, kind: KindId) -> Result<(), Diagnostic> {
        if self.is_compared(kind) {
            return Ok(());
        }
        Err(faults::answers::no_answers(self, kind))
    }

    fn is_compared(&self, kind: KindId) -> bool {
        let Some(comparison) = self.lexicon.comparison() else {
            return false;
        };
        let parts = comparison.parts.map(|it| self.lexicon.end(it));
        let ends = [Some(self.lexicon.end(comparison.things)), parts];
        ends.into_iter().flatten().any(|end| self.lexicon.overlap(end, kind))
    }

    /// True for `answer to …` of a kind that has answers.
    pub(super) fn is_answer_to_at(&self, at: usize, kind: KindId) -> bool {
        self.is_compared(kind) && self.words_at(at, "answer to").is_some()
    }

    /// `answer to "EU-only inference" is no, depends or disputed`, after `whose`; `None` if something else follows.
    pub(super) fn answer_to(&mut self, kind: KindId) -> Result<Option<Condition>, Diagnostic> {
        let Some(length) = self.words_at(self.at, "answer to").filter(|_| self.is_compared(kind)) else {
            return Ok(None);
        };
        self.at += length;
        let about = self.assurance()?;
        if !self.take(Keyword::kw_is) {
            return Err(self.error_expecting("`is` and a verdict, like `is no or depends`"));
        }
        let not = self.take_not();
        let verdicts = self.verdicts()?;
        Ok(Some(self.answer_is(AnswerCondition { about, of_assurance: false, verdicts }, not)))
    }

    /// `the answer of github to "EU-only inference" no or depends`, after `is`; `None` if something else follows.
    pub(super) fn answer_of_one(&mut self) -> Result<Option<(Thing, Condition)>, Diagnostic> {
        let Some(comparison) = self.lexicon.comparison() else {
            return Ok(None);
        };
        let from = self.at;
        self.take(Keyword::kw_the);
        let Some(length) = self.words_at(self.at, "answer of") else {
            self.at = from;
            return Ok(None);
        };
        self.at += length;
        let things = [Some(self.lexicon.end(comparison.things)), comparison.parts.map(|it| self.lexicon.end(it))];
        let thing = self.name(&things.into_iter().flatten().collect::<Vec<KindId>>())?;
        let Some(to) = self.words_at(self.at, "to") else {
            return Err(self.error_expecting("`to` and an assurance"));
        };
        self.at += to;
        let about = self.assurance()?;
        let not = self.take_not();
        let verdicts = self.verdicts()?;
        Ok(Some((thing, self.answer_is(AnswerCondition { about, of_assurance: false, verdicts }, not))))
    }

    /// `a disputed answer on "EU-only inference"`, after `have`; `None` if something else follows.
    pub(super) fn answer_had(&mut self, kind: KindId) -> Result<Option<Condition>, Diagnostic> {
        if !self.is_compared(kind) {
            return Ok(None);
        }
        let from = self.at;
        let none = self.take(Keyword::kw_no);
        let _ = none || self.take(Keyword::kw_a) || self.take(Keyword::kw_an) || self.take(Keyword::kw_the);
        let found = self.verdict().and_then(|it| Some((it, self.words_at(self.at, "answer")?)));
        let Some((verdict, length)) = found else {
            self.at = from;
            return Ok(None);
        };
        self.at += length;
        let to = ["on", "to", "about"].iter().find_map(|it| self.words_at(self.at, it));
        let Some(to) = to else {
            return Err(self.error_expecting("`on` and an assurance"));
        };
        self.at += to;
        let about = self.assurance()?;
        Ok(Some(self.answer_is(AnswerCondition { about, of_assurance: false, verdicts: vec![verdict] }, none)))
    }

    /// `of alibaba that are disputed`, after assurances; `None` if something else follows.
    pub(super) fn answers_for(&mut self, kind: KindId) -> Result<Option<Condition>, Diagnostic> {
        let Some(comparison) = self.lexicon.comparison() else {
            return Ok(None);
        };
        let things = [Some(self.lexicon.end(comparison.things)), comparison.parts.map(|it| self.lexicon.end(it))];
        let things: Vec<KindId> = things.into_iter().flatten().collect();
        let of = ["of", "for"].iter().find_map(|it| self.words_at(self.at, it));
        let Some(of) = of.filter(|_| kind == comparison.assurances) else {
            return Ok(None);
        };
        let named = self.kinds_of_name(self.at + of);
        if !named.iter().any(|it| things.iter().any(|thing| self.lexicon.overlap(*it, *thing))) {
            return Ok(None);
        }
        self.at += of;
        let about = self.name(&things)?;
        let _ = self.take(Keyword::kw_that);
        if !self.take(Keyword::kw_are) && !self.take(Keyword::kw_is) {
            return Err(self.error_expecting("a verdict, like `are disputed`"));
        }
        let not = self.take_not();
        let verdicts = self.verdicts()?;
        Ok(Some(self.answer_is(AnswerCondition { about, of_assurance: true, verdicts }, not)))
    }

    /// Negates a condition; for an answer, gives the opposite verdicts.
    pub(super) fn negate(&self, condition: Condition) -> Condition {
        if let Condition::Answer(answer) = &condition {
            let assurance = if answer.of_assurance { None } else { Some(&answer.about.iri) };
            let opposite = answer.opposite(assurance.is_some_and(|it| self.lexicon.is_offer(it)));
            if let Some(opposite) = opposite.filter(|_| !answer.of_assurance) {
                return Condition::Answer(opposite);
            }
        }
        negate(condition)
    }

    /// Negates `said`, the verb phrase that begins at `from`. Who does *not offer* an agreement denies it: `depends`
    /// does not count.
    pub(super) fn negate_verb(&self, from: usize, said: Condition) -> Condition {
        if let (Some(id), Condition::Answer(answer)) = (self.outcome_verb_at(from), &said) {
            let reported = self.lexicon.outcome_words(id);
            if reported.outcome == PhraseOutcome::Affirmed && self.lexicon.is_offer(&reported.assurance) {
                return Condition::Answer(AnswerCondition {
                    verdicts: vec![BackedVerdict::any(Verdict::No)],
                    ..answer.clone()
                });
            }
        }
        self.negate(said)
    }

    fn answer_is(&self, answer: AnswerCondition, not: bool) -> Condition {
        let answer = Condition::Answer(answer);
        if not { self.negate(answer) } else { answer }
    }

    fn assurance(&mut self) -> Result<Thing, Diagnostic> {
        self.take(Keyword::kw_the);
        let comparison = self.lexicon.comparison().expect("only what is compared has answers");
        self.name(&[comparison.assurances])
    }

    /// Takes `not`, unless it is the first word of a verdict.
    fn take_not(&mut self) -> bool {
        self.words_of_a_verdict(self.at).is_none() && self.take(Keyword::kw_not)
    }

    /// Verdicts joined by commas and `or`.
    fn verdicts(&mut self) -> Result<Vec<BackedVerdict>, Diagnostic> {
        let mut verdicts = Vec::new();
        loop {
            let Some(verdict) = self.verdict() else {
                return Err(faults::answers::no_verdict(self));
            };
            verdicts.push(verdict);
            let comma = self.part(self.at) == Some(&PartKind::Comma);
            let joint = comma || self.keyword_at(self.at) == Some(Keyword::kw_or);
            let next = self.at + 1 + usize::from(comma && self.keyword_at(self.at + 1) == Some(Keyword::kw_or));
            if !joint || !self.is_verdict_at(next) {
                verdicts.sort_unstable();
                verdicts.dedup();
                return Ok(verdicts);
            }
            self.at = next;
        }
    }

    fn is_verdict_at(&self, at: usize) -> bool {
        self.verdict_at(at).is_some()
    }

    fn verdict(&mut self) -> Option<BackedVerdict> {
        let (answered, length) = self.verdict_at(self.at)?;
        self.at += length;
        Some(answered)
    }

    /// `a verified yes`, `their own no`, `depends`
    fn verdict_at(&self, from: usize) -> Option<(BackedVerdict, usize)> {
        let mut at = from;
        at += usize::from(matches!(self.keyword_at(at), Some(Keyword::kw_a | Keyword::kw_an | Keyword::kw_the)));
        let mut backing = Backing::Any;
        for (words, stands_for) in [
            ("verified", Backing::Verified),
            ("their own", Backing::Own),
            ("its own", Backing::Own),
            ("own", Backing::Own),
        ] {
            if let Some(length) = self.words_at(at, words) {
                backing = stands_for;
                at += length;
                break;
            }
        }
        let (verdict, length) = self.words_of_a_verdict(at)?;
        let fits = backing == Backing::Any || verdict.is_decided();
        fits.then_some((BackedVerdict { verdict, backing }, at + length - from))
    }

    fn words_of_a_verdict(&self, at: usize) -> Option<(Verdict, usize)> {
        Verdict::ALL.into_iter().find_map(|verdict| Some((verdict, self.words_at(at, verdict.word())?)))
    }

    /// The number of items that `words` take at `at`; `None` if other words stand there.
    pub(super) fn words_at(&self, at: usize, words: &str) -> Option<usize> {
        let mut rest = words;
        let mut length = 0;
        loop {
            let item = self.items.get(at + length)?;
            if !matches!(item.kind, crate::question::segment::ItemKind::Part(PartKind::Quoted(_))) {
                let text = crate::words::fold(self.source.slice(item.span));
                rest = rest.strip_prefix(text.as_str())?;
                length += 1;
                match rest.strip_prefix(' ') {
                    Some(next) => rest = next,
                    None if rest.is_empty() => return Some(length),
                    None => return None,
                }
            } else {
                return None;
            }
        }
    }
}
