//! The end of the page: what is waived and until when, and exactly what was examined.

use maud::{Markup, html};

use crate::audit::{CheckResult, File, Report, Waiver};
use crate::base::format_count;
use crate::render::html::text;
use crate::render::report::html::parts::{Anchors, heads};

pub(super) fn waivers(report: &Report, anchors: &Anchors) -> Markup {
    let found: Vec<(&CheckResult, usize, &str, &Waiver)> = report
        .checks
        .iter()
        .flat_map(|check| (1..).zip(&check.findings).map(move |(number, it)| (check, number, it)))
        .filter_map(|(check, number, it)| Some((check, number, it.message.as_str(), it.waiver.as_ref()?)))
        .collect();
    html! {
        section id="waivers" aria-labelledby="waivers-title" {
            h2 id="waivers-title" { "Waivers" }
            @if found.is_empty() {
                p { "No finding has a waiver." }
            } @else {
                p { "A waived finding is accepted until a given day, for what the facts said when it was waived. "
                    "It counts again when the day has passed, or when the facts about it or its check change." }
                div.scroll role="group" aria-labelledby="waivers-title" tabindex="0" {
                    table.waivers {
                        (heads(&["Finding", "Reason", "Owner", "Until", "State"]))
                        tbody {
                            @for (check, number, message, waiver) in found {
                                tr {
                                    th scope="row" {
                                        a href={ "#" (anchors.finding(&check.about.id, number)) } { (text(message)) }
                                    }
                                    td data-label="Reason" { (text(&waiver.reason)) }
                                    td data-label="Owner" { (text(&waiver.owner)) }
                                    td data-label="Until" { time datetime=(waiver.until) { (text(&waiver.until)) } }
                                    td data-label="State" {
                                        @if waiver.holds { "holds" } @else { strong { "lapsed: " } (text(&waiver.lapsed)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn inputs(report: &Report) -> Markup {
    let scripts = report.scripts.iter().map(|it| {
        let holds = format!("{}, {}", format_count(it.checks, "check"), format_count(it.questions, "question"));
        (it.name.as_str(), holds, it.digest.as_str())
    });
    let waivers = report.waivers.iter().map(|it| file_row(it, "waivers"));
    let data = report.data.files.iter().map(|it| file_row(it, "facts"));
    html! {
        section id="examined" aria-labelledby="examined-title" {
            h2 id="examined-title" { "What was examined" }
            dl.figures {
                div { dt { "Today was" } dd { time datetime=(report.today) { (text(&report.today)) } } }
                div { dt { "Read at" } dd { (text(report.revision.as_deref().unwrap_or("the files on disk"))) } }
                div { dt { "Facts" } dd { (report.data.facts) } }
                div { dt { "Digest of the facts" } dd { code { (text(&report.data.digest)) } } }
                div { dt { "Program" } dd { (text(&report.program)) } }
                div { dt { "Severity that counts" } dd { (report.fail_on.word()) " and above" } }
                @for (name, value) in &report.parameters {
                    div { dt { "Parameter " (text(name)) } dd { (text(value)) } }
                }
            }
            div.scroll role="group" aria-labelledby="examined-title" tabindex="0" {
                table.files {
                    (heads(&["File", "Contains", "SHA-256"]))
                    tbody {
                        @for (name, holds, digest) in data.chain(scripts).chain(waivers) {
                            tr {
                                th scope="row" { code { (text(name)) } }
                                td data-label="Contains" { (holds) }
                                td data-label="SHA-256" { code.digest { (text(digest)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn file_row<'a>(file: &'a File, holds: &str) -> (&'a str, String, &'a str) {
    (&file.name, holds.to_owned(), &file.digest)
}
