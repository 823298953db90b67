//! Reads expressions: sums of products of paths, numbers, counts and aggregates.

use std::str::FromStr;

use crate::base::{Diagnostic, Span};
use crate::lang::{Keyword, MAX_NESTING, PartKind};
use crate::question::choice::ReadingRule;
use crate::question::expression::{Aggregate, Expression, ON_RECORD, Operator, PathSubject, Type};
use crate::question::faults;
use crate::question::lookahead::Lookahead;
use crate::question::reader::{MAX_OPERATORS, Main, OpenNoun, PhraseReader};
use crate::question::segment::ItemKind;
use crate::question::tree::NounPhrase;
use crate::words::{Direction, KindId, Sense, Trail, TrailEnd};

/// An expression and the type of its value.
type Typed = (Expression, Type);

impl PhraseReader<'_> {
    /// Reads an expression about things of a kind, up to the first item that cannot continue it.
    pub(super) fn expression(&mut self, kind: KindId) -> Result<Typed, Diagnostic> {
        let operator = |keyword| match keyword {
            Keyword::op_plus => Some(Operator::Plus),
            Keyword::op_minus => Some(Operator::Minus),
            _ => None,
        };
        self.operations(operator, |reader| reader.product(kind))
    }

    fn product(&mut self, kind: KindId) -> Result<Typed, Diagnostic> {
        let operator = |keyword| match keyword {
            Keyword::op_times => Some(Operator::Times),
            Keyword::op_over => Some(Operator::Divide),
            _ => None,
        };
        self.operations(operator, |reader| reader.factor(kind))
    }

    /// Reads operands and the operators of one precedence between them, left-associative.
    fn operations(
        &mut self,
        operator: impl Fn(Keyword) -> Option<Operator>,
        operand: impl Fn(&mut Self) -> Result<Typed, Diagnostic>,
    ) -> Result<Typed, Diagnostic> {
        let from = self.at;
        let mut left = operand(self)?;
        while let Some(sign) = self.keyword_at(self.at).and_then(&operator) {
            self.check_type(left.1, Type::Number, self.since(from))?;
            self.operators += 1;
            if self.operators > MAX_OPERATORS {
                return Err(faults::measures::too_many_operators(self));
            }
            self.at += 1;
            let behind = self.at;
            let right = operand(self)?;
            self.check_type(right.1, Type::Number, self.since(behind))?;
            let both = Expression::Binary(sign, Box::new(left.0), Box::new(right.0));
            left = (both, Type::Number);
        }
        Ok(left)
    }

    fn check_type(&self, found: Type, wanted: Type, span: Span) -> Result<(), Diagnostic> {
        if found == wanted {
            return Ok(());
        }
        let (words, wanted) = (found.words(self.lexicon), wanted.words(self.lexicon));
        Err(match found {
            Type::Thing(_) => faults::measures::needs_a_value(self, span, &words, &wanted),
            _ => faults::measures::of_another_type(self, span, &words, &wanted),
        })
    }

    fn factor(&mut self, kind: KindId) -> Result<Typed, Diagnostic> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(faults::too_deep(self.source, self.here()));
        }
        let factor = self.factor_inside(kind);
        self.depth -= 1;
        factor
    }

    fn factor_inside(&mut self, kind: KindId) -> Result<Typed, Diagnostic> {
        match self.part(self.at).cloned() {
            Some(PartKind::Number(digits)) => {
                if !fits_evaluator(&digits) {
                    return Err(faults::values::number_too_large(self.source, self.here()));
                }
                self.at += 1;
                return Ok((Expression::Number(digits), Type::Number));
            }
            Some(PartKind::Open) => {
                self.at += 1;
                // Nothing in parentheses attaches to a noun outside.
                self.open.push(OpenNoun::Group);
                let inner = self.expression(kind);
                self.open.pop();
                let inner = inner?;
                self.close()?;
                return Ok(inner);
            }
            Some(PartKind::Keyword(keyword)) => {
                if let Some(aggregate) = aggregate_of(keyword) {
                    return self.aggregate(aggregate, kind);
                }
                match keyword {
                    Keyword::kw_round => return self.round(kind),
                    Keyword::kw_number_of => return self.number_of(kind),
                    Keyword::kw_count if self.grouped => {
                        self.at += 1;
                        return Ok((Expression::Count, Type::Number));
                    }
                    Keyword::kw_count => {
                        return Err(faults::measures::count_of_nothing(self));
                    }
                    Keyword::kw_their | Keyword::kw_its => {
                        let root = self.root.unwrap_or(kind);
                        self.at += 1;
                        let trail = self.trail(root)?;
                        let gives = Type::of_trail(&trail, root, self.lexicon);
                        return Ok((Expression::Path(PathSubject::Their, trail), gives));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        if let Some((name, kind)) = self.binding_at(self.at) {
            self.at += 1;
            if self.part(self.at) == Some(&PartKind::Dot) {
                self.at += 1;
                let trail = self.trail(kind)?;
                let gives = Type::of_trail(&trail, kind, self.lexicon);
                return Ok((Expression::Path(PathSubject::Binding(name), trail), gives));
            }
            let itself = Trail { hops: Vec::new(), end: TrailEnd::Thing };
            let path = Expression::Path(PathSubject::Binding(name), itself);
            return Ok((path, Type::Thing(kind)));
        }
        let trail = self.trail(kind)?;
        let gives = Type::of_trail(&trail, kind, self.lexicon);
        Ok((Expression::Path(PathSubject::This, trail), gives))
    }

    fn close(&mut self) -> Result<(), Diagnostic> {
        if self.part(self.at) != Some(&PartKind::Close) {
            return Err(self.error_expecting("`)` or an operator"));
        }
        self.at += 1;
        Ok(())
    }

    /// The binding (`as other`) whose name stands at `at`, with its kind.
    pub(super) fn binding_at(&self, at: usize) -> Option<(String, KindId)> {
        let word = match &self.items.get(at)?.kind {
            ItemKind::Unknown(word) | ItemKind::Words { text: word, .. } => word,
            ItemKind::Part(_) => return None,
        };
        let named = |(name, _): &&(String, KindId)| name.eq_ignore_ascii_case(word);
        self.bindings.iter().find(named).cloned()
    }

    /// `round(pages / 3, 2)`
    fn round(&mut self, kind: KindId) -> Result<Typed, Diagnostic> {
        self.at += 2;
        let from = self.at;
        let (inner, gives) = self.expression(kind)?;
        self.check_type(gives, Type::Number, self.since(from))?;
        let mut decimals = 0;
        if self.part(self.at) == Some(&PartKind::Comma) {
            self.at += 1;
            decimals = match self.part(self.at) {
                Some(PartKind::Number(digits)) => digits.parse().ok().filter(|it| *it <= 9),
                _ => None,
            }
            .ok_or_else(|| self.error_expecting("how many decimals, 0 to 9"))?;
            self.at += 1;
        }
        self.close()?;
        Ok((Expression::Round(Box::new(inner), decimals), Type::Number))
    }

    /// `number of public sources` counts those of the thing; `number of topics on record` counts a whole set.
    fn number_of(&mut self, kind: KindId) -> Result<Typed, Diagnostic> {
        let from = self.at;
        self.at += 1;
        let (ahead, noun_at) = self.lookahead(self.at);
        if let Some(direction) = self.role_at(noun_at, kind) {
            let noun = self.lexicon.kind(self.lexicon.end(direction)).noun;
            let phrase = Box::new(self.noun_phrase(Some(noun), Main::None)?);
            let whole = self.take_on_record();
            let whole = whole || phrase.links_to_subject();
            let counted = if whole { Expression::SizeOf(phrase) } else { Expression::NumberOf(direction, phrase) };
            return Ok((counted, Type::Number));
        }
        let link = match ahead {
            Lookahead::Kind(other) => self.link_by_noun(kind, other, noun_at),
            _ => None,
        };
        let phrase = Box::new(self.noun_phrase(None, Main::None)?);
        if self.take_on_record() {
            return Ok((Expression::SizeOf(phrase), Type::Number));
        }
        let counted = match link {
            Some(Ok(direction)) if !phrase.links_to_subject() => Expression::NumberOf(direction, phrase),
            // If several links lead to such things, `that report to them` says itself which is meant.
            Some(Err(several)) if !phrase.refers_to_the_subject() => return Err(several),
            _ => {
                self.check_whole(kind, &phrase, from)?;
                Expression::SizeOf(phrase)
            }
        };
        Ok((counted, Type::Number))
    }

    /// Takes `on record`, which measures a whole set, not the part of it that the current thing has.
    fn take_on_record(&mut self) -> bool {
        let length = self.words_at(self.at, ON_RECORD);
        self.at += length.unwrap_or_default();
        length.is_some()
    }

    /// Refuses a measure of a whole set that reads like one of the current thing: `vendors showing number of topics`. A
    /// comparison with things of the same kind cannot be misread: `whose price > average price of books`.
    fn check_whole(&mut self, kind: KindId, phrase: &NounPhrase, from: usize) -> Result<(), Diagnostic> {
        if phrase.refers_to_the_subject() {
            return Ok(());
        }
        // For completion: the words that make it complete may follow.
        if self.is_completing() && self.peek().is_none() {
            return Err(self.error_expecting("`on record`"));
        }
        if !self.compares || !self.lexicon.overlap(kind, phrase.kind) {
            return Err(faults::measures::of_no_link(self, from, kind, phrase));
        }
        self.note_choice(from, "covers all on record, not what each has", ReadingRule::OfOneKind);
        Ok(())
    }

    /// The link from a thing of the kind to what the plain noun at `at` names; `None` if there is none, an error if
    /// several fit.
    fn link_by_noun(&self, kind: KindId, other: KindId, at: usize) -> Option<Result<Direction, Diagnostic>> {
        self.sense_at(at, |sense| matches!(sense, Sense::Noun(..)).then_some(()))?;
        let links = self.lexicon.role_links(kind);
        let leads = |link: &Direction| self.lexicon.overlap(self.lexicon.end(*link), other);
        let leads = links.iter().any(leads);
        leads.then(|| self.possession_link(&links, kind, other, at))
    }

    /// `latest citation.retrieved`, `total (price * pages)`, `largest width of books`
    fn aggregate(&mut self, aggregate: Aggregate, kind: KindId) -> Result<Typed, Diagnostic> {
        let begins = self.at;
        self.at += 1;
        let from = self.at;
        let of = self.of_behind_operand(from);
        let whole = of.and_then(|of| match self.lookahead(of + 1).0 {
            Lookahead::Kind(other) => Some((of, other)),
            _ => None,
        });
        if let Some((of, other)) = whole {
            let (root, grouped) = (self.root, self.grouped);
            self.grouped = false;
            let inner = self.factor(other);
            self.grouped = grouped;
            self.root = root;
            if self.at == of
                && let Ok((inner, gives)) = inner
            {
                self.check_aggregate(aggregate, gives, from)?;
                self.at += 1;
                let phrase = self.noun_phrase(None, Main::None)?;
                if !self.take_on_record() {
                    self.check_whole(kind, &phrase, begins)?;
                }
                let over = Expression::AggregateOver(aggregate, Box::new(inner), Box::new(phrase));
                return Ok((over, gives));
            }
            self.at = from;
        }
        let grouped = std::mem::replace(&mut self.grouped, false);
        let inner = self.factor(kind);
        self.grouped = grouped;
        let (inner, gives) = inner?;
        self.check_aggregate(aggregate, gives, from)?;
        // `average number of claims of vendors`: each vendor has only one number.
        if !self.grouped && !inner.has_free_path() {
            return Err(faults::measures::of_one_number(self, begins, aggregate.word()));
        }
        Ok((Expression::Best(aggregate, Box::new(inner)), gives))
    }

    fn check_aggregate(&self, aggregate: Aggregate, gives: Type, from: usize) -> Result<(), Diagnostic> {
        let wanted = match aggregate {
            Aggregate::Earliest | Aggregate::Latest if gives == Type::Time => Type::Time,
            Aggregate::Earliest | Aggregate::Latest => Type::Date,
            _ => Type::Number,
        };
        self.check_type(gives, wanted, self.since(from))
    }

    /// The index of the `of` after the operand at `at`, which is dotted words or a parenthesis.
    fn of_behind_operand(&self, mut at: usize) -> Option<usize> {
        if self.part(at) == Some(&PartKind::Open) {
            let mut depth = 0_usize;
            loop {
                match self.part(at) {
                    Some(PartKind::Open) => depth += 1,
                    Some(PartKind::Close) => depth -= 1,
                    None if self.items.get(at).is_none() => return None,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    break;
                }
            }
        } else {
            at += 1;
            while self.part(at) == Some(&PartKind::Dot) {
                at += 2;
            }
        }
        self.is_word_of(at).then_some(at)
    }

    fn is_word_of(&self, at: usize) -> bool {
        let word = self.items.get(at).map(|item| self.source.slice(item.span));
        word.is_some_and(|word| word.eq_ignore_ascii_case("of"))
    }
}

pub(super) fn aggregate_of(keyword: Keyword) -> Option<Aggregate> {
    Some(match keyword {
        Keyword::kw_smallest => Aggregate::Smallest,
        Keyword::kw_largest => Aggregate::Largest,
        Keyword::kw_earliest => Aggregate::Earliest,
        Keyword::kw_latest => Aggregate::Latest,
        Keyword::kw_average => Aggregate::Average,
        Keyword::kw_total => Aggregate::Total,
        _ => return None,
    })
}

/// True if the evaluator can represent the number.
pub(super) fn fits_evaluator(digits: &str) -> bool {
    if digits.contains('.') {
        oxsdatatypes::Decimal::from_str(digits).is_ok()
    } else {
        oxsdatatypes::Integer::from_str(digits).is_ok()
    }
}
