//! Statements of entities: their classes come from the requests they make.

use std::collections::BTreeSet;

use ddbx::{Error, Pool};

use super::{CONDITIONAL, Doubled, REPEATABLE, Refused, Same, UNSAFE, User, Watch, stored};

fn ann() -> User {
    User {
        id: "u1".into(),
        name: "Ann".into(),
        note: Some("new".into()),
        visits: 1,
        version: 2,
        tags: BTreeSet::from(["vip".to_owned()]),
    }
}

/// Rows of a name, a stored item, what is expected, and a statement.
macro_rules! rows {
    ($pool:expr, $($name:literal $stored:expr, $safety:ident, $again:ident: $statement:expr;)*) => {
        let watch = Watch::new($pool);
        $(
            let send = async |watch: &Watch| -> Result<(), Error> { $statement.execute(watch).await.map(drop) };
            watch.row($name, $stored, ($safety, $again), send).await;
        )*
    };
}

#[ddbx::test(entities(User))]
async fn puts(pool: Pool) {
    rows! { pool,
        "put" stored(), REPEATABLE, Same: ddbx::put(ann());
        "put of what is not there" None, REPEATABLE, Same: ddbx::put(ann());
        "if it does not exist" None, CONDITIONAL, Refused: ddbx::put(ann()).if_not_exists();
        "returning the old one" stored(), UNSAFE, Same: ddbx::put(ann()).returning_old();
        "with its version checked" stored(), CONDITIONAL, Refused: ddbx::put(ann()).when(|user| user.version.eq(1));
        "with what it leaves true" stored(), REPEATABLE, Same: ddbx::put(ann()).when(|user| user.version.le(2));
        "if it does not exist, returning the old one" None, CONDITIONAL, Refused:
            ddbx::put(ann()).if_not_exists().returning_old();
    }
}

#[ddbx::test(entities(User))]
async fn deletes(pool: Pool) {
    rows! { pool,
        "delete" stored(), REPEATABLE, Same: ddbx::delete::<User>("u1");
        "of what must exist" stored(), CONDITIONAL, Refused: ddbx::delete::<User>("u1").must_exist();
        "with its version checked" stored(), CONDITIONAL, Refused:
            ddbx::delete::<User>("u1").when(|user| user.version.eq(1));
        "returning the old one" stored(), UNSAFE, Same: ddbx::delete::<User>("u1").returning_old();
        "of what must exist, returning it" stored(), CONDITIONAL, Refused:
            ddbx::delete::<User>("u1").must_exist().returning_old();
    }
}

#[ddbx::test(entities(User))]
async fn updates(pool: Pool) {
    let user = || ddbx::update::<User>("u1");
    rows! { pool,
        "set" stored(), REPEATABLE, Same: user().set(|user| user.name, "Anne");
        "remove" stored(), REPEATABLE, Same: user().remove(|user| user.note);
        "add members" stored(), REPEATABLE, Same: user().add_members(|user| user.tags, ["vip"]);
        "delete members" stored(), REPEATABLE, Same: user().delete_members(|user| user.tags, ["a"]);
        "all of them" stored(), REPEATABLE, Same:
            user().set(|user| user.name, "Anne").remove(|user| user.note).add_members(|user| user.tags, ["vip"]);
        "add a number" stored(), UNSAFE, Doubled: user().add(|user| user.visits, 1);
        "subtract a number" stored(), UNSAFE, Doubled: user().add(|user| user.visits, 9).subtract(|user| user.version, 1);
        "set and add" stored(), UNSAFE, Doubled: user().set(|user| user.name, "Anne").add(|user| user.visits, 1);
        "when another one stays" stored(), REPEATABLE, Same:
            user().set(|user| user.name, "Anne").when(|user| user.version.eq(1));
        "when it was another one" stored(), CONDITIONAL, Refused:
            user().set(|user| user.name, "Anne").when(|user| user.name.eq("Ann"));
        "a version set" stored(), CONDITIONAL, Refused:
            user().set(|user| user.version, 2).add(|user| user.visits, 1).when(|user| user.version.eq(1));
        "a version bumped" stored(), CONDITIONAL, Refused:
            user().add(|user| user.version, 1).add(|user| user.visits, 1).when(|user| user.version.eq(1));
        "a bound that may hold again" stored(), UNSAFE, Doubled:
            user().add(|user| user.visits, 1).when(|user| user.version.le(5));
        "returning the new one" stored(), UNSAFE, Same: user().set(|user| user.name, "Anne").returning_new();
        "a version set, returning the new one" stored(), CONDITIONAL, Refused:
            user().set(|user| user.version, 2).when(|user| user.version.eq(1)).returning_new();
    }
}
