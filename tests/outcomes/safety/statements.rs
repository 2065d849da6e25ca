//! PartiQL.

use ddbx::ops::Untrusted;
use ddbx::{Error, Item, Pool, Safety, ops};

use super::{Doubled, REPEATABLE, Same, UNSAFE, User, Watch, stored};

#[ddbx::test(entities(User))]
async fn statements(pool: Pool) {
    let watch = Watch::new(pool);
    let users = watch.users();
    let run = async |watch: &Watch, text: &str| -> Result<(), Error> {
        let statement = ops::ExecuteStatement::new(Untrusted(text.to_owned()));
        statement.send::<Item>(watch).await.map(drop)
    };
    for (text, expected) in [
        (
            format!("SELECT * FROM \"{users}\" WHERE id = 'u1'"),
            (Safety::Read, Same),
        ),
        (
            format!("UPDATE \"{users}\" SET n = n + 1 WHERE id = 'u1'"),
            (UNSAFE, Doubled),
        ),
        (format!("UPDATE \"{users}\" SET n = 7 WHERE id = 'u1'"), (UNSAFE, Same)),
    ] {
        let send = async |watch: &Watch| run(watch, &text).await;
        watch.row(&text, stored(), expected, send).await;
    }
    let text = format!("UPDATE \"{users}\" SET n = 7 WHERE id = 'u1'");
    let send = async |watch: &Watch| {
        let statement = ops::ExecuteStatement::new(Untrusted(text.clone())).idempotent();
        statement.send::<Item>(watch).await.map(drop)
    };
    watch
        .row("idempotent statement", stored(), (REPEATABLE, Same), send)
        .await;
}

#[ddbx::test(entities(User))]
async fn many_statements(pool: Pool) {
    let watch = Watch::new(pool);
    let users = watch.users();
    let add = format!("UPDATE \"{users}\" SET n = n + 1 WHERE id = 'u1'");
    let set = format!("UPDATE \"{users}\" SET n = 7 WHERE id = 'u1'");
    let batch = async |watch: &Watch, statement: ops::Statement| -> Result<(), Error> {
        let batch = ops::BatchExecuteStatement::new().statement(statement);
        for result in batch.send::<Item>(watch).await?.results {
            result.item?;
        }
        Ok(())
    };
    let send = async |watch: &Watch| batch(watch, ops::Statement::new(Untrusted(add.clone()))).await;
    watch.row("batch", stored(), (UNSAFE, Doubled), send).await;
    let send = async |watch: &Watch| batch(watch, ops::Statement::new(Untrusted(set.clone())).idempotent()).await;
    watch.row("idempotent batch", stored(), (REPEATABLE, Same), send).await;

    let transaction = ops::ExecuteTransaction::new().statement(ops::Statement::new(Untrusted(add)));
    let send = async |watch: &Watch| transaction.clone().send::<Item>(watch).await.map(drop);
    watch
        .row("a transaction with its token", stored(), (REPEATABLE, Same), send)
        .await;
}
