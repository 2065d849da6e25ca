use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ddbx::ops;

use super::*;

#[ddbx::test(entities(Order))]
async fn no_damaged_token_reaches_the_wire(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await.to_string();
    let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        refuse(of("ann"), "ann", &URL_SAFE_NO_PAD.encode(changed), &pool).await;
    }
    for end in 0..token.len() {
        refuse(of("ann"), "ann", &token[..end], &pool).await;
    }
    for more in ["A", "AAAA", "=", " ", "\n", "é"] {
        refuse(of("ann"), "ann", &format!("{token}{more}"), &pool).await;
    }
}

#[ddbx::test(entities(Order, Invoice))]
async fn no_other_query_takes_it(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await;
    for principal in ["bob", "an", "anna", "Ann"] {
        refuse(of("ann"), principal, token.as_str(), &pool).await;
    }
    for other in [
        of("bob"),
        of("ann").descending(),
        of("ann").include_expired(),
        of("ann").filter(|order| order.number.ge(1)),
        of("ann").index("by_status"),
        open(),
    ] {
        refuse(other, "ann", token.as_str(), &pool).await;
    }
    let recorder = Recorder::at(&pool, at(0));
    let invoices = ddbx::query::<Invoice>().filter(|invoice| invoice.customer.eq("ann"));
    assert_refused(
        invoices.sealed_for("ann").start_at(&token).fetch_page(&recorder).await,
        &recorder,
    );
    let papers = ddbx::collection::<Paper>("ann");
    assert_refused(
        papers.sealed_for("ann").start_at(&token).fetch_page(&recorder).await,
        &recorder,
    );
}

#[ddbx::test(entities(Order))]
async fn no_other_index_and_no_other_table_takes_it(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(open(), &pool).await;
    // Their keys have the same form, and the condition names the same field.
    refuse(open().index("by_state"), "ann", token.as_str(), &pool).await;
    let elsewhere = pool.with(|options| options.table_prefix("other-"));
    refuse(open(), "ann", token.as_str(), &elsewhere).await;
    let page = open()
        .sealed_for("ann")
        .start_at(&token)
        .fetch_page(&Recorder::at(&pool, at(0)))
        .await;
    assert_eq!(page.unwrap().items.len(), 3, "the control");
}

/// What sealing is for: a cursor in clear, which a user has changed, reads the orders of another customer.
#[ddbx::test(entities(Order))]
async fn a_plain_cursor_is_taken_anywhere(pool: Pool) {
    let pool = shop(&pool).await;
    let mine = ops::Cursor::after(&order("ann", 3).key().unwrap()).unwrap();
    let anywhere = ops::Cursor::after(&order("ann", 8).key().unwrap()).unwrap();
    let recorder = Recorder::new(&pool);
    let others = ops::Query::new(ddbx::Executor::table(&pool, Order::SCHEMA))
        .key_condition("pk = :pk AND sk > :sk")
        .value(":pk", "CUSTOMER#ann")
        .value(":sk", "ORDER#000000");
    let page = others.start_at(mine).send::<Order>(&recorder).await.unwrap();
    assert!(recorder.was_asked() && page.items.len() == 7, "made for another query");
    let page = of("ann").start_at(anywhere).fetch_page(&pool).await.unwrap();
    assert_eq!(page.items[0].number, 9, "a place that no page ended at");
}

fn order(customer: &str, number: u32) -> Order {
    let (customer, status) = (customer.into(), "open".into());
    Order {
        customer,
        number,
        status,
    }
}

#[ddbx::test(entities(Order))]
async fn nobody_is_no_principal(pool: Pool) {
    let pool = shop(&pool).await;
    let recorder = Recorder::new(&pool);
    let error = of("ann").sealed_for("").fetch_page(&recorder).await.unwrap_err();
    assert!(error.is_invalid() && !recorder.was_asked());
    assert!(error.to_string().contains("`.sealed_for(user_id)`"), "{error}");
}

#[ddbx::test(entities(Note))]
async fn every_bound_and_operator_counts(pool: Pool) {
    let pool = with_keys(&pool, &keys());
    notes(&pool).await;
    let since = |number| of_ann().filter(move |note| note.number.ge(number));
    let token = first(since(2), &pool).await;
    refuse(since(3), "ann", token.as_str(), &pool).await;
    refuse(since(1), "ann", token.as_str(), &pool).await;
    refuse(of_ann(), "ann", token.as_str(), &pool).await;
    for other in [
        of_ann().filter(|note| note.number.gt(2)),
        of_ann().filter(|note| note.number.eq(2)),
        of_ann().filter(|note| note.number.between(2, 6)),
    ] {
        refuse(other, "ann", token.as_str(), &pool).await;
    }
    let recorder = Recorder::at(&pool, at(0));
    let page = since(2).sealed_for("ann").start_at(&token).fetch_page(&recorder).await;
    assert_eq!(page.unwrap().items[0].number, 4, "the control");
}
