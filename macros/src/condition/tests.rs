use quote::quote;
use syn::parse_quote;

use super::*;
use crate::context::Context;

/// What a condition was understood as: signs and joins, fields and paths.
fn understood(condition: &Condition) -> String {
    let all = |joint: &str, all: &[Condition]| {
        let all: Vec<_> = all.iter().map(understood).collect();
        format!("({})", all.join(joint))
    };
    match condition {
        Condition::And(inner) => all(" & ", inner),
        Condition::Leaf(leaf) => {
            let values: Vec<_> = leaf.values.iter().map(|value| quote!(#value).to_string()).collect();
            format!("{} {:?} {}", leaf.subject.shown(), leaf.operator, values.join(" "))
                .trim_end()
                .to_owned()
        }
        Condition::Not(inner) => format!("!{}", understood(inner)),
        Condition::Or(inner) => all(" | ", inner),
    }
}

fn read(expression: Expr) -> (Option<String>, Vec<String>) {
    let mut context = Context::new();
    let condition = Condition::of(expression, &mut context);
    (condition.as_ref().map(understood), context.into_messages())
}

fn right(expression: Expr) -> String {
    let (condition, messages) = read(expression);
    assert_eq!(messages, [""; 0]);
    condition.unwrap()
}

fn wrong(expression: Expr) -> Vec<String> {
    read(expression).1
}

#[test]
fn every_operator_is_understood() {
    for (expression, expected) in [
        (parse_quote!(a == 1), "a Equal 1"),
        (parse_quote!(a != 1), "a NotEqual 1"),
        (parse_quote!(a < 1), "a Less 1"),
        (parse_quote!(a <= 1), "a LessOrEqual 1"),
        (parse_quote!(a > 1), "a Greater 1"),
        (parse_quote!(a >= 1), "a GreaterOrEqual 1"),
        (parse_quote!(a.between(1, 9)), "a Between 1 9"),
        (parse_quote!(a.is_in(all)), "a IsIn all"),
        (parse_quote!(a.begins_with("x")), "a BeginsWith \"x\""),
        (parse_quote!(a.contains("x")), "a Contains \"x\""),
        (parse_quote!(a.exists()), "a Exists"),
        (parse_quote!(a.not_exists()), "a NotExists"),
        (parse_quote!(a.is_null()), "a IsNull"),
        (parse_quote!(a.is_type(kind)), "a IsType kind"),
    ] {
        assert_eq!(right(expression), expected);
    }
}

#[test]
fn chains_are_one_list_and_parentheses_none_of_their_own() {
    assert_eq!(
        right(parse_quote!(a == 1 && b == 2 && c == 3)),
        "(a Equal 1 & b Equal 2 & c Equal 3)"
    );
    assert_eq!(
        right(parse_quote!(a == 1 && (b == 2 && c == 3))),
        "(a Equal 1 & b Equal 2 & c Equal 3)"
    );
    assert_eq!(
        right(parse_quote!(a == 1 || b == 2 && !(c == 3 || d == 4))),
        "(a Equal 1 | (b Equal 2 & !(c Equal 3 | d Equal 4)))"
    );
    assert_eq!(right(parse_quote!(((a) == (1)))), "a Equal (1)");
}

#[test]
fn paths_lead_into_attributes() {
    assert_eq!(right(parse_quote!(a.b.c == 1)), "a.b.c Equal 1");
    assert_eq!(right(parse_quote!(a[0].b["c"] == 1)), "a[0].b[\"c\"] Equal 1");
    assert_eq!(right(parse_quote!(r#type.r#move == 1)), "r#type.r#move Equal 1");
    // The field of a method's name is a field still.
    assert_eq!(right(parse_quote!(a.size.exists == 1)), "a.size.exists Equal 1");
    assert_eq!(
        wrong(parse_quote!(a.0 == 1)),
        ["elements are numbered in brackets: `[0]`"]
    );
    assert_eq!(
        wrong(parse_quote!(a[position] == 1)),
        [
            "the text of a query is constant: write the position out, `items[0]`, or use the builder, `.element(position)`"
        ]
    );
    assert_eq!(
        wrong(parse_quote!(a['x'] == 1)),
        ["a list is indexed by a number, a map by a string"]
    );
}

#[test]
fn a_size_is_compared_and_nothing_else() {
    let mut context = Context::new();
    let condition = Condition::of(parse_quote!(a.b.size() > 3), &mut context);
    assert!(matches!(condition, Some(Condition::Leaf(leaf)) if leaf.subject.size.is_some()));
    for (expression, message) in [
        (
            parse_quote!(a.size()),
            "`size()` is a number to compare: `tags.size() > 3`",
        ),
        (parse_quote!(a.size().size() > 3), "a size has no size"),
        (
            parse_quote!(a.size().b > 3),
            "a size has nothing below it: name it last",
        ),
        (
            parse_quote!(a.size().exists()),
            "a size is a number: compare it, or say `.size().between(1, 9)`",
        ),
    ] {
        assert_eq!(wrong(expression), [message]);
    }
}

#[test]
fn a_value_on_the_left_is_turned_around() {
    assert_eq!(
        wrong(parse_quote!(100 < total)),
        ["the field stands on the left: `total > ..`"]
    );
    assert_eq!(
        wrong(parse_quote!(100 != total)),
        ["the field stands on the left: `total != ..`"]
    );
    assert_eq!(
        wrong(parse_quote!(5 == 5)),
        ["a condition begins with a field: `total > 100`"]
    );
}

#[test]
fn nothing_is_not_compared_with() {
    for (expression, message) in [
        (
            parse_quote!(a.b == None),
            "`None` is not stored: say `a.b.not_exists()`",
        ),
        (
            parse_quote!(a != Option::None),
            "`None` is not stored: say `a.exists()`",
        ),
        (
            parse_quote!(a != Some("x")),
            "an attribute that is there is its value: leave `Some` out, `a != \"x\"`",
        ),
    ] {
        assert_eq!(wrong(expression), [message]);
    }
    // Another's `None` is a value like any other.
    assert_eq!(right(parse_quote!(a == Level::None)), "a Equal Level :: None");
}

#[test]
fn methods_are_corrected() {
    for (expression, message) in [
        (
            parse_quote!(a.begin_with("x")),
            "no condition `begin_with`: did you mean `begins_with`?",
        ),
        (
            parse_quote!(a.starts_with("x")),
            "no condition `starts_with`: say `name.begins_with(\"A\")`",
        ),
        (parse_quote!(a.gt(5)), "no condition `gt`: say `total > 5`"),
        (parse_quote!(a.exists(1)), "`exists` takes no value: `note.exists()`"),
        (
            parse_quote!(a.between(1)),
            "`between` takes two values: `total.between(1, 9)`",
        ),
        (
            parse_quote!(a.contains()),
            "`contains` takes one value: `tags.contains(\"vip\")`",
        ),
    ] {
        assert_eq!(wrong(expression), [message]);
    }
    let unknown = wrong(parse_quote!(a.frobnicate()));
    assert!(unknown[0].starts_with("no condition `frobnicate`; there are `begins_with`, "));
}

#[test]
fn a_mistake_leaves_the_rest_of_the_condition() {
    let (condition, messages) = read(parse_quote!(a = 1 && b == 2));
    assert_eq!((condition, messages.len()), (None, 1), "all of it is assigned");
    let (condition, messages) = read(parse_quote!(a.bad() && b == 2 && c && d == 4));
    assert_eq!(condition.as_deref(), Some("(b Equal 2 & d Equal 4)"));
    assert_eq!(
        messages[1],
        "a field alone is no condition: say `c == true`, or `c.exists()`"
    );
    assert_eq!(messages.len(), 2);
}

#[test]
fn what_is_no_condition_is_told_what_one_is() {
    for (expression, message) in [
        (parse_quote!(a = 1), "`=` assigns; compare with `==`"),
        (
            parse_quote!(a += 1),
            "conditions know `==  !=  <  <=  >  >=  &&  ||  !` and the methods of fields",
        ),
        (
            parse_quote!(true),
            "a condition begins with a field: `total > 100`, `note.exists()`",
        ),
        (
            parse_quote!(Order::a == 1),
            "a field is named alone, without a path: `a`",
        ),
        (
            parse_quote!(self.a == 1),
            "a condition begins with a field, by its name alone",
        ),
        (parse_quote!(a.len() > 3), "no condition `len`: say `tags.size() > 3`"),
        (
            parse_quote!(a + 1 > 3),
            "a condition begins with a field: `total > 100`",
        ),
    ] {
        assert_eq!(wrong(expression), [message]);
    }
}

#[test]
fn clauses_are_flat_and_values_numbered() {
    let mut context = Context::new();
    let condition = Condition::of(
        parse_quote!(a == 1 && (b.between(2, 3) || !(c.exists())) && d > 4),
        &mut context,
    );
    let expanded = Expanded::of(
        condition.as_ref(),
        Described::Entity,
        &parse_quote!(Order),
        &quote!(ddbx).into(),
    );
    // `a`, the group, `b`, the negation, `c`, and `d`.
    assert_eq!(expanded.clauses.len(), 6);
    assert_eq!(expanded.values.len(), 4);
    // Each test has its position, and that of its first value.
    let clauses: Vec<_> = expanded.clauses.iter().map(ToString::to_string).collect();
    assert!(clauses[0].ends_with(". is_equal (told , 0u8 , 0u8)"), "{}", clauses[0]);
    assert!(clauses[1].ends_with("len : 3u16 }"), "{}", clauses[1]);
    assert!(
        clauses[2].ends_with(". is_between (told , 2u8 , 1u8)"),
        "{}",
        clauses[2]
    );
    assert!(clauses[3].ends_with("len : 1u16 }"), "{}", clauses[3]);
    assert!(clauses[4].ends_with(". is_there (told , 4u8 , 3u8)"), "{}", clauses[4]);
    assert!(
        clauses[5].ends_with(". is_greater (told , 5u8 , 3u8)"),
        "{}",
        clauses[5]
    );
    assert!(context.is_clean());
}
