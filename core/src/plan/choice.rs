//! The choice among the indexes.

use super::matching::{Match, Misfit};
use super::{Access, Asked, Fault, Mask, Place, Plan, fault, needs};
use crate::expression::Clause;
use crate::schema::Schema;

/// How many conditions a query takes.
const MOST: usize = 64;

impl Plan {
    /// The plan of a query, whose conditions must all hold.
    ///
    /// # Errors
    ///
    /// A query that no index serves, or that two serve equally well; a condition that a filter cannot hold.
    pub const fn of(schema: &Schema, clauses: &[Clause], asked: &Asked) -> Result<Self, Fault> {
        if let Err(fault) = check(clauses) {
            return Err(fault);
        }
        if asked.fields.is_some() && !schema.members().is_empty() {
            return Err(Fault::new(fault::Kind::View, Place::View));
        }
        if let Some(name) = asked.index {
            let Some(index) = schema.position(name) else {
                return Err(Fault::new(fault::Kind::UnknownIndex, Place::Index));
            };
            return match Match::of(schema, &schema.indexes()[index], clauses, asked) {
                Ok(found) => Ok(Self::with(schema, index, &found, clauses, asked)),
                Err(misfit) => Err(forced(schema, index, misfit, asked)),
            };
        }
        let mut best: Option<(usize, Match)> = None;
        let mut tie = None;
        let mut misfit: Option<(usize, Misfit)> = None;
        let mut at = 0;
        while at < schema.indexes().len() {
            let index = &schema.indexes()[at];
            let found = Match::of(schema, index, clauses, asked);
            // There is one such item at most.
            if let Ok(found) = &found
                && found.is_one_item()
            {
                return Ok(Self::with(schema, at, found, clauses, asked));
            }
            match (found, best) {
                (Ok(found), None) => best = Some((at, found)),
                (Ok(found), Some((other, against))) => match found.beats(&against) {
                    Some(true) => {
                        best = Some((at, found));
                        tie = None;
                    }
                    Some(false) => {}
                    None => tie = Some((other as u8, at as u8)),
                },
                (Err(found), _) => {
                    if is_closer(&found, &misfit) {
                        misfit = Some((at, found));
                    }
                }
            }
            at += 1;
        }
        if let Some((first, second)) = tie {
            return Err(Fault::new(fault::Kind::Tie { first, second }, Place::Entity));
        }
        match (best, misfit) {
            (Some((index, found)), _) => Ok(Self::with(schema, index, &found, clauses, asked)),
            (None, Some((index, misfit))) => Err(unserved(schema, index, misfit, asked)),
            (None, None) => Err(Fault::new(fault::Kind::Scan, Place::Entity)),
        }
    }

    const fn with(schema: &Schema, index: usize, found: &Match, clauses: &[Clause], asked: &Asked) -> Self {
        let filter = found.filter(clauses);
        let is_get = found.is_one_item() && filter.is_empty();
        Self {
            access: if is_get { Access::Get } else { Access::Query },
            index: index as u8,
            key: found.key,
            filter,
            fan_out: found.fan_out,
            hydrate: asked.hydrate && needs::lacks_content(schema, &schema.indexes()[index], asked).is_some(),
        }
    }
}

pub(super) const fn check(clauses: &[Clause]) -> Result<(), Fault> {
    let (mut at, mut leaves) = (0, 0);
    while at < clauses.len() {
        if let Clause::Leaf(leaf) = &clauses[at] {
            leaves += 1;
            if let Some(fault) = leaf.part.fault() {
                return Err(Fault::new(fault::Kind::Part(fault), Place::Clause(at as u8)));
            }
        }
        if leaves > MOST || at >= Mask::POSITIONS {
            return Err(Fault::new(fault::Kind::TooMany, Place::Entity));
        }
        at += 1;
    }
    Ok(())
}

/// Whether a reason says more than the one that is known: the index with it was nearer to serving.
const fn is_closer(misfit: &Misfit, known: &Option<(usize, Misfit)>) -> bool {
    match known {
        None => !matches!(misfit, Misfit::Unbound),
        Some((_, known)) => closeness(misfit) > closeness(known),
    }
}

const fn closeness(misfit: &Misfit) -> u8 {
    match misfit {
        Misfit::Unbound => 0,
        Misfit::Global => 1,
        Misfit::Lacks(_) => 2,
        Misfit::Differs(..) | Misfit::Key(..) | Misfit::KeyOnly(_) => 3,
    }
}

/// The fault of a query that asks for an index which does not serve it.
const fn forced(schema: &Schema, index: usize, misfit: Misfit, asked: &Asked) -> Fault {
    let at = index as u8;
    match misfit {
        Misfit::Global => Fault::new(fault::Kind::Global { index: at }, Place::Consistent),
        Misfit::Unbound => Fault::new(fault::Kind::Unbound { index: at }, Place::Index),
        Misfit::Lacks(lack) => {
            let place = lack.place(schema, &schema.indexes()[index], asked, Place::Index);
            Fault::new(fault::Kind::Lacks { index: at, lack }, place)
        }
        Misfit::Differs(..) | Misfit::Key(..) | Misfit::KeyOnly(_) => unserved(schema, index, misfit, asked),
    }
}

/// The fault of a query that no index serves, of which this one was the nearest.
const fn unserved(schema: &Schema, index: usize, misfit: Misfit, asked: &Asked) -> Fault {
    let at = index as u8;
    match misfit {
        Misfit::Global => Fault::new(fault::Kind::Global { index: at }, Place::Consistent),
        Misfit::Differs(clause, difference) => Fault::new(fault::Kind::Differs(difference), Place::Clause(clause)),
        Misfit::Key(clause, why) => Fault::new(fault::Kind::KeyInFilter { index: at, why }, Place::Clause(clause)),
        Misfit::KeyOnly(clause) => Fault::new(fault::Kind::KeyOnly { index: at, clause }, Place::Clause(clause)),
        Misfit::Lacks(lack) => {
            let place = lack.place(schema, &schema.indexes()[index], asked, Place::Entity);
            Fault::new(fault::Kind::Lacks { index: at, lack }, place)
        }
        Misfit::Unbound => Fault::new(fault::Kind::Scan, Place::Entity),
    }
}
