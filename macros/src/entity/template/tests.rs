use super::*;

fn literal(text: &str) -> Part<String> {
    Part::Literal(text.to_owned())
}

/// Padded to this width; as it is, where that is zero.
fn placeholder(field: &str, width: u8) -> Part<String> {
    let format = if width == 0 {
        Format::Plain
    } else {
        Format::Padded(width)
    };
    formatted(field, format)
}

fn formatted(field: &str, format: Format) -> Part<String> {
    Part::Placeholder {
        field: field.to_owned(),
        format,
    }
}

fn refused(template: &str) -> String {
    parse(template).expect_err("not a template")
}

#[test]
fn splits_text_and_placeholders() {
    assert_eq!(parse("USER#{id}").unwrap(), [literal("USER#"), placeholder("id", 0)]);
    assert_eq!(parse("{id}").unwrap(), [placeholder("id", 0)]);
    assert_eq!(parse("PROFILE").unwrap(), [literal("PROFILE")]);
    assert_eq!(
        parse("N#{year:04}{day:03}#{größe}").unwrap(),
        [
            literal("N#"),
            placeholder("year", 4),
            placeholder("day", 3),
            literal("#"),
            placeholder("größe", 0)
        ]
    );
}

#[test]
fn doubled_braces_are_braces() {
    assert_eq!(
        parse("{{a}}#{id}}}").unwrap(),
        [literal("{a}#"), placeholder("id", 0), literal("}")]
    );
    assert_eq!(
        parse("{{{id}}}").unwrap(),
        [literal("{"), placeholder("id", 0), literal("}")]
    );
}

#[test]
fn widths_go_from_1_to_39() {
    assert_eq!(parse("{n:01}").unwrap(), [placeholder("n", 1)]);
    assert_eq!(parse("{n:039}").unwrap(), [placeholder("n", 39)]);
    assert_eq!(parse("{n:0020}").unwrap(), [placeholder("n", 20)]);
    for format in [
        "10", "0", "00", "040", "0300", "0+5", "0x", ">10", "", "?", "0 5", "i65", "i128", "usize", "I64", "i64 ",
        "escaped",
    ] {
        assert_eq!(
            refused(&format!("{{n:{format}}}")),
            format!(
                "`{{n:{format}}}` is no placeholder: write `{{n}}`, `{{n:010}}` for a number padded with zeros to 10 digits (1 to 39), \
                 `{{n:i64}}` for an integer that may be negative (i8 to i64, u8 to u64), or `{{n:escape}}` for text that may contain separators"
            )
        );
    }
}

#[test]
fn integers_and_escaped_text_have_formats_of_their_own() {
    for integer in ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"] {
        let parts = parse(&format!("{{n:{integer}}}{{id:escape}}")).unwrap();
        assert_eq!(
            parts,
            [
                formatted("n", Format::Offset(integer)),
                formatted("id", Format::Escaped)
            ]
        );
    }
    assert!(parse("{a:escape}#{b}").is_ok());
    assert_eq!(
        refused("{a:escape}{b}"),
        "`{a}{b}` does not say where `a` ends: put a separator between them, such as `#`"
    );
    assert_eq!(
        refused("X%{a:escape}"),
        "`{a:escape}` escapes with `%`, which stands in the text of this template: separate its parts by another character"
    );
    assert!(parse("X%{a}").is_ok());
}

#[test]
fn refuses_what_is_empty_or_unbalanced() {
    assert_eq!(
        refused(""),
        "a key template cannot be empty: DynamoDB has no empty keys"
    );
    assert_eq!(refused("A#{}"), "an empty placeholder; name a field: `{id}`");
    assert_eq!(refused("A#{:010}"), "an empty placeholder; name a field: `{id}`");
    for template in ["A#{id", "A#{", "{a{b}}", "{id#{n}"] {
        assert_eq!(
            refused(template),
            "a `{` without its `}`; a brace itself is written `{{`",
            "{template}"
        );
    }
    for template in ["A#id}", "}", "{id}}"] {
        assert_eq!(
            refused(template),
            "a `}` without its `{`; a brace itself is written `}}`",
            "{template}"
        );
    }
}

#[test]
fn values_next_to_each_other_need_a_separator_or_a_width() {
    assert_eq!(
        refused("{a}{b}"),
        "`{a}{b}` does not say where `a` ends: put a separator between them, such as `#`"
    );
    assert_eq!(
        refused("X#{a}and{b}"),
        "`{a}and{b}` does not say where `a` ends: put a separator between them, such as `#`"
    );
    assert!(parse("{a:04}{b}").is_ok());
    assert!(parse("{a}{b:04}").is_err());
    assert!(parse("{a}T-{b}").is_ok());
    assert!(parse("{a}END").is_ok());
}

#[test]
fn separators_are_what_is_neither_letter_nor_digit() {
    assert_eq!(separators(["ORDER#", "#2024-", "€"]), "#-€");
    assert_eq!(separators(["ORDER", ""]), "");
}
