use super::*;

#[test]
fn counts_edits_and_swaps() {
    assert_eq!(distance("id", "id"), 0);
    assert_eq!(distance("idd", "id"), 1);
    assert_eq!(distance("tabel", "table"), 1);
    assert_eq!(distance("Status", "status"), 0);
    assert_eq!(distance("", "id"), 2);
    assert_eq!(distance("placed", "plced_at"), 4);
}

#[test]
fn suggests_the_nearest_word_only_when_it_is_near() {
    assert_eq!(nearest("tabel", ["pk", "table", "sk"]), Some("table"));
    assert_eq!(
        nearest("customer_idd", ["customer", "customer_id"]),
        Some("customer_id")
    );
    assert_eq!(nearest("colour", ["pk", "table"]), None);
    assert_eq!(did_you_mean("idd", ["id"]), ": did you mean `id`?");
    assert_eq!(did_you_mean("price", ["id"]), "");
}

#[test]
fn lists_words() {
    assert_eq!(list([]), "");
    assert_eq!(list(["a"]), "`a`");
    assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
}
