//! Markdown: words stay apart, a list keeps its lead-in, a question its answer, a sentence its sources.

use proptest::prelude::*;
use proptest::sample::select;

use crate::import::fault_kinds::{draft_page, open_reasons, property_values, statements};

fn statements_of(text: &str) -> Vec<String> {
    statements(
        &draft_page(&format!("# Acme\n\n## Data Handling\n\n{text}\n")).unwrap_or_else(|it| panic!("{text}: {it:?}")),
    )
}

fn urls(text: &str) -> Vec<String> {
    property_values(&draft_page(&format!("# Acme\n\n## Data Handling\n\n{text}\n")).unwrap(), "url")
}

/// Reference marks, resolved or not, in every form.
const MARKS: [&str; 14] = [
    "<sup>1</sup>",
    "<sup>[1]</sup>",
    "<sup>1, 2</sup>",
    "<sup>a</sup>",
    "<sup>*</sup>",
    "<sup><a href=\"#fn1\">1</a></sup>",
    "[1]",
    "[1, 2]",
    "[1–2]",
    "[1][2]",
    "[^1]",
    "[^nowhere]",
    "¹",
    "<sup>[[1]](https://acme.example/one)</sup>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Marks after words do not change the words.
    #[test]
    fn reference_marks_are_not_words(
        marks in proptest::collection::vec(select(MARKS.to_vec()), 3),
        defined in any::<bool>(),
        blank in select(vec!["", " "]),
    ) {
        // A superscript digit after a digit may be a power.
        prop_assume!(defined || marks[2] != "¹");
        let text = |marks: &[&str]| {
            format!("We keep no logs of prompts.{}{blank} Prompts{} are kept for 3{} months.", marks[0], marks[1], marks[2])
        };
        let defined = if defined { "\n\n[^1]: <https://acme.example/one>\n" } else { "" };
        let wanted = ["We keep no logs of prompts.", "Prompts are kept for 3 months."];
        prop_assert_eq!(statements_of(&format!("{}{defined}", text(&marks))), wanted);
        prop_assert_eq!(statements_of(&text(&["", "", ""])), wanted);
    }

    /// Tags and line breaks: what breaks a line or a block separates words, what only formats them does not.
    #[test]
    fn tags_neither_join_nor_split_words(
        breaks in select(vec!["<br>", "<br/>", "<br />", "<BR>", "  \n", "\\\n", "\n", "</p><p>", "<wbr> ", "&nbsp;", "<!-- x --> "]),
        marks in select(vec!["b", "i", "em", "strong", "u", "span", "code", "mark", "small", "ins"]),
    ) {
        let wanted = ["Prompts are kept for thirty days."];
        prop_assert_eq!(statements_of(&format!("Prompts are{breaks}kept for th<{marks}>irt</{marks}>y days.")), wanted);
        prop_assert_eq!(statements_of("Prompts are kept for thirty days."), wanted);
    }

    /// Each entry of a list continues the words before the list.
    #[test]
    fn list_entries_include_their_lead_in(
        lead in select(vec!["We never:", "We never", "**We never:**", "Under no circumstances do we", "Acme does not do the following:", "It is not true that we —"]),
        mark in select(vec!["- ", "* ", "+ ", "1. ", "- [x] "]),
        loose in any::<bool>(),
        before in select(vec!["", "Prompts are kept. "]),
    ) {
        let gap = if loose { "\n\n" } else { "\n" };
        let text = |lead: &str| format!("{lead}\n\n{mark}train models on prompts;{gap}{mark}sell customer data.");
        let statements = statements_of(&text(&format!("{before}{lead}")));
        let words = lead.replace("**", "");
        let words = if words.ends_with([':', '—']) { words } else { format!("{words}:") };
        let mut wanted = vec![format!("{words} train models on prompts;"), format!("{words} sell customer data.")];
        if !before.is_empty() {
            wanted.insert(0, before.trim().to_owned());
        }
        prop_assert_eq!(statements, wanted);
        // A sentence that ends before the list is not part of its entries.
        let twin = statements_of(&text("We keep our word."));
        prop_assert_eq!(twin, ["We keep our word.", "train models on prompts;", "sell customer data."]);
    }

    /// A question keeps its answer, in every form of question; non-answers make no statement.
    #[test]
    fn a_question_keeps_its_answer(
        form in 0_usize..7,
        answer in select(vec!["No.", "Yes.", "No, never.", "We do so on request."]),
        nothing in select(vec!["n/a", "TBD", "No response.", "See above."]),
    ) {
        let question = "Do you train on customer data?";
        let text = |answer: &str| match form {
            0 => format!("### {question}\n\n{answer}"),
            1 => format!("**{question}**\n\n{answer}"),
            2 => format!("{question} {answer}"),
            3 => format!("**Q: {question}**\n\nA: {answer}"),
            4 => format!("1. {question}\n\n   {answer}"),
            5 => format!("{question}\n\n- {answer}"),
            _ => format!("**Q1.** {question}\n**A:** {answer}"),
        };
        let wanted = [format!("{question} {answer}")];
        prop_assert_eq!(statements_of(&text(answer)), wanted);
        let open = draft_page(&format!("# Acme\n\n{}\n", text(nothing))).unwrap();
        prop_assert_eq!(statements(&open), Vec::<String>::new());
        prop_assert!(open_reasons(&open).contains("no answer"), "{}", open_reasons(&open));
    }
}

#[test]
fn keeps_superscripts_that_are_not_references() {
    for (text, wanted) in [
        ("At 10<sup>3</sup> requests it ends.", "At 10³ requests it ends."),
        ("A room of 20 m<sup>2</sup> is kept.", "A room of 20 m² is kept."),
        ("On the 1<sup>st</sup> of May it ends.", "On the 1st of May it ends."),
        ("CO<sub>2</sub> is counted.", "CO2 is counted."),
        ("Chat<sup>beta</sup> keeps prompts.", "Chat beta keeps prompts."),
    ] {
        assert_eq!(statements_of(text), [wanted]);
    }
}

/// A sentence without a stop before a list is also a statement by itself; a bracketed note is not a lead-in; a further
/// paragraph of an entry is a sentence of its own.
#[test]
fn unrelated_sentences_are_not_lead_ins() {
    for sentence in ["We never log prompts", "Prompts are not used for training", "Acme deletes prompts within a day"] {
        let found = statements_of(&format!("{sentence}\n\n- Prompts are encrypted."));
        assert!(found.contains(&sentence.to_owned()), "{sentence}: {found:?}");
        for noted in ["(2023)", "(2024-05)", "[3]", "…"] {
            let found = statements_of(&format!("{sentence}. {noted}\n\n- Prompts are encrypted."));
            assert!(found.contains(&"Prompts are encrypted.".to_owned()), "{sentence} {noted}: {found:?}");
        }
    }
    for (marker, gap) in [("1. ", "   "), ("- ", "  "), ("* ", "  ")] {
        let found = statements_of(&format!("We never:\n{marker}sell data.\n\n{gap}But we share it."));
        assert_eq!(found, ["We never: sell data.", "But we share it."], "{marker}");
        let goes_on = statements_of(&format!("We never:\n{marker}sell data\n\n{gap}share data"));
        assert_eq!(goes_on, ["We never: sell data", "We never: share data"], "{marker}");
    }
}

#[test]
fn nested_lists_include_both_lead_ins() {
    let text = "We never:\n\n- share with:\n  - advertisers\n  - brokers\n- sell data\n\nWe delete prompts.";
    let wanted = [
        "We never: share with: advertisers",
        "We never: share with: brokers",
        "We never: sell data",
        "We delete prompts.",
    ];
    assert_eq!(statements_of(text), wanted);
}

#[test]
fn separates_questions_with_equal_answers() {
    let text = "### Do you train?\n\nNo.\n\n### Do you sell?\n\nNo.\n\n### And so?\n\n### Is there an officer?\n\nYes.";
    assert_eq!(statements_of(text), ["Do you train? No.", "Do you sell? No.", "Is there an officer? Yes."]);
    // An answer alone says nothing.
    assert_eq!(statements_of("No.\n\nPrompts are kept."), ["Prompts are kept."]);
    let drafted = draft_page("# Acme\n\nIs it so?\n\n## Other\n\nPrompts are kept.\n").unwrap();
    assert!(open_reasons(&drafted).contains("a question without an answer"), "{}", open_reasons(&drafted));
}

#[test]
fn an_unticked_box_is_not_a_statement() {
    for (open, ticked) in [("- [ ] ", "- [x] "), ("- ☐ ", "- ☑ "), ("- [ ] ", "- [X] "), ("* ☐ ", "* ☒ ")] {
        let drafted =
            draft_page(&format!("# Acme\n\n{ticked}Data stays in the EU\n{open}No training on customer data\n"))
                .unwrap();
        assert_eq!(statements(&drafted), ["Data stays in the EU"]);
        assert!(
            open_reasons(&drafted).contains("No training on customer data: a box without a tick"),
            "{}",
            open_reasons(&drafted)
        );
    }
    let asked = "Do you train?\n\n- [ ] Yes\n- [x] No";
    assert_eq!(statements_of(asked), ["Do you train? No"]);
}

#[test]
fn pictures_tables_code_and_struck_text_are_skipped() {
    for (part, told) in [
        ("![Data never leaves the EU](https://acme.example/b.svg)", "a picture"),
        ("| a | b |\n|---|---|\n| We never train | 1 |", "a table"),
        ("```\nWe never train.\n```", "a code block"),
        ("- x\n\n  ```\n  We never train.\n  ```", "a code block"),
    ] {
        let drafted = draft_page(&format!("# Acme\n\nPrompts are kept.\n\n{part}\n")).unwrap();
        assert!(!statements(&drafted).concat().contains("never"), "{:?}", statements(&drafted));
        assert!(open_reasons(&drafted).contains(told), "{}", open_reasons(&drafted));
    }
    for struck in ["~~30 days~~", "<del>30 days</del>", "<s>30 days</s>"] {
        assert_eq!(statements_of(&format!("Logs are kept for {struck} 60 days.")), ["Logs are kept for 60 days."]);
    }
    assert_eq!(
        urls("[![badge](https://acme.example/b.svg)](https://acme.example/soc2)"),
        ["https://acme.example/soc2"]
    );
}

/// Every source of a sentence is cited: of references side by side, in any letter case, of each paragraph of a footnote.
#[test]
fn cites_every_source_of_a_sentence() {
    let (one, two) = ("https://acme.example/one", "https://acme.example/two");
    for text in [
        format!("Prompts are kept.[1][2]\n\n[1]: {one}\n[2]: {two}"),
        format!("Prompts are kept. [1] [2]\n\n[1]: {one}\n[2]: {two}"),
        format!("Prompts are kept.[^A][^b]\n\n[^a]: <{one}>\n[^B]: <{two}>"),
        format!("Prompts are kept.[^n]\n\n[^n]: See <{one}> and {two}."),
        format!("Prompts are kept.[^n]\n\n[^n]: See <{one}>.\n\n    And {two}."),
        format!("Prompts are kept.[^n]\n\n[^n]: A remark.\n\n    [One]({one}), [two]({two})"),
        format!("Prompts are kept [1, 2].\n\n## Sources:\n\n1. <{one}>\n2. <{two}>"),
        format!("Prompts are kept [1–2].\n\n## Footnotes\n\n1. One, {one}\n2. Two ({two})"),
        format!("Prompts are kept.<sup>1, 2</sup>\n\n## 7. References\n\n1. {one}\n2. {two}"),
        format!("Prompts are kept.¹ ²\n\n## Notes\n\n1. {one}\n2. {two}"),
    ] {
        let drafted = draft_page(&format!("# Acme\n\n{text}\n")).unwrap();
        assert_eq!(property_values(&drafted, "url"), [one, two], "{text}");
        assert_eq!(statements(&drafted), ["Prompts are kept."], "{text}");
        assert_eq!(drafted.tally.citations, 2, "{text}");
        assert!(!open_reasons(&drafted).contains("refers to"), "{text}: {}", open_reasons(&drafted));
    }
    // References without a source are reported.
    let drafted = draft_page("# Acme\n\nPrompts are kept [1], logs too.[^2]\n").unwrap();
    assert!(open_reasons(&drafted).contains("refers to `1`, `2`"), "{}", open_reasons(&drafted));
}

#[test]
fn finds_the_end_of_addresses() {
    for (text, wanted) in [
        ("See http://acme.example/terms_(2025).", "http://acme.example/terms_(2025)"),
        ("(see https://acme.example/terms)", "https://acme.example/terms"),
        ("See https://acme.example/a, and so on.", "https://acme.example/a"),
        ("See https://acme.example/a?b=c!", "https://acme.example/a?b=c"),
        ("See “https://acme.example/a”.", "https://acme.example/a"),
    ] {
        assert_eq!(urls(text), [wanted]);
    }
}

#[test]
fn front_matter_is_not_text() {
    for (head, unread) in [
        ("---\ntitle: Acme Data Processing Terms\ndate: 2025-03-04\n---\n", ""),
        (
            "---\ntitle: \"Acme Data Processing Terms\"\nlast_updated: 2025-03-04T10:00:00Z\ndate: 2020-01-01\nlayout: page\n---\n",
            "layout",
        ),
        ("+++\ntitle = \"Acme Data Processing Terms\"\ndate = 2025-03-04\n+++\n", ""),
    ] {
        let drafted = draft_page(&format!("{head}\nPrompts are kept for 30 days.\n")).unwrap();
        assert_eq!(property_values(&drafted, "profileTitle"), ["Acme Data Processing Terms"]);
        assert_eq!(property_values(&drafted, "profileDate"), ["2025-03-04"]);
        assert_eq!(property_values(&drafted, "heading"), Vec::<String>::new());
        assert_eq!(statements(&drafted), ["Prompts are kept for 30 days."]);
        assert_eq!(drafted.remarks.concat().contains("not read"), !unread.is_empty());
    }
    // A rule at the beginning is not front matter.
    let drafted = draft_page("---\nWe keep prompts.\n\nMore.\n\n---\n").unwrap();
    assert!(statements(&drafted).contains(&"We keep prompts.".to_owned()));
}

#[test]
fn company_forms_do_not_end_a_sentence() {
    for form in [
        "s.r.o.",
        "B.V.",
        "N.V.",
        "S.A.",
        "S.p.A.",
        "S.r.l.",
        "a.s.",
        "d.o.o.",
        "L.L.C.",
        "e.V.",
        "Inc.",
        "Ltd.",
        "Pty. Ltd.",
        "Co. Ltd.",
    ] {
        let text = format!("Acme Hosting {form} (Prague) runs the service. It is run by Acme {form} (Utrecht).");
        let wanted =
            [format!("Acme Hosting {form} (Prague) runs the service."), format!("It is run by Acme {form} (Utrecht).")];
        assert_eq!(statements_of(&text), wanted);
        assert_eq!(statements_of(&format!("It is run by Acme {form} The list follows.")).len(), 2, "{form}");
    }
}

/// A long line is read quickly, whatever its content.
#[test]
fn reads_very_long_lines_quickly() {
    let begun = std::time::Instant::now();
    for piece in ["a ", "[1]", "<sup>1</sup>", "(", "**", "https://a.example;", "Is it? ", "[^a]"] {
        let text = format!("# Acme\n\nPrompts are kept. {}\n", piece.repeat(10_000 / piece.len()));
        let _ = draft_page(&text);
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{:?}", begun.elapsed());
}
