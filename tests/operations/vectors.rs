//! `SearchVectors`, and the indexes it needs.

use ddbx::Item;
use ddbx::ops::{self, Capacity, DistanceFunction, SearchVectors, VectorIndex};
use serde_json::json;

use crate::executors::{Canned, body, tables};

#[test]
fn search_vectors_sends_its_options() {
    let request = SearchVectors::new("towns", "by_place")
        .vector([0.5, -1.0])
        .top_k(3)
        .condition("#c = :c")
        .projection("id")
        .name("#c", "country")
        .value(":c", "at")
        .return_consumed_capacity(Capacity::Total)
        .into_request()
        .unwrap();
    assert_eq!(tables(&request), ["towns"]);
    assert_eq!(
        body(&request),
        json!({
            "TableName": "towns",
            "IndexName": "by_place",
            "SearchVector": [{"N": "0.5"}, {"N": "-1"}],
            "TopK": 3,
            "SearchConditionExpression": "#c = :c",
            "ProjectionExpression": "id",
            "ExpressionAttributeNames": {"#c": "country"},
            "ExpressionAttributeValues": {":c": {"S": "at"}},
            "ReturnConsumedCapacity": "TOTAL",
        })
    );
}

#[test]
fn a_search_needs_a_vector_and_a_number() {
    let message = |search: SearchVectors| search.into_request().unwrap_err().to_string();
    let search = || SearchVectors::new("towns", "by_place");
    assert_eq!(
        message(search().top_k(1)),
        "SearchVectors on table `towns`: nothing to search for: say `.vector([0.1, …])`"
    );
    let how_many =
        "SearchVectors on table `towns`: a search must say how many items to find, at least one: `.top_k(10)`";
    assert_eq!(message(search().vector([1.0])), how_many);
    assert_eq!(message(search().vector([1.0]).top_k(0)), how_many);
    let error = search().vector([1.0, f32::NAN]).top_k(1).into_request().unwrap_err();
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "`SearchVector[1]`: not a number DynamoDB can hold"
    );
}

#[tokio::test]
async fn the_nearest_items_are_found() {
    let pool = crate::engine::connect().await;
    let index = VectorIndex::new("by_place", "place", 2, DistanceFunction::Euclidean)
        .partition_key("country", ops::KeyType::S)
        .inline_filter("people", ops::KeyType::N);
    let create = ops::CreateTable::new("towns")
        .partition_key("id", ops::KeyType::S)
        .vector_index(index);
    let created = crate::engine::create(&pool, create).await;
    let described = &created.vector_indexes[0];
    assert_eq!(
        (
            described.name.as_str(),
            described.attribute.as_str(),
            described.dimensions
        ),
        ("by_place", "place", 2)
    );
    assert_eq!(described.partition_key.as_deref(), Some("country"));
    assert_eq!(described.inline_filters, ["people"]);
    assert_eq!(described.distance, Some(DistanceFunction::Euclidean));

    for (id, country, people, place) in [
        ("a", "at", 10, [1, 1]),
        ("b", "at", 900, [2, 2]),
        ("c", "at", 20, [8, 8]),
        ("d", "ch", 10, [0, 0]),
    ] {
        let town = Item::new()
            .with("id", id)
            .with("country", country)
            .with("people", people)
            .with("place", place.map(ddbx::Value::from));
        ops::PutItem::new("towns").item(town).send(&pool).await.unwrap();
    }
    let search = || {
        SearchVectors::new("towns", "by_place")
            .vector([0.0, 0.0])
            .top_k(2)
            .value(":c", "at")
    };
    let found = search()
        .condition("country = :c")
        .send::<Item>(&pool)
        .await
        .unwrap()
        .results;
    let ids: Vec<_> = found.iter().map(|found| found.item["id"].as_s().unwrap()).collect();
    assert_eq!(ids, ["a", "b"]);

    let small = search()
        .condition("country = :c AND people = :p")
        .value(":p", 20)
        .projection("id");
    let output = small
        .return_consumed_capacity(Capacity::Total)
        .send::<Item>(&pool)
        .await
        .unwrap();
    let ids: Vec<_> = output.results.iter().map(|found| &found.item).collect();
    assert_eq!(ids, [&Item::new().with("id", "c")]);
    assert!(output.consumed.and_then(|consumed| consumed.search_bytes).is_some());
}

#[tokio::test]
async fn a_result_without_its_parts_is_an_error() {
    for answer in [
        r#"{"SearchResults":[{"Score":1}]}"#,
        r#"{"SearchResults":[{"Item":{"id":{"S":"x"}}}]}"#,
    ] {
        let search = SearchVectors::new("towns", "by_place").vector([0.0]).top_k(1);
        assert!(
            search
                .send::<Item>(&Canned::bodies([answer]))
                .await
                .unwrap_err()
                .is_decode()
        );
    }
}
