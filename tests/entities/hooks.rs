//! Hooks and validation: when they run, what they may do, and what comes of their errors.

use std::sync::Mutex;

use ddbx::error::BoxError;
use ddbx::{Entity, Error, ErrorKind, Executor, Hooks, Outcome, Pool};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users", pk = "USER#{id}", hooks)]
struct User {
    id: String,
    name: String,
    /// The hook that fails.
    #[entity(skip)]
    fails: &'static str,
    #[entity(version)]
    version: u32,
}

/// Something a hook writes besides.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "audit", pk = "USER#{user}", sk = "{number:06}")]
struct Audit {
    user: String,
    number: u32,
    what: String,
}

/// The hooks that ran: of this test's thread alone, as each test has one.
fn ran() -> Vec<&'static str> {
    RAN.with(|ran| std::mem::take(&mut *ran.lock().unwrap()))
}

thread_local! {
    static RAN: Mutex<Vec<&'static str>> = const { Mutex::new(Vec::new()) };
}

impl User {
    fn hook(&self, name: &'static str) -> Result<(), BoxError> {
        RAN.with(|ran| ran.lock().unwrap().push(name));
        if self.fails == name {
            Err("on purpose".into())
        } else {
            Ok(())
        }
    }
}

impl Hooks for User {
    async fn before_save(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
        self.name = self.name.trim().to_owned();
        self.hook("before_save")
    }

    async fn after_save(&mut self, executor: &dyn Executor) -> Result<(), BoxError> {
        let audit = Audit {
            user: self.id.clone(),
            number: self.version,
            what: "saved".into(),
        };
        ddbx::put(audit).execute(executor).await?;
        self.hook("after_save")
    }

    async fn before_create(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
        self.hook("before_create")
    }

    async fn after_create(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
        self.hook("after_create")
    }

    async fn before_update(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
        self.hook("before_update")
    }

    async fn after_update(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
        self.hook("after_update")
    }

    async fn before_delete(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
        self.hook("before_delete")
    }

    async fn after_delete(&mut self, _: &dyn Executor) -> Result<(), BoxError> {
        self.hook("after_delete")
    }

    fn after_read(&mut self) -> Result<(), BoxError> {
        self.fails = "nothing";
        if self.name == "unreadable" {
            Err("a name that nobody has".into())
        } else {
            Ok(())
        }
    }
}

fn user() -> User {
    User {
        id: "u1".into(),
        name: " Ann ".into(),
        fails: "",
        version: 0,
    }
}

#[ddbx::test(entities(User, Audit))]
async fn hooks_run_in_their_order(pool: Pool) -> Result<(), Error> {
    let created = ddbx::put(user()).if_not_exists().execute(&pool).await?;
    assert_eq!(ran(), ["before_save", "before_create", "after_create", "after_save"]);
    assert_eq!(created.name, "Ann");
    let read = ddbx::get::<User>("u1").consistent().fetch_one(&pool).await?;
    assert_eq!((read.name.as_str(), read.fails), ("Ann", "nothing"));

    let updated = ddbx::put(read).execute(&pool).await?;
    assert_eq!(ran(), ["before_save", "before_update", "after_update", "after_save"]);
    ddbx::put(updated.clone()).returning_old().execute(&pool).await?;
    assert_eq!(ran().len(), 4);
    let audits = ddbx::query::<Audit>().filter(|audit| audit.user.eq("u1")).consistent();
    assert_eq!(audits.count(&pool).await?, 3, "written by a hook");

    ddbx::update::<User>("u1")
        .set(|user| user.name, "Bea")
        .execute(&pool)
        .await?;
    ddbx::put(User {
        version: 4,
        ..updated.clone()
    })
    .unchecked()
    .execute(&pool)
    .await?;
    assert_eq!(ran(), [""; 0], "there is no entity at hand, or it was said so");

    let current = ddbx::get::<User>("u1").consistent().fetch_one(&pool).await?;
    ddbx::delete_entity(current).execute(&pool).await?;
    assert_eq!(ran(), ["before_delete", "after_delete"]);
    ddbx::delete_entity(updated).unchecked().execute(&pool).await?;
    ddbx::delete::<User>("u1").execute(&pool).await?;
    assert_eq!(ran(), [""; 0]);
    Ok(())
}

#[ddbx::test(entities(User, Audit))]
async fn a_hook_that_fails_before_stops_the_write_and_one_after_says_that_it_was_made(pool: Pool) -> Result<(), Error> {
    for (fails, after) in [
        ("before_save", false),
        ("before_create", false),
        ("after_create", true),
        ("after_save", true),
    ] {
        ddbx::delete::<User>("u1").execute(&pool).await?;
        let error = ddbx::put(User { fails, ..user() }).execute(&pool).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Hook);
        assert_eq!(
            error.outcome(),
            if after { Outcome::Applied } else { Outcome::NotApplied }
        );
        let applied = if after { " (the write was applied)" } else { "" };
        assert_eq!(
            super::chain(&error),
            format!("PutItem on table `users`: the hook `{fails}` of `User` failed{applied}: on purpose")
        );
        let stored = ddbx::get::<User>("u1").consistent().fetch_optional(&pool).await?;
        assert_eq!(stored.is_some(), after, "{fails}");
    }
    for (fails, after) in [("before_delete", false), ("after_delete", true)] {
        ddbx::delete::<User>("u1").execute(&pool).await?;
        let stored = ddbx::put(user()).execute(&pool).await?;
        let error = ddbx::delete_entity(User { fails, ..stored })
            .execute(&pool)
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome() == Outcome::Applied),
            (ErrorKind::Hook, after)
        );
        let stored = ddbx::get::<User>("u1").consistent().fetch_optional(&pool).await?;
        assert_eq!(stored.is_none(), after, "{fails}");
    }
    ran();
    Ok(())
}

#[ddbx::test(entities(User, Audit))]
async fn what_is_refused_after_reading_is_an_error_of_reading(pool: Pool) -> Result<(), Error> {
    ddbx::put(User {
        name: "unreadable".into(),
        ..user()
    })
    .execute(&pool)
    .await?;
    let error = ddbx::get::<User>("u1").consistent().fetch_one(&pool).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(
        super::chain(&error),
        "GetItem on table `users`: an item does not fit its struct: `User`: the hook `after_read` failed: \
         a name that nobody has"
    );
    ran();
    Ok(())
}

#[ddbx::test(entities(User, Audit))]
async fn a_write_that_is_applied_once_wants_no_hooks(pool: Pool) -> Result<(), Error> {
    let error = ddbx::put(user()).exactly_once().execute(&pool).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`User` has hooks, which `exactly_once` does not run: it wants the same request each time; say `.unchecked()` first"
    );
    ddbx::put(user()).unchecked().exactly_once().execute(&pool).await?;
    assert_eq!(ran(), [""; 0]);
    Ok(())
}

/// Hooks that wait run wherever statements do.
#[test]
fn statements_of_an_entity_with_hooks_can_be_spawned() {
    fn send<T: Send>(_: T) {}
    fn check(pool: &'static Pool) {
        send(ddbx::put(user()).execute(pool));
        send(ddbx::put(user()).returning_old().execute(pool));
        send(ddbx::delete_entity(user()).execute(pool));
    }
    let _: fn(&'static Pool) = check;
}
