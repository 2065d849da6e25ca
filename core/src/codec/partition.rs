use super::{Bound, CodecError, KeyAttribute, KeyPart, Kind, Result, Writer};

/// What may be given for the partition of several entities: the value itself where their partition key has one
/// placeholder, a tuple where it has several, in their order, and `()` where it is text alone.
///
/// ```
/// use ddbx_core::codec::{IntoPartition, Kind};
///
/// let values = ("ann", 2030).into_partition()?;
/// assert_eq!(values.iter().map(|value| value.kind()).collect::<Vec<_>>(), [Kind::S, Kind::N]);
/// # Ok::<(), ddbx_core::codec::CodecError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a partition: it is made of strings, numbers or binary",
    label = "no values of a partition key",
    note = "a key of one placeholder is given as it is, a key of several as a tuple"
)]
pub trait IntoPartition {
    /// The values, one for each placeholder.
    ///
    /// # Errors
    ///
    /// A value that no key can hold.
    fn into_partition(self) -> Result<Vec<Bound>>;
}

#[diagnostic::do_not_recommend]
impl<T: PartitionValue> IntoPartition for T {
    fn into_partition(self) -> Result<Vec<Bound>> {
        Ok(vec![self.partition_value()?])
    }
}

impl IntoPartition for () {
    fn into_partition(self) -> Result<Vec<Bound>> {
        Ok(Vec::new())
    }
}

/// One value of a partition key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a key: keys are strings, binary, integers up to 64 bits or `Number`",
    label = "not a key type"
)]
pub trait PartitionValue {
    /// The value as a statement carries it.
    ///
    /// # Errors
    ///
    /// A value that no key can hold.
    fn partition_value(&self) -> Result<Bound>;
}

#[diagnostic::do_not_recommend]
impl<T: KeyAttribute> PartitionValue for T {
    fn partition_value(&self) -> Result<Bound> {
        bound(self.key_part()?)
    }
}

impl PartitionValue for &str {
    fn partition_value(&self) -> Result<Bound> {
        Ok(Bound::S((*self).to_owned()))
    }
}

impl PartitionValue for &String {
    fn partition_value(&self) -> Result<Bound> {
        Ok(Bound::S((*self).clone()))
    }
}

fn bound(part: KeyPart<'_>) -> Result<Bound> {
    let number = |text: &str| {
        let mut writer = Writer::new();
        writer.n(text);
        Bound::Encoded {
            json: writer.into_vec().into(),
            kind: Kind::N,
        }
    };
    Ok(match part {
        KeyPart::Absent => return Err(CodecError::custom("a partition needs a value, this is `None`")),
        KeyPart::B(bytes) => Bound::B(bytes.to_vec().into()),
        KeyPart::Decimal(text) => number(&text),
        KeyPart::Int(value) => Bound::Int(value),
        KeyPart::N(text) => number(text),
        KeyPart::S(text) => Bound::S(text.to_owned()),
        KeyPart::Text(text) => Bound::Text(text),
    })
}

macro_rules! partitions {
    ($(($($value:ident),+);)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($value: PartitionValue),+> IntoPartition for ($($value,)+) {
            #[expect(non_snake_case, reason = "a value is named after its type parameter")]
            fn into_partition(self) -> Result<Vec<Bound>> {
                let ($($value,)+) = self;
                Ok(vec![$($value.partition_value()?),+])
            }
        }
    )*};
}

partitions! {
    (A, B);
    (A, B, C);
    (A, B, C, D);
    (A, B, C, D, E);
    (A, B, C, D, E, F);
}
