//! Slots that members are read into.

use std::collections::BTreeMap;

use crate::codec::{Decode, FormedPlace, Parser, Result, Slot, Slots, Unread};
use crate::value::Value;

type Read = (Option<u32>, Option<Option<u32>>, Vec<String>);

/// Reads `a`, which must be there and was called `old` and `older` before, and `b`.
fn read(json: &str, open: &'static [usize]) -> Result<Read> {
    let (mut a, mut b, mut unread) = (None::<u32>, None::<Option<u32>>, Unread::new());
    let mut places = [u32::slot(&mut a), Option::slot(&mut b)];
    Slots::new(&["a", "b"], &mut places)
        .with_aliases(&[("old", 0), ("older", 0)])
        .with_open(open)
        .with_unread(&mut unread, &["passed"])
        .item(&mut Parser::new(json), "Thing")?;
    let left: BTreeMap<String, Value> = unread.rest(|_| false)?;
    Ok((a, b, left.into_keys().collect()))
}

#[test]
fn members_find_their_slots_in_any_order() -> Result<()> {
    for json in [
        r#"{"a":{"N":"1"},"b":{"N":"2"}}"#,
        r#"{"b":{"N":"2"},"x":{"L":[]},"a":{"N":"1"}}"#,
        r#"{"a":{"N":"3"},"b":{"N":"2"},"a":{"N":"1"}}"#,
    ] {
        assert_eq!(read(json, &[])?.0, Some(1), "{json}");
        assert_eq!(read(json, &[])?.1, Some(Some(2)), "{json}");
    }
    Ok(())
}

#[test]
fn what_is_missing_is_settled_or_told() -> Result<()> {
    assert_eq!(read(r#"{"a":{"N":"1"}}"#, &[])?, (Some(1), Some(None), vec![]));
    let error = read(r#"{"b":{"N":"1"}}"#, &[]).unwrap_err().to_string();
    assert_eq!(
        error,
        "`Thing.a`: the attribute is missing from the item; make the field an `Option`, or mark it `default`"
    );
    assert_eq!(read("{}", &[0, 1])?, (None, None, vec![]), "slots may stay empty");
    Ok(())
}

#[test]
fn an_alias_is_read_where_the_name_is_not() -> Result<()> {
    for (json, value) in [
        (r#"{"old":{"N":"1"}}"#, 1),
        (r#"{"older":{"N":"2"},"old":{"N":"1"}}"#, 1),
        (r#"{"older":{"N":"2"}}"#, 2),
        (r#"{"old":{"N":"2"},"old":{"N":"1"}}"#, 1),
        (r#"{"old":{"S":"none"},"a":{"N":"1"}}"#, 1),
    ] {
        assert_eq!(read(json, &[0])?, (Some(value), Some(None), vec![]), "{json}");
    }
    let error = read(r#"{"old":{"S":"x"}}"#, &[]).unwrap_err().to_string();
    assert!(error.starts_with("`Thing.old`: expected a u32"), "{error}");
    Ok(())
}

#[test]
fn other_members_are_kept_but_for_those_that_are_passed() -> Result<()> {
    let json = r#"{"x":{"S":"1"},"passed":{"S":"2"},"a":{"N":"1"},"old":{"N":"4"},"y":{"M":{}}}"#;
    assert_eq!(
        read(json, &[])?,
        (Some(1), Some(None), vec!["x".to_owned(), "y".to_owned()])
    );
    Ok(())
}

#[test]
fn a_map_is_read_with_what_is_around_it() -> Result<()> {
    let read = |json| -> Result<Option<u32>> {
        let mut a = None;
        let mut parser = Parser::new(json);
        Slots::new(&["a"], &mut [u32::slot(&mut a)]).map(&mut parser, "Thing")?;
        parser.end()?;
        Ok(a)
    };
    assert_eq!(read(r#"{"M":{"a":{"N":"1"}}}"#)?, Some(1));
    for (json, told) in [
        (r#"{"L":[]}"#, "expected a Thing"),
        (r#"{"M":{}}"#, "`a`: the attribute is missing"),
        (r#"{"M":{"a":{"N":"1"}},"S":"x"}"#, ""),
        (r#"{"M":{"a":{"N":"1"}"#, ""),
    ] {
        let error = read(json).map_err(|error| error.to_string());
        assert!(
            error.as_ref().is_err_and(|error| error.starts_with(told)),
            "{json}: {error:?}"
        );
    }
    Ok(())
}

#[test]
fn a_form_has_a_slot_of_its_own() -> Result<()> {
    let text = |parser: &mut Parser<'_>| parser.s("text").map(std::borrow::Cow::into_owned);
    let mut required = FormedPlace::required(text);
    let mut optional = FormedPlace::optional(|parser| parser.s("text").map(|text| Some(text.into_owned())));
    for Slot(place) in [required.slot(), optional.slot()] {
        assert!(!place.is_full());
        place.settle();
    }
    assert_eq!((&required.value, &optional.value), (&None, &Some(None)));
    let mut parser = Parser::new(r#"{"S":"a"}"#);
    required.slot().0.read(&mut parser)?;
    assert!(required.slot().0.is_full());
    assert_eq!(required.value.as_deref(), Some("a"));
    Ok(())
}
