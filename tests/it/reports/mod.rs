//! Reports of audits in every format: what they look like, that they are valid, that nothing hostile gets through.

mod html;
mod json;
mod junit;
pub(crate) mod sample;
mod sarif;
mod text;

use caveat::audit::Report;
use caveat::render::{ReportFormat, ReportOptions, write_report};

/// The report as written to a file.
fn report_text(report: &Report, format: ReportFormat) -> String {
    write_report(report, format, ReportOptions::default())
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    for format in ReportFormat::ALL {
        for (first, second) in sample::all().iter().zip(&sample::all()) {
            assert_eq!(report_text(first, format), report_text(second, format), "{format:?}");
        }
    }
}

#[test]
fn no_hostile_character_reaches_a_reader() {
    let harmful = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{200b}\u{feff}\u{2028}\u{2029}".contains(c);
    for report in sample::all() {
        for format in ReportFormat::ALL {
            let text = report_text(&report, format);
            let found: Vec<char> = text.chars().filter(|c| harmful(*c)).collect();
            assert!(found.is_empty(), "{format:?} lets {found:?} through");
            // With nothing to annotate the output is empty.
            let whole = text.is_empty() || text.ends_with('\n');
            assert!(whole, "{format:?}");
        }
    }
}
