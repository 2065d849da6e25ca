//! Decimals of other crates: exact, up to DynamoDB's 38 digits.

use super::super::number::{OUT_OF_RANGE, PRECISION_LOSS};
use crate::codec::{CodecError, Result, ShortText};

/// A decimal type.
pub(super) trait Exact: Sized {
    const RUST: &'static str;

    /// The text of a number that DynamoDB can hold.
    fn write_number(&self) -> Result<ShortText>;

    /// The number with exactly this value, if the type has it.
    fn read_number(text: &str) -> Result<Option<Self>>;

    /// The number with exactly this value.
    fn read_exactly(text: &str) -> Result<Self> {
        Self::read_number(text)?.ok_or_else(|| {
            let fraction = text.contains(['.', '-']);
            CodecError::misfit(Self::RUST, if fraction { PRECISION_LOSS } else { OUT_OF_RANGE })
        })
    }
}

/// Makes decimals attributes, keys and members of sets.
macro_rules! exact {
    ($type:ty) => {
        impl $crate::codec::Type for $type {
            const KIND: $crate::codec::Kind = $crate::codec::Kind::N;
        }

        impl $crate::codec::Encode for $type {
            fn encode(&self, writer: &mut $crate::codec::Writer) -> $crate::codec::Result<()> {
                writer.n(&$crate::codec::foreign::exact::Exact::write_number(self)?);
                Ok(())
            }
        }

        impl<'de> $crate::codec::Decode<'de> for $type {
            fn decode(parser: &mut $crate::codec::Parser<'de>) -> $crate::codec::Result<Self> {
                use $crate::codec::foreign::exact::Exact;
                Exact::read_exactly(&parser.n(<Self as Exact>::RUST)?)
            }
        }

        impl $crate::codec::Attribute for $type {
            type Cmp = Self;
        }

        impl $crate::codec::KeyAttribute for $type {
            fn key_part(&self) -> $crate::codec::Result<$crate::codec::KeyPart<'_>> {
                $crate::codec::foreign::exact::Exact::write_number(self).map($crate::codec::KeyPart::Decimal)
            }
        }

        impl $crate::codec::FromKey for $type {
            fn from_key(text: &str) -> $crate::codec::Result<Self> {
                let number = <$crate::Number as $crate::codec::FromKey>::from_key(text)?;
                $crate::codec::foreign::exact::Exact::read_exactly(number.as_str())
            }
        }

        #[diagnostic::do_not_recommend]
        impl $crate::codec::Ordered for $type {
            type Of = <Self as $crate::codec::Attribute>::Cmp;
        }
        #[diagnostic::do_not_recommend]
        impl $crate::codec::Numeric for $type {}

        impl $crate::codec::SetMember for $type {
            const SET: $crate::codec::Kind = $crate::codec::Kind::Ns;

            fn write_member(&self, writer: &mut $crate::codec::Writer) -> $crate::codec::Result<()> {
                writer.string(&$crate::codec::foreign::exact::Exact::write_number(self)?);
                Ok(())
            }

            fn read_member(parser: &mut $crate::codec::Parser<'_>) -> $crate::codec::Result<Self> {
                $crate::codec::foreign::exact::Exact::read_exactly(&parser.string()?)
            }
        }

        impl $crate::codec::form::Cast for $type {
            fn cast(scalar: &$crate::codec::form::Loose<'_>) -> Option<Self> {
                let number = <$crate::Number as $crate::codec::form::Cast>::cast(scalar)?;
                $crate::codec::foreign::exact::Exact::read_number(number.as_str()).ok()?
            }
        }

        #[diagnostic::do_not_recommend]
        impl $crate::codec::Bind<$type> for i32 {
            fn bind(self) -> $crate::codec::Result<$crate::codec::Bound> {
                Ok($crate::codec::Bound::Int(self.into()))
            }
        }
    };
}

pub(super) use exact;
