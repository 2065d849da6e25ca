use ddbx::{ErrorKind, Pool};

use crate::{User, user};

#[tokio::test]
async fn every_memory_engine_is_its_own() {
    let (one, two) = (
        Pool::connect("dynamodb::memory:").await.unwrap(),
        Pool::connect("dynamodb::memory:").await.unwrap(),
    );
    one.create_tables::<(User,)>().await.unwrap();
    assert!(
        ddbx::get::<User>("u1")
            .fetch_one(&two)
            .await
            .unwrap_err()
            .is_table_not_found()
    );
}

#[tokio::test]
async fn a_file_keeps_what_was_put() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("dynamodb:{}", folder.path().join("users.db").display());
    let pool = Pool::connect(&url).await.unwrap();
    pool.create_tables::<(User,)>().await.unwrap();
    ddbx::put(user("u1")).execute(&pool).await.unwrap();

    // A second pool on the same file sees the same data.
    let other = Pool::connect(&url).await.unwrap();
    assert_eq!(ddbx::get::<User>("u1").fetch_one(&other).await.unwrap(), user("u1"));
    other.close().await;
    pool.close().await;

    let again = Pool::connect(&url).await.unwrap();
    assert_eq!(ddbx::get::<User>("u1").fetch_one(&again).await.unwrap(), user("u1"));
}

#[tokio::test]
async fn what_cannot_be_connected_to_says_why() {
    let error = Pool::connect("redis://localhost").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "unknown scheme `redis`; accepted are `dynamodb://REGION`, `dynamodb+https://HOST` and `dynamodb+http://HOST`, \
         and for the embedded engine `dynamodb::memory:` and `dynamodb:FILE`"
    );
    let error = Pool::connect("dynamodb:/no/such/folder/users.db").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.to_string(), "the embedded engine cannot be opened");
    assert!(
        std::error::Error::source(&error)
            .unwrap()
            .to_string()
            .contains("/no/such/folder")
    );
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(
        &path,
        "not a database, but longer than the header of one would be. ".repeat(20),
    )
    .unwrap();
    let error = Pool::connect(&format!("dynamodb:{}", path.display()))
        .await
        .unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        cause.contains("notes.txt` is not a database of the embedded engine"),
        "{cause}"
    );
}

/// A runtime of another kind: nothing of tokio's is asked for.
#[test]
fn a_file_opens_outside_of_tokio() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("dynamodb:{}", folder.path().join("users.db").display());
    let mut connecting = std::pin::pin!(Pool::connect(&url));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(matches!(
        connecting.as_mut().poll(&mut context),
        std::task::Poll::Ready(Ok(_))
    ));
}
