//! `explain --plan`: the operators are planned before anything is evaluated, and their sizes are those of the answer.

use std::cell::Cell;
use std::time::Duration;

use caveat::base::Source;
use caveat::exec::PlanSizes;
use caveat::lang::parse;
use caveat::plan::AnswerShape;
use caveat::question::{Question, ResolvedStatement};
use caveat::session::{Session, SessionSettings};
use oxigraph::model::Term;
use proptest::{prop_assert, prop_assert_eq};

use crate::cli::{caveat, run_command};
use crate::law::for_seeded_questions;
use crate::world;

const QUESTION: &str = "which claims lack a public source";

/// The lines under the heading: the operator with its indentation, the estimate, what was found.
fn lines(plan: &str) -> Vec<(String, String, String)> {
    let heading = plan.lines().next().expect("a plan has a heading");
    let estimated = heading.find("estimated").expect("a plan has a column of estimates");
    let found = estimated + "estimated".len();
    let column = |line: &str, from: usize, until: usize| -> String {
        line.chars().skip(from).take(until - from).collect::<String>()
    };
    let cut = |line: &str| {
        let operator = column(line, 0, estimated).trim_end().to_owned();
        (
            operator,
            column(line, estimated, found).trim().to_owned(),
            column(line, found, usize::MAX / 2).trim().to_owned(),
        )
    };
    // Conditions that operators test have lines of their own; sets that were worth finding meanwhile are behind the tree.
    let tree = plan.lines().skip(1).take_while(|line| !line.starts_with("found while"));
    tree.filter(|line| !line.trim_start().starts_with('·')).map(cut).collect()
}

fn plans(session: &Session, question: &Question) -> Option<[String; 2]> {
    let plan = |sizes| {
        let (text, stopped) = session.execution_plan(question, sizes).ok()?;
        stopped.is_none().then_some(text)
    };
    Some([plan(PlanSizes::Estimated)?, plan(PlanSizes::Actual)?])
}

/// 300 random questions, of which at least 200 have a plan; at least 100 of these run as they were planned.
#[test]
fn evaluation_runs_the_operators_that_were_planned() {
    let session = world::session("library");
    let (checked, replanned) = (Cell::new(0), Cell::new(0));
    for_seeded_questions(&session, 300, 25, |session, question| {
        let Some([estimated, actual]) = plans(session, question) else {
            return Ok(());
        };
        let (before, after) = (lines(&estimated), lines(&actual));
        prop_assert!(before.iter().all(|(_, _, found)| found.is_empty()), "{}", estimated);
        if actual.contains("replanned") {
            replanned.set(replanned.get() + 1);
        } else {
            let planned = |lines: &[(String, String, String)]| -> Vec<(String, String)> {
                lines.iter().map(|(operator, estimate, _)| (operator.clone(), estimate.clone())).collect()
            };
            prop_assert_eq!(planned(&before), planned(&after));
        }
        checked.set(checked.get() + 1);
        let plan = session.plan(question).expect("it was planned a moment ago");
        let rows = session.rows(&plan).expect("it was evaluated a moment ago");
        let expected = match (&plan.shape, rows.first().and_then(|row| row.first())) {
            (
                AnswerShape::Count | AnswerShape::Exists { .. } | AnswerShape::Holds,
                Some(Some(Term::Literal(count))),
            ) => {
                prop_assert_eq!(after[0].2.as_str(), "1");
                count.value().to_owned()
            }
            (AnswerShape::Things, _) => rows.len().to_string(),
            _ => {
                prop_assert_eq!(&after[0].2, &rows.len().to_string());
                return Ok(());
            }
        };
        let things = after.iter().find(|(operator, ..)| operator.trim_start() != "count");
        let found = things.map(|(_, _, found)| found.split([' ', ',']).next().unwrap_or_default().to_owned());
        prop_assert_eq!(found, Some(expected));
        Ok(())
    });
    // Of those whose candidates were as expected, all operators are compared.
    assert!(checked.get() >= 200 && checked.get() - replanned.get() >= 100, "{} of {}", replanned.get(), checked.get());
}

#[test]
fn a_plan_is_there_before_anything_is_evaluated() {
    let settings = SessionSettings::on(world::TODAY.parse().unwrap(), Duration::ZERO);
    let session = world::open_with(&world::paths("shipped"), settings).unwrap();
    let source = Source::new("question", QUESTION);
    let statements = parse(&source).unwrap();
    let Ok(ResolvedStatement::Question(question)) = session.read(&statements[0], &source) else {
        panic!("`{QUESTION}` is a question");
    };
    let (estimated, stopped) = session.execution_plan(&question, PlanSizes::Estimated).unwrap();
    assert!(stopped.is_none());
    let (actual, stopped) = session.execution_plan(&question, PlanSizes::Actual).unwrap();
    assert!(stopped.is_some(), "there is no time to evaluate it");
    let operators = |plan: &str| lines(plan).into_iter().map(|(operator, ..)| operator).collect::<Vec<_>>();
    assert_eq!(operators(&estimated), operators(&actual));
    assert!(lines(&actual).iter().all(|(_, _, found)| found == "not run"), "{actual}");
}

#[test]
fn the_command_prints_the_plan_with_and_without_evaluating() {
    let explain =
        |arguments: &[&str]| run_command(caveat(world::project()).arg("explain").args(arguments).arg(QUESTION));
    let estimated = explain(&["--plan=estimated"]);
    assert_eq!(estimated.code, 0, "{}", estimated.err);
    assert!(lines(&estimated.out).iter().any(|(operator, ..)| operator.trim() == "difference"), "{}", estimated.out);
    let actual = explain(&["--plan"]);
    assert_eq!(actual.code, 0, "{}", actual.err);
    let (planned, ran) = (lines(&estimated.out), lines(&actual.out));
    assert_eq!(planned[0].0, ran[0].0);
    assert!(planned.iter().all(|(_, _, found)| found.is_empty()), "{}", estimated.out);
    assert!(ran.iter().all(|(_, _, found)| !found.is_empty()), "{}", actual.out);
}
