//! Syntax tree → text that parses to the same tree.

use std::fmt;

use crate::lang::spelling::{quote, spelling};
use crate::lang::statement::{Statement, StatementKind};
use crate::lang::syntax::{PartKind, Phrase, QuestionForm, Shaping};

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            StatementKind::Question { form, phrase, shaping } => {
                match form {
                    QuestionForm::Which => write!(f, "which {phrase}")?,
                    QuestionForm::HowMany => write!(f, "how many {phrase}")?,
                    QuestionForm::IsThere => write!(f, "is there {phrase}")?,
                    QuestionForm::Does => write!(f, "{phrase}")?,
                    QuestionForm::Why => write!(f, "why {phrase}")?,
                    QuestionForm::Show => write!(f, "show {phrase}")?,
                }
                write!(f, "{shaping}")
            }
            StatementKind::Suppose { supposed, question } => {
                write!(f, "suppose {supposed}: {question}")
            }
            StatementKind::Describe(phrase) => write!(f, "describe {phrase}"),
            StatementKind::Compare { things, topics } => {
                write!(f, "compare {things}")?;
                match topics {
                    Some(topics) => write!(f, " on {topics}"),
                    None => Ok(()),
                }
            }
            StatementKind::Define { head, meaning } => write!(f, "define a {head} as {meaning}"),
            StatementKind::Let { name, meaning, .. } => write!(f, "let {name} be {meaning}"),
            StatementKind::Sparql(text) => write!(f, "sparql {text}"),
            StatementKind::Check(check) => write!(f, "{check}"),
            StatementKind::Parameter(parameter) => write!(f, "{parameter}"),
            StatementKind::Include(file) => write!(f, "include {}", quote(&file.text)),
            StatementKind::Suite(suite) => write!(f, "suite {suite}"),
            StatementKind::Section(section) => write!(f, "section {section}"),
        }
    }
}

impl fmt::Display for Shaping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(per) = &self.per {
            write!(f, " per {per}")?;
        }
        if let Some(keys) = &self.sorted {
            write!(f, " sorted by {keys}")?;
        }
        if let Some(first) = self.first {
            write!(f, " first {first}")?;
        }
        if let Some(skip) = self.skip {
            write!(f, " skip {skip}")?;
        }
        if let Some(columns) = &self.showing {
            write!(f, " showing {columns}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut glued = true;
        for part in &self.parts {
            let close = matches!(part.kind, PartKind::Close | PartKind::Comma | PartKind::Dot);
            if !glued && !close {
                f.write_str(" ")?;
            }
            write!(f, "{}", part.kind)?;
            glued = matches!(part.kind, PartKind::Open | PartKind::Dot);
        }
        Ok(())
    }
}

impl fmt::Display for PartKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Quoted(name) => f.write_str(&quote(name)),
            Self::Iri(iri) => write!(f, "<{iri}>"),
            Self::Prefixed { prefix, local } => write!(f, "{prefix}:{local}"),
            Self::Number(digits) | Self::Date(digits) => f.write_str(digits),
            Self::Recent(count, unit) => write!(f, "in the last {}", unit.words(*count)),
            Self::Ago(count, unit) => write!(f, "{} ago", unit.words(*count)),
            Self::Duration(count, unit) => f.write_str(&unit.words(*count)),
            Self::Parameter(name) => write!(f, "${name}"),
            Self::RecentParameter(name) => write!(f, "in the last ${name}"),
            Self::AgoParameter(name) => write!(f, "${name} ago"),
            Self::Binding(name) => write!(f, "as {name}"),
            Self::Matches(regex) => write!(f, "matches /{}/", regex.replace('/', "\\/")),
            Self::Keyword(keyword) => f.write_str(&spelling(*keyword)),
            Self::Dot => f.write_str("."),
            Self::Comma => f.write_str(","),
            Self::Open => f.write_str("("),
            Self::Close => f.write_str(")"),
        }
    }
}
