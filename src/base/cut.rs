//! Lists of which only a part is shown. Whoever cuts a list counts the rest, so that the output can say how many more
//! there are; a text that is cut ends with `…`.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::base::Limit;

/// The shown part of a list, and how many more there are. It is made from the whole list, so that neither exists
/// without the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cut<T> {
    shown: Vec<T>,
    more: u64,
}

impl<T> Default for Cut<T> {
    fn default() -> Self {
        Self { shown: Vec::new(), more: 0 }
    }
}

impl<T> Cut<T> {
    /// Shows as many items as the limit allows, and counts the rest.
    pub fn of(all: impl IntoIterator<Item = T>, limit: Limit) -> Self {
        Self::within(all, limit.most())
    }

    /// Shows at most `room` items, where less room is left than a limit allows.
    pub fn within(all: impl IntoIterator<Item = T>, room: usize) -> Self {
        let mut all = all.into_iter();
        let shown: Vec<T> = all.by_ref().take(room).collect();
        Self { shown, more: all.count() as u64 }
    }

    /// A list that is shown completely.
    #[must_use]
    pub fn complete(all: Vec<T>) -> Self {
        Self { shown: all, more: 0 }
    }

    /// The shown items.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.shown
    }

    /// How many items are not shown.
    #[must_use]
    pub fn more(&self) -> u64 {
        self.more
    }

    /// The shown items, and how many are not shown.
    #[must_use]
    pub fn into_parts(self) -> (Vec<T>, u64) {
        (self.shown, self.more)
    }

    /// The number of all items, shown or not.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.shown.len() as u64 + self.more
    }

    /// True if there are no items, shown or not.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }

    /// Applies a function to the shown items.
    #[must_use]
    pub fn map<U>(self, of: impl FnMut(T) -> U) -> Cut<U> {
        Cut { shown: self.shown.into_iter().map(of).collect(), more: self.more }
    }

    /// Appends another list.
    #[must_use]
    pub fn concat(mut self, other: Self) -> Self {
        self.shown.extend(other.shown);
        self.more += other.more;
        self
    }

    /// Adds to the number of items that are not shown.
    #[must_use]
    pub fn and_more(mut self, more: u64) -> Self {
        self.more += more;
        self
    }
}

impl<T, E> Cut<Result<T, E>> {
    /// Unwraps the results among the shown items.
    ///
    /// # Errors
    /// The first error.
    pub fn transpose(self) -> Result<Cut<T>, E> {
        Ok(Cut { shown: self.shown.into_iter().collect::<Result<_, E>>()?, more: self.more })
    }
}

impl<T: AsRef<str>> Cut<T> {
    /// `a, b and 3 more`; `a, b` for a complete list
    #[must_use]
    pub fn comma_list(&self) -> String {
        let shown: Vec<&str> = self.shown.iter().map(AsRef::as_ref).collect();
        self.with_rest(shown.join(", "))
    }

    /// `a, b and c`, `a, b and 3 more`
    #[must_use]
    pub fn and_list(&self) -> String {
        let mut parts: Vec<Cow<'_, str>> = self.shown.iter().map(|it| Cow::Borrowed(it.as_ref())).collect();
        if self.more > 0 {
            parts.push(Cow::Owned(format!("{} more", self.more)));
        }
        match parts.split_last() {
            None => String::new(),
            Some((last, [])) => last.to_string(),
            Some((last, before)) => format!("{} and {last}", before.join(", ")),
        }
    }

    /// Each in backticks: `a`, `b` and 3 more
    #[must_use]
    pub fn backtick_list(&self) -> String {
        let quoted: Vec<String> = self.shown.iter().map(|it| format!("`{}`", it.as_ref())).collect();
        self.with_rest(quoted.join(", "))
    }

    fn with_rest(&self, shown: String) -> String {
        match (self.more, shown.is_empty()) {
            (0, _) => shown,
            (more, true) => format!("{more} more"),
            (more, false) => format!("{shown} and {more} more"),
        }
    }
}

/// Serializes a list as a field, followed by the number of items not shown if there are any: `facts`, `more_facts`.
///
/// # Errors
/// Errors of the serializer.
pub fn serialize_cut<T: Serialize, S: Serializer>(
    [name, more]: [&'static str; 2],
    cut: &Cut<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry(name, &cut.shown)?;
    if cut.more > 0 {
        map.serialize_entry(more, &cut.more)?;
    }
    map.end()
}

/// Truncates a text to as many characters as the limit allows; a text that is cut ends with `…`.
#[must_use]
pub fn truncate(text: &str, limit: Limit) -> Cow<'_, str> {
    match text.char_indices().nth(limit.most()) {
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
        None => Cow::Borrowed(text),
    }
}
