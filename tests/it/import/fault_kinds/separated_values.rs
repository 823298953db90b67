//! Separated values: no row is swallowed, no column misread, nothing dropped silently.

use proptest::prelude::*;
use proptest::sample::select;

use crate::import::fault_kinds::{draft_table, mapping, property_values, row, statements};

const PLAIN: &str =
    "[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\nevidence = \"Evidence\"\nnote = \"Note\"\n";
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
const CELLS: [&str; 9] = [
    "Yes",
    "Yes, with SCCs; on request",
    "a\tb | c",
    "it is \"so\" called",
    "over\ntwo lines",
    "19\" racks",
    "“curly”",
    "ends with a quote\"",
    "plain",
];

fn sheet(separator: char, answers: &[&str]) -> String {
    let mut text = row(&["Question", "Answer", "Evidence", "Note"], separator);
    for (number, answer) in answers.iter().enumerate() {
        text += &row(&[&format!("Question {number}?"), answer, "", ""], separator);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Every row is kept, whatever the separator and the cells; without one of its quotes the table is refused with a
    /// line, or the loss is reported.
    #[test]
    fn keeps_every_row_or_refuses_the_table(
        separator in select(SEPARATORS.to_vec()),
        answers in proptest::collection::vec(select(CELLS.to_vec()), 1..5),
        at in any::<proptest::sample::Index>(),
    ) {
        let text = sheet(separator, &answers);
        let drafted = draft_table("q.csv", text.as_str(), &mapping(PLAIN)).unwrap();
        let even = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted: Vec<String> =
            answers.iter().enumerate().map(|(number, it)| even(&format!("Question {number}? {it}"))).collect();
        prop_assert_eq!(statements(&drafted), wanted.clone());
        let quotes: Vec<usize> = text.match_indices('"').map(|it| it.0).collect();
        let mut faulty = text.clone();
        faulty.remove(quotes[at.index(quotes.len())]);
        match draft_table("q.csv", faulty.as_str(), &mapping(PLAIN)) {
            Err(fault) => prop_assert!(["no-table", "no-column"].contains(&fault.code.as_str()), "{:?}", fault),
            // A quote missing in the middle of a cell may leave as many rows and columns.
            Ok(drafted) => prop_assert_eq!(statements(&drafted).len(), wanted.len(), "{}", faulty),
        }
    }

    /// Separators inside quoted headings and cells do not separate.
    #[test]
    fn ignores_separators_in_quoted_headings(
        separator in select(SEPARATORS.to_vec()),
        other in select(SEPARATORS.to_vec()),
        times in 2_usize..9,
        title in any::<bool>(),
    ) {
        let heading = format!("Question (scope{})", format!("{other} tier").repeat(times));
        let columns = format!("[columns]\nquestion = '''{heading}'''\nanswer = \"Answer\"\n");
        let above = if title { row(&["Supplier questionnaire; 2025, v2"], separator) + "\n" } else { String::new() };
        let text = above + &row(&[&heading, "Answer"], separator) + &row(&["Is data encrypted?", "Yes"], separator);
        let drafted = draft_table("q.csv", text, &mapping(&columns)).unwrap();
        prop_assert_eq!(statements(&drafted), ["Is data encrypted? Yes"]);
        prop_assert_eq!(drafted.remarks.iter().any(|it| it.contains("above the headings")), title);
    }
}

#[test]
fn reports_the_line_of_an_unclosed_quote() {
    for separator in SEPARATORS {
        for rows in 1..4 {
            let before = row(&["Is it so?", "Yes", "", ""], separator).repeat(rows);
            let head = row(&["Question", "Answer", "Evidence", "Note"], separator);
            let open = format!("Do you sign a DPA?{separator}\"Yes, with SCCs{separator}{separator}\n");
            let after = format!("Do you train?{separator}No{separator}{separator}\n");
            let fault = draft_table("q.csv", format!("{head}{before}{open}{after}"), &mapping(PLAIN)).unwrap_err();
            assert!(fault.message.contains(&format!("line {}: ", rows + 2)), "{fault:?}");
            let closed = open.replace("SCCs", "SCCs\"");
            let drafted = draft_table("q.csv", format!("{head}{before}{closed}{after}"), &mapping(PLAIN)).unwrap();
            assert_eq!(statements(&drafted).len(), rows + 2);
        }
    }
}

#[test]
fn reports_rows_merged_by_a_quote() {
    let text = "Question,Answer,Evidence,Note\nQ1?,\"Yes, so,,\nQ2?,No,,\nQ3?,Yes and so\",,\n";
    let drafted = draft_table("q.csv", text, &mapping(PLAIN)).unwrap();
    assert!(drafted.remarks.concat().contains("line 2: a cell covers 3 lines"), "{:?}", drafted.remarks);
    let twin = "Question,Answer,Evidence,Note\nQ1?,\"Yes\nso\",,\n";
    assert!(draft_table("q.csv", twin, &mapping(PLAIN)).unwrap().remarks.is_empty());
}

#[test]
fn reports_rows_with_too_many_or_few_cells() {
    let head = "Question,Answer,Evidence,Note\n";
    let fault =
        draft_table("q.csv", format!("{head}Do you sign?,Yes, with SCCs,https://a.example,x\n"), &mapping(PLAIN))
            .unwrap_err();
    assert!(fault.message.contains("line 2: 5 cells under 4 headings"), "{fault:?}");
    let drafted = draft_table("q.csv", format!("{head}Do you sign?,Yes\nwith SCCs,so\n"), &mapping(PLAIN)).unwrap();
    assert!(drafted.remarks.concat().contains("fewer cells than headings: line 2, line 3"), "{:?}", drafted.remarks);
    // Trailing separators are not cells.
    let drafted = draft_table("q.csv", "Question,Answer,,\nDo you sign?,Yes,,\n", &mapping(PLAIN)).unwrap();
    assert_eq!(statements(&drafted), ["Do you sign? Yes"]);
}

/// Columns that the mapping names but the file lacks, and columns that nothing reads, are reported.
#[test]
fn reports_misspelt_and_unread_columns() {
    for (named, there) in [("Evidence link", "Evidence URL"), ("Remark", "Remarks"), ("Notes", "Note")] {
        for slot in ["evidence", "note", "date", "service", "row"] {
            let columns = format!("[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\n{slot} = \"{named}\"\n");
            let text = |heading: &str| {
                row(&["Question", "Answer", heading], ',') + &row(&["Is it so?", "Yes", "2026-01-01"], ',')
            };
            let told = draft_table("q.csv", text(there), &mapping(&columns)).unwrap().remarks.join("\n");
            assert!(told.contains(&format!("no column `{named}`")), "{told}");
            assert!(told.contains(&format!("unused columns: `{there}`")), "{told}");
            assert!(draft_table("q.csv", text(named), &mapping(&columns)).unwrap().remarks.is_empty());
            // Letter case, marks and blanks at the ends do not matter.
            let dressed = format!(" {}: ", named.to_uppercase());
            assert!(draft_table("q.csv", text(&dressed), &mapping(&columns)).unwrap().remarks.is_empty());
        }
    }
}

/// Addresses in one cell, with any separator and any stop after them, are each cited in full.
#[test]
fn separates_addresses_in_a_cell() {
    let all = ["https://acme.example/dpa", "https://acme.example/a_(2025)", "http://b.example/x?y=1,2;z#f"];
    for joint in [";", "; ", ",", ", ", " ", "\n", "|", " | ", " and ", ";\n"] {
        for (open, close) in [("", ""), ("See ", "."), ("(", ")"), ("<", ">"), ("", ","), ("cf. ", ";")] {
            let cell = format!("{open}{}{close}", all.join(joint));
            let text =
                row(&["Question", "Answer", "Evidence", "Note"], ',') + &row(&["Is it so?", "Yes", &cell, ""], ',');
            let drafted = draft_table("q.csv", text, &mapping(PLAIN)).unwrap();
            assert_eq!(property_values(&drafted, "url"), all, "{cell}");
        }
    }
}
