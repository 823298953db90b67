//! How citations name passages, `say:Anchoring`.

use crate::store::Id;
use crate::words::read::faults;
use crate::words::read::reader::VocabularyReader;
use crate::words::{Anchoring, say};

impl VocabularyReader<'_> {
    pub(super) fn anchoring(&mut self) {
        self.lexicon.anchoring = self.read_single(say::ANCHORING, Self::anchoring_at, faults::second_anchoring);
    }

    fn anchoring_at(&mut self, node: Id) -> Option<Anchoring> {
        let faults = self.problems.len();
        let mut stated = |property, what| {
            let path = self.path_of(node, property, None);
            if path.is_none() && self.raw_values(node, property).is_empty() {
                let name = property.as_str().rsplit('#').next().unwrap_or_default();
                self.missing_in(node, &format!("say:{name}"), what);
            }
            path
        };
        let citations = stated(say::CITATIONS, "the path from a record to its citations");
        let source = stated(say::SOURCE, "the path from a citation to its source");
        let quote = stated(say::QUOTE, "the path from a citation to the words of the passage");
        let digest = stated(say::DIGEST, "the path from a citation to the digest of the passage");
        let length = stated(say::LENGTH, "the path from a citation to the length of the passage");
        let anchoring = Anchoring {
            citations: citations?,
            source: source?,
            searched: self.path_of(node, say::SEARCHED, None),
            quote: quote?,
            digest: digest?,
            length: length?,
            section: self.path_of(node, say::SECTION, None),
            copy: self.path_of(node, say::COPY, None),
            copy_of: self.path_of(node, say::COPY_OF, None),
            version_day: self.path_of(node, say::VERSION_DAY, None),
            speaks_for: self.path_of(node, say::SPEAKS_FOR, None),
            first: self.path_of(node, say::FIRST, None),
            last: self.path_of(node, say::LAST, None),
            days: self.paths_at(node, say::DAYS),
        };
        (self.problems.len() == faults).then_some(anchoring)
    }
}
