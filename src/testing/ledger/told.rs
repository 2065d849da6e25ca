use ddbx_core::{Error, Outcome};

/// What a caller knows of a write that he made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// It was carried out.
    Done,
    /// He has an error, which says this.
    Failed(Outcome),
    /// He did not wait for the end.
    Nothing,
}

impl Told {
    /// What the result of a call says.
    ///
    /// ```
    /// use ddbx::testing::ledger::Told;
    /// use ddbx::{Error, Outcome};
    ///
    /// assert_eq!(Told::by(&Ok::<_, Error>(())), Told::Done);
    /// assert_eq!(Told::by(&Err::<(), _>(Error::invalid("no"))), Told::Failed(Outcome::NotApplied));
    /// ```
    pub fn by<T>(result: &Result<T, Error>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(error) => Self::Failed(error.outcome()),
        }
    }

    /// Whether the write was carried out, as far as he knows.
    pub(super) fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::Failed(Outcome::Applied))
    }

    /// Whether he knows that it was not.
    pub(super) fn is_denied(self) -> bool {
        self == Self::Failed(Outcome::NotApplied)
    }
}
