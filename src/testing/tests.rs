use std::fs;
use std::process::Command;

use super::place::Place;
use super::run;
use crate::ops::{CreateTable, KeyType, ListTables};
use crate::pool::Pool;
use crate::{Entity, Executor as _};

#[derive(ddbx::Entity, Debug)]
#[entity(table = "things")]
struct Thing {
    #[entity(pk)]
    id: String,
}

fn chosen(url: &str, allow_remote: Option<&str>) -> Result<Place, String> {
    Place::chosen(Some(url), allow_remote)
}

#[test]
fn every_test_elsewhere_has_a_prefix_of_its_own() {
    let (first, second) = (
        chosen("dynamodb:x.db", None).unwrap(),
        chosen("dynamodb:x.db", None).unwrap(),
    );
    assert!(first.prefix().starts_with("ddbx-test-") && first.prefix().len() == 23);
    assert_ne!(first.prefix(), second.prefix());
    for alone in [None, Some(""), Some("dynamodb::memory:")] {
        assert_eq!(Place::chosen(alone, None).unwrap().prefix(), "");
    }
}

#[test]
fn beyond_this_machine_is_refused_unless_it_is_allowed() {
    for near in [
        "dynamodb+http://localhost:8000",
        "dynamodb+http://127.0.0.1:8000",
        "dynamodb+https://[::1]",
    ] {
        assert!(chosen(near, None).is_ok(), "{near}");
    }
    for far in [
        "dynamodb://eu-west-1",
        "dynamodb+https://db.example?access_key=k&secret_key=hunter2",
        "dynamodb+http://10.0.0.7:8000?allow_http=true",
    ] {
        for answer in [None, Some(""), Some("0"), Some("yes")] {
            let refusal = chosen(far, answer).err().unwrap();
            assert!(
                refusal.starts_with("DDBX_TEST_URL leads beyond this machine"),
                "{refusal}"
            );
            assert!(refusal.contains("DDBX_TEST_ALLOW_REMOTE=1"), "{refusal}");
            assert!(!refusal.contains("hunter2"), "{refusal}");
        }
        assert!(chosen(far, Some("1")).is_ok(), "{far}");
    }
}

#[test]
fn a_wrong_url_is_named() {
    let refusal = chosen("redis://localhost", None).err().unwrap();
    assert!(
        refusal.starts_with("DDBX_TEST_URL is no URL of a pool: unknown scheme `redis`"),
        "{refusal}"
    );
}

/// Runs a test of this file in a process of its own, as a user would with this variable.
fn run_elsewhere(test: &str, url: &str) -> bool {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args([&format!("testing::tests::{test}"), "--exact"])
        .env("DDBX_TEST_URL", url)
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains("running 1 test"), "{printed}");
    output.status.success()
}

/// Writes what its table is called into a file, to be read by the test that started it.
fn note(pool: &Pool) {
    if let Ok(url) = std::env::var("DDBX_TEST_URL")
        && let Some(file) = url.strip_prefix("dynamodb:")
        && !file.starts_with(':')
    {
        fs::write(format!("{file}.seen"), &*pool.table(Thing::SCHEMA)).unwrap();
    }
}

#[test]
fn a_test_that_passes() {
    run::<(Thing,), _, _>(async |pool| {
        note(&pool);
        ddbx::put(Thing { id: "t1".into() }).execute(&pool).await.unwrap();
    });
}

#[test]
#[should_panic(expected = "as it should")]
fn a_test_that_fails() {
    run::<(Thing,), _, _>(async |pool| {
        note(&pool);
        // Nothing can be sent through it any more.
        pool.close().await;
        panic!("as it should");
    });
}

#[tokio::test]
async fn a_test_deletes_its_own_tables_and_no_others() {
    for test in ["a_test_that_passes", "a_test_that_fails"] {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("dynamodb:{}", folder.path().join("shared.db").display());
        let others = ["things", "ddbx-test-000000000000-things"];
        let pool = Pool::connect(&url).await.unwrap();
        for name in others {
            let table = CreateTable::new(name).partition_key("id", KeyType::S);
            table.send(&pool).await.unwrap();
        }
        pool.close().await;
        drop(pool);

        assert!(run_elsewhere(test, &url), "{test}");
        let seen = fs::read_to_string(folder.path().join("shared.db.seen")).unwrap();
        assert!(seen.starts_with("ddbx-test-") && seen.ends_with("-things"), "{seen}");
        let pool = Pool::connect(&url).await.unwrap();
        let mut left = ListTables::new().fetch_all(&pool).await.unwrap();
        left.sort();
        assert_eq!(left, ["ddbx-test-000000000000-things", "things"], "{test}");
    }
}
