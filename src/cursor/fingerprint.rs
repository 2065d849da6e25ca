use aws_lc_rs::digest::{Context, SHA256};
use ddbx_core::codec::{Bound, Writer};
use ddbx_core::expression::{Node, Test};

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
    Any,
    Not,
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

    /// Conditions, in this order.
    pub(crate) fn conditions(&mut self, nodes: &[Node]) {
        self.count(Sort::All, nodes.len());
        for node in nodes {
            self.condition(node);
        }
    }

    fn condition(&mut self, node: &Node) {
        match node {
            Node::And(nodes) => self.conditions(nodes),
            Node::Or(nodes) => {
                self.count(Sort::Any, nodes.len());
                for node in nodes {
                    self.condition(node);
                }
            }
            Node::Not(node) => {
                self.piece(Sort::Not, b"");
                self.condition(node);
            }
            Node::Leaf { field, test } => {
                self.piece(Sort::Leaf, field.attribute.as_bytes());
                self.test(test);
            }
        }
    }

    fn test(&mut self, test: &Test) {
        let (name, values): (_, &[&Bound]) = match test {
            Test::BeginsWith(value) => ("begins with", &[value]),
            Test::Between(from, to) => ("between", &[from, to]),
            Test::Compare(comparison, value) => (comparison.symbol(), &[value]),
            Test::Contains(value) => ("contains", &[value]),
            Test::Exists => ("exists", &[]),
            // Such a query is not sent.
            Test::Failed(_) => ("failed", &[]),
            Test::In(values) => {
                self.text("in");
                self.values(values);
                return;
            }
            Test::NotExists => ("not exists", &[]),
        };
        self.text(name);
        self.values(values.iter().copied());
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
