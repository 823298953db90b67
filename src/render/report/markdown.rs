//! The report as Markdown for the summary of a pull request: the outcome at a glance, every check in a table, findings
//! folded away. Values from the data are escaped.

use maud::html;

use crate::audit::{AuditOutcome, CheckResult, Finding, Report};
use crate::base::{Limit, format_count, is_web, visible};
use crate::render::markdown::{escape, escape_line};
use crate::render::report::budget::spend_on_finding;
use crate::render::report::reasons::lines;
use crate::render::report::tree::groups;
use crate::render::report::words::{
    capital, causes, count_findings, count_outcome, describe_change, describe_exit_code, format_comparison,
    format_evidence, format_examined, format_location, format_thing, more_addresses, open_and_waived, outcome,
    sentence, waiver,
};

pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    glance(report, &mut out);
    differences(report, &mut out);
    checks(report, &mut out);
    all_findings(report, &mut out);
    faults(report, &mut out);
    waivers(report, &mut out);
    footer(report, &mut out);
    out
}

fn glance(report: &Report, out: &mut String) {
    let word = report.outcome.word();
    out.push_str(&format!("# Audit: {word}\n\n{}\n\n", escape_line(&capital(&sentence(report)))));
    let words = AuditOutcome::ALL.map(AuditOutcome::word);
    let counts = AuditOutcome::ALL.map(|it| count_outcome(report, it).to_string());
    row(&words, out);
    row(&words.map(|_| "---:"), out);
    row(&counts.each_ref().map(String::as_str), out);
    let (open, waived) = count_findings(&report.checks);
    let numbers = open_and_waived(open, waived);
    out.push_str(&format!("\n**{numbers}** · {}\n", escape(&describe_exit_code(report))));
}

fn row(cells: &[&str], out: &mut String) {
    out.push_str(&format!("| {} |\n", cells.join(" | ")));
}

fn item(depth: usize, text: &str, out: &mut String) {
    out.push_str(&format!("{}- {text}\n", "  ".repeat(depth)));
}

fn differences(report: &Report, out: &mut String) {
    let Some(comparison) = &report.comparison else {
        return;
    };
    let against = escape(&comparison.against);
    let words = format_comparison(comparison, &report.today);
    out.push_str(&format!("\n## Compared with {against}\n\n{}\n", escape_line(&words)));
    if !comparison.outcomes.is_empty() {
        out.push_str("\n| check | before | now |\n| --- | --- | --- |\n");
    }
    for it in &comparison.outcomes {
        row(&[&escape(&it.check), outcome(it.before), outcome(it.now)], out);
    }
    let checks = report.checks.iter();
    let found = checks.flat_map(|check| check.findings.iter().map(move |it| (check, it)));
    let mut listed = String::new();
    for (check, finding) in found {
        if let Some(it) = finding.change.as_ref().filter(|it| it.new) {
            let words = causes(&it.causes);
            let text = format!("{} · {}", check.about.id, finding.message);
            item(0, &format!("**new** ({words}): {}", escape(&text)), &mut listed);
        }
    }
    for it in &comparison.fixed {
        let words = causes(&it.causes);
        let text = format!("{} · {}", it.check, it.message);
        item(0, &format!("**fixed** ({words}): {}", escape(&text)), &mut listed);
    }
    if !listed.is_empty() {
        out.push('\n');
        out.push_str(&listed);
    }
}

fn checks(report: &Report, out: &mut String) {
    for group in groups(report) {
        let word = group.outcome().word();
        out.push_str(&format!("\n## {}: {word}\n", escape(group.title)));
        for part in &group.parts {
            if !part.title.is_empty() {
                let word = part.outcome().word();
                out.push_str(&format!("\n### {}: {word}\n", escape(part.title)));
            }
            if !part.checks.is_empty() {
                out.push_str("\n| outcome | check | severity | findings | waived | examined |\n");
                out.push_str("| --- | --- | --- | ---: | ---: | --- |\n");
            }
            for check in &part.checks {
                write_check(check, out);
            }
            if part.not_run > 0 {
                out.push_str(&format!("\n{} not run\n", format_count(part.not_run, "check")));
            }
        }
    }
}

fn write_check(check: &CheckResult, out: &mut String) {
    let about = &check.about;
    let mut name = escape(&about.id);
    if about.title != about.id {
        name.push_str(&format!("<br>{}", escape(&about.title)));
    }
    let (open, waived) = count_findings(std::slice::from_ref(check));
    let word = match check.outcome {
        AuditOutcome::Pass | AuditOutcome::Waived => check.outcome.word().to_owned(),
        worse => format!("**{}**", worse.word()),
    };
    let numbers = [open.to_string(), waived.to_string()];
    let examined = escape(&format_examined(check));
    let severity = about.severity.word();
    row(&[&word, &name, severity, &numbers[0], &numbers[1], &examined], out);
}

/// A heading that unfolds what is below it. It is HTML, and its text is escaped as such.
fn write_details(title: &str, body: &str, out: &mut String) {
    let title = html! { (visible(title)) }.into_string();
    out.push_str(&format!("\n<details>\n<summary>{title}</summary>\n\n{body}\n</details>\n"));
}

fn all_findings(report: &Report, out: &mut String) {
    let found: Vec<&CheckResult> = report
        .checks
        .iter()
        .filter(|check| !check.findings.is_empty() || check.outcome == AuditOutcome::Unknown)
        .collect();
    if !found.is_empty() {
        out.push_str("\n## Findings\n");
    }
    for check in found {
        let about = &check.about;
        let mut body = format!("{}\n\n", escape_line(&check.reason));
        for (name, text) in [("Because", &about.because), ("Fix", &about.fix)] {
            if let Some(text) = text {
                body.push_str(&format!("**{name}:** {}\n\n", escape(text)));
            }
        }
        for note in &check.notes {
            item(0, &format!("note: {}", escape(note)), &mut body);
        }
        let mut unexplained = 0;
        for finding in &check.findings {
            spend_on_finding();
            // The summary of a run on GitHub takes at most 1 MiB.
            if out.len() + body.len() < Limit::ExplainedBytes.most() {
                write_finding(finding, &mut body);
            } else {
                unexplained += 1;
                item(0, &format!("**{}**", escape(&finding.message)), &mut body);
            }
        }
        if unexplained > 0 {
            body.push_str(&format!(
                "\nTo limit the size of this text, the explanations of {} are left out: {} has all.\n",
                format_count(unexplained, "finding"),
                Limit::ExplainedBytes.all()
            ));
        }
        let title = format!("{} · {} · {}", check.outcome.word(), about.id, about.title);
        write_details(&title, &body, out);
    }
}

fn write_finding(finding: &Finding, out: &mut String) {
    item(0, &format!("**{}**", escape(&finding.message)), out);
    let mut told: Vec<String> = Vec::new();
    told.extend(finding.place.iter().map(format_location));
    let shown = finding.shown.iter().filter(|(_, values)| !values.is_empty());
    told.extend(shown.map(|(column, values)| format!("{column}: {}", values.join("; "))));
    told.extend(finding.change.iter().map(describe_change));
    told.extend(finding.waiver.iter().map(waiver));
    for text in told {
        item(1, &escape_line(&text), out);
    }
    for line in finding.why.iter().flat_map(|why| lines(why, Some(Limit::LevelsInMarkdown))) {
        item(1 + line.depth, &escape_line(&line.text), out);
    }
    for it in &finding.evidence {
        let mut text = format_evidence(it);
        let shown = it.shown.iter().filter(|(_, values)| !values.is_empty());
        for (column, values) in shown {
            text.push_str(&format!("; {column}: {}", values.join(", ")));
        }
        item(1, &escape_line(&text), out);
        for address in it.addresses.items().iter().filter(|it| is_web(it)) {
            item(2, &format!("<{address}>"), out);
        }
        if let Some(text) = more_addresses(it) {
            item(2, &escape_line(&text), out);
        }
    }
}

/// Checks and scripts that are at fault themselves.
fn faults(report: &Report, out: &mut String) {
    let checks = report.checks.iter().filter(|it| !it.messages.is_empty());
    let checks = checks.map(|it| (&it.about.id, &it.messages));
    let scripts = report.broken.iter().map(|it| (&it.name, &it.messages));
    let all: Vec<_> = scripts.chain(checks).collect();
    if !all.is_empty() {
        out.push_str("\n## Faulty scripts and checks\n");
    }
    for (name, messages) in all {
        let drawn = messages.iter().flat_map(|it| it.drawn.lines());
        let lines: Vec<String> = drawn.map(|line| format!("    {}", visible(line))).collect();
        write_details(name, &format!("{}\n", lines.join("\n")), out);
    }
}

fn waivers(report: &Report, out: &mut String) {
    let checks = report.checks.iter();
    let found = checks.flat_map(|check| check.findings.iter().map(move |it| (check, it)));
    let mut rows = String::new();
    for (check, finding) in found {
        let Some(it) = &finding.waiver else { continue };
        let thing = finding.thing.as_ref().map(format_thing).unwrap_or_default();
        let state = if it.holds { "holds" } else { &it.lapsed };
        let cells = [&check.about.id, &thing, &it.reason, &it.owner, &it.until, state];
        let cells = cells.map(escape);
        row(&cells.each_ref().map(String::as_str), &mut rows);
    }
    if !rows.is_empty() {
        out.push_str("\n## Waivers\n\n| check | thing | reason | owner | until | state |\n");
        out.push_str(&format!("| --- | --- | --- | --- | --- | --- |\n{rows}"));
    }
}

fn footer(report: &Report, out: &mut String) {
    if !report.notes.is_empty() {
        out.push_str("\n## Notes\n\n");
    }
    for note in &report.notes {
        item(0, &escape_line(note), out);
    }
    let revision = report.revision.as_ref().map(|it| format!(" at {it}"));
    let text = format!(
        "{} facts{}, digest {}, today is {}, {}",
        report.data.facts,
        revision.unwrap_or_default(),
        report.data.digest,
        report.today,
        report.program
    );
    out.push_str(&format!("\n---\n\n{}\n", escape_line(&text)));
}
