//! What the codec takes from the heap: the value that is read, the buffer that is written, and nothing else.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use allocation_counter::measure;
use ddbx_core::Number;
use ddbx_core::codec::{
    CodecError, Decode, DecodeItem, Encode, EncodeItem, Kind, Parser, Result, Type, Writer, from_slice,
    item_from_slice, item_to_vec, to_vec,
};

/// In the form in which `#[derive(Entity)]` writes it.
#[derive(Clone, Debug, PartialEq)]
struct Order {
    customer: String,
    number: u64,
    total: i64,
    weight: f64,
    gift: bool,
    note: Option<String>,
    coupon: Option<String>,
    articles: Vec<String>,
    address: Address,
    tags: HashSet<String>,
    picture: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq)]
struct Address {
    street: String,
    zip: u32,
}

impl EncodeItem for Order {
    fn encode_item(&self, writer: &mut Writer) -> Result<()> {
        writer.field("\"customer\":", &self.customer)?;
        writer.field("\"number\":", &self.number)?;
        writer.field("\"total\":", &self.total)?;
        writer.field("\"weight\":", &self.weight)?;
        writer.field("\"gift\":", &self.gift)?;
        writer.field("\"note\":", &self.note)?;
        writer.field("\"coupon\":", &self.coupon)?;
        writer.field("\"articles\":", &self.articles)?;
        writer.field("\"address\":", &self.address)?;
        writer.field("\"tags\":", &self.tags)?;
        writer.field("\"picture\":", &self.picture)
    }
}

impl<'de> DecodeItem<'de> for Order {
    fn decode_item(parser: &mut Parser<'de>) -> Result<Self> {
        let (mut customer, mut number, mut total, mut weight, mut gift) = (None, None, None, None, None);
        let (mut note, mut coupon, mut articles, mut address) = (None, None, None, None);
        let (mut tags, mut picture) = (None, None);
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            match &*name {
                "customer" => customer = Some(parser.field("customer")?),
                "number" => number = Some(parser.field("number")?),
                "total" => total = Some(parser.field("total")?),
                "weight" => weight = Some(parser.field("weight")?),
                "gift" => gift = Some(parser.field("gift")?),
                "note" => note = Some(parser.field("note")?),
                "coupon" => coupon = Some(parser.field("coupon")?),
                "articles" => articles = Some(parser.field("articles")?),
                "address" => address = Some(parser.field("address")?),
                "tags" => tags = Some(parser.field("tags")?),
                "picture" => picture = Some(parser.field("picture")?),
                _ => parser.skip_value()?,
            }
        }
        Ok(Self {
            customer: required(customer)?,
            number: required(number)?,
            total: required(total)?,
            weight: required(weight)?,
            gift: required(gift)?,
            note: required(note)?,
            coupon: required(coupon)?,
            articles: required(articles)?,
            address: required(address)?,
            tags: required(tags)?,
            picture: required(picture)?,
        })
    }
}

impl Type for Address {
    const KIND: Kind = Kind::M;
}

impl Encode for Address {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        writer.begin_map()?;
        writer.field("\"street\":", &self.street)?;
        writer.field("\"zip\":", &self.zip)?;
        writer.end_map();
        Ok(())
    }
}

impl<'de> Decode<'de> for Address {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        let (mut street, mut zip) = (None, None);
        parser.map("Address", |parser, name| {
            match &*name {
                "street" => street = Some(parser.field("street")?),
                "zip" => zip = Some(parser.field("zip")?),
                _ => parser.skip_value()?,
            }
            Ok(())
        })?;
        Ok(Self {
            street: required(street)?,
            zip: required(zip)?,
        })
    }
}

fn required<'de, T: Decode<'de>>(read: Option<T>) -> Result<T> {
    read.or_else(T::absent).ok_or_else(CodecError::missing)
}

fn order() -> Order {
    Order {
        customer: "c-000123".into(),
        number: 17,
        total: -1999,
        weight: 0.75,
        gift: true,
        note: Some("say \"hello\"\nat the door of Zürich's town hall 😀".into()),
        coupon: None,
        articles: ["A-1", "A-2", "A-3"].map(String::from).into(),
        address: Address {
            street: "17 Harbour Street".into(),
            zip: 8001,
        },
        tags: ["express", "web"].map(String::from).into(),
        picture: vec![0xff; 100],
    }
}

fn allocations(work: impl FnOnce()) -> u64 {
    measure(work).count_total
}

/// How often decoding `json` asks the heap for memory beyond what a clone of the value does.
fn beyond<T: for<'de> Decode<'de> + Clone>(json: &[u8]) -> u64 {
    let read = || from_slice::<T>(json).expect("JSON of a `T`");
    let value = read();
    let decode = allocations(|| drop(read()));
    decode - allocations(|| drop(value.clone()))
}

#[test]
fn an_item_takes_what_its_value_takes() {
    let order = order();
    let json = item_to_vec(&order).unwrap();
    let decode = allocations(|| assert_eq!(item_from_slice::<Order>(&json).unwrap(), order));
    assert_eq!(decode, allocations(|| drop(order.clone())));
}

#[test]
fn attributes_that_nobody_asked_for_take_nothing() {
    let order = order();
    let mut json = item_to_vec(&order).unwrap();
    assert_eq!(json.pop(), Some(b'}'));
    json.extend_from_slice(br#","later":{"M":{"ab":{"L":[{"S":"c\\d"},{"NULL":true},{"NS":["1","2"]}]}}}}"#);
    let decode = allocations(|| assert_eq!(item_from_slice::<Order>(&json).unwrap(), order));
    assert_eq!(decode, allocations(|| drop(order.clone())));
}

#[test]
fn every_type_takes_what_its_value_takes() {
    assert_eq!(beyond::<String>(br#"{"S":"text"}"#), 0);
    assert_eq!(
        beyond::<String>(br#"{"S":"\"text\" \ud83d\ude00 and so on, for a while"}"#),
        0
    );
    assert_eq!(beyond::<Box<str>>(br#"{"S":"text"}"#), 0);
    assert_eq!(beyond::<Option<String>>(br#"{"NULL":true}"#), 0);
    assert_eq!(beyond::<Option<String>>(br#"{"S":"text"}"#), 0);
    assert_eq!(beyond::<bool>(br#"{"BOOL":true}"#), 0);
    assert_eq!(beyond::<u64>(br#"{"N":"18446744073709551615"}"#), 0);
    assert_eq!(
        beyond::<i32>(br#"{"N":"-1.5E1"}"#),
        1,
        "an unusual spelling goes through `Number`"
    );
    assert_eq!(beyond::<f64>(br#"{"N":"0.1"}"#), 0);
    assert_eq!(beyond::<f64>(br#"{"N":"0.30000000000000004"}"#), 0);
    assert_eq!(
        beyond::<Number>(br#"{"N":"99999999999999999999999999999999999999"}"#),
        0
    );
    assert_eq!(beyond::<Vec<u8>>(br#"{"B":"AAECAwQFBgc="}"#), 0);
    assert_eq!(
        beyond::<Vec<u32>>(br#"{"L":[{"N":"1"},{"N":"2"},{"N":"3"},{"N":"4"}]}"#),
        0
    );
    assert_eq!(
        beyond::<BTreeMap<String, u32>>(br#"{"M":{"a":{"N":"1"},"b":{"N":"2"}}}"#),
        0
    );
    assert_eq!(
        beyond::<HashMap<String, u32>>(br#"{"M":{"a":{"N":"1"},"b":{"N":"2"}}}"#),
        0
    );
    assert_eq!(beyond::<HashSet<String>>(br#"{"SS":["a","b","c"]}"#), 0);
    assert_eq!(beyond::<HashSet<u64>>(br#"{"NS":["1","2","3"]}"#), 0);
}

#[test]
fn borrowed_text_takes_nothing() {
    let json = br#"{"S":"text"}"#;
    assert_eq!(
        allocations(|| assert_eq!(from_slice::<Cow<'_, str>>(json).unwrap(), "text")),
        0
    );
}

#[test]
fn long_lists_grow_by_doubling() {
    let list: Vec<u32> = (0..1_000).collect();
    // From 4 places to 1,024: their number is known at the end only.
    assert_eq!(beyond::<Vec<u32>>(&to_vec(&list).unwrap()), 8);
}

#[test]
fn an_item_is_written_into_one_buffer() {
    let order = order();
    let length = item_to_vec(&order).unwrap().len();
    let mut writer = Writer::with_capacity(length);
    assert_eq!(allocations(|| order.write(&mut writer).unwrap()), 0);
    assert_eq!(writer.len(), length);
    // A buffer that starts empty doubles until it is long enough.
    let growth = u64::from(length.ilog2()) + 1;
    assert!((1..=growth).contains(&allocations(|| drop(item_to_vec(&order).unwrap()))));
}
