/// Positions in a list of conditions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mask(pub(super) u128);

impl Mask {
    /// How many positions there are.
    pub const POSITIONS: usize = 128;

    /// No position.
    pub const NONE: Self = Self(0);

    /// The same, and this one.
    #[must_use]
    pub const fn with(self, position: usize) -> Self {
        Self(self.0 | 1 << position)
    }

    /// Whether it has this one.
    #[must_use]
    pub const fn has(self, position: usize) -> bool {
        position < Self::POSITIONS && self.0 & 1 << position != 0
    }

    /// How many it has.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
