//! The report at a terminal, in brief or with every check in a line, findings below and the numbers last. Colour only
//! repeats what words say.

mod brief;
mod finding;
mod paper;
mod parts;

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use crate::audit::{AuditOutcome, CheckResult, Report};
use crate::base::{format_count, visible};
use crate::exec::{ComparisonTable, verdict_words};
use crate::render::comparison::{cells_of_thing, footnotes, is_legible, title};
use crate::render::report::options::{Detail, ReportOptions};
use crate::render::report::terminal::parts::{OUTCOME, differences, notes, numbers, script_errors, style, verdict};
use crate::render::report::tree::groups;
use crate::render::report::words::{count_findings, format_examined};
use crate::words::Verdict;
use paper::TerminalWriter;

/// A rule under the headings, nothing else.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Writes the detail that the options ask for.
pub(super) fn write(report: &Report, options: ReportOptions) -> String {
    let mut paper = TerminalWriter::new(options);
    if options.detail == Detail::Brief {
        brief::write(report, &mut paper);
        return paper.text();
    }
    if options.detail >= Detail::Overview {
        overview(report, &mut paper);
    }
    if options.detail >= Detail::Findings {
        for check in &report.checks {
            finding::write_check(check, options.detail == Detail::Full, &mut paper);
        }
    }
    script_errors(report, &mut paper);
    differences(report, &mut paper);
    if options.detail == Detail::Full {
        if let Some(coverage) = &report.coverage {
            table(coverage, options, &mut paper);
        }
        inputs(report, &mut paper);
    }
    if options.detail >= Detail::Overview {
        notes(report, &mut paper);
    }
    verdict(report, &mut paper);
    numbers(report, &mut paper);
    paper.text()
}

fn overview(report: &Report, paper: &mut TerminalWriter) {
    for group in groups(report) {
        paper.line_with_label(0, style(group.outcome()), group.outcome().word(), OUTCOME, group.title);
        for part in &group.parts {
            let mut depth = 2;
            if !part.title.is_empty() {
                let word = part.outcome().word();
                paper.line_with_label(2, style(part.outcome()), word, OUTCOME, part.title);
                depth = 4;
            }
            for check in &part.checks {
                let text = in_one_line(check);
                paper.line_with_label(depth, style(check.outcome), check.outcome.word(), OUTCOME, &text);
            }
            if part.not_run > 0 {
                paper.line(depth, &format!("{} not run", format_count(part.not_run, "check")));
            }
        }
        paper.gap();
    }
}

/// `Every claim has a public source (evidence/no-public-source) · 2 findings, 1 waived · high · 31 claims examined`
fn in_one_line(check: &CheckResult) -> String {
    let (open, waived) = count_findings(std::slice::from_ref(check));
    let about = &check.about;
    let mut parts =
        vec![if about.title == about.id { about.id.clone() } else { format!("{} ({})", about.title, about.id) }];
    match (open + waived, waived) {
        (0, _) if check.outcome == AuditOutcome::Pass => {}
        (0, _) => parts.push(check.reason.clone()),
        (found, 0) => parts.push(format_count(found, "finding")),
        (found, waived) => parts.push(format!("{}, {waived} waived", format_count(found, "finding"))),
    }
    if check.outcome != AuditOutcome::Pass {
        parts.push(check.about.severity.word().to_owned());
    }
    parts.push(format_examined(check));
    if let Some(milliseconds) = check.milliseconds {
        parts.push(format!("{milliseconds} ms"));
    }
    parts.join(" · ")
}

/// The coverage: topics down and things across where that is legible, else a block for each thing.
fn table(coverage: &ComparisonTable, options: ReportOptions, paper: &mut TerminalWriter) {
    paper.heading("coverage");
    if is_legible(coverage.things.len(), options.width) {
        write_wide_table(coverage, options, paper);
    } else {
        for (at, thing) in coverage.things.iter().enumerate() {
            paper.line(2, &thing.name);
            let (told, silent) = cells_of_thing(coverage, at);
            for (title, cell) in told {
                paper.line(4, &format!("{title}: {}", cell.whole()));
            }
            if !silent.is_empty() {
                paper.line(4, &format!("{}: {}", verdict_words(Verdict::NotOnRecord), silent.join(", ")));
            }
        }
    }
    for line in footnotes(coverage) {
        paper.line(0, &line);
    }
    paper.gap();
}

fn write_wide_table(coverage: &ComparisonTable, options: ReportOptions, paper: &mut TerminalWriter) {
    let mut drawn = Table::new();
    drawn.load_style(STYLE);
    match options.width {
        Some(width) => {
            drawn.set_content_arrangement(ContentArrangement::Dynamic);
            drawn.set_width(width);
        }
        None => {
            drawn.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    let label = |text: &str| visible(text).into_owned();
    let things = coverage.things.iter().map(|thing| label(&thing.name));
    drawn.set_header(std::iter::once(label(&coverage.topic)).chain(things));
    for row in &coverage.rows {
        let cells = row.cells.iter().map(|it| it.as_ref().map_or_else(String::new, |it| label(&it.whole())));
        drawn.add_row(std::iter::once(label(&title(row))).chain(cells));
    }
    for column in drawn.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for line in drawn.lines() {
        paper.raw(line.trim_end());
    }
}

/// The files that were read, with their hashes.
fn inputs(report: &Report, paper: &mut TerminalWriter) {
    paper.heading("read");
    let data = &report.data;
    paper.line(2, &format!("{} facts, digest {}", data.facts, data.digest));
    let files = data.files.iter().map(|it| (&it.name, &it.digest));
    let scripts = report.scripts.iter().map(|it| (&it.name, &it.digest));
    let waivers = report.waivers.iter().map(|it| (&it.name, &it.digest));
    for (name, digest) in files.chain(scripts).chain(waivers) {
        paper.line(2, &format!("{name} {digest}"));
    }
    for (name, value) in &report.parameters {
        paper.line(2, &format!("{name} = {value}"));
    }
    paper.gap();
}
