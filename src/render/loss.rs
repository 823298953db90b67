//! What would lose support without one thing: a sentence and a table.

use crate::exec::{Heading, SupportLoss, Table, TableCell, TableRow, ThingIdentity};
use crate::render::context::RenderContext;
use crate::render::markdown::{self, escape};
use crate::render::table as tables;
use crate::words::Forms;

/// A table of what falls and of what loses some of its support, then the sentences.
pub(super) fn text(loss: &SupportLoss, page: RenderContext<'_>) -> String {
    let summary: String = sentences(loss).iter().map(|it| format!("{}\n", crate::base::visible(it))).collect();
    let listed = tables::write(&for_people(loss), page);
    if listed.is_empty() { summary } else { format!("{listed}\n{summary}") }
}

/// The sentences, then the table, in Markdown.
pub(super) fn markdown(loss: &SupportLoss) -> String {
    let summary: String = sentences(loss).iter().map(|it| format!("{}\n\n", escape(it))).collect();
    format!("{summary}{}", markdown::write(&for_people(loss)))
}

/// A row for each thing that loses support.
pub(super) fn table(loss: &SupportLoss) -> Table {
    rows(loss, |thing| [&thing.iri, &thing.label].map(TableCell::of_text).to_vec())
}

fn for_people(loss: &SupportLoss) -> Table {
    rows(loss, |thing| [&thing.short, &thing.label].map(TableCell::of_text).to_vec())
}

fn rows(loss: &SupportLoss, named: impl Fn(&ThingIdentity) -> Vec<TableCell>) -> Table {
    let row = |thing: &ThingIdentity, [effect, left]: [String; 2]| {
        let mut cells = named(thing);
        cells.extend([TableCell::of_text(effect), TableCell::of_text(left)]);
        TableRow { cells }
    };
    let fallen = loss.fallen.iter().map(|thing| {
        let none = format!("no {}", loss.ground.singular);
        row(thing, ["falls".to_owned(), none])
    });
    let weakened = loss.weakened.iter().map(|weaker| {
        let of = if weaker.left == weaker.before {
            format!("other ways to {}", format_count(weaker.left, &loss.ground))
        } else {
            let plural = &loss.ground.plural;
            format!("{} of {} {plural}", weaker.left, weaker.before)
        };
        row(&weaker.thing, ["loses some".to_owned(), of])
    });
    let headings = [
        Heading::of_things(&loss.noun.singular),
        Heading::of_values("label"),
        Heading::of_values("effect"),
        Heading::of_values("what is left"),
    ];
    Table {
        headings: headings.to_vec(),
        rows: fallen.chain(weakened).collect(),
        noun: loss.noun.plural.clone(),
        singular: loss.noun.singular.clone(),
        things: loss.fallen.len() + loss.weakened.len(),
        subjects: None,
        answers: Vec::new(),
    }
}

/// `without Model Studio privacy notice (ali:privacy-notice): 3 claims fall, 1 claim loses some …`
fn sentences(loss: &SupportLoss) -> Vec<String> {
    let things = |count: u64| format_count(count, &loss.noun);
    let does = |count: u64, one: &'static str, many: &'static str| if count == 1 { one } else { many };
    let (fallen, weakened) = (loss.fallen.len() as u64, loss.weakened.len() as u64);
    let mut sentences = vec![format!(
        "without {}: {} {}, {} {} some support, {} {} none",
        loss.thing.label_with_iri(),
        things(fallen),
        does(fallen, "falls", "fall"),
        things(weakened),
        does(weakened, "loses", "lose"),
        things(loss.untouched),
        does(loss.untouched, "loses", "lose"),
    )];
    if !loss.gone.is_empty() {
        let names: Vec<String> = loss.gone.iter().map(ThingIdentity::label_with_iri).collect();
        sentences.push(format!("gone with it: {}", names.join(", ")));
    }
    if loss.unsupported > 0 {
        let has = does(loss.unsupported, "has", "have");
        sentences.push(format!("{} already {has} no support", things(loss.unsupported)));
    }
    if loss.left_out > 0 {
        let of = format!("{} that questions leave out by default", things(loss.left_out));
        sentences.push(format!("left out: {of} would also fall or lose some support"));
    }
    sentences
}

/// `1 claim`, `3 claims`
fn format_count(count: u64, noun: &Forms) -> String {
    let noun = if count == 1 { &noun.singular } else { &noun.plural };
    format!("{count} {noun}")
}
