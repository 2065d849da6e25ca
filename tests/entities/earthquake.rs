//! A week of earthquakes, 1,707 nested features: stored, read back equal, and queried.

use ddbx::{Attribute, Entity, Item, Pool, Value, ops};

/// A feature of `GeoJSON`, as far as the data goes.
#[derive(Entity, serde::Deserialize, Clone, Debug, PartialEq)]
#[entity(table = "earthquakes", pk = "NET#{net}", sk = "ID#{id}")]
struct Feature {
    net: String,
    id: String,
    #[serde(rename = "type")]
    #[entity(rename = "type")]
    kind: String,
    properties: Properties,
    geometry: Geometry,
}

#[derive(Attribute, serde::Deserialize, Clone, Debug, PartialEq)]
struct Properties {
    mag: Option<f64>,
    place: Option<String>,
    time: u64,
    updated: u64,
    tz: Option<i32>,
    url: String,
    felt: Option<u32>,
    cdi: Option<f64>,
    mmi: Option<f64>,
    alert: Option<String>,
    status: Status,
    tsunami: u8,
    sig: u32,
    nst: Option<u32>,
    dmin: Option<f64>,
    rms: Option<f64>,
    gap: Option<f64>,
    title: String,
}

#[derive(Attribute, serde::Deserialize, Clone, Copy, Debug, PartialEq)]
#[attribute(rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
enum Status {
    Automatic,
    Deleted,
    Reviewed,
}

#[derive(Attribute, serde::Deserialize, Clone, Debug, PartialEq)]
struct Geometry {
    #[serde(rename = "type")]
    #[attribute(rename = "type")]
    kind: String,
    coordinates: Vec<f64>,
}

fn document() -> serde_json::Value {
    serde_json::from_slice(include_bytes!("../../examples/data/earthquakes.json")).unwrap()
}

fn features() -> Vec<Feature> {
    let mut document = document();
    let features = document["features"].as_array_mut().unwrap();
    features
        .iter_mut()
        .map(|feature| {
            // The key is a field of the properties; an entity has its key fields at the top.
            feature["net"] = feature["properties"]["net"].clone();
            serde_json::from_value(feature.take()).unwrap()
        })
        .collect()
}

#[ddbx::test(entities(Feature))]
async fn every_feature_comes_back_equal_and_is_found_by_a_query(pool: Pool) {
    let features = features();
    assert_eq!(features.len(), 1_707);
    for feature in &features {
        ddbx::put(feature.clone()).if_not_exists().execute(&pool).await.unwrap();
    }
    for feature in &features {
        let key = (feature.net.as_str(), feature.id.as_str());
        assert_eq!(ddbx::get::<Feature>(key).fetch_one(&pool).await.unwrap(), *feature);
    }
    let mut expected: Vec<&Feature> = features.iter().filter(|feature| feature.net == "ak").collect();
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    let found = ddbx::query::<Feature>()
        .filter(|feature| feature.net.eq("ak"))
        .fetch_all(&pool)
        .await
        .unwrap();
    assert!(found.len() > 100);
    assert_eq!(found.iter().collect::<Vec<_>>(), expected);
}

/// JSON of any shape as a value of DynamoDB.
fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(number) => Value::N(number.to_string().parse().unwrap()),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(values) => Value::L(values.iter().map(value).collect()),
        serde_json::Value::Object(members) => Value::M(
            members
                .iter()
                .map(|(name, member)| (name.clone(), value(member)))
                .collect(),
        ),
    }
}

#[tokio::test]
async fn every_feature_comes_back_equal_without_a_struct() {
    let pool = crate::engine::connect().await;
    crate::engine::create(&pool, ops::CreateTable::new("raw").partition_key("id", ops::KeyType::S)).await;
    let items: Vec<Item> = document()["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| match value(feature) {
            Value::M(item) => item,
            other => panic!("a feature is a map, not {}", other.kind()),
        })
        .collect();
    for chunk in items.chunks(25) {
        let batch = chunk
            .iter()
            .fold(ops::BatchWriteItem::new(), |batch, item| batch.put("raw", item));
        assert!(batch.send(&pool).await.unwrap().unprocessed.is_none());
    }
    let mut found = ops::Scan::new("raw")
        .all_pages()
        .fetch_all::<Item>(&pool)
        .await
        .unwrap();
    let id = |item: &Item| item["id"].as_s().unwrap().to_owned();
    found.sort_by_key(id);
    let mut expected = items;
    expected.sort_by_key(id);
    assert!(found == expected, "an item changed on its way");
}
