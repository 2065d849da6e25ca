use crate::codec::{Parser, Result};

fn json(text: &str) -> String {
    format!("not DynamoDB JSON at byte {text}")
}

#[test]
fn each_thing_is_read_as_what_it_is() -> Result<()> {
    let mut parser = Parser::new(
        " { \"n\" : [ 0 , 18446744073709551615 ] , \"f\":[-1.5e3,0,1E+2], \"b\":[true,false],\"s\":[null,\"x\",\"\"],\
         \"raw\": {\"a\" : [1,\"]}\"]}\t, \"last\":null } \r\n",
    );
    let mut names = Vec::new();
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        match &*name {
            "n" => {
                parser.begin_array()?;
                assert!(parser.next_element()?);
                assert_eq!(parser.u64()?, 0);
                assert!(parser.next_element()?);
                assert_eq!(parser.u64()?, u64::MAX);
                assert!(!parser.next_element()?);
            }
            "f" => {
                parser.begin_array()?;
                let mut floats = Vec::new();
                while parser.next_element()? {
                    floats.push(parser.f64()?);
                }
                assert_eq!(floats, [-1500.0, 0.0, 100.0]);
            }
            "b" => {
                parser.begin_array()?;
                let mut all = Vec::new();
                while parser.next_element()? {
                    all.push(parser.bool()?);
                }
                assert_eq!(all, [true, false]);
            }
            "s" => {
                parser.begin_array()?;
                let mut all = Vec::new();
                while parser.next_element()? {
                    all.push(parser.optional_string()?);
                }
                assert_eq!(all, [None, Some("x".into()), Some("".into())]);
            }
            "raw" => assert_eq!(parser.raw_value()?, "{\"a\" : [1,\"]}\"]}"),
            _ => {
                assert!(parser.null_literal());
                assert!(!parser.null_literal());
            }
        }
        names.push(name.into_owned());
    }
    parser.end()?;
    assert_eq!(names, ["n", "f", "b", "s", "raw", "last"]);
    Ok(())
}

#[test]
fn raw_values_are_passed_whole() {
    for text in [
        "0",
        "-0",
        "-1.5e-3",
        "1E+25",
        "-0.5e1111",
        "true",
        "false",
        "null",
        r#""""#,
        r#""a\"}]\\""#,
        "[]",
        "{}",
        "[ ]",
        "{ }",
        r#"[1,"a",null,true,[],{},[{}],{"a":[]}]"#,
        r#"{"a":{"b":{"c":[1,2,{"d":"}"}]}},"e":"\\"}"#,
        r#"{"":""}"#,
    ] {
        let spaced = format!("\t {text} ,");
        let mut parser = Parser::new(&spaced);
        assert_eq!(parser.raw_value().unwrap(), text);
        assert!(parser.end().is_err(), "{text}");
        let mut parser = Parser::new(text);
        parser.skip_value().unwrap();
        parser.end().unwrap();
    }
}

#[test]
fn values_that_are_none_are_not_passed() {
    for (text, problem) in [
        ("", "0: expected a value"),
        ("  ", "2: expected a value"),
        ("]", "0: expected a number"),
        (",", "0: expected a number"),
        ("nul", "0: expected a number"),
        ("tru", "0: expected a boolean"),
        ("-", "1: expected a number"),
        ("+1", "0: expected a number"),
        (".5", "0: expected a number"),
        ("1.", "2: expected a number"),
        ("1e", "2: expected a number"),
        ("1e+", "3: expected a number"),
        ("\"a", "1: a string without an end"),
        ("\"a\\", "1: a string without an end"),
        ("\"a\\\"", "1: a string without an end"),
        ("[", "1: an array without an end"),
        ("[1", "2: an array without an end"),
        ("[1 2]", "3: expected `,` or `]`"),
        ("[1,]", "3: expected a number"),
        ("[,1]", "1: expected a number"),
        ("[1,,2]", "3: expected a number"),
        ("[01]", "2: expected `,` or `]`"),
        ("[1}", "2: expected `,` or `]`"),
        ("[1:2]", "2: expected `,` or `]`"),
        ("[truefalse]", "5: expected `,` or `]`"),
        ("{", "1: expected a name or `}`"),
        ("{]", "1: expected a name or `}`"),
        ("{1:2}", "1: expected a name or `}`"),
        ("{,}", "1: expected a name or `}`"),
        ("{,\"a\":1}", "1: expected a name or `}`"),
        ("{\"a\"}", "4: expected `:`"),
        ("{\"a\",1}", "4: expected `:`"),
        ("{\"a\":}", "5: expected a number"),
        ("{\"a\":1,}", "7: expected a name"),
        ("{\"a\":1 \"b\":2}", "7: expected `,` or `}`"),
        ("{\"a\":1]", "6: expected `,` or `}`"),
        ("{\"a\":[1}", "7: expected `,` or `]`"),
        ("[[]", "3: an array without an end"),
    ] {
        let error = Parser::new(text).skip_value().unwrap_err();
        assert!(error.is_malformed(), "{text}");
        assert_eq!(error.to_string(), json(problem), "{text}");
    }
}

#[test]
fn each_reader_says_what_it_expected_and_where() {
    type Row = (&'static str, fn(&mut Parser<'_>) -> Result<()>, &'static str);
    let rows: [Row; 14] = [
        (" [", |parser| parser.begin_object(), "1: expected an object"),
        (" {", |parser| parser.begin_array(), "1: expected an array"),
        ("1", |parser| parser.string().map(drop), "0: expected a string"),
        ("1", |parser| parser.optional_string().map(drop), "0: expected a string"),
        (
            "nil",
            |parser| parser.optional_string().map(drop),
            "0: expected a string",
        ),
        ("\"true\"", |parser| parser.bool().map(drop), "0: expected a boolean"),
        ("x", |parser| parser.number().map(drop), "0: expected a number"),
        ("-1", |parser| parser.u64().map(drop), "2: expected an integer"),
        ("1.0", |parser| parser.u64().map(drop), "3: expected an integer"),
        (
            "18446744073709551616",
            |parser| parser.u64().map(drop),
            "20: expected an integer",
        ),
        ("\"1\"", |parser| parser.f64().map(drop), "0: expected a number"),
        ("é", |parser| parser.end(), "0: text after the end"),
        (
            "]",
            |parser| parser.end_value(),
            "0: expected the end of an attribute value",
        ),
        ("\u{a0}{}", |parser| parser.begin_object(), "0: expected an object"),
    ];
    for (text, read, problem) in rows {
        let error = read(&mut Parser::new(text)).unwrap_err();
        assert!(error.is_malformed(), "{text}");
        assert_eq!(error.to_string(), json(problem), "{text}");
    }
}

#[test]
fn members_without_braces_can_be_read() -> Result<()> {
    let mut parser = Parser::new(r#" "a":1,"b":2"#);
    assert_eq!(parser.next_key()?.as_deref(), Some("a"));
    parser.skip_value()?;
    assert_eq!(parser.next_key()?.as_deref(), Some("b"));
    parser.skip_value()?;
    assert!(parser.next_key().is_err());
    Ok(())
}

#[test]
fn bytes_must_be_utf8() {
    for (bytes, at) in [
        (&b"\xff"[..], 0),
        (b"{\"S\":\"\xc3\"}", 6),
        (b"{\"S\":\"\xed\xa0\x80\"}", 6),
        (b"{}\xf0\x9f", 2),
    ] {
        let error = Parser::from_slice(bytes).unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(error.to_string(), json(&format!("{at}: bytes that are not UTF-8")));
    }
}

#[test]
fn what_is_read_does_not_show_in_debug() {
    let mut parser = Parser::new(r#"{"S":"canary"}"#);
    parser.begin_object().unwrap();
    assert_eq!(format!("{parser:?}"), "Parser { bytes: 14, at: 1, .. }");
}
