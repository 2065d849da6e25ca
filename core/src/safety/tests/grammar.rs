//! What is an expression, and what is none.

use super::{CONDITIONAL, REPEATABLE, UNSAFE, delete_if, put_if, update, update_if};

#[test]
fn keywords_have_any_case_and_spaces_are_free() {
    for text in [
        "set a = :1",
        "Set\ta\n=\r\n:1",
        "  SET a=:1  ",
        "SET a = :1,b=:2",
        "SET a.b=:1 remove c Delete d :ss aDD e :ns",
        "SET a . b = :1",
        "SET setting = :1, removed = :1, added = :1",
        "SET #set = :1",
    ] {
        assert_eq!(update(text), REPEATABLE, "{text}");
    }
    for text in [
        "attribute_exists(id)and(b=:1)",
        "attribute_exists( id ) And b = :1 oR b = :2",
        "not(b=:1)",
        "NOT NOT attribute_exists(id)",
        "((attribute_exists(id)))",
        "b between :1 and :2 and c in(:1,:2)",
        "b=:1 AND c<>:1 AND d<:1 AND e<=:1 AND f>:1 AND g>=:1",
        "android = :1 AND order = :1",
    ] {
        assert_eq!(update_if("SET a = :1", text), REPEATABLE, "{text}");
    }
}

#[test]
fn precedence_is_that_of_dynamodb() {
    // AND binds before OR, NOT before both.
    assert_eq!(
        put_if("attribute_exists(id) OR attribute_exists(id) AND attribute_not_exists(id)"),
        REPEATABLE
    );
    assert_eq!(
        put_if("(attribute_exists(id) OR attribute_exists(id)) AND attribute_not_exists(id)"),
        CONDITIONAL
    );
    assert_eq!(
        put_if("NOT attribute_not_exists(id) OR attribute_exists(id)"),
        REPEATABLE
    );
    assert_eq!(
        put_if("NOT (attribute_not_exists(id) OR attribute_exists(id))"),
        CONDITIONAL
    );
    assert_eq!(put_if("NOT attribute_exists(id) AND attribute_exists(id)"), CONDITIONAL);
    assert_eq!(put_if("a BETWEEN :0 AND :1 AND attribute_exists(id)"), REPEATABLE);
    assert_eq!(put_if("a BETWEEN :2 AND :2 OR attribute_exists(id)"), REPEATABLE);
}

#[test]
fn no_update_expression_is_unsafe() {
    for text in [
        "",
        " ",
        "a = :1",
        "SET",
        "SET a",
        "SET a =",
        "SET a = :1,",
        "SET a = :1 b = :2",
        "SET a = :1 SET b = :2",
        "SET a = :1 ;",
        "SET a == :1",
        "SET a = 1",
        "SET a = 'x'",
        "SET = :1",
        "SET 1a = :1",
        "SET a. = :1",
        "SET .a = :1",
        "SET a[ = :1",
        "SET a[] = :1",
        "SET a[x] = :1",
        "SET a[-1] = :1",
        "SET a[0 = :1",
        "SET a[:1] = :1",
        "SET ä = :1",
        "SET a = :1 \u{a0}",
        "SET # = :1",
        "SET # a = :1",
        "SET a = : 1",
        "SET a = :",
        "SET #unknown = :1",
        "SET a = :unknown",
        "SET a = :1.0",
        "SET a = #a.#unknown",
        "SET set = :1",
        "SET a.Remove = :1",
        "SET a = and",
        "SET a = IF_NOT_EXISTS(a, :1)",
        "SET a = if_not_exists(a :1)",
        "SET a = if_not_exists(a, :1",
        "SET a = if_not_exists(:1, :1)",
        "SET a = if_not_exists(a)",
        "SET a = list_append(a)",
        "SET a = size(a)",
        "SET a = unknown(a)",
        "SET a = (:1",
        "SET a = :1)",
        "SET a = :1 + ",
        "SET a = a + :1 + :1",
        "SET a = a * :1",
        "SET a = a b",
        "REMOVE",
        "REMOVE a =",
        "REMOVE :1",
        "ADD a",
        "ADD a b",
        "ADD a :s",
        "ADD a :l",
        "ADD a = :1",
        "DELETE a",
        "DELETE a :1",
        "DELETE a :s",
        "UPSERT a = :1",
        "SET a = :1 WHERE b = :1",
    ] {
        assert_eq!(update(text), UNSAFE, "{text}");
    }
}

#[test]
fn no_condition_expression_is_unsafe() {
    for text in [
        "",
        " ",
        "a",
        "a =",
        "= :1",
        "a = :1 b",
        "a = :1 AND",
        "AND a = :1",
        "a = :1 OR OR b = :1",
        "NOT",
        "NOT a",
        "(a = :1",
        "a = :1)",
        "()",
        "(a) = :1",
        "a == :1",
        "a != :1",
        "a < > :1",
        "a > = :1",
        "a => :1",
        "a ~ :1",
        "a = :1 && b = :1",
        "a = 1",
        "a = #unknown",
        "a = :unknown",
        "a = :1 + :1",
        "a BETWEEN :1",
        "a BETWEEN :1 , :2",
        "a BETWEEN :1 AND",
        "a IN :1",
        "a IN ()",
        "a IN (:1",
        "a IN (:1,)",
        "a IN (:1 :2)",
        "attribute_exists",
        "attribute_exists a",
        "attribute_exists()",
        "attribute_exists(:1)",
        "attribute_exists(a, b)",
        "attribute_exists(a",
        "Attribute_Exists(a)",
        "begins_with(a)",
        "contains(a, b, c)",
        "size(a)",
        "size(:s) = :1",
        "a = begins_with(a, :s)",
        "attribute_exists(a) = :1",
        "unknown(a)",
        "and = :1",
        "a = :1 ä",
    ] {
        for (what, class) in [
            ("put", put_if(text)),
            ("delete", delete_if(text)),
            ("update", update_if("SET a = :1", text)),
        ] {
            assert_eq!(class, UNSAFE, "{what}: {text}");
        }
    }
}
