//! How an answer on hypothetical facts differs from the answer on the actual ones.

use crate::base::{Cut, Limit};
use crate::exec::{Body, CellRow, TableRow};

/// Describes how an answer on hypothetical facts differs from the one on the actual facts: `160, 6 more than now`.
pub(super) fn difference(supposed: &Body, now: &Body) -> String {
    match (amount(supposed), amount(now)) {
        (Some(supposed), Some(now)) if supposed > now => format!("{supposed}, {} more than now", supposed - now),
        (Some(supposed), Some(now)) if supposed < now => format!("{supposed}, {} fewer than now", now - supposed),
        (Some(amount), Some(_)) if rows(supposed) == rows(now) => format!("{amount}, the same as now"),
        (Some(amount), Some(_)) => format!("{amount}, as many as now, but not the same ones"),
        _ => match (word(supposed), word(now)) {
            (Some(supposed), Some(now)) if supposed == now => format!("{supposed}, as it is now"),
            (Some(supposed), Some(now)) => format!("{supposed}, but {now} now"),
            _ => cells(supposed, now),
        },
    }
}

/// The cells of a comparison that differ now: `2 cells differ from now: Acme on retention (not on record now)`.
fn cells(supposed: &Body, now: &Body) -> String {
    if supposed == now {
        return "the answer is the same as now".to_owned();
    }
    let (Body::Comparison(supposed), Body::Comparison(now)) = (supposed, now) else {
        return "the answer differs from the one now".to_owned();
    };
    let name = |row: &CellRow| match &row.part {
        Some(part) => format!("{} · {}", row.topic.name, part.name),
        None => row.topic.name.clone(),
    };
    let mut changed = Vec::new();
    for row in &now.rows {
        let other = supposed.rows.iter().find(|it| it.topic == row.topic && it.part == row.part);
        for (at, thing) in now.things.iter().enumerate() {
            let then = other.and_then(|it| it.cells.get(at)).and_then(Option::as_ref);
            if let Some(cell) = row.cells[at].as_ref().filter(|cell| then != Some(*cell)) {
                changed.push(format!("{} on {} ({} now)", thing.name, name(row), cell.short()));
            }
        }
    }
    match changed.as_slice() {
        [] => "there are rows that are not there now".to_owned(),
        [only] => format!("1 cell differs from now: {only}"),
        all => {
            let named = Cut::of(all, Limit::DifferentCells).map(String::as_str);
            let more = if named.more() == 0 { String::new() } else { format!(" and {} more", named.more()) };
            format!("{} cells differ from now: {}{more}", named.total(), named.items().join("; "))
        }
    }
}

/// The rows of a table; what is noted beside them does not make them others.
fn rows(body: &Body) -> Option<&[TableRow]> {
    match body {
        Body::Table(table) => Some(&table.rows),
        _ => None,
    }
}

fn amount(body: &Body) -> Option<u64> {
    match body {
        Body::Table(table) => Some(table.rows.len() as u64),
        Body::Count { count, .. } => Some(*count),
        _ => None,
    }
}

fn word(body: &Body) -> Option<&'static str> {
    match body {
        Body::YesNo { truth, .. } => Some(truth.word()),
        Body::Verdict(verdict) => Some(verdict.word()),
        Body::Why(why) => Some(why.holds.word()),
        _ => None,
    }
}
