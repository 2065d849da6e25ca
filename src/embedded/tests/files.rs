//! Databases in files: what they keep, who shares them, who is refused.

use std::error::Error;
use std::fs::{self, File};
use std::path::PathBuf;

use tempfile::TempDir;

use super::super::{CallError, Engine, OpenError};
use super::{create_towns, has, put, send};

/// A folder of the test's own, and a file in it that does not exist yet.
fn fresh() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("towns.db");
    (folder, file)
}

#[tokio::test]
async fn a_file_keeps_what_was_answered() {
    let (_folder, file) = fresh();
    create_towns(&Engine::file(&file).unwrap()).await;
    // Each open comes right after the last handle has gone, while its thread is still closing the file.
    for round in 0..20 {
        let engine = Engine::file(&file).unwrap();
        let name = round.to_string();
        assert_eq!(send(&engine, "PutItem", put(&name)).await.0, 200);
        drop(engine);
        assert!(has(&Engine::file(&file).unwrap(), &name).await);
    }
}

#[tokio::test]
async fn two_opens_of_a_file_are_one_engine() {
    let (folder, file) = fresh();
    let first = Engine::file(&file).unwrap();
    create_towns(&first).await;
    let other_name = folder.path().join(".").join("towns.db");
    let second = Engine::file(&other_name).unwrap();
    assert_eq!(send(&second, "PutItem", put("Ely")).await.0, 200);
    assert!(has(&first, "Ely").await);

    // Closing one of them leaves the other its engine.
    second.shutdown().await;
    assert_eq!(
        second.call("ListTables", "{}".into()).await.unwrap_err(),
        CallError::NotRun
    );
    assert!(has(&first, "Ely").await);
    drop(second);
    assert!(has(&first, "Ely").await);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_to_a_file_that_is_not_there_yet_is_the_same_file() {
    let (folder, file) = fresh();
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let by_link = Engine::file(&link).unwrap();
    create_towns(&by_link).await;
    let by_name = Engine::file(&file).unwrap();
    send(&by_name, "PutItem", put("Ely")).await;
    assert!(has(&by_link, "Ely").await);
}

#[test]
fn threads_that_open_a_file_together_share_it() {
    let (_folder, file) = fresh();
    for _ in 0..20 {
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| Engine::file(&file).unwrap());
            }
        });
    }
}

#[tokio::test]
async fn another_process_is_refused_until_the_lock_is_free() {
    let (folder, file) = fresh();
    let lock = File::create(folder.path().join("towns.db.lock")).unwrap();
    lock.try_lock().unwrap();
    let error = Engine::file(&file).unwrap_err();
    let named = fs::canonicalize(&file).unwrap();
    assert!(matches!(&error, OpenError::InUse { path } if *path == named));
    let message = error.to_string();
    assert!(message.contains("open in another process"), "{message}");
    assert!(message.contains(named.to_str().unwrap()), "{message}");

    lock.unlock().unwrap();
    let engine = Engine::file(&file).unwrap();
    assert!(lock.try_lock().is_err());
    engine.shutdown().await;
    lock.try_lock().unwrap();
}

#[test]
fn what_cannot_be_opened_is_named_with_its_cause() {
    let (folder, file) = fresh();
    let missing = folder.path().join("missing").join("towns.db");
    let error = Engine::file(&missing).unwrap_err();
    assert!(matches!(&error, OpenError::Io { path, .. } if *path == missing));
    assert!(error.to_string().contains(missing.to_str().unwrap()), "{error}");
    assert!(error.source().is_some());

    let error = Engine::file(folder.path()).unwrap_err();
    assert!(matches!(error, OpenError::Io { .. }), "{error}");
    assert!(!folder.path().with_extension("lock").exists());

    fs::write(
        &file,
        "no database, and longer than the header that SQLite reads first".repeat(20),
    )
    .unwrap();
    for _ in 0..2 {
        let error = Engine::file(&file).unwrap_err();
        assert!(matches!(error, OpenError::Engine { .. }), "{error}");
        assert!(error.to_string().contains("towns.db"), "{error}");
    }
}
