//! What links of named things lead to. A link behind another starts from few things again and again: what it leads to
//! is listed once for each, by the value that has to be the question's own.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::exec::native::node::Node;
use crate::exec::native::place::ById;
use crate::exec::native::set::Set;
use crate::exec::native::walk::{Flow, OFF, ON};
use crate::exec::native::way::Kept;
use crate::exec::native::{Env, Evaluator, Halt};
use crate::plan::{Concept, Link, Witnessed};
use crate::store::{Id, Links};

/// So many lists are made one thing at a time before what they are narrowed by is found as a whole.
const FEW: usize = 4;

/// A link, ready.
pub(super) struct Joint<'a> {
    /// What its ends have to be, whatever the question is about.
    alone: Vec<Rc<Node<'a>>>,
    /// What they have to be for one thing that it is about.
    rest: Vec<Rc<Node<'a>>>,
    key: Option<Key<'a>>,
    way: Kept<'a>,
    /// All that its ends have to be alone, once it is worth finding.
    within: OnceCell<Set>,
    listed: RefCell<ById<Rc<Listed>>>,
    /// What was listed last, and from where.
    last: Cell<Option<(Id, Rc<Listed>)>>,
}

/// `whose topic is their topic`
struct Key<'a> {
    own: &'a Links,
    their: Kept<'a>,
    node: Rc<Node<'a>>,
}

/// Values of the key with the ends that have them, ascending.
type Listed = Vec<(Id, Id)>;

/// True for a condition that every end of a link with the same path and the same ends fulfils.
fn is_implied(concept: &Concept, link: &Link) -> bool {
    concept.as_some() == Some((&link.path, &link.to))
}

/// The conditions of a list that are more than what its named things say.
pub(super) fn not_implied(concepts: &[Concept]) -> impl Iterator<Item = &Concept> {
    let witnessed = concepts.iter().find_map(|concept| match concept {
        Concept::Witnessed(witnessed) => Some(witnessed),
        _ => None,
    });
    let links = witnessed.map_or(&[][..], |witnessed| &witnessed.links);
    let is_more = move |concept: &&Concept| {
        let mut own = links.iter().filter(|link| link.from.is_none());
        !own.any(|link| is_implied(concept, link))
    };
    concepts.iter().filter(is_more)
}

impl<'a> Evaluator<'a> {
    /// The links of named things made ready, once.
    pub(super) fn joints(&self, witnessed: &'a Witnessed) -> Rc<[Joint<'a>]> {
        let at = std::ptr::from_ref(witnessed);
        if let Some(known) = self.joints.borrow().get(&at) {
            return Rc::clone(known);
        }
        let all = 0..witnessed.links.len();
        let all: Rc<[Joint<'a>]> = all.map(|index| self.joint(witnessed, index)).collect();
        self.joints.borrow_mut().insert(at, Rc::clone(&all));
        all
    }

    fn joint(&self, witnessed: &'a Witnessed, index: usize) -> Joint<'a> {
        let link = &witnessed.links[index];
        let mut joint = Joint {
            alone: Vec::new(),
            rest: Vec::new(),
            key: None,
            way: self.way(&link.path),
            within: OnceCell::new(),
            listed: RefCell::default(),
            last: Cell::default(),
        };
        let parts = match &link.to {
            Concept::All(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        for part in parts {
            let mut further = witnessed.links.iter();
            if further.any(|link| link.from == Some(index) && is_implied(part, link)) {
                continue;
            }
            let node = self.node(part);
            match self.own_and_their(part) {
                Some((own, their)) if joint.key.is_none() => {
                    joint.key = Some(Key { own, their, node });
                }
                _ if node.correlated => joint.rest.push(node),
                _ => joint.alone.push(node),
            }
        }
        joint
    }

    fn own_and_their(&self, concept: &'a Concept) -> Option<(&'a Links, Kept<'a>)> {
        let (path, to) = concept.as_some()?;
        match to {
            Concept::Their(their) => Some((self.way(path).links()?.there, self.way(their))),
            _ => None,
        }
    }

    /// Visits the ends of a link of named things, for a question about the root of `env`.
    pub(super) fn each_joined(
        &self,
        (joint, link): (&Joint<'a>, &'a Link),
        from: Id,
        env: Env<'_>,
        visit: &mut dyn FnMut(Id) -> Flow,
    ) -> Flow {
        if link.from.is_none() {
            return self.walk_once(&joint.way, from, &mut |end| {
                let mut passes = self.is_in_all(&joint.alone, end, env)?;
                passes = passes && self.is_in_all(&joint.rest, end, env)?;
                if let (true, Some(key)) = (passes, &joint.key) {
                    passes = self.is_in(&key.node, end, env)?;
                }
                if passes { visit(end) } else { ON }
            });
        }
        // Things that follow each other often start from the same.
        let last = joint.last.take().filter(|(known, _)| *known == from);
        let listed = match last {
            Some((_, listed)) => listed,
            None => self.listed(joint, from)?,
        };
        joint.last.set(Some((from, Rc::clone(&listed))));
        let Some(key) = &joint.key else {
            return self.visited(joint, listed.iter().map(|(_, end)| *end), env, visit);
        };
        let same = |value: Id| {
            let first = listed.partition_point(|(known, _)| *known < value);
            let same = listed[first..].iter();
            let same = same.take_while(move |(known, _)| *known == value);
            same.map(|(_, end)| *end)
        };
        if let Some(both) = key.their.links()
            && let [value] = both.there.of_node(env.root)
        {
            return self.visited(joint, same(*value), env, visit);
        }
        let mut ends = Vec::new();
        let _ = self.walk_once(&key.their, env.root, &mut |value| {
            ends.extend(same(value));
            ON
        })?;
        ends.sort_unstable();
        ends.dedup();
        self.visited(joint, ends.into_iter(), env, visit)
    }

    fn visited(
        &self,
        joint: &Joint<'a>,
        ends: impl Iterator<Item = Id>,
        env: Env<'_>,
        visit: &mut dyn FnMut(Id) -> Flow,
    ) -> Flow {
        for end in ends {
            self.budget.spend(1)?;
            if self.is_in_all(&joint.rest, end, env)? && visit(end)?.is_break() {
                return OFF;
            }
        }
        ON
    }

    /// What a link leads to from one thing.
    fn listed(&self, joint: &Joint<'a>, from: Id) -> Result<Rc<Listed>, Halt> {
        if let Some(known) = joint.listed.borrow().get(&from) {
            return Ok(Rc::clone(known));
        }
        if joint.listed.borrow().len() >= FEW && joint.within.get().is_none() {
            let _ = joint.within.set(self.within(joint)?);
        }
        let alone = Env {
            root: from,
            named: &[],
        };
        let mut listed = Listed::new();
        let _ = self.walk_once(&joint.way, from, &mut |end| {
            let passes = match joint.within.get() {
                Some(within) => within.contains(end),
                None => self.is_in_all(&joint.alone, end, alone)?,
            };
            if !passes {
                return ON;
            }
            match &joint.key {
                Some(key) => listed.extend(key.own.of_node(end).iter().map(|value| (*value, end))),
                None => listed.push((end, end)),
            }
            ON
        })?;
        listed.sort_unstable();
        let listed = Rc::new(listed);
        joint.listed.borrow_mut().insert(from, Rc::clone(&listed));
        Ok(listed)
    }

    /// Everything that an end may be, whatever the question is about.
    fn within(&self, joint: &Joint<'a>) -> Result<Set, Halt> {
        let mut within = Set::Range(self.every_id());
        for node in &joint.alone {
            within = within.and(&*self.whole(node)?);
        }
        Ok(within)
    }

    fn is_in_all(&self, nodes: &[Rc<Node<'a>>], id: Id, env: Env<'_>) -> Result<bool, Halt> {
        for node in nodes {
            if !self.is_in(node, id, env)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
