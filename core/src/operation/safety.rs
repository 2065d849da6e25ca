/// Whether a request may be sent again after an attempt whose outcome nobody knows.
///
/// An attempt is ambiguous when a byte of it was written and no clean answer came back: DynamoDB may have applied
/// it. Whoever builds a request says here what a repeat of it would do, or has it computed from the body by
/// [`safety::of_body`](crate::safety::of_body). Attempts that were never sent, or that DynamoDB throttled, may always
/// be repeated and do not ask.
///
/// The variants are ordered from harmless to dangerous, so that several requests sent as one have the safety
/// `a.max(b)`.
///
/// ```
/// use ddbx_core::{Operation, Safety};
///
/// assert_eq!(Operation::Query.safety(), Safety::Read);
/// assert_eq!(Safety::Repeatable.max(Safety::Unsafe), Safety::Unsafe);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Changes nothing: repeat it.
    Read,
    /// A write that leaves the same state and gives the same answer however often it is applied: an unconditional
    /// put or delete, `SET a = :v`, `REMOVE a`, set elements added or deleted, none of them asking for return
    /// values, also with a condition that its success leaves true; a transaction with a valid token. Repeat it. A repeat may land after another writer's change and
    /// overwrite that one.
    Repeatable,
    /// A write that a repeat cannot apply twice, because its own success makes its condition fail
    /// (`attribute_not_exists(pk)` on a put, a version check with its bump), or because applying it twice leaves
    /// the same state although the answer differs. The state is safe, the verdict is not: a repeat that reports a
    /// failed condition may be reporting the success of the attempt before it. Without proof the outcome is
    /// unknown.
    Conditional,
    /// A repeat may apply the write twice: a numeric `ADD`, a right side that reads a path, `list_append`, list
    /// indexes, PartiQL writes, writes that ask for return values, and everything nothing is known about. Never
    /// repeat it; the outcome is unknown.
    Unsafe,
}
