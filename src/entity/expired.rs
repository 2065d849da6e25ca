//! Items whose time is over: DynamoDB keeps them for up to a few days, and returns them until then.
//!
//! Source: [Working with expired items](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html).

use std::time::SystemTime;

use ddbx_core::codec::Bound;
use ddbx_core::expression::{Comparison, Node, Test};
use ddbx_core::schema::Schema;
use ddbx_core::{Item, managed};

use super::condition::leaf;
use super::meaning::number;

/// When items of an entity have expired: those with this attribute at or before this time, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expired {
    attribute: &'static str,
    now: i64,
}

/// What has expired by `now`; `None` for an entity that does not expire, or where that does not matter.
pub(super) fn expiry(schema: &'static Schema, now: SystemTime, sees_expired: bool) -> Option<Expired> {
    if sees_expired {
        return None;
    }
    let attribute = schema.expires()?.attribute();
    // A clock that is out of all range has nothing expire.
    let now = managed::seconds(now).unwrap_or(i64::MIN);
    Some(Expired { attribute, now })
}

impl Expired {
    /// The attribute that holds the time of an item.
    pub(super) const fn attribute(self) -> &'static str {
        self.attribute
    }

    /// The time, in seconds since 1970.
    pub(super) const fn now(self) -> i64 {
        self.now
    }

    /// That an item has not expired.
    pub(super) fn alive(self) -> Node {
        Node::Or(vec![
            leaf(self.attribute, Test::NotExists),
            leaf(
                self.attribute,
                Test::Compare(Comparison::Greater, Bound::Int(self.now.into())),
            ),
        ])
    }

    /// The condition, of which an expired item is none: it holds for one exactly if it holds where there is no item.
    pub(super) fn as_if_deleted(self, node: Node) -> Node {
        if holds_for_nothing(&node) {
            let over = Test::Compare(Comparison::LessOrEqual, Bound::Int(self.now.into()));
            Node::Or(vec![leaf(self.attribute, over), node])
        } else {
            Node::And(vec![node, self.alive()])
        }
    }

    pub(super) fn has_taken(self, item: &Item) -> bool {
        number(item, self.attribute).is_some_and(|expires| expires <= self.now.into())
    }
}

/// Whether a condition holds where there is no item.
fn holds_for_nothing(node: &Node) -> bool {
    match node {
        Node::And(nodes) => nodes.iter().all(holds_for_nothing),
        Node::Or(nodes) => nodes.iter().any(holds_for_nothing),
        Node::Not(node) => !holds_for_nothing(node),
        Node::Leaf { test, .. } => match test {
            Test::IsNull | Test::NotExists | Test::Compare(Comparison::NotEqual, _) => true,
            Test::BeginsWith(_)
            | Test::Between(..)
            | Test::Compare(..)
            | Test::Contains(_)
            | Test::Exists
            | Test::Failed(_)
            | Test::In(_)
            | Test::IsType(_) => false,
        },
    }
}
