use syn::BinOp;

/// A test of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    BeginsWith,
    Between,
    Contains,
    Equal,
    Exists,
    Greater,
    GreaterOrEqual,
    IsIn,
    IsNull,
    IsType,
    Less,
    LessOrEqual,
    NotEqual,
    NotExists,
}

/// What the code of an operator calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    /// The constant method that makes its clause.
    pub(super) clause: &'static str,
    /// What its values are.
    pub(super) takes: Takes,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// What the attribute is compared with.
    Compared,
    /// What it contains.
    Contained,
    /// A type of DynamoDB.
    Kind,
    /// Any number of those it is compared with.
    Many,
    /// An end of a range.
    Ordered,
    /// What it begins with.
    Prefix,
}

impl Operator {
    /// The methods that are conditions, each with how it is written.
    pub(super) const METHODS: &'static [(&'static str, Self, &'static str)] = &[
        ("begins_with", Self::BeginsWith, "name.begins_with(\"A\")"),
        ("between", Self::Between, "total.between(1, 9)"),
        ("contains", Self::Contains, "tags.contains(\"vip\")"),
        ("exists", Self::Exists, "note.exists()"),
        ("is_in", Self::IsIn, "status.is_in([\"open\", \"paid\"])"),
        ("is_null", Self::IsNull, "note.is_null()"),
        ("is_type", Self::IsType, "note.is_type(Kind::S)"),
        ("not_exists", Self::NotExists, "note.not_exists()"),
    ];

    pub(super) fn of(operator: &BinOp) -> Option<Self> {
        Some(match operator {
            BinOp::Eq(_) => Self::Equal,
            BinOp::Ge(_) => Self::GreaterOrEqual,
            BinOp::Gt(_) => Self::Greater,
            BinOp::Le(_) => Self::LessOrEqual,
            BinOp::Lt(_) => Self::Less,
            BinOp::Ne(_) => Self::NotEqual,
            _ => return None,
        })
    }

    /// How it is written between two sides.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::NotEqual => "!=",
            _ => "==",
        }
    }

    /// The operator between the same two sides, turned around.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            other => other,
        }
    }

    /// How many values it takes.
    pub(super) fn values(self) -> usize {
        match self {
            Self::Exists | Self::IsNull | Self::NotExists => 0,
            Self::Between => 2,
            _ => 1,
        }
    }

    /// Whether sizes can be tested so.
    pub(super) fn is_of_sizes(self) -> bool {
        matches!(
            self,
            Self::Between
                | Self::Equal
                | Self::Greater
                | Self::GreaterOrEqual
                | Self::Less
                | Self::LessOrEqual
                | Self::NotEqual
        )
    }

    pub(super) fn binding(self) -> Binding {
        let (clause, takes) = match self {
            Self::BeginsWith => ("is_begun_with", Takes::Prefix),
            Self::Between => ("is_between", Takes::Ordered),
            Self::Contains => ("is_containing", Takes::Contained),
            Self::Equal => ("is_equal", Takes::Compared),
            Self::Exists => ("is_there", Takes::Compared),
            Self::Greater => ("is_greater", Takes::Ordered),
            Self::GreaterOrEqual => ("is_greater_or_equal", Takes::Ordered),
            Self::IsIn => ("is_one_of", Takes::Many),
            Self::IsNull => ("is_null_or_missing", Takes::Compared),
            Self::IsType => ("is_of_type", Takes::Kind),
            Self::Less => ("is_less", Takes::Ordered),
            Self::LessOrEqual => ("is_less_or_equal", Takes::Ordered),
            Self::NotEqual => ("is_not_equal", Takes::Compared),
            Self::NotExists => ("is_missing", Takes::Compared),
        };
        Binding { clause, takes }
    }
}

impl Takes {
    /// The trait of attributes that take such values, and its function that tells their type.
    pub(super) fn of_attribute(self) -> (&'static str, &'static str) {
        match self {
            Self::Compared | Self::Kind | Self::Many => ("Attribute", "compared"),
            Self::Contained => ("Container", "contained"),
            Self::Ordered => ("Ordered", "ordered"),
            Self::Prefix => ("Prefix", "prefix"),
        }
    }

    /// The trait of values that may be given.
    pub(super) fn of_values(self) -> &'static str {
        match self {
            Self::Many => "BindAll",
            _ => "Bind",
        }
    }
}
