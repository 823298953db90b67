//! The page of a source: what it is, and what rests on it.

use std::collections::{BTreeSet, HashMap};

use crate::site::links::{CodedValue, PageTarget, ThingLink};
use crate::site::pages::{ArchivedCopy, SitePage, SourcePage};
use crate::site::reader::{NO_VENDOR, SiteReader};
use crate::store::Id;

/// What depends on a source, and how.
struct SourceDependents {
    citing: Vec<Id>,
    states: HashMap<Id, Vec<CodedValue>>,
    searching: Vec<Id>,
    concluded: Vec<Id>,
    caveats: Vec<Id>,
    profiles: Vec<Id>,
}

impl SiteReader<'_> {
    /// The page of a source.
    pub(super) fn source(&self, source: Id) -> SourcePage {
        let leaning = self.source_dependents(source);
        let caveats = leaning.caveats.iter().map(|it| {
            let limited = self.records_with_status(&self.links(*it, "limits"));
            (self.caveat(*it), limited)
        });
        let beside = [&leaning.citing, &leaning.searching, &leaning.concluded, &leaning.caveats];
        let beside: Vec<Id> = beside.into_iter().flatten().copied().collect();
        let mut behind = vec![source];
        behind.extend(self.backlinks(source, "source"));
        SourcePage {
            page: SitePage {
                name: self.page(source).unwrap_or_default(),
                triples: self.describe_closure_with(&behind, &beside),
            },
            source: self.source_refs(&[source]).remove(0),
            facts: self.facts(
                source,
                &[
                    ("title", "title"),
                    ("kind", "sourceKind"),
                    ("rank", "rank"),
                    ("published by", "publisher"),
                    ("for", "speaksFor"),
                    ("page of", "pageDate"),
                    ("language", "language"),
                    ("last seen", "lastSeen"),
                ],
            ),
            weight: self.weights.get(&source).copied().unwrap_or_default(),
            citing: self.dependents(&leaning.citing, &leaning.states),
            searching: self.dependents(&leaning.searching, &HashMap::new()),
            concluded: self.dependents(&leaning.concluded, &HashMap::new()),
            caveats: caveats.collect(),
            listed: leaning.profiles.iter().map(|it| self.document(*it)).collect(),
            notes: self.texts(source, "note"),
            copies: self.copies(source),
        }
    }

    /// Copies of a source, by the date of the page.
    fn copies(&self, source: Id) -> Vec<ArchivedCopy> {
        let mut copies = self.backlinks(source, "copyOf");
        copies.sort_by_cached_key(|it| {
            (self.texts(*it, "copyPageDate"), self.texts(*it, "copyLanguage"), self.texts(*it, "versionDay"))
        });
        let copies = copies.into_iter().map(|copy| ArchivedCopy {
            facts: self.facts(
                copy,
                &[
                    ("page of", "copyPageDate"),
                    ("language", "copyLanguage"),
                    ("version of", "versionDay"),
                    ("archive", "archive"),
                    ("document", "document"),
                    ("commit", "commit"),
                ],
            ),
            notes: self.texts(copy, "note"),
        });
        copies.collect()
    }

    fn source_dependents(&self, source: Id) -> SourceDependents {
        let (mut citing, mut caveats, mut profiles) = (Vec::new(), Vec::new(), Vec::new());
        let mut states: HashMap<Id, Vec<CodedValue>> = HashMap::new();
        for citation in self.backlinks(source, "source") {
            for user in self.backlinks(citation, "citation") {
                if self.is_a(user, "Caveat") {
                    caveats.push(user);
                } else if self.is_a(user, "Profile") {
                    profiles.push(user);
                } else {
                    citing.push(user);
                    let known = states.entry(user).or_default();
                    known.extend(self.codes(citation, "state"));
                    known.dedup();
                }
            }
        }
        let citing = self.in_order(citing);
        let searching = self.backlinks(source, "searched");
        let direct: BTreeSet<Id> = citing.iter().chain(&searching).copied().collect();
        let depending = self.depending.get(&source).into_iter().flatten();
        let concluded = depending.filter(|it| !direct.contains(it)).copied();
        SourceDependents {
            concluded: self.in_order(concluded),
            caveats: self.in_order(caveats),
            profiles: self.in_order(profiles),
            searching,
            citing,
            states,
        }
    }

    /// A document, with its place on the page of its vendor.
    pub(super) fn document(&self, profile: Id) -> ThingLink {
        let vendors = self.links(profile, "profileOf");
        let page = vendors.into_iter().find_map(|it| self.page(it));
        ThingLink {
            target: Some(PageTarget {
                page: page.unwrap_or_else(|| NO_VENDOR.to_owned()),
                anchor: Some(self.document_anchor(profile)),
            }),
            ..self.thing(profile)
        }
    }
}
