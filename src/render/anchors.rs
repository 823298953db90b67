//! The anchors of passages, and whether a text contains them, in the formats of answers.

use serde::Serialize;
use serde_json::json;

use crate::base::{Blame, Code, Diagnostic, visible};
use crate::render::context::Format;

/// A passage that was typed, or a citation of the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnchorLine {
    /// The citation; `None` for a passage that was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<String>,
    /// What cites it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cited_by: Vec<String>,
    /// SHA-256 of the passage's normal form.
    pub digest: String,
    /// Length of the normal form in code points.
    pub length: usize,
    /// The heading above the first occurrence; `None` if there is no occurrence or no heading.
    pub section: Option<String>,
    /// The section that the citation names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_section: Option<String>,
    /// How often the passage occurs in the text.
    pub stands: usize,
}

/// The lines in a format.
///
/// # Errors
/// If the format is Turtle.
pub fn write_anchors(lines: &[AnchorLine], format: Format) -> Result<String, Diagnostic> {
    let rows = lines.iter().map(|line| {
        let [citation, cited_by] = [line.citation.clone().unwrap_or_default(), line.cited_by.join(" ")];
        let [length, stands] = [line.length, line.stands].map(|it| it.to_string());
        let [section, recorded] = [&line.section, &line.recorded_section].map(|it| it.clone().unwrap_or_default());
        [citation, cited_by, line.digest.clone(), length, section, recorded, stands]
    });
    Ok(match format {
        Format::Json => format!("{:#}\n", json!({ "passages": lines })),
        Format::JsonLines => lines.iter().map(|line| format!("{}\n", json!(line))).collect(),
        Format::Csv => records(b',', rows),
        Format::Tsv => records(b'\t', rows),
        Format::Table | Format::Markdown => lines.iter().map(for_people).collect::<Vec<_>>().join("\n"),
        Format::Turtle => {
            let message = "passage digests cannot be written as Turtle";
            return Err(Diagnostic::new(Blame::Question, Code::NoAnchorFormat, message)
                .help("use table, csv, tsv, json or jsonl; docs/curating.md shows the citation to write"));
        }
    })
}

fn for_people(line: &AnchorLine) -> String {
    let mut text = String::new();
    if let Some(citation) = &line.citation {
        text.push_str(&format!("citation  {citation}\n"));
        text.push_str(&format!("cited by  {}\n", line.cited_by.join(", ")));
    }
    text.push_str(&format!("digest    {}\nlength    {}\n", line.digest, line.length));
    if let Some(section) = &line.section {
        text.push_str(&format!("section   {}\n", visible(section)));
    }
    if let Some(section) = line.recorded_section.as_ref().filter(|it| Some(*it) != line.section.as_ref()) {
        text.push_str(&format!("recorded  {}\n", visible(section)));
    }
    let stands = match line.stands {
        0 => "no".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        times => format!("{times} times"),
    };
    text.push_str(&format!("stands    {stands}\n"));
    text
}

fn records(delimiter: u8, rows: impl Iterator<Item = [String; 7]>) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let headings =
        ["citation", "cited by", "digest", "length", "section", "recorded section", "stands"].map(str::to_owned);
    for row in std::iter::once(headings).chain(rows) {
        writer.write_record(row).expect("memory takes all that is written");
    }
    let bytes = writer.into_inner().expect("memory takes all that is written");
    String::from_utf8(bytes).expect("what is made of texts is text")
}
