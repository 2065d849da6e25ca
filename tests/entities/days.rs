//! Dates as numbers of days.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ddbx::codec::form::{As, Days};
use ddbx::{Attribute, Entity, Pool};
use time::Month;

use super::json;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "stays", sk = "DAY#{from:06}", by_day(pk = day), dates = days)]
struct Stay {
    #[entity(pk, days)]
    id: jiff::civil::Date,
    from: NaiveDate,
    day: Option<time::Date>,
    #[entity(native)]
    text: NaiveDate,
    free: BTreeSet<As<NaiveDate, Days>>,
    inside: Inside,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
#[attribute(dates = days)]
struct Inside {
    date: jiff::civil::Date,
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn stay(from: NaiveDate) -> Stay {
    Stay {
        id: jiff::civil::date(1969, 12, 31),
        from,
        day: Some(time::Date::from_calendar_date(2000, Month::February, 29).unwrap()),
        text: day(2030, 1, 31),
        free: [day(1970, 1, 2).into()].into(),
        inside: Inside {
            date: jiff::civil::date(-1, 1, 1),
        },
    }
}

#[ddbx::test(entities(Stay))]
async fn dates_are_counted_from_1970(pool: Pool) {
    let stays = [day(1970, 1, 1), day(1970, 1, 11), day(2030, 1, 31), day(3000, 1, 1)].map(stay);
    for stay in stays.iter().rev() {
        ddbx::put(stay.clone()).execute(&pool).await.unwrap();
    }
    let id = stays[0].id;
    let read = ddbx::query::<Stay>()
        .filter(|s| s.id.eq(id))
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(read, stays, "ordered as dates are");

    let found = ddbx::get::<Stay>((id, day(1970, 1, 11)))
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(found, stays[1]);
    let by_day = ddbx::query::<Stay>()
        .index("by_day")
        .filter(|s| s.day.eq(stays[0].day.unwrap()));
    assert_eq!(by_day.count(&pool).await.unwrap(), stays.len() as u64);

    let only = ddbx::delete::<Stay>((id, day(1970, 1, 1))).when(|s| s.inside.exists());
    only.execute(&pool).await.unwrap();
}

#[ddbx::test(entities(Night))]
async fn a_date_is_a_number(pool: Pool) {
    let night = Night {
        id: day(1969, 12, 31),
        until: None,
    };
    ddbx::put(night.clone()).execute(&pool).await.unwrap();
    assert_eq!(ddbx::get::<Night>(night.id).fetch_one(&pool).await.unwrap(), night);
    let item = ddbx::codec::item_to_vec(&Night {
        until: Some(day(2030, 1, 31)),
        ..night
    });
    assert_eq!(item.unwrap(), br#"{"id":{"N":"-1"},"until":{"N":"21945"}}"#);
    let error = ddbx::codec::item_from_slice::<Night>(br#"{"id":{"N":"2000000000"}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Night.id`: does not fit a NaiveDate: the date is out of its range"
    );
    let error = ddbx::codec::item_from_slice::<Night>(br#"{"id":{"N":"0.5"}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Night.id`: does not fit a NaiveDate: the number has a fraction"
    );
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "nights")]
struct Night {
    #[entity(pk, days)]
    id: NaiveDate,
    #[entity(days)]
    until: Option<NaiveDate>,
}

#[test]
fn stored_forms() {
    let written = ddbx::codec::item_to_vec(&stay(day(1970, 1, 11))).unwrap();
    let expected = r#"{"id": {"N": "-1"}, "sk": {"S": "DAY#000010"}, "from": {"N": "10"}, "day": {"N": "11016"},
        "text": {"S": "2030-01-31"}, "free": {"NS": ["1"]}, "inside": {"M": {"date": {"N": "-719893"}}}}"#;
    assert_eq!(json(std::str::from_utf8(&written).unwrap()), json(expected));
}
