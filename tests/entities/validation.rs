//! What an entity says of valid values.

use std::time::SystemTime;

use ddbx::error::BoxError;
use ddbx::{Entity, Error, Pool};

use super::at;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "bookings", pk = "BOOKING#{id}", validate = Booking::check)]
struct Booking {
    id: String,
    #[entity(validate = at_least_one)]
    seats: u8,
    #[entity(validate = polite)]
    note: Option<String>,
    #[entity(unix, validate = not_before_2000)]
    from: SystemTime,
    #[entity(unix, validate = in_seconds)]
    until: Option<SystemTime>,
}

fn at_least_one(seats: &u8) -> Result<(), &'static str> {
    if *seats == 0 {
        Err("a booking has a seat")
    } else {
        Ok(())
    }
}

fn polite(note: &Option<String>) -> Result<(), String> {
    match note.as_deref() {
        Some("damn") => Err("be polite".to_owned()),
        _ => Ok(()),
    }
}

fn not_before_2000(time: &SystemTime) -> Result<(), BoxError> {
    if *time < at(946_684_800_000) {
        Err("the house was not built yet".into())
    } else {
        Ok(())
    }
}

fn in_seconds(time: &Option<SystemTime>) -> Result<(), BoxError> {
    not_before_2000(time.as_ref().unwrap_or(&at(1_000_000_000_000)))
}

impl Booking {
    fn check(&self) -> Result<(), BoxError> {
        if self.until.is_some_and(|until| until < self.from) {
            return Err("it ends before it begins".into());
        }
        Ok(())
    }
}

fn booking() -> Booking {
    Booking {
        id: "b1".into(),
        seats: 2,
        note: None,
        from: at(1_000_000_000_000),
        until: None,
    }
}

#[ddbx::test(entities(Booking))]
async fn a_put_is_refused_before_it_is_sent(pool: Pool) -> Result<(), Error> {
    ddbx::put(booking()).execute(&pool).await?;
    for (wrong, said) in [
        (
            Booking { seats: 0, ..booking() },
            "`seats` of this `Booking` is not valid: a booking has a seat",
        ),
        (
            Booking {
                note: Some("damn".into()),
                ..booking()
            },
            "`note` of this `Booking` is not valid: be polite",
        ),
        (
            Booking {
                from: at(0),
                ..booking()
            },
            "`from` of this `Booking` is not valid: the house was not built yet",
        ),
        (
            Booking {
                until: Some(at(999_999_999_000)),
                ..booking()
            },
            "this `Booking` is not valid: it ends before it begins",
        ),
    ] {
        let recorder = super::Recorder::new(&pool);
        let error = ddbx::put(wrong.clone()).execute(&recorder).await.unwrap_err();
        assert!(error.is_invalid());
        assert_eq!(super::chain(&error), format!("PutItem on table `bookings`: {said}"));
        assert!(!recorder.was_asked());
        assert!(ddbx::put(wrong.clone()).exactly_once().execute(&pool).await.is_err());
        ddbx::put(wrong).unchecked().execute(&pool).await?;
    }
    Ok(())
}

#[ddbx::test(entities(Booking))]
async fn an_update_validates_the_fields_it_sets(pool: Pool) -> Result<(), Error> {
    ddbx::put(booking()).execute(&pool).await?;
    let update = || ddbx::update::<Booking>("b1");
    for (wrong, said) in [
        (
            update().set(|it| it.seats, 0_u8),
            "`seats` of this `Booking` is not valid: a booking has a seat",
        ),
        (
            update().set(|it| it.note, "damn"),
            "`note` of this `Booking` is not valid: be polite",
        ),
        (
            update().set(|it| it.from, at(0)),
            "`from` of this `Booking` is not valid: the house was not built yet",
        ),
        (
            update().set(|it| it.until, at(0)),
            "`until` of this `Booking` is not valid: the house was not built yet",
        ),
    ] {
        let recorder = super::Recorder::new(&pool);
        let error = wrong.execute(&recorder).await.unwrap_err();
        assert_eq!(super::chain(&error), format!("UpdateItem on table `bookings`: {said}"));
        assert!(!recorder.was_asked());
    }
    update().set(|it| it.seats, 0_u8).unchecked().execute(&pool).await?;
    update()
        .set(|it| it.seats, 3_u8)
        .set(|it| it.note, "please")
        .remove(|it| it.until)
        .execute(&pool)
        .await
}

#[derive(Entity, garde::Validate, Clone, Debug, PartialEq)]
#[entity(table = "people", pk = "PERSON#{id}", garde)]
struct Person {
    #[garde(length(min = 1))]
    id: String,
    #[garde(range(max = 150))]
    age: u8,
}

#[ddbx::test(entities(Person))]
async fn the_rules_of_garde_are_asked(pool: Pool) -> Result<(), Error> {
    ddbx::put(Person {
        id: "ann".into(),
        age: 42,
    })
    .execute(&pool)
    .await?;
    let error = ddbx::put(Person {
        id: "bob".into(),
        age: 200,
    })
    .execute(&pool)
    .await
    .unwrap_err();
    assert_eq!(
        super::chain(&error).trim_end(),
        "PutItem on table `people`: this `Person` is not valid: age: greater than 150"
    );
    Ok(())
}
