/// What a condition, or a part of it, can be before a write and after it: a set of the four pairs.
///
/// Parts are combined as if they knew nothing of each other. So a set may hold pairs that never come about, and always
/// holds those that may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outlook(u8);

const BOTH_FALSE: u8 = 0b0001;
const BECOMES_TRUE: u8 = 0b0010;
const BECOMES_FALSE: u8 = 0b0100;
const BOTH_TRUE: u8 = 0b1000;

impl Outlook {
    /// Nothing is known.
    pub(super) const ANY: Self = Self(0b1111);
    /// The write does not touch what it is about.
    pub(super) const SAME: Self = Self(BOTH_FALSE | BOTH_TRUE);
    /// True after the write, whatever it was.
    pub(super) const TRUE: Self = Self(BECOMES_TRUE | BOTH_TRUE);
    /// False after the write, whatever it was.
    pub(super) const FALSE: Self = Self(BOTH_FALSE | BECOMES_FALSE);
    /// Still true if it was.
    pub(super) const KEPT: Self = Self(BOTH_FALSE | BECOMES_TRUE | BOTH_TRUE);
    /// No longer true if it was.
    pub(super) const MOVED: Self = Self(BOTH_FALSE | BECOMES_TRUE | BECOMES_FALSE);

    fn pairs(self) -> impl Iterator<Item = (bool, bool)> {
        [(false, false), (false, true), (true, false), (true, true)]
            .into_iter()
            .filter(move |&(before, after)| self.0 & Self::pair(before, after).0 != 0)
    }

    const fn pair(before: bool, after: bool) -> Self {
        Self(match (before, after) {
            (false, false) => BOTH_FALSE,
            (false, true) => BECOMES_TRUE,
            (true, false) => BECOMES_FALSE,
            (true, true) => BOTH_TRUE,
        })
    }

    fn combined(self, other: Self, operator: impl Fn(bool, bool) -> bool) -> Self {
        let mut all = 0;
        for (before, after) in self.pairs() {
            for (other_before, other_after) in other.pairs() {
                all |= Self::pair(operator(before, other_before), operator(after, other_after)).0;
            }
        }
        Self(all)
    }

    pub(super) fn and(self, other: Self) -> Self {
        self.combined(other, |one, other| one & other)
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.combined(other, |one, other| one | other)
    }

    pub(super) fn not(self) -> Self {
        Self(
            self.pairs()
                .fold(0, |all, (before, after)| all | Self::pair(!before, !after).0),
        )
    }

    /// Whether the condition holds after a write that it has let through.
    pub(super) fn holds_again(self) -> bool {
        self.0 & BECOMES_FALSE == 0
    }

    /// Whether the condition is false after a write that it has let through.
    pub(super) fn always_fails(self) -> bool {
        self.0 & BOTH_TRUE == 0
    }
}
