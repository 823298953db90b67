//! The result of an audit → text, one writer for each format. All read the one plain structure and
//! nothing else: no clock, no files. The same result gives the same bytes.

mod annotations;
mod budget;
mod html;
mod json;
mod junit;
mod markdown;
mod options;
mod reasons;
mod sarif;
mod terminal;
mod tree;
mod words;

use crate::audit::Report;
pub use options::{Detail, ReportFormat, ReportOptions};

/// The result as text, with a line break at its end. Options count for the terminal only.
#[must_use]
pub fn write_report(report: &Report, format: ReportFormat, options: ReportOptions) -> String {
    match format {
        ReportFormat::Terminal => terminal::write(report, options),
        ReportFormat::Markdown => markdown::write(report),
        ReportFormat::Json => json::write(report),
        ReportFormat::Junit => junit::write(report),
        ReportFormat::Sarif => sarif::write(report),
        ReportFormat::Html => html::write(report),
        ReportFormat::Github => annotations::write(report),
    }
}
