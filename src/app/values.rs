//! Enums of other rooms as the values of options, with the help for each.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::audit::Severity;
use crate::exec::PlanSizes;
use crate::profile::DocumentLayout;
use crate::render::Detail;

impl ValueEnum for Severity {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

impl ValueEnum for PlanSizes {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Actual, Self::Estimated]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (word, help) = match self {
            Self::Actual => ("actual", "Evaluate the question, and show the sizes expected and found"),
            Self::Estimated => ("estimated", "Show the sizes expected, and evaluate nothing"),
        };
        Some(PossibleValue::new(word).help(help))
    }
}

impl ValueEnum for Detail {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Summary, Self::Brief, Self::Overview, Self::Findings, Self::Full]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (word, help) = match self {
            Self::Summary => ("summary", "The outcome in a few lines"),
            Self::Brief => ("brief", "The outcome, and up to ten of the most severe findings"),
            Self::Overview => ("overview", "One line for each check"),
            Self::Findings => ("findings", "Also each finding, and why it was found"),
            Self::Full => ("full", "Everything: evidence, coverage, hashes"),
        };
        Some(PossibleValue::new(word).help(help))
    }
}

impl ValueEnum for DocumentLayout {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Directory, Self::Markdown, Self::Values, Self::Workbook]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (word, help) = match self {
            Self::Directory => ("directory", "A page of a vendor directory, plain or rich"),
            Self::Markdown => ("markdown", "Markdown with footnotes or `[n]` references"),
            Self::Values => ("values", "Values separated by commas, semicolons, tabs or bars"),
            Self::Workbook => ("workbook", "A workbook: XLSX or ODS"),
        };
        Some(PossibleValue::new(word).help(help))
    }
}
