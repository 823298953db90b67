//! Evaluates a checked raw query: its results, and what they leave open.

use std::sync::Arc;

use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, QuerySolution};
use oxsdatatypes::Date;
use spargebra::Query;

use crate::base::Diagnostic;
use crate::exec::digits::{check_digits, evaluation_failed, too_many_digits};
use crate::exec::raw::functions::Functions;
use crate::exec::raw::rewrite::Rewriter;
use crate::exec::raw::shape::QueryShape;
use crate::exec::raw::undecided::UndecidedCounts;
use crate::store::Dataset;

/// Evaluates a query on facts as of a day, and returns what `take` makes of the results.
///
/// # Errors
/// If the evaluation fails, or meets a number with more digits than it computes with.
pub(super) fn solve<T>(
    query: &Query,
    facts: &Arc<Dataset>,
    today: Date,
    take: impl Fn(QueryResults<'_>) -> Result<T, Diagnostic>,
) -> Result<(T, UndecidedCounts), Diagnostic> {
    let evaluated = |of_whole_rows, facts: &Arc<Dataset>| {
        let functions = Functions::default();
        let query = Rewriter { today, of_whole_rows, counts: true }.query(query.clone());
        let prepared = functions.evaluator().for_query(query);
        let results = prepared.on_queryable_dataset(functions.lexical_dataset(facts)).execute();
        (results.map_err(|error| evaluation_failed(&error)), functions)
    };
    let (results, mut functions) = evaluated(false, facts);
    let taken = check_digits(take(results?)?, facts)?;
    if functions.open() != UndecidedCounts::default() {
        // A condition may have been evaluated on a part that joins with nothing: that is not a row.
        let (results, of_rows) = evaluated(true, facts);
        take(results?)?;
        functions = of_rows;
    }
    if functions.has_too_many_digits() {
        return Err(too_many_digits());
    }
    let (of_nothing, _) = evaluated(false, &Arc::new(Dataset::default()));
    let of_no_facts = finds_something(of_nothing?, QueryShape::of(query).is_number)?;
    Ok((taken, UndecidedCounts { of_no_facts, ..functions.open() }))
}

/// True if there is a row, or a number other than 0 if one number is asked for.
fn finds_something(results: QueryResults<'_>, is_number: bool) -> Result<bool, Diagnostic> {
    match results {
        QueryResults::Boolean(yes) => Ok(yes),
        QueryResults::Solutions(mut rows) => {
            let row = rows.next().transpose().map_err(|error| evaluation_failed(&error))?;
            let is_zero =
                |it: &QuerySolution| matches!(it.get(0), Some(Term::Literal(number)) if number.value() == "0");
            Ok(row.is_some_and(|row| !(is_number && is_zero(&row))))
        }
        QueryResults::Graph(mut triples) => {
            Ok(triples.next().transpose().map_err(|error| evaluation_failed(&error))?.is_some())
        }
    }
}
