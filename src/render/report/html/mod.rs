//! One page for people without network or script, readable on paper, on a phone, by ear and without colours. Every text
//! from the data goes through `parts::text`, every address through `parts::link`.

mod appendix;
mod checks;
mod coverage;
mod differences;
mod finding;
mod parts;
mod picture;
mod summary;
mod why;

use maud::{Markup, PreEscaped, html};

use crate::audit::Report;
use crate::render::draw::svg;
use crate::render::html::text;
use crate::render::page::page;
use crate::render::report::html::checks::FindingContext;
use crate::render::report::html::parts::Anchors;
use crate::render::report::html::picture::Pictures;
use crate::render::report::tree::groups;

/// The looks of the page, light and dark, on screens and on paper.
const STYLE: &str = include_str!("style.css");

pub(super) fn write(report: &Report) -> String {
    let anchors = Anchors::new(report);
    let pictures = Pictures::of(report, &anchors);
    let title = format!("Audit of {}: {}", report.today, report.outcome.word());
    let style = html! {
        (PreEscaped(STYLE))
        @if pictures.any() { (PreEscaped(svg::style())) }
    };
    let generator = text(&report.program);
    let body = body(report, &anchors, &pictures);
    page(&text(&title), Some(&generator), &style, &body)
}

fn body(report: &Report, anchors: &Anchors, pictures: &Pictures) -> Markup {
    let groups = groups(report);
    html! {
        a.skip href="#report" { "Skip to the report" }
        header.masthead { (summary::masthead(report)) }
        (contents(report))
        main id="report" {
            (summary::attention(report, anchors))
            @if let Some(comparison) = &report.comparison {
                (differences::section(report, comparison, anchors))
            }
            @if let Some(coverage) = &report.coverage {
                (coverage::section(coverage))
            }
            (checks::section(report, &groups, FindingContext { anchors, pictures }))
            (appendix::waivers(report, anchors))
            (appendix::inputs(report))
        }
        footer.foot {
            p {
                "Made by " (text(&report.program)) " from the facts and scripts named above. "
                "The same facts, scripts and day give the same page."
            }
        }
    }
}

fn contents(report: &Report) -> Markup {
    html! {
        nav.contents aria-label="Contents" {
            ul {
                li { a href="#attention" { "What needs attention" } }
                @if report.comparison.is_some() {
                    li { a href="#differences" { "What changed" } }
                }
                @if report.coverage.is_some() {
                    li { a href="#coverage" { "Coverage" } }
                }
                li { a href="#checks" { "Checks and findings" } }
                li { a href="#waivers" { "Waivers" } }
                li { a href="#examined" { "What was examined" } }
            }
        }
    }
}
