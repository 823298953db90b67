//! What speaks of the root in the usual way: something that is linked to what the root is linked to, like `a source
//! published by their vendor`. Such links are compared where they lie.

use std::rc::Rc;

use crate::exec::native::node::{Form, Node};
use crate::exec::native::set::Set;
use crate::exec::native::way::Move;
use crate::exec::native::{Evaluator, Halt};
use crate::store::{Id, Links};

/// Things of a set that share what a link leads to with the root.
pub(super) struct Shared<'a> {
    set: Option<Rc<Set>>,
    own: &'a Links,
    theirs: &'a Links,
}

impl Shared<'_> {
    /// True when a thing is one of these, for a root that is linked to `theirs`.
    #[inline]
    fn has(&self, thing: Id, theirs: &[Id]) -> bool {
        self.set.as_ref().is_none_or(|set| set.contains(thing))
            && self
                .own
                .of_node(thing)
                .iter()
                .any(|own| theirs.contains(own))
    }
}

/// The links of a concept that shares with the root, if that is all it says.
pub(super) fn shared_links<'a>(form: &Form<'a>) -> Option<(&'a Links, &'a Links)> {
    let (way, to) = form.as_some()?;
    match &to.form {
        Form::Their(theirs) => Some((way.links()?.there, theirs.links()?.there)),
        _ => None,
    }
}

impl<'a> Evaluator<'a> {
    /// A concept as things that share with the root; none when it is not of that form.
    fn shared(&self, node: &Node<'a>) -> Result<Option<Shared<'a>>, Halt> {
        let with = |links: (&'a Links, &'a Links), set| Shared {
            set,
            own: links.0,
            theirs: links.1,
        };
        match &node.form {
            Form::All(nodes) => match nodes.as_slice() {
                [set, other] if !set.correlated && !set.free => match shared_links(&other.form) {
                    Some(links) => Ok(Some(with(links, Some(self.whole(set)?)))),
                    None => Ok(None),
                },
                _ => Ok(None),
            },
            form => Ok(shared_links(form).map(|links| with(links, None))),
        }
    }

    /// A concept as a set, and a link from its things to something.
    #[allow(
        clippy::type_complexity,
        reason = "three things that are taken apart at once"
    )]
    fn further<'n>(
        &self,
        node: &'n Node<'a>,
    ) -> Result<Option<(Option<Rc<Set>>, &'a Links, &'n Rc<Node<'a>>)>, Halt> {
        let (set, form) = match &node.form {
            Form::All(nodes) => match nodes.as_slice() {
                [set, other] if !set.correlated && !set.free => (Some(set), &other.form),
                _ => return Ok(None),
            },
            form => (None, form),
        };
        if shared_links(form).is_some() {
            return Ok(None);
        }
        let Some((way, to)) = form.as_some() else {
            return Ok(None);
        };
        let Some(links) = way.links() else {
            return Ok(None);
        };
        let set = set.map(|set| self.whole(set)).transpose()?;
        Ok(Some((set, links.there, to)))
    }

    /// What of many candidates links to things that share with it; none where that is not what is asked.
    pub(super) fn joined(&self, node: &Node<'a>, candidates: &Set) -> Result<Option<Set>, Halt> {
        let (way, among, to, only) = match &node.form {
            Form::Only { way, among, to } => (way, Some(among), to, true),
            Form::Linked {
                way,
                min: 1,
                max: None,
                to,
            } => (way, None, to, false),
            _ => return Ok(None),
        };
        let (one, mut two) = match way.moves.as_slice() {
            [Move::Links(one)] => (one.there, None),
            [Move::Links(one), Move::Links(two)] => (one.there, Some(two.there)),
            _ => return Ok(None),
        };
        // A link to something that is linked to what is shared is one way of two links.
        let (mut to, mut middle) = (to, None);
        if let (false, None) = (only, two)
            && let Some((set, links, further)) = self.further(to)?
        {
            (two, to, middle) = (Some(links), further, set);
        }
        if among.is_some_and(|it| it.correlated) {
            return Ok(None);
        }
        let Some(shared) = self.shared(to)? else {
            return Ok(None);
        };
        let among = among.map(|it| self.whole(it)).transpose()?;
        let looked_at = |end: Id| among.as_ref().is_none_or(|it| it.contains(end));
        let found = candidates.kept(|thing| {
            let theirs = shared.theirs.of_node(thing);
            let firsts = one.of_node(thing);
            self.budget.spend(1 + firsts.len())?;
            let mut some = false;
            // False for who breaks `only`, true for who shows `some`.
            let mut decided = None;
            let mut look = |end: Id| {
                if looked_at(end) {
                    some = true;
                    if shared.has(end, theirs) != only {
                        decided = Some(!only);
                    }
                }
                decided.is_some()
            };
            let _ = match two {
                None => firsts.iter().any(|end| look(*end)),
                Some(two) => firsts.iter().any(|first| {
                    middle.as_ref().is_none_or(|set| set.contains(*first))
                        && two.of_node(*first).iter().any(|end| look(*end))
                }),
            };
            Ok(decided.unwrap_or(only && some))
        })?;
        Ok(Some(found))
    }
}
