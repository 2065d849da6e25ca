//! `UpdateTimeToLive` and `DescribeTimeToLive`.

use ddbx::ops::{self, DescribeTimeToLive, TimeToLiveStatus, UpdateTimeToLive};
use serde_json::json;

use crate::executors::{Canned, body, code};
use crate::users;

#[test]
fn both_ways_are_sent() {
    let sent = |update: UpdateTimeToLive| body(&update.into_request());
    let specification = |enabled: bool| json!({"TableName": "users", "TimeToLiveSpecification": {"Enabled": enabled, "AttributeName": "expires"}});
    assert_eq!(sent(UpdateTimeToLive::enable("users", "expires")), specification(true));
    assert_eq!(
        sent(UpdateTimeToLive::disable("users", "expires")),
        specification(false)
    );
}

#[tokio::test]
async fn expiry_is_turned_on_and_described() {
    let pool = users().await;
    let before = DescribeTimeToLive::new("users").send(&pool).await.unwrap();
    assert_eq!((before.status, before.attribute), (TimeToLiveStatus::Disabled, None));

    let output = UpdateTimeToLive::enable("users", "expires").send(&pool).await.unwrap();
    assert_eq!((output.attribute.as_str(), output.enabled), ("expires", true));
    let after = DescribeTimeToLive::new("users").send(&pool).await.unwrap();
    assert_eq!(
        (after.status, after.attribute.as_deref()),
        (TimeToLiveStatus::Enabled, Some("expires"))
    );

    let error = UpdateTimeToLive::enable("users", "other")
        .send(&pool)
        .await
        .unwrap_err();
    assert_eq!(code(&error), "ValidationException");
    let error = UpdateTimeToLive::enable("nowhere", "expires")
        .send(&pool)
        .await
        .unwrap_err();
    assert!(error.is_table_not_found());
}

#[tokio::test]
async fn a_status_of_a_later_api_is_kept() {
    let canned = Canned::bodies([r#"{"TimeToLiveDescription":{"TimeToLiveStatus":"PAUSED"}}"#]);
    let status = ops::DescribeTimeToLive::new("users")
        .send(&canned)
        .await
        .unwrap()
        .status;
    assert_eq!(status, TimeToLiveStatus::Other("PAUSED".into()));
    assert_eq!(status.as_str(), "PAUSED");
}
