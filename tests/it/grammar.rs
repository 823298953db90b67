//! `docs/grammar.md` is written from `grammar/*.pest`: the rules in a readable form, the comments on
//! them as prose. `UPDATE=1` refills it.

use std::collections::HashMap;
use std::fs;

use pest_meta::ast::{Expr, Rule as Definition, RuleType};
use pest_meta::parser::{Rule, consume_rules, parse};

use crate::world::root;

/// The most columns of a line.
const COLUMNS: usize = 110;

const HEAD: &str = "# The grammar

Written from [`grammar/question.pest`](../grammar/question.pest), [`grammar/audit.pest`](../grammar/audit.pest) and
[`grammar/tokens.pest`](../grammar/tokens.pest) by a test; it is changed there. [The question language](language.md) and
[Scripts](scripts.md) say what the sentences mean.

| sign | means |
|---|---|
| `a = b c` | an `a` is a `b` and then a `c`; blanks, comments and line breaks inside a statement may stand between |
| `a := b c` | the same, and nothing may stand between them, nor inside of them |
| `b \\| c` | a `b`; only if there is none, a `c` |
| `b?`, `b*`, `b+` | a `b` or none, any number of them, one or more |
| `&b`, `!b` | what follows is a `b`, is none; it is read after that |
| `\"how many\"` | these words in any letter case, with any blanks between, not as a part of a longer word |
| `'('`, `'day'` | these signs; these letters in any case, as a part of a word |

`ANY` is any character, `SOI` and `EOI` are beginning and end of the text, `ASCII_ALPHA`, `LETTER`, `MARK`, `NUMBER`, `FORMAT` classes of
characters of ASCII and of Unicode.
";

const WORDS: &str = "
## Words with a condition

These are words of the language only before what is asked for; elsewhere they are open to the vocabulary. `on` stands
here twice: before the topics of `compare`, and before a day. `themselves or ultimately` has a second spelling.

";

struct Grammar {
    rules: HashMap<String, Definition>,
}

/// How tightly an expression binds.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum BindingStrength {
    Choice,
    Sequence,
    One,
}

impl Grammar {
    /// `kw_how_many` → `"how many"`
    fn keyword(&self, name: &str) -> String {
        let mut words = Vec::new();
        for part in sequence(&self.rules[name].expr) {
            if let Expr::Insens(word) = part {
                words.push(word.as_str());
            }
        }
        // A rule of several spellings is named after the first.
        let spelled = name["kw_".len()..].replace('_', " ");
        let joined = words.join(" ");
        let whole = words.is_empty() || sequence(&self.rules[name].expr).iter().any(is_choice);
        format!("\"{}\"", if whole { spelled } else { joined })
    }

    /// The condition of a keyword on its context, besides being a whole word.
    fn condition(&self, name: &str) -> Option<String> {
        let parts = sequence(&self.rules[name].expr);
        let plain = |part: &&Expr| match part {
            Expr::Insens(_) => true,
            Expr::Ident(name) => name == "gap" || name == "edge",
            _ => false,
        };
        // Where there is a choice of spellings, list them all.
        let spelled = parts.iter().any(is_choice);
        let edge = |part: &&Expr| matches!(part, Expr::Ident(name) if name == "edge");
        let told = parts.iter().filter(|part| if spelled { !edge(part) } else { !plain(part) });
        let said: Vec<String> = told.map(|part| self.text(part, BindingStrength::Sequence)).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// An expression, in parentheses if it binds less tightly than its context.
    fn text(&self, expr: &Expr, around: BindingStrength) -> String {
        let one = |expr: &Expr| self.text(expr, BindingStrength::One);
        let (text, tie) = match expr {
            Expr::Str(text) => (sign(text), BindingStrength::One),
            Expr::Insens(text) => (format!("'{text}'"), BindingStrength::One),
            Expr::Range(from, to) => (format!("'{from}'..'{to}'"), BindingStrength::One),
            Expr::Ident(name) if is_word(name) => (self.keyword(name), BindingStrength::One),
            Expr::Ident(name) => (name.clone(), BindingStrength::One),
            Expr::PosPred(inner) => (format!("&{}", one(inner)), BindingStrength::One),
            Expr::NegPred(inner) => (format!("!{}", one(inner)), BindingStrength::One),
            Expr::Opt(inner) => (format!("{}?", one(inner)), BindingStrength::One),
            Expr::Rep(inner) => (format!("{}*", one(inner)), BindingStrength::One),
            Expr::RepOnce(inner) => (format!("{}+", one(inner)), BindingStrength::One),
            Expr::RepExact(inner, count) => (format!("{}{{{count}}}", one(inner)), BindingStrength::One),
            Expr::Seq(..) => {
                let parts = sequence(expr);
                let parts = parts.iter().map(|it| self.text(it, BindingStrength::Sequence));
                (parts.collect::<Vec<_>>().join(" "), BindingStrength::Sequence)
            }
            Expr::Choice(..) => {
                let parts = choices(expr);
                let parts = parts.iter().map(|it| self.text(it, BindingStrength::Sequence));
                (parts.collect::<Vec<_>>().join(" | "), BindingStrength::Choice)
            }
            other => panic!("say in the document what this means: {other:?}"),
        };
        if tie < around { format!("({text})") } else { text }
    }

    /// A rule as lines of text.
    fn rule(&self, rule: &Definition) -> String {
        let atomic = matches!(rule.ty, RuleType::Atomic | RuleType::CompoundAtomic);
        let sign = if atomic { ":=" } else { "=" };
        let expr = self.text(&rule.expr, BindingStrength::Choice);
        let mut text = format!("{} {sign}", rule.name);
        let mut columns = text.chars().count();
        for (at, part) in expr.split(" | ").enumerate() {
            let bar = if at > 0 { " | " } else { " " };
            let width = bar.len() + part.chars().count();
            let wrapped = at > 0 && columns + width > COLUMNS;
            text.push_str(if wrapped { "\n    | " } else { bar });
            columns = width + if wrapped { 3 } else { columns };
            text.push_str(part);
        }
        text
    }
}

/// True for the rule of a word of the language, or of the format of audits.
fn is_word(name: &str) -> bool {
    name.starts_with("kw_") || name.starts_with("aw_")
}

/// The parts of `a ~ b ~ c`.
fn sequence(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Seq(left, right) => [sequence(left), sequence(right)].concat(),
        other => vec![other],
    }
}

/// The parts of `a | b | c`.
fn choices(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Choice(left, right) => [choices(left), choices(right)].concat(),
        other => vec![other],
    }
}

fn is_choice(expr: &&Expr) -> bool {
    matches!(expr, Expr::Choice(..))
}

/// Signs as written; invisible ones are escaped.
fn sign(text: &str) -> String {
    let seen: String = text
        .chars()
        .map(|c| match c {
            '"' => c.to_string(),
            c => c.escape_debug().to_string(),
        })
        .collect();
    format!("'{seen}'")
}

/// The document for the current grammar.
fn document() -> String {
    let files = ["question.pest", "audit.pest", "tokens.pest"].map(|name| {
        let path = root().join("grammar").join(name);
        fs::read_to_string(path).unwrap()
    });
    let text = files.concat();
    let pairs = parse(Rule::grammar_rules, &text).unwrap_or_else(|error| panic!("{error}"));
    let definitions = consume_rules(pairs.clone()).unwrap();
    let named = definitions.into_iter().map(|rule| (rule.name.clone(), rule));
    let grammar = Grammar { rules: named.collect() };
    let mut document = HEAD.to_owned();
    let mut conditions = String::new();
    let mut introduction = String::new();
    let audits = files[0].len();
    let tokens = audits + files[1].len();
    let mut titles = [(0, "Statements"), (audits, "Audits"), (tokens, "Words, names, values")].into_iter().peekable();
    let mut prose = true;
    for pair in pairs {
        if let Some((_, title)) = titles.next_if(|(at, _)| *at <= pair.as_span().start()) {
            document.push_str(if prose { "" } else { "```\n" });
            document.push_str(&format!("\n## {title}\n\n"));
            prose = true;
        }
        let said = pair.as_str().trim_start_matches(['/', '!']).trim();
        let inner = pair.clone().into_inner().next().map(|it| it.as_rule());
        if pair.as_rule() == Rule::grammar_rule && !introduction.is_empty() {
            document.push_str(&format!("{}\n", std::mem::take(&mut introduction)));
        }
        match pair.as_rule() {
            Rule::grammar_doc => introduction.push_str(&format!("{said}\n")),
            Rule::grammar_rule if inner == Some(Rule::line_doc) => {
                document.push_str(if prose { "" } else { "```\n\n" });
                document.push_str(&format!("{said}\n"));
                prose = true;
            }
            Rule::grammar_rule => {
                let name = pair.into_inner().next().unwrap().as_str();
                if is_word(name) {
                    if let Some(condition) = grammar.condition(name) {
                        conditions.push_str(&format!("{} {condition}\n", grammar.keyword(name)));
                    }
                    continue;
                }
                document.push_str(if prose { "\n```text\n" } else { "" });
                document.push_str(&format!("{}\n", grammar.rule(&grammar.rules[name])));
                prose = false;
            }
            _ => {}
        }
    }
    document.push_str(if prose { "" } else { "```\n" });
    document.push_str(&format!("{WORDS}```text\n{conditions}```\n"));
    document
}

#[test]
fn grammar_document_is_up_to_date() {
    let path = root().join("docs/grammar.md");
    let document = document();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &document).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == document, "docs/grammar.md is old; UPDATE=1 refills it");
}
