//! Rule 2: the sort key, from left to right.

use ddbx::query;

use super::{Statement, fixed};
use crate::entities::{Event, File, Note, Order, Place, Reading, Seat, User};

pub(super) const STATEMENTS: &[Statement] = statements![
    "a plain sort key: less": query!(Note, owner == "ann" && name < "n1");
    "a plain sort key: less or equal": query!(Note, owner == "ann" && name <= "n1");
    "a plain sort key: greater": query!(Note, owner == "ann" && name > "n1");
    "a plain sort key: greater or equal": query!(Note, owner == "ann" && name >= "n1");
    "a plain sort key: between": query!(Note, owner == "ann" && name.between("a", "c"));
    "a plain sort key: begins_with": query!(Note, owner == "ann" && name.begins_with("n"));
    "a plain sort key: nothing": query!(Note, owner == "ann");
    "a plain sort key, two bounds: both included": query!(Note, owner == "ann" && name >= "a" && name <= "c");
    "a plain sort key, two bounds: the first excluded": query!(Note, owner == "ann" && name > "a" && name <= "c");
    "a plain sort key, two bounds: the second excluded": query!(Note, owner == "ann" && name >= "a" && name < "c");
    "a plain sort key, two bounds: both excluded": query!(Note, owner == "ann" && name > "a" && name < "c");
    "two bounds in the other order": query!(Note, name < "c" && owner == "ann" && name > "a");
    "a plain number": query!(Reading, sensor == b"s1" && at < 5);
    "a plain number between two, one excluded": query!(Reading, sensor == b"s1" && at >= -5 && at < 5);
    "plain binary": query!(Reading, sensor == b"s1" && digest.begins_with(b"ab"));
    "plain binary in a range": query!(Reading, sensor == b"s1" && digest > b"ab");
    "a range that ends before it begins reads nothing": query!(Note, owner == "ann" && name >= "c" && name < "a");
    "numbers of a range that ends before it begins": query!(Reading, sensor == b"s1" && at.between(10, 9));
    "the ends of a range may be equal": query!(Reading, sensor == b"s1" && at.between(9, 9));
    "a prefix of nothing": query!(Note, owner == "ann" && name.begins_with(""));
    "quotes and backslashes": query!(Note, owner == "a\"nn" && name >= "\\\u{0}");
    "nothing: what the literals say": query!(Order, customer == "c1");
    "fixed width: equal": query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z"));
    "fixed width: greater": query!(Order, customer == "c1" && placed_at > fixed("2030-01-01T00:00:00.000000000Z"));
    "fixed width: greater or equal":
        query!(Order, customer == "c1" && placed_at >= fixed("2030-01-01T00:00:00.000000000Z"));
    "fixed width: less": query!(Order, customer == "c1" && placed_at < fixed("2030-01-01T00:00:00.000000000Z"));
    "fixed width: less or equal":
        query!(Order, customer == "c1" && placed_at <= fixed("2030-01-01T00:00:00.000000000Z"));
    "fixed width: between":
        query!(Order, customer == "c1"
            && placed_at.between(fixed("2030-01-01T00:00:00.000000000Z"), fixed("2030-02-01T00:00:00.000000000Z")));
    "fixed width, two bounds: both included":
        query!(Order, customer == "c1" && placed_at >= fixed("2030-01-01T00:00:00.000000000Z")
            && placed_at <= fixed("2030-02-01T00:00:00.000000000Z"));
    "fixed width, two bounds: the first excluded":
        query!(Order, customer == "c1" && placed_at > fixed("2030-01-01T00:00:00.000000000Z")
            && placed_at <= fixed("2030-02-01T00:00:00.000000000Z"));
    "fixed width, two bounds: the second excluded":
        query!(Order, customer == "c1" && placed_at >= fixed("2030-01-01T00:00:00.000000000Z")
            && placed_at < fixed("2030-02-01T00:00:00.000000000Z"));
    "fixed width, two bounds: both excluded":
        query!(Order, customer == "c1" && placed_at > fixed("2030-01-01T00:00:00.000000000Z")
            && placed_at < fixed("2030-02-01T00:00:00.000000000Z"));
    "fixed width: a range that ends before it begins":
        query!(Order, customer == "c1" && placed_at >= fixed("2030-02-01T00:00:00.000000000Z")
            && placed_at < fixed("2030-01-01T00:00:00.000000000Z"));
    "fixed width: nothing between a value and itself":
        query!(Order, customer == "c1" && placed_at > fixed("2030-01-01T00:00:00.000000000Z")
            && placed_at < fixed("2030-01-01T00:00:00.000000000Z"));
    "a range on a placeholder behind one that is not bound is a filter":
        query!(Order, customer == "c1" && order > "o1");
    "last: equal":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z")
            && order == "o1", index = "primary");
    "last: greater":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order > "o1");
    "last: greater or equal":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order >= "o1");
    "last: less":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order < "o1");
    "last: less or equal":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order <= "o1");
    "last: between":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z")
            && order.between("o1", "o2"));
    "last: begins_with":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z")
            && order.begins_with("o"));
    "last: a prefix of nothing":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z")
            && order.begins_with(""));
    "last, two bounds: both included":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order >= "o1"
            && order <= "o2");
    "last, two bounds: the first excluded":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order > "o1"
            && order <= "o2");
    "last, two bounds: the second excluded":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order >= "o1"
            && order < "o2");
    "last, two bounds: both excluded":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order > "o1"
            && order < "o2");
    "last: text that is not ASCII":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z")
            && order.begins_with("\u{d7ff}"));
    "last: the greatest character":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order > "\u{10ffff}");
    "last: a value that contains a separator":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order > "o#1");
    "last: an empty value":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order >= "");
    "key only, last: less": query!(Seat, event == "e1" && row == 7 && seat < "B");
    "key only, last: less or equal": query!(Seat, event == "e1" && row == 7 && seat <= "B");
    "key only, last: greater": query!(Seat, event == "e1" && row == 7 && seat > "B");
    "key only, last: both excluded": query!(Seat, event == "e1" && row == 7 && seat > "A" && seat < "C");
    "key only, fixed width: less needs nothing dropped": query!(Seat, event == "e1" && row < 7);
    "key only, fixed width: greater": query!(Seat, event == "e1" && row > 7);
    "key only: nothing": query!(Seat, event == "e1");
    "key only: the greatest of a width": query!(Seat, event == "e1" && row > 999);
    "key only: the other fields are filtered": query!(Seat, event == "e1" && price < 10);
    "the template is one placeholder: equal":
        query!(Order, status == "open" && placed_at == fixed("2030-01-01T00:00:00.000000000Z"));
    "the template is one placeholder: greater":
        query!(Order, status == "open" && placed_at > fixed("2030-01-01T00:00:00.000000000Z"));
    "the template is one placeholder: greater or equal":
        query!(Order, status == "open" && placed_at >= fixed("2030-01-01T00:00:00.000000000Z"));
    "the template is one placeholder: less":
        query!(Order, status == "open" && placed_at < fixed("2030-01-01T00:00:00.000000000Z"));
    "the template is one placeholder: less or equal":
        query!(Order, status == "open" && placed_at <= fixed("2030-01-01T00:00:00.000000000Z"));
    "the template is one placeholder: both excluded":
        query!(Order, status == "open" && placed_at > fixed("2030-01-01T00:00:00.000000000Z")
            && placed_at < fixed("2030-02-01T00:00:00.000000000Z"));
    "the template is one placeholder: nothing": query!(Order, status == "open");
    "a placeholder first, a literal behind: greater": query!(User, team == "red" && rank > 3);
    "a placeholder first, a literal behind: greater or equal": query!(User, team == "red" && rank >= 3);
    "a placeholder first, a literal behind: less": query!(User, team == "red" && rank < 3);
    "a placeholder first, a literal behind: less or equal": query!(User, team == "red" && rank <= 3);
    "a placeholder first, a literal behind: between": query!(User, team == "red" && rank.between(3, 5));
    "a placeholder first, a literal behind: equal": query!(User, team == "red" && rank == 3);
    "a prefix could end in the literal behind: it is a filter":
        query!(User, team == "red" && slug.begins_with("d"), index = "by_slug");
    "text of any width before a literal has no order": query!(User, team == "red" && slug > "d", index = "by_slug");
    "text of any width before a literal: equal": query!(User, team == "red" && slug == "d", index = "by_slug");
    "adjacent: the first is equal": query!(Event, stream == "s1" && shard == 7);
    "adjacent: the first is greater": query!(Event, stream == "s1" && shard > 7);
    "adjacent: the first is less": query!(Event, stream == "s1" && shard < 7);
    "adjacent: the first is less or equal": query!(Event, stream == "s1" && shard <= 7);
    "adjacent: the second is greater": query!(Event, stream == "s1" && shard == 7 && sequence > 9);
    "adjacent: the second is less": query!(Event, stream == "s1" && shard == 7 && sequence < 9);
    "adjacent: the second is between": query!(Event, stream == "s1" && shard == 7 && sequence.between(9, 12));
    "adjacent: nothing": query!(Event, stream == "s1");
    "adjacent: both are equal": query!(Event, stream == "s1" && shard == 7 && sequence == 9);
    "adjacent: only the second": query!(Event, stream == "s1" && sequence == 9);
    "a number that is too wide": query!(Event, stream == "s1" && shard > 1000);
    "of a sign: greater": query!(Event, level == "warn" && depth > -3);
    "of a sign: less": query!(Event, level == "warn" && depth < 0);
    "of a sign: both excluded": query!(Event, level == "warn" && depth > -3 && depth < 3);
    "of a sign: equal, and escaped text behind": query!(Event, level == "warn" && depth == -3 && stream == "a#b");
    "of a sign: equal, and a prefix of escaped text behind":
        query!(Event, level == "warn" && depth == -3 && stream.begins_with("a#"));
    "of a sign: an order of escaped text is a filter": query!(Event, level == "warn" && depth == -3 && stream > "a");
    "any width: nothing": query!(File, volume == "v1");
    "any width: equal": query!(File, volume == "v1" && folder == "a/b");
    "any width: a prefix": query!(File, volume == "v1" && folder.begins_with("a/"));
    "any width: an order is a filter": query!(File, volume == "v1" && folder > "a");
    "any width: the second is equal": query!(File, volume == "v1" && folder == "a" && name == "x");
    "any width: a prefix of the second": query!(File, volume == "v1" && folder == "a" && name.begins_with("x"));
    "any width: the second has no order": query!(File, volume == "v1" && folder == "a" && name >= "x");
    "any width: a range of the last": query!(File, volume == "v1" && folder == "a" && name == "x" && revision >= 3);
    "any width: all below the last": query!(File, volume == "v1" && folder == "a" && name == "x" && revision < 3);
    "any width: a percent sign": query!(File, volume == "v1" && folder == "100%");
    "any width: a separator that is not escaped": query!(File, volume == "v1" && folder == "a" && name == "x/y");
    "several: the partition": query!(Place, country == "at" && city == "Wien");
    "several: the first of the sort key": query!(Place, country == "at" && city == "Wien" && road == "Ring");
    "several: a range on the first": query!(Place, country == "at" && city == "Wien" && road >= "R");
    "several: a prefix of the first": query!(Place, country == "at" && city == "Wien" && road.begins_with("R"));
    "several: a range on the second": query!(Place, country == "at" && city == "Wien" && road == "Ring" && house >= 3);
    "several: both excluded on the second":
        query!(Place, country == "at" && city == "Wien" && road == "Ring" && house > 3 && house < 9);
    "several: all": query!(Place, country == "at" && city == "Wien" && road == "Ring" && house == 3);
    "several: the last of another index": query!(Place, owner == "ann" && kind == "flat" && size > 80);
    "several: less than a value of the first": query!(Place, owner == "ann" && kind < "g");
];
