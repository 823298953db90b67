//! What would lose support without one thing: a sentence and a table.

use crate::exec::{About, Cell, Heading, Loss, Row, Table};
use crate::render::markdown::{self, escape};
use crate::render::{Page, table as tables};

/// The sentence, then a table of what falls and of what loses some of its support.
pub(super) fn text(loss: &Loss, page: Page<'_>) -> String {
    let summary: String = sentences(loss)
        .iter()
        .map(|it| format!("{}\n", crate::base::visible(it)))
        .collect();
    let listed = tables::write(&for_people(loss), page);
    if listed.is_empty() {
        summary
    } else {
        format!("{listed}\n{summary}")
    }
}

/// The same in Markdown.
pub(super) fn markdown(loss: &Loss) -> String {
    let summary: String = sentences(loss)
        .iter()
        .map(|it| format!("{}\n\n", escape(it)))
        .collect();
    format!("{summary}{}", markdown::write(&for_people(loss)))
}

/// A row for each thing that loses support.
pub(super) fn table(loss: &Loss) -> Table {
    rows(loss, |thing| {
        [&thing.iri, &thing.label].map(Cell::of_text).to_vec()
    })
}

fn for_people(loss: &Loss) -> Table {
    rows(loss, |thing| {
        [&thing.short, &thing.label].map(Cell::of_text).to_vec()
    })
}

fn rows(loss: &Loss, named: impl Fn(&About) -> Vec<Cell>) -> Table {
    let row = |thing: &About, [effect, left]: [String; 2]| {
        let mut cells = named(thing);
        cells.extend([Cell::of_text(effect), Cell::of_text(left)]);
        Row { cells }
    };
    let fallen = loss.fallen.iter().map(|thing| {
        let none = format!("no {}", loss.ground.singular);
        row(thing, ["falls".to_owned(), none])
    });
    let weakened = loss.weakened.iter().map(|weaker| {
        let of = format!(
            "{} of {} {}",
            weaker.left, weaker.before, loss.ground.plural
        );
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
    }
}

/// `without Model Studio privacy notice (ali:privacy-notice): 3 claims fall, 1 claim loses some …`
fn sentences(loss: &Loss) -> Vec<String> {
    let counted = |count: usize| {
        let noun = if count == 1 {
            &loss.noun.singular
        } else {
            &loss.noun.plural
        };
        format!("{count} {noun}")
    };
    let verb = |count: usize, one: &str, many: &str| {
        if count == 1 {
            one.to_owned()
        } else {
            many.to_owned()
        }
    };
    let (fallen, weakened) = (loss.fallen.len(), loss.weakened.len());
    let untouched = usize::try_from(loss.untouched).unwrap_or(usize::MAX);
    let mut sentences = vec![format!(
        "without {}: {} {}, {} {} some of its support, {} {} nothing",
        name(&loss.thing),
        counted(fallen),
        verb(fallen, "falls", "fall"),
        counted(weakened),
        verb(weakened, "loses", "lose"),
        counted(untouched),
        verb(untouched, "loses", "lose"),
    )];
    if weakened != 1 {
        sentences[0] = sentences[0].replace("some of its support", "some of their support");
    }
    if !loss.gone.is_empty() {
        let names: Vec<String> = loss.gone.iter().map(name).collect();
        sentences.push(format!("gone with it: {}", names.join(", ")));
    }
    if loss.unsupported > 0 {
        let count = usize::try_from(loss.unsupported).unwrap_or(usize::MAX);
        let has = verb(count, "has", "have");
        sentences.push(format!("{} {has} no support as it is", counted(count)));
    }
    if loss.left_out > 0 {
        let count = usize::try_from(loss.left_out).unwrap_or(usize::MAX);
        sentences.push(format!(
            "left out: {} that ordinary speech leaves out would lose support, too",
            counted(count)
        ));
    }
    sentences
}

fn name(about: &About) -> String {
    if about.label == about.short {
        about.short.clone()
    } else {
        format!("{} ({})", about.label, about.short)
    }
}
