//! Ranges at the ends of what a key has room for.

use proptest::prelude::*;
use proptest::sample::select;

use super::config;
use super::evaluate::Sent;
use super::sample::{Place, Sample, Template};
use crate::codec::Bound;
use crate::expression::{Clause, Comparison, FieldRef, Leaf, Operand, Operator, Part};
use crate::limits::SORT_KEY_BYTES;
use crate::plan::{Asked, Plan};
use crate::schema::Format;

/// The greatest characters of one, two, three and four bytes, and the ones after them.
const TAILS: [&str; 9] = [
    "",
    "a",
    "\u{0}",
    "\u{7f}",
    "\u{80}",
    "\u{7ff}",
    "\u{800}",
    "\u{ffff}",
    "\u{10ffff}",
];

/// Text that fills a key but for a few bytes.
fn filling() -> impl Strategy<Value = String> {
    let tails = || select(&TAILS[..]);
    (select(vec!["a", "\u{7f}", "\u{10ffff}"]), tails(), tails(), 0..4_usize).prop_map(|(fill, one, two, less)| {
        let tail = format!("{one}{two}");
        let room = SORT_KEY_BYTES - 2 - tail.len() - less;
        let mut text = fill.repeat(room / fill.len());
        text.push_str(&tail);
        text
    })
}

fn leaf(field: u16, attribute: &'static str, comparison: Comparison, value: u8) -> Clause {
    Clause::Leaf(Leaf {
        field: FieldRef {
            index: field,
            attribute,
        },
        part: Part::WHOLE,
        operator: Operator::Compare(comparison),
        value,
    })
}

fn holds(comparison: Comparison, value: &str, other: &str) -> bool {
    match comparison {
        Comparison::Equal => value == other,
        Comparison::Greater => value > other,
        Comparison::GreaterOrEqual => value >= other,
        Comparison::Less => value < other,
        Comparison::LessOrEqual => value <= other,
        Comparison::NotEqual => value != other,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_longest_keys_have_their_place(
        literal in select(vec!["", "A#", "\u{10ffff}"]),
        key_only in any::<bool>(),
        lower in select(vec![None, Some(Comparison::Greater), Some(Comparison::GreaterOrEqual)]),
        upper in select(vec![None, Some(Comparison::Less), Some(Comparison::LessOrEqual)]),
        bounds in (filling(), filling()),
        others in prop::collection::vec(filling(), 6),
    ) {
        let template = Template::new(
            vec![Place::Text(Format::Plain)], vec![literal.to_owned(), String::new()], key_only,
        );
        let mut clauses = vec![leaf(0, "owner", Comparison::Equal, 0)];
        let mut values = vec![Operand::One(Bound::S("o".to_owned()))];
        let mut tests = Vec::new();
        for (comparison, value) in [(lower, &bounds.0), (upper, &bounds.1)] {
            if let Some(comparison) = comparison {
                clauses.push(leaf(1, "x", comparison, u8::try_from(values.len()).unwrap()));
                values.push(Operand::One(Bound::S(value.clone())));
                tests.push((comparison, value));
            }
        }
        let plan = Plan::of(template.schema, &clauses, &Asked::NOTHING).unwrap();
        let Ok(query) = Sent::new(template.schema, &plan, &clauses, &values) else {
            let is_long = |value: &String| literal.len() + value.len() > SORT_KEY_BYTES;
            let is_odd = |value: &String| is_long(value) || !template.takes(0, &Sample::Text(value.clone()));
            prop_assert!(tests.iter().any(|(_, value)| is_odd(value)));
            return Ok(());
        };
        prop_assert!(query.is_empty || query.is_accepted());
        for value in others.iter().chain([&bounds.0, &bounds.1]) {
            let entity = [Sample::Text(value.clone())];
            let Ok(key) = template.write(&entity) else { continue };
            let mut filter = tests.iter().enumerate().filter(|(at, _)| plan.filter().has(at + 1));
            let is_filtered = filter.all(|(_, (comparison, other))| holds(*comparison, value, other));
            let expected = tests.iter().all(|(comparison, other)| holds(*comparison, value, other));
            prop_assert_eq!(query.shows(&key) && is_filtered, expected, "{:?} by {:?}", value, tests);
        }
    }
}
