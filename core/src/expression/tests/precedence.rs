use super::super::{Condition, Expressions, Field};
use super::{ACTIVE, NAME, SCORE, User, VISITS, text};

/// DynamoDB binds `NOT` tighter than `AND`, and `AND` tighter than `OR`; all three more loosely than `=` and
/// `BETWEEN`:
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Precedence>
#[test]
fn parentheses_stand_only_where_they_are_needed() {
    let a = || NAME.exists();
    let b = || VISITS.eq(1);
    let c = || SCORE.between(2, 3);
    let d = || ACTIVE.exists();
    const A: &str = "attribute_exists(#0)";
    for (condition, expected) in [
        (a(), A.to_owned()),
        (!a(), format!("NOT {A}")),
        (!!a(), A.to_owned()),
        (!!!a(), format!("NOT {A}")),
        (!b(), "NOT #0 = :0".to_owned()),
        (!c(), "NOT #0 BETWEEN :0 AND :1".to_owned()),
        (a().and(b()), format!("{A} AND #1 = :0")),
        (a().or(b()), format!("{A} OR #1 = :0")),
        (
            a().and(b()).and(c()),
            format!("{A} AND #1 = :0 AND #2 BETWEEN :1 AND :2"),
        ),
        (
            a().and(b().and(c())),
            format!("{A} AND #1 = :0 AND #2 BETWEEN :1 AND :2"),
        ),
        (a().or(b()).or(c()), format!("{A} OR #1 = :0 OR #2 BETWEEN :1 AND :2")),
        (a().or(b().or(c())), format!("{A} OR #1 = :0 OR #2 BETWEEN :1 AND :2")),
        (a().and(b()).or(c()), format!("{A} AND #1 = :0 OR #2 BETWEEN :1 AND :2")),
        (a().or(b().and(c())), format!("{A} OR #1 = :0 AND #2 BETWEEN :1 AND :2")),
        (
            a().or(b()).and(c()),
            format!("({A} OR #1 = :0) AND #2 BETWEEN :1 AND :2"),
        ),
        (
            a().and(b().or(c())),
            format!("{A} AND (#1 = :0 OR #2 BETWEEN :1 AND :2)"),
        ),
        (
            a().or(b()).and(c().or(d())),
            format!("({A} OR #1 = :0) AND (#2 BETWEEN :1 AND :2 OR attribute_exists(#3))"),
        ),
        (
            a().and(b()).or(c().and(d())),
            format!("{A} AND #1 = :0 OR #2 BETWEEN :1 AND :2 AND attribute_exists(#3)"),
        ),
        (!(a().and(b())), format!("NOT ({A} AND #1 = :0)")),
        (!(a().or(b())), format!("NOT ({A} OR #1 = :0)")),
        ((!a()).and(b()), format!("NOT {A} AND #1 = :0")),
        ((!a()).or(!b()), format!("NOT {A} OR NOT #1 = :0")),
        (a().and(!b()), format!("{A} AND NOT #1 = :0")),
        (
            a().and(!(b().or(c()))),
            format!("{A} AND NOT (#1 = :0 OR #2 BETWEEN :1 AND :2)"),
        ),
        (
            !(a().and(!(b().or(!c())))),
            format!("NOT ({A} AND NOT (#1 = :0 OR NOT #2 BETWEEN :1 AND :2))"),
        ),
        (
            (!(a().or(b()))).and(c()),
            format!("NOT ({A} OR #1 = :0) AND #2 BETWEEN :1 AND :2"),
        ),
        (!!(a().and(b())), format!("{A} AND #1 = :0")),
        (
            (!!(a().or(b()))).and(!!d()),
            format!("({A} OR #1 = :0) AND attribute_exists(#2)"),
        ),
    ] {
        assert_eq!(text(condition), expected);
    }
}

/// What was written, read with DynamoDB's precedence, is true of the same items as the condition.
#[test]
fn the_text_means_what_the_condition_says() {
    const FIELDS: [Field<User, bool>; 3] = [Field::new(0, "0"), Field::new(1, "1"), Field::new(2, "2")];
    for seed in 0..4000_u32 {
        let mut seed = seed;
        let mut choose = |count: u32| {
            let chosen = seed % count;
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) >> 1;
            chosen
        };
        let (condition, meaning) = some(&mut choose, 4, &FIELDS);
        let mut expressions = Expressions::new();
        let text = expressions.condition(condition.into()).unwrap();
        let names: Vec<usize> = expressions.names().map(|(_, name)| name.parse().unwrap()).collect();
        for bits in 0..8_u32 {
            let mut tokens = tokens(&text);
            let found = disjunction(&mut tokens, &|name| bits >> names[name] & 1 == 1);
            assert!(tokens.is_empty(), "{text}");
            assert_eq!(found, meaning(bits), "{text} {bits:03b}");
        }
    }
}

type Meaning = Box<dyn Fn(u32) -> bool>;

/// A condition, and what it says for fields that are there where a bit is set.
fn some(choose: &mut dyn FnMut(u32) -> u32, depth: u32, fields: &[Field<User, bool>; 3]) -> (Condition<User>, Meaning) {
    match if depth == 0 { 0 } else { choose(5) } {
        0 | 1 => {
            let field = choose(3);
            (
                fields[field as usize].exists(),
                Box::new(move |bits| bits >> field & 1 == 1),
            )
        }
        2 => {
            let (inner, meaning) = some(choose, depth - 1, fields);
            (!inner, Box::new(move |bits| !meaning(bits)))
        }
        operator => {
            let (left, left_meaning) = some(choose, depth - 1, fields);
            let (right, right_meaning) = some(choose, depth - 1, fields);
            if operator == 3 {
                (
                    left.and(right),
                    Box::new(move |bits| left_meaning(bits) & right_meaning(bits)),
                )
            } else {
                (
                    left.or(right),
                    Box::new(move |bits| left_meaning(bits) | right_meaning(bits)),
                )
            }
        }
    }
}

/// The words of an expression of `attribute_exists`, the last one first; `=0` says that `#0` is there.
fn tokens(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for name in 0..3 {
        text = text.replace(&format!("attribute_exists(#{name})"), &format!("={name}"));
    }
    let text = text.replace('(', " ( ").replace(')', " ) ");
    text.split_whitespace().rev().map(str::to_owned).collect()
}

fn disjunction(tokens: &mut Vec<String>, there: &dyn Fn(usize) -> bool) -> bool {
    let mut value = conjunction(tokens, there);
    while tokens.pop_if(|word| word == "OR").is_some() {
        value |= conjunction(tokens, there);
    }
    value
}

fn conjunction(tokens: &mut Vec<String>, there: &dyn Fn(usize) -> bool) -> bool {
    let mut value = negation(tokens, there);
    while tokens.pop_if(|word| word == "AND").is_some() {
        value &= negation(tokens, there);
    }
    value
}

fn negation(tokens: &mut Vec<String>, there: &dyn Fn(usize) -> bool) -> bool {
    match tokens.pop().unwrap().as_str() {
        "NOT" => !negation(tokens, there),
        "(" => {
            let value = disjunction(tokens, there);
            assert_eq!(tokens.pop().as_deref(), Some(")"));
            value
        }
        name => there(name.strip_prefix('=').unwrap().parse().unwrap()),
    }
}
