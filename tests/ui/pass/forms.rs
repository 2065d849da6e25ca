//! Storage forms where names are taken and the prelude is not there.

#![no_implicit_prelude]
#![deny(missing_debug_implementations, missing_docs, unnameable_types, unreachable_pub, unused, warnings)]

mod cents {
    use ::ddbx::codec::{Decode, Encode, Kind, Parser, Result, Writer};

    pub(super) const KIND: Kind = Kind::N;

    pub(super) fn encode(value: &u64, writer: &mut Writer) -> Result<()> {
        value.encode(writer)
    }

    pub(super) fn decode(parser: &mut Parser<'_>) -> Result<u64> {
        u64::decode(parser)
    }
}

#[allow(dead_code)]
struct Unix;

#[derive(::ddbx::Entity)]
#[entity(table = "things", pk = "{writer}", sk = "{value}", timestamps = iso, booleans = text_bool)]
struct Form {
    #[entity(unix)]
    writer: ::std::time::SystemTime,
    value: ::std::time::SystemTime,
    #[entity(with = cents)]
    r#type: ::std::option::Option<u64>,
    #[entity(with = self::cents)]
    encode: u64,
    #[entity(lenient)]
    parser: bool,
    #[entity(null, lenient)]
    slots: ::std::option::Option<u8>,
    #[entity(unix(truncate), null)]
    missing: ::std::option::Option<::std::time::SystemTime>,
}

#[derive(::ddbx::Attribute)]
#[attribute(timestamps = unix_millis, binary = base64)]
struct As {
    form: ::std::time::SystemTime,
    #[attribute(json)]
    name: ::std::vec::Vec<u8>,
    #[attribute(with = cents)]
    cents: u64,
    #[attribute(serde)]
    bytes: ::std::option::Option<::std::vec::Vec<u8>>,
}

fn main() {
    let form = Form {
        writer: ::std::time::SystemTime::UNIX_EPOCH,
        value: ::std::time::SystemTime::UNIX_EPOCH,
        r#type: ::std::option::Option::None,
        encode: 1,
        parser: true,
        slots: ::std::option::Option::None,
        missing: ::std::option::Option::None,
    };
    let json = ::ddbx::codec::item_to_vec(&form).expect("it can be stored");
    let read: Form = ::ddbx::codec::item_from_slice(&json).expect("it can be read");
    ::std::assert_eq!((read.encode, read.r#type, read.slots), (1, form.r#type, form.slots));
    let _ = ::ddbx::update::<Form>((form.writer, form.value)).set(|form| form.r#type, 5);
    let inner = As {
        form: form.value,
        name: ::std::vec![1],
        cents: 5,
        bytes: ::std::option::Option::Some(::std::vec![2]),
    };
    let json = ::ddbx::codec::to_vec(&inner).expect("it can be stored");
    let read: As = ::ddbx::codec::from_slice(&json).expect("it can be read");
    ::std::assert_eq!((read.form, read.name, read.cents, read.bytes), (inner.form, inner.name, inner.cents, inner.bytes));
}
