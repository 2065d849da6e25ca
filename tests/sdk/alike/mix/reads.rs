use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ComparisonOperator, Condition, ReturnConsumedCapacity, Select};

use super::send;
use crate::{n, s};

async fn fill(client: &Client) {
    for number in 0..12 {
        let put = client
            .put_item()
            .table_name("orders")
            .item("customer", s(if number < 9 { "c" } else { "d" }))
            .item("n", n(number))
            .item("placed", s(&format!("2026-01-{:02}", number + 1)))
            .item("price", n(f64::from(number * 7 % 5) + 0.5))
            .item("note", s(&"n".repeat(usize::try_from(number).unwrap())))
            .item("tags", AttributeValue::Ss(vec![format!("t{}", number % 2)]));
        let put = if number % 3 == 0 {
            put
        } else {
            put.item("status", s("open"))
        };
        send!(put);
    }
}

fn by_key(client: &Client, condition: &str) -> QueryFluentBuilder {
    let query = client.query().table_name("orders").key_condition_expression(condition);
    query.expression_attribute_values(":c", s("c"))
}

fn scanned(client: &Client, filter: &str) -> ScanFluentBuilder {
    client.scan().table_name("orders").filter_expression(filter)
}

pub(super) async fn query(client: &Client) {
    fill(client).await;
    let ranged = |condition: &str| {
        by_key(client, condition)
            .expression_attribute_values(":a", n(2))
            .expression_attribute_values(":b", n(5))
    };
    let two = |condition: &str| by_key(client, condition).expression_attribute_values(":a", n(2));
    let page = by_key(client, "customer = :c").limit(4).send().await.unwrap();
    let equals = |value: AttributeValue| {
        let condition = Condition::builder()
            .comparison_operator(ComparisonOperator::Eq)
            .attribute_value_list(value);
        condition.build().unwrap()
    };
    send!(
        by_key(client, "customer = :c").return_consumed_capacity(ReturnConsumedCapacity::Indexes),
        by_key(client, "customer = :c")
            .limit(4)
            .set_exclusive_start_key(page.last_evaluated_key.clone()),
        by_key(client, "customer = :c")
            .limit(4)
            .scan_index_forward(false)
            .set_exclusive_start_key(page.last_evaluated_key),
        ranged("customer = :c AND n BETWEEN :a AND :b"),
        two("customer = :c AND n >= :a"),
        two("customer = :c AND n < :a"),
        two("n = :a AND customer = :c"),
        by_key(client, "customer = :c")
            .filter_expression("attribute_exists(#s)")
            .expression_attribute_names("#s", "status")
            .limit(5),
        by_key(client, "customer = :c").select(Select::Count),
        by_key(client, "customer = :c")
            .projection_expression("n, note")
            .consistent_read(true),
        client
            .query()
            .table_name("orders")
            .index_name("by_status")
            .key_condition_expression("#s = :open AND begins_with(placed, :month)")
            .expression_attribute_names("#s", "status")
            .expression_attribute_values(":open", s("open"))
            .expression_attribute_values(":month", s("2026-01-0")),
        by_key(client, "customer = :c").index_name("by_price"),
        by_key(client, "customer = :c")
            .index_name("by_price")
            .select(Select::AllAttributes),
        client
            .query()
            .table_name("orders")
            .key_conditions("customer", equals(s("c")))
            .query_filter("price", equals(n("2.5")))
            .attributes_to_get("n"),
        // What is no query.
        by_key(client, "customer = :c").index_name("none"),
        by_key(client, "customer > :c"),
        two("customer = :c AND price = :a"),
        by_key(client, "customer = :none"),
        by_key(client, "customer = :c").filter_expression("n > :c"),
        by_key(client, "customer = :c").limit(0),
        by_key(client, "customer = :c").exclusive_start_key("customer", s("c")),
        by_key(client, "customer = :c").select(Select::SpecificAttributes),
        two("customer = :c AND n > :a AND n < :a"),
        client.query().table_name("orders"),
        client
            .query()
            .table_name("none")
            .key_condition_expression("a = :a")
            .expression_attribute_values(":a", n(1)),
    );
}

pub(super) async fn scan(client: &Client) {
    let with = |filter: &str, value: AttributeValue| scanned(client, filter).expression_attribute_values(":v", value);
    send!(
        client.scan().table_name("orders"),
        client
            .scan()
            .table_name("orders")
            .limit(5)
            .return_consumed_capacity(ReturnConsumedCapacity::Total),
        client
            .scan()
            .table_name("orders")
            .exclusive_start_key("customer", s("c"))
            .exclusive_start_key("n", n(6)),
        client
            .scan()
            .table_name("orders")
            .index_name("by_status")
            .projection_expression("price"),
        client
            .scan()
            .table_name("orders")
            .segment(0)
            .total_segments(2)
            .select(Select::Count),
        client
            .scan()
            .table_name("orders")
            .segment(1)
            .total_segments(2)
            .select(Select::Count),
        with("contains(tags, :v)", s("t1")),
        with("contains(note, :v)", s("nnn")),
        with("size(note) >= :v", n(10)),
        with("attribute_type(tags, :v)", s("SS")),
        with("n IN (:v, :w)", n(3)).expression_attribute_values(":w", n(8)),
        with("NOT (begins_with(note, :v) OR price <> :w)", s("nn")).expression_attribute_values(":w", n("0.5")),
        client.scan().table_name("orders").scan_filter(
            "n",
            Condition::builder()
                .comparison_operator(ComparisonOperator::In)
                .attribute_value_list(n(1))
                .attribute_value_list(n(2))
                .build()
                .unwrap(),
        ),
        // What is no scan.
        client.scan().table_name("orders").segment(2).total_segments(2),
        client.scan().table_name("orders").segment(1),
        client
            .scan()
            .table_name("orders")
            .index_name("by_status")
            .consistent_read(true),
        with("attribute_type(tags, :v)", s("XX")),
        with("between(n, :v)", n(1)),
        with("n = :v AND", n(1)),
        scanned(client, ""),
    );
}
