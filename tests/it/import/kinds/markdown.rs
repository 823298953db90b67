//! Markdown: words are not glued, a list keeps the words before it, a question its answer, a sentence its sources.

use proptest::prelude::*;
use proptest::sample::select;

use crate::import::kinds::{page, statements, values, why};

fn said(text: &str) -> Vec<String> {
    statements(&page(&format!("# Acme\n\n## Data Handling\n\n{text}\n")).unwrap_or_else(|it| panic!("{text}: {it:?}")))
}

fn urls(text: &str) -> Vec<String> {
    values(&page(&format!("# Acme\n\n## Data Handling\n\n{text}\n")).unwrap(), "url")
}

/// Marks of a reference, resolved or not, in every form.
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

    /// Whatever marks stand behind words, the words are those that stand there without the marks.
    #[test]
    fn marks_of_references_are_no_words(
        marks in proptest::collection::vec(select(MARKS.to_vec()), 3),
        defined in any::<bool>(),
        blank in select(vec!["", " "]),
    ) {
        // A raised digit behind a digit may be a power.
        prop_assume!(defined || marks[2] != "¹");
        let text = |marks: &[&str]| {
            format!("We keep no logs of prompts.{}{blank} Prompts{} are kept for 3{} months.", marks[0], marks[1], marks[2])
        };
        let defined = if defined { "\n\n[^1]: <https://acme.example/one>\n" } else { "" };
        let wanted = ["We keep no logs of prompts.", "Prompts are kept for 3 months."];
        prop_assert_eq!(said(&format!("{}{defined}", text(&marks))), wanted);
        prop_assert_eq!(said(&text(&["", "", ""])), wanted);
    }

    /// Tags and line breaks between words: what breaks a line or a block parts words, what only marks them does not.
    #[test]
    fn tags_neither_glue_words_nor_part_them(
        breaks in select(vec!["<br>", "<br/>", "<br />", "<BR>", "  \n", "\\\n", "\n", "</p><p>", "<wbr> ", "&nbsp;", "<!-- x --> "]),
        marks in select(vec!["b", "i", "em", "strong", "u", "span", "code", "mark", "small", "ins"]),
    ) {
        let wanted = ["Prompts are kept for thirty days."];
        prop_assert_eq!(said(&format!("Prompts are{breaks}kept for th<{marks}>irt</{marks}>y days.")), wanted);
        prop_assert_eq!(said("Prompts are kept for thirty days."), wanted);
    }

    /// Entries of a list say what the words before it say of them.
    #[test]
    fn a_list_goes_on_with_the_words_before_it(
        lead in select(vec!["We never:", "We never", "**We never:**", "Under no circumstances do we", "Acme does not do the following:", "It is not true that we —"]),
        mark in select(vec!["- ", "* ", "+ ", "1. ", "- [x] "]),
        loose in any::<bool>(),
        before in select(vec!["", "Prompts are kept. "]),
    ) {
        let gap = if loose { "\n\n" } else { "\n" };
        let text = |lead: &str| format!("{lead}\n\n{mark}train models on prompts;{gap}{mark}sell customer data.");
        let statements = said(&text(&format!("{before}{lead}")));
        let words = lead.replace("**", "");
        let words = if words.ends_with([':', '—']) { words } else { format!("{words}:") };
        let mut wanted = vec![format!("{words} train models on prompts;"), format!("{words} sell customer data.")];
        if !before.is_empty() {
            wanted.insert(0, before.trim().to_owned());
        }
        prop_assert_eq!(statements, wanted);
        // A sentence that ends before the list is none of its entries' words.
        let twin = said(&text("We keep our word."));
        prop_assert_eq!(twin, ["We keep our word.", "train models on prompts;", "sell customer data."]);
    }

    /// A question keeps its answer, in each form that questions have; words that are no answer are none.
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
        prop_assert_eq!(said(&text(answer)), wanted);
        let open = page(&format!("# Acme\n\n{}\n", text(nothing))).unwrap();
        prop_assert_eq!(statements(&open), Vec::<String>::new());
        prop_assert!(why(&open).contains("no answer"), "{}", why(&open));
    }
}

#[test]
fn raised_words_that_are_no_marks_stay() {
    for (text, wanted) in [
        ("At 10<sup>3</sup> requests it ends.", "At 10³ requests it ends."),
        ("A room of 20 m<sup>2</sup> is kept.", "A room of 20 m² is kept."),
        ("On the 1<sup>st</sup> of May it ends.", "On the 1st of May it ends."),
        ("CO<sub>2</sub> is counted.", "CO2 is counted."),
        ("Chat<sup>beta</sup> keeps prompts.", "Chat beta keeps prompts."),
    ] {
        assert_eq!(said(text), [wanted]);
    }
}

/// A sentence without its stop before a list is said by itself, too; a note in brackets is no words of a list; a further
/// paragraph of an entry is a sentence of its own.
#[test]
fn what_a_list_does_not_go_on_with_is_not_before_its_entries() {
    for sentence in ["We never log prompts", "Prompts are not used for training", "Acme deletes prompts within a day"] {
        let found = said(&format!("{sentence}\n\n- Prompts are encrypted."));
        assert!(found.contains(&sentence.to_owned()), "{sentence}: {found:?}");
        for noted in ["(2023)", "(2024-05)", "[3]", "…"] {
            let found = said(&format!("{sentence}. {noted}\n\n- Prompts are encrypted."));
            assert!(found.contains(&"Prompts are encrypted.".to_owned()), "{sentence} {noted}: {found:?}");
        }
    }
    for (marker, gap) in [("1. ", "   "), ("- ", "  "), ("* ", "  ")] {
        let found = said(&format!("We never:\n{marker}sell data.\n\n{gap}But we share it."));
        assert_eq!(found, ["We never: sell data.", "But we share it."], "{marker}");
        let goes_on = said(&format!("We never:\n{marker}sell data\n\n{gap}share data"));
        assert_eq!(goes_on, ["We never: sell data", "We never: share data"], "{marker}");
    }
}

#[test]
fn lists_within_lists_have_the_words_of_both() {
    let text = "We never:\n\n- share with:\n  - advertisers\n  - brokers\n- sell data\n\nWe delete prompts.";
    let wanted = [
        "We never: share with: advertisers",
        "We never: share with: brokers",
        "We never: sell data",
        "We delete prompts.",
    ];
    assert_eq!(said(text), wanted);
}

#[test]
fn two_questions_with_one_answer_each_are_two() {
    let text = "### Do you train?\n\nNo.\n\n### Do you sell?\n\nNo.\n\n### And so?\n\n### Is there an officer?\n\nYes.";
    assert_eq!(said(text), ["Do you train? No.", "Do you sell? No.", "Is there an officer? Yes."]);
    // An answer alone says nothing.
    assert_eq!(said("No.\n\nPrompts are kept."), ["Prompts are kept."]);
    let drafted = page("# Acme\n\nIs it so?\n\n## Other\n\nPrompts are kept.\n").unwrap();
    assert!(why(&drafted).contains("a question that nothing answers"), "{}", why(&drafted));
}

#[test]
fn a_box_without_a_tick_is_no_statement() {
    for (open, ticked) in [("- [ ] ", "- [x] "), ("- ☐ ", "- ☑ "), ("- [ ] ", "- [X] "), ("* ☐ ", "* ☒ ")] {
        let drafted =
            page(&format!("# Acme\n\n{ticked}Data stays in the EU\n{open}No training on customer data\n")).unwrap();
        assert_eq!(statements(&drafted), ["Data stays in the EU"]);
        assert!(why(&drafted).contains("No training on customer data: a box without a tick"), "{}", why(&drafted));
    }
    let asked = "Do you train?\n\n- [ ] Yes\n- [x] No";
    assert_eq!(said(asked), ["Do you train? No"]);
}

#[test]
fn pictures_tables_code_and_struck_words_are_told_and_no_words() {
    for (part, told) in [
        ("![Data never leaves the EU](https://acme.example/b.svg)", "a picture"),
        ("| a | b |\n|---|---|\n| We never train | 1 |", "a table"),
        ("```\nWe never train.\n```", "a block of code"),
        ("- x\n\n  ```\n  We never train.\n  ```", "a block of code"),
    ] {
        let drafted = page(&format!("# Acme\n\nPrompts are kept.\n\n{part}\n")).unwrap();
        assert!(!statements(&drafted).concat().contains("never"), "{:?}", statements(&drafted));
        assert!(why(&drafted).contains(told), "{}", why(&drafted));
    }
    for struck in ["~~30 days~~", "<del>30 days</del>", "<s>30 days</s>"] {
        assert_eq!(said(&format!("Logs are kept for {struck} 60 days.")), ["Logs are kept for 60 days."]);
    }
    assert_eq!(
        urls("[![badge](https://acme.example/b.svg)](https://acme.example/soc2)"),
        ["https://acme.example/soc2"]
    );
}

/// Every source of a sentence is cited: of references side by side, in any letter case, of each paragraph of a footnote.
#[test]
fn every_source_of_a_sentence_is_cited() {
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
        let drafted = page(&format!("# Acme\n\n{text}\n")).unwrap();
        assert_eq!(values(&drafted, "url"), [one, two], "{text}");
        assert_eq!(statements(&drafted), ["Prompts are kept."], "{text}");
        assert_eq!(drafted.tally.citations, 2, "{text}");
        assert!(!why(&drafted).contains("refers to"), "{text}: {}", why(&drafted));
    }
    // Without a source, each is told.
    let drafted = page("# Acme\n\nPrompts are kept [1], logs too.[^2]\n").unwrap();
    assert!(why(&drafted).contains("refers to `1`, `2`"), "{}", why(&drafted));
}

#[test]
fn an_address_ends_where_it_ends() {
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
fn the_head_of_a_file_is_none_of_its_words() {
    for (head, unread) in [
        ("---\ntitle: Acme Data Processing Terms\ndate: 2025-03-04\n---\n", ""),
        (
            "---\ntitle: \"Acme Data Processing Terms\"\nlast_updated: 2025-03-04T10:00:00Z\ndate: 2020-01-01\nlayout: page\n---\n",
            "layout",
        ),
        ("+++\ntitle = \"Acme Data Processing Terms\"\ndate = 2025-03-04\n+++\n", ""),
    ] {
        let drafted = page(&format!("{head}\nPrompts are kept for 30 days.\n")).unwrap();
        assert_eq!(values(&drafted, "profileTitle"), ["Acme Data Processing Terms"]);
        assert_eq!(values(&drafted, "profileDate"), ["2025-03-04"]);
        assert_eq!(values(&drafted, "heading"), Vec::<String>::new());
        assert_eq!(statements(&drafted), ["Prompts are kept for 30 days."]);
        assert_eq!(drafted.remarks.concat().contains("not read"), !unread.is_empty());
    }
    // A rule at the beginning is no head.
    let drafted = page("---\nWe keep prompts.\n\nMore.\n\n---\n").unwrap();
    assert!(statements(&drafted).contains(&"We keep prompts.".to_owned()));
}

#[test]
fn a_sentence_does_not_end_at_the_form_of_a_company() {
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
        assert_eq!(said(&text), wanted);
        assert_eq!(said(&format!("It is run by Acme {form} The list follows.")).len(), 2, "{form}");
    }
}

/// A long line is read in good time, whatever it is made of.
#[test]
fn a_line_without_an_end_is_read_in_good_time() {
    let begun = std::time::Instant::now();
    for piece in ["a ", "[1]", "<sup>1</sup>", "(", "**", "https://a.example;", "Is it? ", "[^a]"] {
        let text = format!("# Acme\n\nPrompts are kept. {}\n", piece.repeat(10_000 / piece.len()));
        let _ = page(&text);
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(30), "{:?}", begun.elapsed());
}
