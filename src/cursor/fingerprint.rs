use aws_lc_rs::digest::{Context, SHA256};
use ddbx_core::codec::{Bound, Writer};
use ddbx_core::expression::{Clause, Join, Leaf, Operand, Operator, Step};

/// What a query asks, as 32 bytes: other conditions, other values or another order of items have another one.
///
/// It is of what the caller says, not of the expressions that become of it: those have the time of day in them where
/// entities expire, and their text may change from release to release.
pub(crate) struct Fingerprint(Context);

/// Before each piece: pieces of different sorts never look alike.
#[derive(Clone, Copy)]
enum Sort {
    Text = 1,
    Flag,
    Value,
    All,
    Element,
    Group,
    Leaf,
    Many,
}

impl Fingerprint {
    /// Of a statement of this kind, on this entity.
    pub(crate) fn new(kind: &str, entity: &str) -> Self {
        let mut this = Self(Context::new(&SHA256));
        this.text(kind);
        this.text(entity);
        this
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.piece(Sort::Text, text.as_bytes());
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.piece(Sort::Flag, &[u8::from(flag)]);
    }

    /// Values, in this order.
    pub(crate) fn values<'a>(&mut self, values: impl IntoIterator<Item = &'a Bound, IntoIter: ExactSizeIterator>) {
        let values = values.into_iter();
        self.count(Sort::Many, values.len());
        for value in values {
            let mut writer = Writer::new();
            value.write(&mut writer);
            self.piece(Sort::Value, writer.as_slice());
        }
    }

    /// Conditions, in this order, and what they compare with.
    pub(crate) fn conditions(&mut self, clauses: &[Clause], values: &[Operand]) {
        self.count(Sort::All, clauses.len());
        for clause in clauses {
            match clause {
                Clause::Group { join, len } => {
                    self.text(match join {
                        Join::And => "and",
                        Join::Not => "not",
                        Join::Or => "or",
                    });
                    self.count(Sort::Group, usize::from(*len));
                }
                Clause::Leaf(leaf) => self.leaf(leaf, values),
            }
        }
    }

    fn leaf(&mut self, leaf: &Leaf, values: &[Operand]) {
        self.piece(Sort::Leaf, leaf.field.attribute.as_bytes());
        for step in leaf.part.path() {
            match step {
                Step::Element(position) => self.count(Sort::Element, *position as usize),
                Step::Member(name) => self.text(name),
            }
        }
        self.flag(leaf.part.is_size());
        self.text(match leaf.operator {
            Operator::BeginsWith => "begins with",
            Operator::Between => "between",
            Operator::Compare(comparison) => comparison.symbol(),
            Operator::Contains => "contains",
            Operator::Exists => "exists",
            Operator::In => "in",
            Operator::IsNull => "is null",
            Operator::IsType => "is type",
            Operator::NotExists => "not exists",
        });
        let first = usize::from(leaf.value);
        // A statement that lacks a value is not sent.
        let of_leaf = values.get(first..first + usize::from(leaf.operator.values()));
        for value in of_leaf.unwrap_or_default() {
            match value {
                Operand::Many(values) => self.values(values),
                Operand::One(value) => self.values([value]),
            }
        }
    }

    fn count(&mut self, sort: Sort, count: usize) {
        self.piece(sort, &(count as u64).to_be_bytes());
    }

    fn piece(&mut self, sort: Sort, bytes: &[u8]) {
        self.0.update(&[sort as u8]);
        self.0.update(&(bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        let mut hash = [0; 32];
        hash.copy_from_slice(self.0.finish().as_ref());
        hash
    }
}
