//! The front matter that site generators put before a page: `title: …` between two lines of `---`.

use oxsdatatypes::Date;

/// The parsed front matter.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    /// The keys that are not read.
    pub(super) unread: Vec<String>,
    /// Its length in bytes.
    pub(super) length: usize,
}

/// Keys for the date of a page, the best first.
const DAYS: [&str; 10] = [
    "last_updated",
    "lastupdated",
    "updated",
    "last_modified",
    "lastmod",
    "modified",
    "effective_date",
    "effective",
    "date",
    "published",
];

impl FrontMatter {
    /// The front matter of a text; `None` if the text begins otherwise.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (fence, mark) = [("---", ':'), ("+++", '=')].into_iter().find(|(fence, _)| text.starts_with(fence))?;
        let mut length = 0;
        let mut inside = Vec::new();
        let mut closed = false;
        for line in text.split_inclusive('\n') {
            let first = length == 0;
            length += line.len();
            let bare = line.trim_end();
            match (first, bare == fence || bare == "..." && fence == "---") {
                (true, true) => {}
                (true, false) => return None,
                (false, true) => {
                    closed = true;
                    break;
                }
                (false, false) => inside.push(bare),
            }
        }
        // A line of `---` may be a rule: then no key follows it.
        let is_named = |line: &str| line.split_once(mark).is_some_and(|(name, _)| is_name(name.trim()));
        if !closed || inside.is_empty() || !inside.first().is_some_and(|it| is_named(it)) {
            return None;
        }
        let mut head = Self { length, ..Self::default() };
        let mut day: Option<(usize, Date)> = None;
        for line in inside.iter().filter(|it| is_named(it) && !it.starts_with([' ', '\t', '-'])) {
            let Some((name, value)) = line.split_once(mark) else {
                continue;
            };
            let name = name.trim();
            let value = value.trim().trim_matches(['"', '\'']);
            let plain = name.to_lowercase().replace('-', "_");
            let rank = DAYS.iter().position(|it| *it == plain);
            let date = value.get(..10).and_then(|it| it.parse::<Date>().ok());
            match (plain.as_str(), rank.zip(date)) {
                ("title", _) if !value.is_empty() => head.title = Some(value.to_owned()),
                (_, Some((rank, date))) => {
                    if day.is_none_or(|(best, _)| rank < best) {
                        day = Some((rank, date));
                    }
                }
                _ => head.unread.push(name.to_owned()),
            }
        }
        head.date = day.map(|(_, date)| date);
        Some(head)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
}
