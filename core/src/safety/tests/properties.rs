//! Expressions that chance puts together from parts whose class is known.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{CONDITIONAL, REPEATABLE, UNSAFE, update, update_if};
use crate::operation::Safety;

/// A clause, what it does to `@`, and the class of that.
const ACTIONS: &[(usize, &str, Safety)] = &[
    (0, "@ = :1", REPEATABLE),
    (0, "@.b.#a = :s", REPEATABLE),
    (0, "@ = if_not_exists(@, :l)", REPEATABLE),
    (0, "@ = @ + :1", UNSAFE),
    (0, "@ = @.b", UNSAFE),
    (0, "@ = if_not_exists(b, :1)", UNSAFE),
    (0, "@ = list_append(@, :l)", UNSAFE),
    (0, "@[1] = :1", UNSAFE),
    (1, "@", REPEATABLE),
    (1, "@.b", REPEATABLE),
    (1, "@.b[0]", UNSAFE),
    (2, "@ :ss", REPEATABLE),
    (2, "@ :1", UNSAFE),
    (3, "@ :ns", REPEATABLE),
    (3, "@[0] :ns", UNSAFE),
];

/// What one test of a condition can be before and after `SET a = :1`, each of them about something of its own.
#[derive(Clone, Copy, Debug)]
enum Leaf {
    True,
    False,
    Same,
    Either,
}

#[derive(Clone, Debug)]
enum Tree {
    Leaf(Leaf),
    Not(Box<Self>),
    Both(Box<Self>, Box<Self>),
    OneOf(Box<Self>, Box<Self>),
}

impl Tree {
    fn any() -> impl Strategy<Value = Self> {
        let leaf = select(&[Leaf::True, Leaf::False, Leaf::Same, Leaf::Either][..]).prop_map(Self::Leaf);
        leaf.prop_recursive(3, 6, 2, |inner| {
            let pair = || (inner.clone(), inner.clone()).prop_map(|(one, other)| (Box::new(one), Box::new(other)));
            prop_oneof![
                inner.clone().prop_map(|inner| Self::Not(Box::new(inner))),
                pair().prop_map(|(one, other)| Self::Both(one, other)),
                pair().prop_map(|(one, other)| Self::OneOf(one, other)),
            ]
        })
    }

    fn leaves(&self) -> usize {
        match self {
            Self::Leaf(_) => 1,
            Self::Not(inner) => inner.leaves(),
            Self::Both(one, other) | Self::OneOf(one, other) => one.leaves() + other.leaves(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Leaf(Leaf::True) => "attribute_exists(a)".into(),
            Self::Leaf(Leaf::False) => "attribute_not_exists(a)".into(),
            Self::Leaf(Leaf::Same) => "other = :2".into(),
            Self::Leaf(Leaf::Either) => "size(a) > :1".into(),
            Self::Not(inner) => format!("NOT ({})", inner.text()),
            Self::Both(one, other) => format!("({}) AND ({})", one.text(), other.text()),
            Self::OneOf(one, other) => format!("({}) OR ({})", one.text(), other.text()),
        }
    }

    /// What it is when its leaves are what `bits` says: two for each, before and after.
    fn holds(&self, bits: &mut u32, after: bool) -> bool {
        match self {
            Self::Leaf(leaf) => {
                let (was, is) = (*bits & 1 == 1, *bits & 2 == 2);
                *bits >>= 2;
                match (after, leaf) {
                    (false, _) | (true, Leaf::Same) => was,
                    (true, Leaf::True) => true,
                    (true, Leaf::False) => false,
                    (true, Leaf::Either) => is,
                }
            }
            Self::Not(inner) => !inner.holds(bits, after),
            Self::Both(one, other) => one.holds(bits, after) & other.holds(bits, after),
            Self::OneOf(one, other) => one.holds(bits, after) | other.holds(bits, after),
        }
    }

    /// What it can be after a write that it has let through.
    fn afterwards(&self) -> (bool, bool) {
        let (mut holds, mut fails) = (false, false);
        for bits in 0..1_u32 << (2 * self.leaves()) {
            if self.holds(&mut bits.clone(), false) {
                let again = self.holds(&mut bits.clone(), true);
                holds |= again;
                fails |= !again;
            }
        }
        (holds, fails)
    }
}

proptest! {
    #[test]
    fn an_update_has_the_class_of_its_worst_action(picked in prop::collection::vec(any::<Index>(), 1..9)) {
        let mut clauses = [("SET", vec![]), ("remove", vec![]), ("Add", vec![]), ("DELETE", vec![])];
        let mut expected = REPEATABLE;
        for (number, index) in picked.iter().enumerate() {
            let (clause, action, class) = ACTIONS[index.index(ACTIONS.len())];
            clauses[clause].1.push(action.replace('@', &format!("t{number}")));
            expected = expected.max(class);
        }
        let used = clauses.iter().filter(|(_, actions)| !actions.is_empty());
        let text = used.map(|(word, actions)| format!("{word} {}", actions.join(","))).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(update(&text), expected, "{}", text);
    }

    /// Every way its leaves can turn out, against what was found out without trying them.
    #[test]
    fn a_condition_is_what_its_parts_can_be(tree in Tree::any()) {
        let text = tree.text();
        let (harmless, dangerous) = match tree.afterwards() {
            (true, false) => (REPEATABLE, UNSAFE),
            (true, true) => (CONDITIONAL, UNSAFE),
            // Always false afterwards, or never true before.
            (false, _) => (CONDITIONAL, CONDITIONAL),
        };
        prop_assert_eq!(update_if("SET a = :1", &text), harmless, "{}", text);
        prop_assert_eq!(update_if("SET a = :1 ADD n :1", &text), dangerous, "{}", text);
    }
}
