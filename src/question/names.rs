//! Names → things: quoted, bare, prefixed, IRI. A name that names several things is an error that
//! lists them; one that names nothing is an error that says what looks like it.

use oxigraph::model::{NamedNode, Term, TermRef};

use crate::base::{Diagnostic, Span, fold};
use crate::lang::PartKind;
use crate::question::faults;
use crate::question::reader::PhraseReader;
use crate::question::segment::{ItemKind, PhraseItem};
use crate::question::tree::Thing;
use crate::store::Id;
use crate::words::KindId;

impl PhraseReader<'_> {
    /// Reads the current name: the one thing of one of `kinds` that it names; of any kind if `kinds` is empty.
    pub(super) fn name(&mut self, kinds: &[KindId]) -> Result<Thing, Diagnostic> {
        let span = self.here();
        let bearers = match self.peek().map(|item| item.kind.clone()) {
            Some(ItemKind::Part(PartKind::Iri(iri))) => vec![self.iri(&iri, span)?],
            Some(ItemKind::Part(PartKind::Prefixed { prefix, local })) => {
                self.resolve_prefixed(&prefix, &local, span)?
            }
            _ => {
                let bearers = self.bearers(self.at);
                if bearers.is_empty() {
                    return Err(faults::names::no_name(self, kinds));
                }
                bearers
            }
        };
        let thing = self.choose(&bearers, kinds, span)?;
        self.at += 1;
        Ok(thing)
    }

    /// Refuses `no training` if the words from `from` to the current name begin a longer name of one of the kinds,
    /// `no training on customer data`: either could be meant.
    pub(super) fn check_beginning(&self, from: usize, kinds: &[KindId]) -> Result<(), Diagnostic> {
        let Some(PhraseItem { kind: ItemKind::Words { text, .. }, .. }) = self.peek().filter(|_| from < self.at) else {
            return Ok(());
        };
        let Some(first) = self.items.get(from) else {
            return Ok(());
        };
        let said = fold(self.source.slice(first.span.to(self.here())));
        let fits = |thing: &Id| {
            let own = self.lexicon.kinds_of(self.dataset, *thing);
            own.iter().any(|own| kinds.iter().any(|kind| self.lexicon.overlap(*own, *kind)))
        };
        let begun = self.lexicon.names().entries().filter(|(name, things)| {
            let rest = fold(name).strip_prefix(said.as_str()).map(|rest| rest.starts_with(char::is_whitespace));
            rest == Some(true) && things.iter().any(fits)
        });
        let begun: Vec<&str> = begun.map(|(name, _)| name).collect();
        if begun.is_empty() {
            return Ok(());
        }
        Err(faults::names::begins_a_name(self, from, text, &begun))
    }

    /// A name directly after a noun of its kind: `the service "Model Studio"`.
    pub(super) fn name_behind_noun(&mut self, kind: KindId) -> Result<Option<Thing>, Diagnostic> {
        let named = match self.peek().map(|item| &item.kind) {
            Some(ItemKind::Part(PartKind::Quoted(_) | PartKind::Iri(_) | PartKind::Prefixed { .. })) => true,
            Some(ItemKind::Words { senses, .. }) => {
                let kinds = self.kinds_of_name(self.at);
                senses.is_empty() && kinds.iter().any(|other| self.lexicon.is_a(*other, kind))
            }
            _ => false,
        };
        if named { self.name(&[kind]).map(Some) } else { Ok(None) }
    }

    /// True when what stands at `at` is written as a name, or names something.
    pub(super) fn is_name_at(&self, at: usize) -> bool {
        match self.items.get(at).map(|item| &item.kind) {
            Some(ItemKind::Part(part)) => {
                matches!(part, PartKind::Quoted(_) | PartKind::Iri(_) | PartKind::Prefixed { .. })
            }
            Some(ItemKind::Words { things, .. }) => !things.is_empty(),
            _ => false,
        }
    }

    /// The kinds of all things that the name at `at` names.
    pub(super) fn kinds_of_name(&self, at: usize) -> Vec<KindId> {
        let bearers = match self.part(at) {
            Some(PartKind::Iri(iri)) => {
                let iri = NamedNode::new(iri).ok();
                let id = iri.and_then(|iri| self.dataset.iri_id(iri.as_ref()));
                id.into_iter().collect()
            }
            Some(PartKind::Prefixed { prefix, local }) => self.expand_prefixed(prefix, local),
            _ => self.bearers(at),
        };
        bearers.into_iter().flat_map(|thing| self.lexicon.kinds_of(self.dataset, thing)).collect()
    }

    /// The things that quoted or bare words at `at` name.
    fn bearers(&self, at: usize) -> Vec<Id> {
        match self.items.get(at).map(|item| &item.kind) {
            Some(ItemKind::Part(PartKind::Quoted(name))) => self.lexicon.names().find(name),
            Some(ItemKind::Words { things, .. }) => things.clone(),
            _ => Vec::new(),
        }
    }

    fn iri(&self, iri: &str, span: Span) -> Result<Id, Diagnostic> {
        let node = NamedNode::new(iri).map_err(|error| faults::names::not_an_iri(self.source, span, &error))?;
        self.dataset.iri_id(node.as_ref()).ok_or_else(|| faults::names::unknown_iri(self.source, span))
    }

    fn resolve_prefixed(&self, prefix: &str, local: &str, span: Span) -> Result<Vec<Id>, Diagnostic> {
        let prefixes = self.dataset.prefixes();
        let known = prefixes.by_name.keys().any(|name| name.eq_ignore_ascii_case(prefix));
        if !known {
            return Err(faults::names::unknown_prefix(self, prefix, span));
        }
        let found = self.expand_prefixed(prefix, local);
        if found.is_empty() {
            return Err(faults::names::unknown_prefixed(self, prefix, local, span));
        }
        Ok(found)
    }

    fn expand_prefixed(&self, prefix: &str, local: &str) -> Vec<Id> {
        let prefixes = &self.dataset.prefixes().by_name;
        let names = prefixes.keys().filter(|name| name.eq_ignore_ascii_case(prefix));
        let iris = names.flat_map(|name| self.dataset.prefixes().expand(name, local));
        let exact: Vec<Id> =
            iris.filter_map(|iri| self.dataset.id(&Term::NamedNode(NamedNode::new(iri).ok()?))).collect();
        if !exact.is_empty() {
            return exact;
        }
        // Letter case does not matter: find things by the last part of the IRI, then compare prefixed names.
        let wanted = format!("{prefix}:{local}").to_lowercase();
        let named = self.lexicon.names().find(local.rsplit(['#', '/', ':']).next().unwrap_or(local));
        named
            .into_iter()
            .filter(|id| {
                let short = self.dataset.short(self.dataset.term(*id));
                short.to_lowercase() == wanted
            })
            .collect()
    }

    fn choose(&self, bearers: &[Id], kinds: &[KindId], span: Span) -> Result<Thing, Diagnostic> {
        let fits = |thing: &Thing| kinds.is_empty() || kinds.iter().any(|kind| self.lexicon.overlap(thing.kind, *kind));
        let all: Vec<Thing> = bearers.iter().filter_map(|id| self.thing(*id, kinds)).collect();
        let fitting: Vec<Thing> = all.iter().filter(|thing| fits(thing)).cloned().collect();
        match (fitting.as_slice(), all.as_slice()) {
            ([thing], _) => Ok(thing.clone()),
            ([], []) => Err(faults::names::name_without_kind(self.source, span)),
            ([], [other, ..]) => Err(faults::names::name_of_another_kind(self, span, other.kind, kinds)),
            _ => Err(faults::names::ambiguous_name(self, span, &fitting)),
        }
    }

    /// A thing with its kind, one of `kinds` if it is of several.
    fn thing(&self, id: Id, kinds: &[KindId]) -> Option<Thing> {
        let TermRef::NamedNode(iri) = self.dataset.term(id) else {
            return None;
        };
        let own = self.lexicon.kinds_of(self.dataset, id);
        let wanted = own.iter().find(|kind| kinds.iter().any(|wanted| self.lexicon.overlap(**kind, *wanted)));
        let kind = *wanted.or(own.first())?;
        Some(Thing { iri: iri.into_owned(), kind })
    }
}
