//! Groups: what the things of a set are grouped by, and which groups are shown.

use crate::base::{Diagnostic, Faults, Source};
use crate::lang::{Keyword, PartKind, Phrase};
use crate::question::columns::{divisions_at, is_one_of};
use crate::question::context::Context;
use crate::question::expression::{Expression, PathSubject, Type};
use crate::question::faults;
use crate::question::reader::PhraseReader;
use crate::question::readings::best;
use crate::question::tree::{ComparisonOperand, Condition, NounPhrase};
use crate::words::{KindId, Trail, TrailEnd};

/// `genre, language whose count > 2`
#[derive(Debug, Default)]
pub(super) struct GroupBy {
    /// What the things are grouped by.
    pub(super) paths: Vec<Trail>,
    /// Conditions on the groups that are shown.
    pub(super) having: Vec<(Expression, ComparisonOperand)>,
}

/// Every split of `things by groups` at a `by` outside parentheses.
pub(super) fn groupings(phrase: &Phrase) -> Vec<(Phrase, Phrase)> {
    divisions_at(phrase, |kind| is_one_of(kind, &["by"]))
}

/// Reads the groups of a set: paths and, after `whose`, conditions on the groups.
pub(super) fn groups(
    list: &Phrase,
    set: &NounPhrase,
    source: &Source,
    context: Context<'_>,
) -> Result<GroupBy, Faults> {
    let whose = |kind: &PartKind| *kind == PartKind::Keyword(Keyword::kw_whose);
    let (paths, kept) = match divisions_at(list, whose).into_iter().next() {
        Some((paths, conditions)) => {
            let kept = best(&conditions, source, context, |reader| reader.having_clause(set))?;
            (paths, kept)
        }
        None => (list.clone(), Vec::new()),
    };
    if let Some(paths) = before_whose(&paths) {
        // The conditions on the groups are not typed yet.
        if groups(&paths, set, source, context).is_ok() {
            context.leaves_open(list, source);
        }
    }
    let path = |part: &Phrase| best(part, source, context, |reader| reader.group_key(set.kind));
    let paths: Result<Vec<Trail>, _> = paths.split_commas().iter().map(path).collect();
    Ok(GroupBy { paths: paths?, having: kept })
}

/// `genre` of `genre whose`
fn before_whose(list: &Phrase) -> Option<Phrase> {
    let (last, before) = list.parts.split_last()?;
    let whose = PartKind::Keyword(Keyword::kw_whose);
    (last.kind == whose).then(|| Phrase::of(before))?
}

impl PhraseReader<'_> {
    /// Reads one grouping key: a path from the things.
    fn group_key(&mut self, kind: KindId) -> Result<Trail, Diagnostic> {
        self.root = Some(kind);
        let from = self.at;
        let (expression, gives) = self.expression(kind)?;
        let span = self.since(from);
        self.end()?;
        match expression {
            Expression::Path(PathSubject::This, trail)
                if gives != Type::Iri && !(trail.hops.is_empty() && trail.end == TrailEnd::Thing) =>
            {
                Ok(trail)
            }
            _ => Err(faults::measures::no_group(self.source, span)),
        }
    }

    /// Reads `count > 2 and average price < 20`, of groups; `whose` may be repeated.
    fn having_clause(&mut self, set: &NounPhrase) -> Result<Vec<(Expression, ComparisonOperand)>, Diagnostic> {
        self.about(set.kind, set.names(), true);
        let mut kept = Vec::new();
        loop {
            let from = self.at;
            let condition = self.measure_comparison(set.kind)?;
            let span = self.since(from);
            let of_groups = of_groups(condition);
            kept.push(of_groups.ok_or_else(|| faults::measures::not_of_a_group(self.source, span))?);
            if !(self.take(Keyword::kw_and) || self.take(Keyword::kw_but)) {
                break;
            }
            self.take(Keyword::kw_whose);
        }
        if self.keyword_at(self.at) == Some(Keyword::kw_or) {
            return Err(self.error_expecting("`and`: each group must meet all conditions"));
        }
        self.end()?;
        Ok(kept)
    }
}

/// A comparison of values of the whole group; `None` for values of single things, which belong before `by`.
fn of_groups(condition: Condition) -> Option<(Expression, ComparisonOperand)> {
    let Condition::Measure(left, against) = condition else {
        return None;
    };
    let right = match &against {
        ComparisonOperand::Expression(_, right) => right.has_free_path(),
        ComparisonOperand::Value(_) => false,
    };
    (!right && !left.has_free_path()).then_some((left, against))
}

/// True when a column has one value for each group: a key, a path that continues one, or an aggregate.
pub(super) fn is_of_a_group(column: &Expression, groups: &[Trail]) -> bool {
    match column {
        Expression::Path(PathSubject::This, trail) => groups.iter().any(|group| {
            let begins = trail.hops.starts_with(&group.hops);
            trail == group || begins && group.end == TrailEnd::Thing
        }),
        Expression::Path(..) => false,
        Expression::Binary(_, left, right) => is_of_a_group(left, groups) && is_of_a_group(right, groups),
        Expression::Round(inner, _) => is_of_a_group(inner, groups),
        _ => true,
    }
}
