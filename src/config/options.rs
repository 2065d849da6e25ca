use std::borrow::Cow;
use std::time::Duration;

use ddbx_core::Error;
use percent_encoding::percent_decode_str;

use super::refusal;

/// What a URL says beyond the place, in `?name=value&…`.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct UrlOptions {
    pub(super) region: Option<Box<str>>,
    pub(super) access_key: Option<Box<str>>,
    pub(super) secret_key: Option<Box<str>>,
    pub(super) session_token: Option<Box<str>>,
    /// `credentials=env`
    pub(super) from_environment: bool,
    pub(super) profile: Option<Box<str>>,
    pub(super) fips: Option<bool>,
    pub(super) dual_stack: Option<bool>,
    pub(super) account_id_endpoint_mode: Option<&'static str>,
    pub(super) allow_http: Option<bool>,
    pub(super) pool: PoolSettings,
    /// The options as they were written, but for secrets.
    pub(super) written: Vec<(&'static str, Box<str>)>,
}

/// What a URL says about the pool; it goes before what [`PoolOptions`](crate::PoolOptions) says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PoolSettings {
    pub(crate) max_connections: Option<usize>,
    pub(crate) min_connections: Option<usize>,
    pub(crate) acquire_timeout: Option<Duration>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) max_lifetime: Option<Duration>,
    pub(crate) request_timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<bool>,
    pub(crate) throttle: Option<bool>,
    pub(crate) hedge: Option<bool>,
}

/// An option: its name, the form of its value in words, whether the value is shown, and how it is taken.
struct Known {
    name: &'static str,
    form: &'static str,
    is_secret: bool,
    take: fn(&mut UrlOptions, &str) -> Option<()>,
}

const fn known(name: &'static str, form: &'static str, take: fn(&mut UrlOptions, &str) -> Option<()>) -> Known {
    Known {
        name,
        form,
        is_secret: false,
        take,
    }
}

const fn secret(name: &'static str, take: fn(&mut UrlOptions, &str) -> Option<()>) -> Known {
    Known {
        name,
        form: "printable ASCII without spaces, percent-encoded where it has `%`, `&` or `#`",
        is_secret: true,
        take,
    }
}

/// What is printed in the place of a secret.
const MASK: &str = "***";

const SWITCH: &str = "`true` or `false`";
const SPAN: &str = "a whole number above 0 with the unit `ms`, `s` or `m`, up to a day (`1440m`)";
const COUNT: &str = "a whole number from 1 to 65535";

/// Every option there is: `options.md` documents the same ones.
const KNOWN: [Known; 21] = [
    known(
        "region",
        "a region of AWS in small letters: `a` to `z`, `0` to `9` and `-`",
        |options, value| {
            options.region = Some(is_region(value).then(|| value.into())?);
            Some(())
        },
    ),
    secret("access_key", |options, value| {
        visible(value).map(|value| options.access_key = Some(value))
    }),
    secret("secret_key", |options, value| {
        visible(value).map(|value| options.secret_key = Some(value))
    }),
    secret("session_token", |options, value| {
        visible(value).map(|value| options.session_token = Some(value))
    }),
    known("credentials", "`env`", |options, value| {
        options.from_environment = value == "env";
        options.from_environment.then_some(())
    }),
    known("profile", "the name of a profile", |options, value| {
        let is_name = !value.is_empty() && !value.chars().any(char::is_control);
        options.profile = Some(is_name.then(|| value.into())?);
        Some(())
    }),
    known("fips", SWITCH, |options, value| {
        switch(value).map(|value| options.fips = Some(value))
    }),
    known("dual_stack", SWITCH, |options, value| {
        switch(value).map(|value| options.dual_stack = Some(value))
    }),
    known(
        "account_id_endpoint_mode",
        "`preferred`, `required` or `disabled`",
        |options, value| {
            let mode = ["preferred", "required", "disabled"]
                .into_iter()
                .find(|mode| *mode == value)?;
            options.account_id_endpoint_mode = Some(mode);
            Some(())
        },
    ),
    known("allow_http", SWITCH, |options, value| {
        switch(value).map(|value| options.allow_http = Some(value))
    }),
    known("max_connections", COUNT, |options, value| {
        count(value)
            .filter(|count| *count > 0)
            .map(|count| options.pool.max_connections = Some(count))
    }),
    known("min_connections", "a whole number from 0 to 65535", |options, value| {
        count(value).map(|count| options.pool.min_connections = Some(count))
    }),
    known("acquire_timeout", SPAN, |options, value| {
        span(value).map(|span| options.pool.acquire_timeout = Some(span))
    }),
    known("connect_timeout", SPAN, |options, value| {
        span(value).map(|span| options.pool.connect_timeout = Some(span))
    }),
    known("idle_timeout", SPAN, |options, value| {
        span(value).map(|span| options.pool.idle_timeout = Some(span))
    }),
    known("max_lifetime", SPAN, |options, value| {
        span(value).map(|span| options.pool.max_lifetime = Some(span))
    }),
    known("request_timeout", SPAN, |options, value| {
        span(value).map(|span| options.pool.request_timeout = Some(span))
    }),
    known("attempt_timeout", SPAN, |options, value| {
        span(value).map(|span| options.pool.attempt_timeout = Some(span))
    }),
    known("retry", SWITCH, |options, value| {
        switch(value).map(|value| options.pool.retry = Some(value))
    }),
    known("throttle", SWITCH, |options, value| {
        switch(value).map(|value| options.pool.throttle = Some(value))
    }),
    known("hedge", SWITCH, |options, value| {
        switch(value).map(|value| options.pool.hedge = Some(value))
    }),
];

impl UrlOptions {
    /// The options of a query string.
    ///
    /// No value is repeated in a refusal, and a name only where it cannot be the rest of a secret.
    pub(super) fn parse(query: &str) -> Result<Self, Error> {
        let mut options = Self::default();
        let mut after_secret = false;
        let mut pairs = query.split('&').peekable();
        while let Some(pair) = pairs.next() {
            if pair.is_empty() && pairs.peek().is_none() && !after_secret {
                return Err(refusal("the URL ends with an empty option: leave out the `?` or `&`"));
            }
            let (name, value) = match pair.split_once('=') {
                Some(pair) => pair,
                None if after_secret => return Err(rest_of_secret()),
                None => {
                    return Err(refusal(format!(
                        "an option in a URL is written `name=value`, with `&` between two; known are {}",
                        names()
                    )));
                }
            };
            let Some(known) = KNOWN.iter().find(|known| known.name == name) else {
                return Err(if after_secret { rest_of_secret() } else { unknown(name) });
            };
            let name = known.name;
            if options.written.iter().any(|(other, _)| *other == name) {
                return Err(refusal(format!("the option `{name}` is given twice")));
            }
            let form = || refusal(format!("the option `{name}` can only be {}", known.form));
            let decoded = decode(value).ok_or_else(form)?;
            if known.is_secret && decoded == MASK {
                return Err(refusal(format!(
                    "the option `{name}` is `{MASK}`, which is what a URL prints in the place of a key: \
                     give the URL as it was written"
                )));
            }
            (known.take)(&mut options, &decoded).ok_or_else(form)?;
            options
                .written
                .push((name, if known.is_secret { MASK.into() } else { value.into() }));
            after_secret |= known.is_secret;
        }
        Ok(options)
    }
}

fn names() -> String {
    let names: Vec<_> = KNOWN.iter().map(|known| format!("`{}`", known.name)).collect();
    names.join(", ")
}

fn unknown(name: &str) -> Error {
    let is_name = matches!(name.len(), 1..=32) && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let shown = if is_name { format!(" `{name}`") } else { String::new() };
    refusal(format!("unknown option{shown} in a URL; known are {}", names()))
}

fn rest_of_secret() -> Error {
    refusal(format!(
        "what follows a key or a token in the URL is not an option; an `&` inside a value is written `%26`; known are {}",
        names()
    ))
}

/// Without percent signs; `None` if one of them is no escape, or if the bytes are no text.
fn decode(value: &str) -> Option<Cow<'_, str>> {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('%') {
        let escape = after.as_bytes().get(..2)?;
        if !escape.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        rest = &after[2..];
    }
    percent_decode_str(value).decode_utf8().ok()
}

/// What can stand between the labels of a host's name and in a signature's scope.
pub(super) fn is_region(region: &str) -> bool {
    matches!(region.len(), 1..=63)
        && region
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !region.starts_with('-')
        && !region.ends_with('-')
}

fn visible(value: &str) -> Option<Box<str>> {
    (!value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic())).then(|| value.into())
}

fn switch(value: &str) -> Option<bool> {
    value.parse().ok()
}

fn count(value: &str) -> Option<usize> {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| value.parse::<u16>().ok())?.map(usize::from)
}

fn span(value: &str) -> Option<Duration> {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = value.split_at(digits);
    let number = number.parse::<u64>().ok()?;
    let milliseconds = match unit {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        _ => None,
    };
    milliseconds
        .map(Duration::from_millis)
        .filter(|span| !span.is_zero() && *span <= DAY)
}
