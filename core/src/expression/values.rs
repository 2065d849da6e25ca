use std::fmt;
use std::mem::replace;
use std::ops::Deref;

use super::clause::{Clause, Operand, named};
use crate::codec::Result;

/// The values of conditions, by position. A few of them take no memory of their own.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "a few in place are what it is for")]
pub enum Values {
    /// As many as most queries have at most, of which the first `len` are values.
    Few {
        /// The values, and what stands in their place.
        all: [Operand; Self::FEW],
        /// How many are values.
        len: u8,
    },
    /// Any number.
    Many(Vec<Operand>),
}

impl Values {
    const FEW: usize = 6;

    /// What was bound for these conditions, or the first error of it.
    ///
    /// # Errors
    ///
    /// Those of binding; they name the attribute.
    pub fn taken_from(clauses: &[Clause], bound: &mut [Result<Operand>]) -> Result<Self> {
        let len = bound.len();
        let values = bound.iter_mut().enumerate().map(|(position, value)| {
            replace(value, Ok(Operand::NONE)).map_err(|error| named(error, clauses, position))
        });
        if len > Self::FEW {
            let mut many = Vec::with_capacity(len);
            for value in values {
                many.push(value?);
            }
            return Ok(Self::Many(many));
        }
        let mut all = [Operand::NONE; Self::FEW];
        for (place, value) in all.iter_mut().zip(values) {
            *place = value?;
        }
        Ok(Self::Few { all, len: len as u8 })
    }
}

impl From<Vec<Operand>> for Values {
    fn from(values: Vec<Operand>) -> Self {
        Self::Many(values)
    }
}

impl Deref for Values {
    type Target = [Operand];

    fn deref(&self) -> &[Operand] {
        match self {
            Self::Few { all, len } => &all[..usize::from(*len)],
            Self::Many(values) => values,
        }
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
