//! How keywords and names are spelled.

use crate::lang::syntax::Keyword;

/// How a structural word or an operator is written: `that`, `at least`, `<=`.
#[must_use]
pub fn spelling(rule: Keyword) -> String {
    match rule {
        Keyword::op_at_most => "<=".to_owned(),
        Keyword::op_at_least => ">=".to_owned(),
        Keyword::op_not_equal => "!=".to_owned(),
        Keyword::op_equal => "=".to_owned(),
        Keyword::op_less => "<".to_owned(),
        Keyword::op_more => ">".to_owned(),
        Keyword::op_plus => "+".to_owned(),
        Keyword::op_minus => "-".to_owned(),
        Keyword::op_times => "*".to_owned(),
        Keyword::op_over => "/".to_owned(),
        Keyword::kw_on_topic => "on".to_owned(),
        _ => {
            let name = format!("{rule:?}");
            let word = name.strip_prefix("kw_").or(name.strip_prefix("aw_"));
            word.unwrap_or(&name).replace('_', " ")
        }
    }
}

/// A name in straight quotes, escaped so that it reads back as itself.
#[must_use]
pub fn quote(name: &str) -> String {
    let escaped = name.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{escaped}\"")
}
