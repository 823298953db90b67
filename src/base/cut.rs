//! Lists of which only some are shown. Whoever cuts a list counts the rest, so that whoever writes it can say how
//! many more there are; a text that is cut ends with `…`.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::base::Limit;

/// What is shown of a list, and how many more there are. There is no way to have the first without the second: it is
/// made from the whole list.
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
    /// The first of a list, as many as the limit allows. The others are counted.
    pub fn of(all: impl IntoIterator<Item = T>, limit: Limit) -> Self {
        Self::within(all, limit.most())
    }

    /// The same where less room is left than the limit allows.
    pub fn within(all: impl IntoIterator<Item = T>, room: usize) -> Self {
        let mut all = all.into_iter();
        let shown: Vec<T> = all.by_ref().take(room).collect();
        Self { shown, more: all.count() as u64 }
    }

    /// A list of which nothing is left out.
    #[must_use]
    pub fn whole(all: Vec<T>) -> Self {
        Self { shown: all, more: 0 }
    }

    /// What is shown.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.shown
    }

    /// How many more there are.
    #[must_use]
    pub fn more(&self) -> u64 {
        self.more
    }

    /// What is shown, and how many more there are.
    #[must_use]
    pub fn into_parts(self) -> (Vec<T>, u64) {
        (self.shown, self.more)
    }

    /// How many there are in all.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.shown.len() as u64 + self.more
    }

    /// True where there is nothing, neither shown nor left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all() == 0
    }

    /// The same with something else in the place of what is shown.
    #[must_use]
    pub fn map<U>(self, of: impl FnMut(T) -> U) -> Cut<U> {
        Cut { shown: self.shown.into_iter().map(of).collect(), more: self.more }
    }

    /// Both lists, one behind the other.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.shown.extend(other.shown);
        self.more += other.more;
        self
    }

    /// The same, where as many were left out before.
    #[must_use]
    pub fn and_more(mut self, more: u64) -> Self {
        self.more += more;
        self
    }
}

impl<T, E> Cut<Result<T, E>> {
    /// The same without the results around what is shown.
    ///
    /// # Errors
    /// The first of them.
    pub fn transpose(self) -> Result<Cut<T>, E> {
        Ok(Cut { shown: self.shown.into_iter().collect::<Result<_, E>>()?, more: self.more })
    }
}

impl<T: AsRef<str>> Cut<T> {
    /// `a, b and 3 more`; `a, b` of a whole list
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

    /// Each between backticks: `a`, `b` and 3 more
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

/// Writes a list as a field of this name, and behind it, where some are left out, how many: `facts`, `more_facts`.
///
/// # Errors
/// Those of the serializer.
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

/// A text of so many characters at the most; one that is cut ends with `…`.
#[must_use]
pub fn truncate(text: &str, limit: Limit) -> Cow<'_, str> {
    match text.char_indices().nth(limit.most()) {
        Some((end, _)) => Cow::Owned(format!("{}…", text[..end].trim_end())),
        None => Cow::Borrowed(text),
    }
}
