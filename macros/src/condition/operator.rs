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

/// How values of an operator are bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    /// The constant method that makes its clause.
    pub(super) clause: &'static str,
    /// The method that binds a value.
    pub(super) value: &'static str,
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
        let (clause, value) = match self {
            Self::BeginsWith => ("is_begun_with", "prefix_value"),
            Self::Between => ("is_between", "ordered_value"),
            Self::Contains => ("is_containing", "element_value"),
            Self::Equal => ("is_equal", "equal_value"),
            Self::Exists => ("is_there", "equal_value"),
            Self::Greater => ("is_greater", "ordered_value"),
            Self::GreaterOrEqual => ("is_greater_or_equal", "ordered_value"),
            Self::IsIn => ("is_one_of", "list_value"),
            Self::IsNull => ("is_null_or_missing", "equal_value"),
            Self::IsType => ("is_of_type", "type_value"),
            Self::Less => ("is_less", "ordered_value"),
            Self::LessOrEqual => ("is_less_or_equal", "ordered_value"),
            Self::NotEqual => ("is_not_equal", "equal_value"),
            Self::NotExists => ("is_missing", "equal_value"),
        };
        Binding { clause, value }
    }
}
