//! Statements of `query!` for all kinds of conditions, on the table and on indexes.

use std::time::SystemTime;

use crate::business::Business;
use crate::condition::{Comparison, Test, Tree};
use crate::plain::{Place, Sample, Secret, Word};
use crate::planned::{Operand, Operands, Planned, all, any, planned};
use crate::planning::Asked;
use crate::shop::{Entry, Line, Order, Orders};

/// By templates: of the table, and of its indexes.
pub(crate) fn of_orders() -> Vec<Planned<Order>> {
    vec![
        planned!(Order [one: customer String] { customer == one }),
        planned!(Order [one: customer String] { customer == one }, consistent),
        planned!(Order [one: customer String, at: placed_at SystemTime] { customer == one && placed_at == at }),
        planned!(Order [one: customer String, at: placed_at SystemTime] { customer == one && placed_at > at }),
        planned!(Order [one: customer String, at: placed_at SystemTime] { customer == one && placed_at >= at }),
        planned!(Order [one: customer String, at: placed_at SystemTime] { placed_at < at && customer == one }),
        planned!(Order [one: customer String, at: placed_at SystemTime] { customer == one && placed_at <= at }),
        planned!(
            Order [one: customer String, from: placed_at SystemTime, to: placed_at SystemTime]
            { customer == one && placed_at > from && placed_at <= to }
        ),
        planned!(
            Order [one: customer String, from: placed_at SystemTime, to: placed_at SystemTime, note: note String]
            { customer == one && placed_at.between(from, to) && (note == note || note.not_exists()) }
        ),
        planned!(
            Order [one: customer String, at: placed_at SystemTime, number: number u32]
            { customer == one && placed_at == at && number == number }
        ),
        planned!(
            Order [one: customer String, at: placed_at SystemTime, least: number u32]
            { customer == one && placed_at == at && number >= least }
        ),
        planned!(
            Order [one: customer String, at: placed_at SystemTime, most: number u32]
            { customer == one && placed_at == at && number < most }
        ),
        planned!(
            Order [one: customer String, at: placed_at SystemTime, number: number u32, total: total u32]
            { customer == one && placed_at == at && number == number && total != total }
        ),
        planned!(Order [some: customer Vec<String>] { customer.is_in(some) }),
        planned!(
            Order [some: customer Vec<String>, at: placed_at SystemTime, totals: total Vec<u32>]
            { customer.is_in(some) && placed_at >= at && !total.is_in(totals) }
        ),
        planned!(Order [one: status String] { status == one }),
        planned!(
            Order [some: status Vec<String>, from: placed_at SystemTime, to: placed_at SystemTime]
            { status.is_in(some) && placed_at.between(from, to) }
        ),
        planned!(Order [one: status String, at: placed_at SystemTime] { status == one && placed_at < at }),
        planned!(Order [one: courier String] { courier == one }),
        planned!(Order [some: courier Vec<String>, town: town String] { courier.is_in(some) && town != town }),
        planned!(Order [one: customer String, rank: rank i64] { customer == one && rank > rank }),
        planned!(Order [one: customer String, rank: rank i64] { customer == one && rank <= rank }),
        planned!(
            Order [one: customer String, rank: rank i64, from: number u32, to: number u32]
            { customer == one && rank == rank && number.between(from, to) }, index = "by_rank"
        ),
        planned!(
            Order [one: customer String, rank: rank i64] { customer == one && rank < rank }, index = "primary"
        ),
        planned!(Order [one: customer String, town: town String] { customer == one && town == town }, hydrate),
        planned!(
            Order [one: customer String, town: town String] { customer == one && town.begins_with(town) },
            index = "by_place", hydrate
        ),
        planned!(Order [one: town String] { town == one }, hydrate),
        planned!(Order [one: town String, most: number u32] { town == one && number < most }, hydrate),
        planned!(
            Order [one: courier String, at: placed_at SystemTime, total: total u32]
            { courier == one && placed_at >= at && (total > total || note.exists()) }, index = "by_kind", hydrate
        ),
        planned!(Order [one: customer String, least: size u64] { customer == one && note.size() >= least }),
        planned!(Order [one: customer String, less: size u64] { customer == one && !(tags.size() > less) }),
        planned!(Order [one: customer String, tag: note String] { customer == one && tags.contains(tag) }),
        planned!(Order [one: customer String, part: note String] { customer == one && note.contains(part) }),
        planned!(Order [one: customer String, part: note String] { customer == one && note.begins_with(part) }),
        planned!(Order [one: customer String] { customer == one && gone.is_null() }),
        planned!(Order [one: customer String] { customer == one && gone.exists() && !gone.is_null() }),
        planned!(Order [one: customer String, road: note String] { customer == one && address.street == road }),
        planned!(
            Order [one: customer String, from: number u32, to: number u32, road: note String]
            {
                customer == one
                    && (address.zip.between(from, to) || address.street.begins_with(road) && address.zip.not_exists())
            }
        ),
        planned!(
            Order [one: customer String, a: total u32, b: note String, c: courier String, d: town String]
            { customer == one && !(total < a || !(note == b && (courier != c || town >= d))) }
        ),
    ]
}

pub(crate) fn of_lines() -> Vec<Planned<Line>> {
    vec![
        planned!(
            Line [one: customer String, at: placed_at SystemTime, number: number u32, name: name String]
            { customer == one && placed_at == at && number == number && name < name }
        ),
        planned!(
            Line [one: customer String, at: placed_at SystemTime, number: number u32, name: name String]
            { customer == one && placed_at == at && number == number && name > name }
        ),
        planned!(
            Line [one: customer String, at: placed_at SystemTime, number: number u32, name: name String]
            { customer == one && placed_at == at && number == number && name.begins_with(name) }
        ),
        planned!(
            Line [one: customer String, at: placed_at SystemTime, number: number u32, from: name String, to: name String]
            { customer == one && placed_at == at && number == number && name.between(from, to) }
        ),
        planned!(
            Line [one: status String, at: placed_at SystemTime, note: note String]
            { status == one && placed_at == at && note != note }, index = "by_kind", hydrate
        ),
        planned!(Line [one: customer String, at: status String] { customer == one && status <= at }, hydrate),
    ]
}

pub(crate) fn of_entries() -> Vec<Planned<Entry>> {
    vec![
        planned!(Entry [one: customer String] { customer == one }),
        planned!(Entry [one: customer String, name: entry String] { customer == one && entry == name }),
        planned!(Entry [one: customer String, name: entry String] { customer == one && entry < name }),
        planned!(Entry [one: customer String, name: entry String] { customer == one && entry >= name }),
        planned!(Entry [one: customer String, rank: rank i64] { customer == one && rank >= rank }),
    ]
}

pub(crate) fn of_summaries() -> Vec<Planned<Orders>> {
    vec![
        planned!(Orders [one: customer String] { customer == one }),
        planned!(Orders [some: customer Vec<String>] { customer.is_in(some) }),
        planned!(Orders [one: status String, at: placed_at SystemTime] { status == one && placed_at > at }),
    ]
}

/// By fields that are the keys.
pub(crate) fn of_samples() -> Vec<Planned<Sample>> {
    vec![
        planned!(Sample [one: sensor String] { sensor == one }),
        planned!(Sample [one: sensor String, at: at i64] { sensor == one && at == at }),
        planned!(Sample [one: sensor String, at: at i64] { sensor == one && at > at }),
        planned!(Sample [one: sensor String, at: at i64] { sensor == one && at >= at }),
        planned!(Sample [one: sensor String, at: at i64] { sensor == one && at < at }),
        planned!(Sample [one: sensor String, at: at i64] { sensor == one && at <= at }),
        planned!(
            Sample [one: sensor String, from: at i64, to: at i64, level: level u32]
            { sensor == one && at.between(from, to) && level != level }
        ),
        planned!(
            Sample [some: sensor Vec<String>, from: at i64, to: at i64]
            { sensor.is_in(some) && at >= from && at < to }
        ),
        planned!(
            Sample [some: level Vec<u32>, weight: weight i64, one: sensor String]
            { level.is_in(some) && weight < weight && sensor == one }, index = "by_level"
        ),
        planned!(Sample [one: note String, weight: weight i64] { note == one && weight > weight }, hydrate),
        planned!(
            Sample [some: note Vec<String>, at: at i64] { note.is_in(some) && at <= at }, index = "by_note", hydrate
        ),
    ]
}

pub(crate) fn of_words() -> Vec<Planned<Word>> {
    vec![
        planned!(Word [one: language u32, word: word String] { language == one && word.begins_with(word) }),
        planned!(Word [some: language Vec<u32>, word: word String] { language.is_in(some) && word > word }),
        planned!(
            Word [one: language u32, from: word String, to: word String, note: note String]
            { language == one && word.between(from, to) && (note == note || note.is_null()) }
        ),
    ]
}

/// They expire.
pub(crate) fn of_secrets() -> Vec<Planned<Secret>> {
    vec![
        planned!(Secret [one: owner String] { owner == one }),
        planned!(Secret [one: owner String, at: at i64] { owner == one && at == at }),
        planned!(Secret [one: owner String, at: at i64] { owner == one && at <= at }),
        planned!(Secret [one: reader String] { reader == one }),
        planned!(Secret [one: reader String, until: until SystemTime] { reader == one && until < until }),
        planned!(Secret [some: at Vec<i64>] { at.is_in(some) }, hydrate),
    ]
}

pub(crate) fn of_places() -> Vec<Planned<Place>> {
    vec![
        planned!(Place [id: id i64] { id == id }),
        planned!(Place [one: country String, level: level u32] { country == one && level == level }),
        planned!(
            Place [some: country Vec<String>, level: level u32, road: road String, from: house u32, to: house u32]
            { country.is_in(some) && level == level && road == road && house.between(from, to) }
        ),
        planned!(
            Place [one: country String, level: level u32, road: road String, weight: weight i64]
            { country == one && level == level && road.begins_with(road) && weight >= weight }
        ),
    ]
}

/// Entities of two types, by what is alike in their keys.
pub(crate) fn of_business() -> Vec<Planned<Business>> {
    vec![
        planned!(Business [one: customer String] { customer == one }),
        planned!(Business [one: customer String] { customer == one }, consistent),
        planned!(Business [some: customer Vec<String>, note: note String] { customer.is_in(some) && note != note }),
        planned!(
            Business [one: customer String, note: note String, most: rank i64]
            { customer == one && (note == note || !(rank > most)) }, index = "primary"
        ),
        planned!(Business [one: status String] { status == one }),
        planned!(Business [one: status String, at: placed_at SystemTime] { status == one && placed_at > at }),
        planned!(
            Business [some: status Vec<String>, from: placed_at SystemTime, to: placed_at SystemTime]
            { status.is_in(some) && placed_at.between(from, to) && note.exists() }
        ),
        planned!(Business [one: customer String, rank: rank i64] { customer == one && rank < rank }),
        planned!(
            Business [one: customer String, rank: rank i64, number: number u32]
            { customer == one && rank == rank && number >= number }, index = "by_rank"
        ),
        planned!(
            Business [one: courier String, at: placed_at SystemTime] { courier == one && placed_at <= at }, hydrate
        ),
        planned!(Business [one: customer String, town: town String] { customer == one && town == town }, hydrate),
    ]
}
