use std::fmt;

/// DynamoDB's data types, by their descriptors.
///
/// Source: [Data type descriptors](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html#Programming.LowLevelAPI.DataTypeDescriptors).
///
/// ```
/// use ddbx_core::codec::Kind;
///
/// assert_eq!(Kind::Ss.descriptor(), "SS");
/// assert_eq!(Kind::parse("BOOL"), Some(Kind::Bool));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any type: the field holds whatever is stored (`Value`).
    Any,
    /// Binary.
    B,
    /// Boolean.
    Bool,
    /// Binary set.
    Bs,
    /// List.
    L,
    /// Map.
    M,
    /// Number.
    N,
    /// Number set.
    Ns,
    /// Null.
    Null,
    /// String.
    S,
    /// String set.
    Ss,
}

impl Kind {
    /// The descriptor DynamoDB uses in JSON and in `attribute_type(path, :type)`.
    #[must_use]
    pub const fn descriptor(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::B => "B",
            Self::Bool => "BOOL",
            Self::Bs => "BS",
            Self::L => "L",
            Self::M => "M",
            Self::N => "N",
            Self::Ns => "NS",
            Self::Null => "NULL",
            Self::S => "S",
            Self::Ss => "SS",
        }
    }

    /// The type a descriptor stands for.
    #[must_use]
    pub fn parse(descriptor: &str) -> Option<Self> {
        Some(match descriptor {
            "B" => Self::B,
            "BOOL" => Self::Bool,
            "BS" => Self::Bs,
            "L" => Self::L,
            "M" => Self::M,
            "N" => Self::N,
            "NS" => Self::Ns,
            "NULL" => Self::Null,
            "S" => Self::S,
            "SS" => Self::Ss,
            _ => return None,
        })
    }

    /// Whether an attribute of this type may be a key: strings, numbers and binary only.
    #[must_use]
    pub const fn is_key(self) -> bool {
        matches!(self, Self::S | Self::N | Self::B)
    }

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Any => "any type",
            Self::B => "binary",
            Self::Bool => "boolean",
            Self::Bs => "binary set",
            Self::L => "list",
            Self::M => "map",
            Self::N => "number",
            Self::Ns => "number set",
            Self::Null => "null",
            Self::S => "string",
            Self::Ss => "string set",
        }
    }
}

/// The word and the descriptor: `string (S)`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.words(), self.descriptor())
    }
}
