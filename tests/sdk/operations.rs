use crate::users;

#[tokio::test]
async fn lists() {
    assert_eq!(
        users().await.list_tables().send().await.unwrap().table_names(),
        ["users"]
    );
}
