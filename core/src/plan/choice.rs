//! The choice among the indexes.

use super::binding::NONE;
use super::matching::{Fit, Match, Misfit};
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
        if !matches!(schema.members, []) && asked.fields.is_some() {
            return Err(Fault::new(fault::Kind::View, Place::View));
        }
        if let Some(name) = asked.index {
            let Some(index) = schema.position(name) else {
                return Err(Fault::new(fault::Kind::UnknownIndex, Place::Index));
            };
            let mut found = Match::NOTHING;
            return match found.fit(schema, &schema.indexes[index], clauses, asked) {
                Fit::Well => Ok(Self::with(schema, index as u8, &found, asked)),
                Fit::Not(misfit) => Err(forced(schema, index as u8, misfit, asked)),
            };
        }
        let (mut best, mut best_at, mut tied_with) = (Match::NOTHING, NONE, NONE);
        let (mut misfit, mut misfit_at) = (Misfit::Unbound, 0);
        let (mut rest, mut at) = (schema.indexes, 0);
        while let [index, after @ ..] = rest {
            let mut found = Match::NOTHING;
            match found.fit(schema, index, clauses, asked) {
                Fit::Not(why) => {
                    if closeness(&why) > closeness(&misfit) {
                        (misfit, misfit_at) = (why, at);
                    }
                }
                // There is one such item at most.
                Fit::Well if found.is_one_item() => return Ok(Self::with(schema, at, &found, asked)),
                Fit::Well if best_at == NONE => (best, best_at) = (found, at),
                Fit::Well => match found.beats(&best) {
                    Some(true) => (best, best_at, tied_with) = (found, at, NONE),
                    Some(false) => {}
                    None => tied_with = at,
                },
            }
            (rest, at) = (after, at + 1);
        }
        if best_at == NONE {
            return Err(unserved(schema, misfit_at, misfit, asked));
        }
        if tied_with != NONE {
            let (first, second) = (best_at, tied_with);
            return Err(Fault::new(fault::Kind::Tie { first, second }, Place::Entity));
        }
        Ok(Self::with(schema, best_at, &best, asked))
    }

    const fn with(schema: &Schema, index: u8, found: &Match, asked: &Asked) -> Self {
        let is_get = found.filter.0 == 0 && found.is_one_item();
        Self {
            access: if is_get { Access::Get } else { Access::Query },
            index,
            key: found.key,
            filter: found.filter,
            fan_out: if found.fan_out == NONE {
                None
            } else {
                Some(found.fan_out)
            },
            hydrate: asked.hydrate && needs::lacks_content(schema, &schema.indexes[index as usize], asked).is_some(),
        }
    }
}

pub(super) const fn check(clauses: &[Clause]) -> Result<(), Fault> {
    let (mut rest, mut at, mut leaves) = (clauses, 0, 0);
    while let [clause, after @ ..] = rest {
        rest = after;
        if let Clause::Leaf(leaf) = clause {
            leaves += 1;
            if let Some(fault) = leaf.part.fault {
                return Err(Fault::new(fault::Kind::Part(fault), Place::Clause(at as u8)));
            }
        }
        at += 1;
    }
    if leaves > MOST || at > Mask::POSITIONS {
        return Err(Fault::new(fault::Kind::TooMany, Place::Entity));
    }
    Ok(())
}

/// How much a reason says: the index with it was so near to serving.
const fn closeness(misfit: &Misfit) -> u8 {
    match misfit {
        Misfit::Unbound => 0,
        Misfit::Global => 1,
        Misfit::Lacks(_) => 2,
        Misfit::Differs(..) | Misfit::Key(..) | Misfit::KeyOnly(_) => 3,
    }
}

/// The fault of a query that asks for an index which does not serve it.
const fn forced(schema: &Schema, at: u8, misfit: Misfit, asked: &Asked) -> Fault {
    match misfit {
        Misfit::Global => Fault::new(fault::Kind::Global { index: at }, Place::Consistent),
        Misfit::Unbound => Fault::new(fault::Kind::Unbound { index: at }, Place::Index),
        Misfit::Lacks(lack) => {
            let place = lack.place(schema, &schema.indexes[at as usize], asked, Place::Index);
            Fault::new(fault::Kind::Lacks { index: at, lack }, place)
        }
        Misfit::Differs(..) | Misfit::Key(..) | Misfit::KeyOnly(_) => unserved(schema, at, misfit, asked),
    }
}

/// The fault of a query that no index serves, of which this one was the nearest.
const fn unserved(schema: &Schema, at: u8, misfit: Misfit, asked: &Asked) -> Fault {
    match misfit {
        Misfit::Global => Fault::new(fault::Kind::Global { index: at }, Place::Consistent),
        Misfit::Differs(clause, difference) => Fault::new(fault::Kind::Differs(difference), Place::Clause(clause)),
        Misfit::Key(clause, why) => Fault::new(fault::Kind::KeyInFilter { index: at, why }, Place::Clause(clause)),
        Misfit::KeyOnly(clause) => Fault::new(fault::Kind::KeyOnly { index: at, clause }, Place::Clause(clause)),
        Misfit::Lacks(lack) => {
            let place = lack.place(schema, &schema.indexes[at as usize], asked, Place::Entity);
            Fault::new(fault::Kind::Lacks { index: at, lack }, place)
        }
        Misfit::Unbound => Fault::new(fault::Kind::Scan, Place::Entity),
    }
}
