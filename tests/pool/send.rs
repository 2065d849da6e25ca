//! Every public future may be spawned: this file compiles, or it does not.

use ddbx::{Item, Pool, ops};

use crate::{User, user};

fn spawnable<F: Future + Send + 'static>(future: F) -> F {
    future
}

/// `&pool` is borrowed inside the task, as in a handler.
macro_rules! all_spawnable {
    ($($name:ident: |$pool:ident| $body:expr;)*) => {
        #[test]
        fn every_public_future_is_send() {
            fn pool() -> Pool {
                unreachable!("nothing here runs")
            }
            if false {
                $( drop(spawnable(async { let $pool = pool(); let _ = $body.await; })); let _ = stringify!($name); )*
            }
        }
    };
}

all_spawnable! {
    connect: |_pool| Pool::connect("dynamodb::memory:");
    connect_options: |_pool| ddbx::PoolOptions::new().connect("dynamodb::memory:");
    close: |pool| pool.close();
    create_tables: |pool| pool.create_tables::<(User,)>();
    put: |pool| ddbx::put(user("u1")).if_not_exists().execute(&pool);
    put_returning: |pool| ddbx::put(user("u1")).returning_old().execute(&pool);
    get_one: |pool| ddbx::get::<User>("u1").fetch_one(&pool);
    get_optional: |pool| ddbx::get::<User>("u1").fetch_optional(&pool);
    update: |pool| ddbx::update::<User>("u1").add(|user| user.visits, 1).when(|user| user.visits.lt(5)).execute(&pool);
    update_returning: |pool| ddbx::update::<User>("u1").add(|user| user.visits, 1).returning_new().execute(&pool);
    delete: |pool| ddbx::delete::<User>("u1").must_exist().execute(&pool);
    delete_returning: |pool| ddbx::delete::<User>("u1").returning_old().execute(&pool);
    query_page: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).fetch_page(&pool);
    query_all: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).fetch_all(&pool);
    query_optional: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).fetch_optional(&pool);
    query_count: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).count(&pool);
    query_stream: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).fetch(&pool).collect();
    query_pluck: |pool| ddbx::query::<User>().filter(|user| user.id.eq("u1")).pluck(|user| user.visits).fetch_all(&pool);
    query_sorted: |pool| {
        let query = ddbx::query::<User>().filter(|user| user.id.eq("u1"));
        query.sort_in_memory(9, |user| user.visits).fetch_all(&pool)
    };
    scan_pluck: |pool| ddbx::scan::<User>().pluck(|user| user.visits).all_pages().fetch_all(&pool);
    scan_sorted: |pool| ddbx::scan::<User>().all_pages().sort_in_memory(9, |user| user.visits).fetch_one(&pool);
    raw_get: |pool| ops::GetItem::new("users").key("id", "u1").send::<Item>(&pool);
    raw_put: |pool| ops::PutItem::new("users").item(Item::new()).send(&pool);
    raw_put_as: |pool| ops::PutItem::new("users").item(Item::new()).send_as::<Item>(&pool);
    raw_query: |pool| ops::Query::new("users").key_condition("id = :id").send::<Item>(&pool);
    raw_query_all: |pool| ops::Query::new("users").key_condition("id = :id").fetch_all::<Item>(&pool);
    raw_update_as: |pool| ops::UpdateItem::new("users").key("id", "u1").update("SET a = :a").send_as::<Item>(&pool);
    raw_delete_as: |pool| ops::DeleteItem::new("users").key("id", "u1").send_as::<Item>(&pool);
    raw_scan: |pool| ops::Scan::new("users").send::<Item>(&pool);
    raw_scan_all: |pool| ops::Scan::new("users").all_pages().fetch_all::<Item>(&pool);
    raw_scan_count: |pool| ops::Scan::new("users").all_pages().count(&pool);
    raw_query_count: |pool| ops::Query::new("users").key_condition("id = :id").count(&pool);
}
