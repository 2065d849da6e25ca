//! Items and expressions that chance makes.

use std::collections::BTreeSet;

use ddbx::{Item, Value};

/// A sequence of numbers that one seed determines (xorshift64*).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    pub(super) fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn number(&mut self) -> Value {
        (self.below(4) as u32).into()
    }

    fn text(&mut self) -> Value {
        self.one(&["a", "ab", "b", "c"]).into()
    }

    fn elements(&mut self) -> Value {
        let elements: BTreeSet<String> = (0..=self.below(2))
            .map(|_| self.one(&["a", "b", "c"]).to_owned())
            .collect();
        elements.into()
    }

    fn list(&mut self) -> Value {
        Value::L((0..self.below(3)).map(|_| self.number()).collect())
    }

    fn map(&mut self) -> Value {
        Value::M(Item::new().with("x", self.number()).with("y", self.number()))
    }

    /// An item that has most of what the expressions are about.
    pub(super) fn item(&mut self) -> Item {
        let mut item = Item::new().with("id", "u1");
        for (name, value) in [
            ("n", self.number()),
            ("v", self.number()),
            ("s", self.text()),
            ("l", self.list()),
            ("m", self.map()),
            ("t", self.elements()),
        ] {
            if self.below(5) > 0 {
                item = item.with(name, value);
            }
        }
        item
    }
}

/// An expression's text, and the values of its placeholders.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) values: Vec<Value>,
}

impl Draft {
    fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!(":p{}", self.values.len())
    }

    pub(super) fn update(&mut self, random: &mut Random) -> String {
        let mut clauses = [
            ("SET", Vec::new()),
            ("REMOVE", Vec::new()),
            ("ADD", Vec::new()),
            ("DELETE", Vec::new()),
        ];
        for target in ["n", "v", "s", "l", "m", "t", "f"] {
            if random.below(3) > 0 {
                continue;
            }
            let (clause, action) = self.action(target, random);
            clauses[clause].1.push(action);
        }
        let mut text = String::new();
        for (word, actions) in clauses.iter().filter(|(_, actions)| !actions.is_empty()) {
            text.push_str(&format!("{word} {} ", actions.join(", ")));
        }
        text
    }

    /// A change of this attribute, and the clause it goes into.
    fn action(&mut self, target: &str, random: &mut Random) -> (usize, String) {
        const SET: usize = 0;
        const REMOVE: usize = 1;
        const ADD: usize = 2;
        const DELETE: usize = 3;
        let other = random.one(&["n", "v", "s", "m.x"]);
        match (target, random.below(6)) {
            ("n" | "v" | "f", kind) => {
                let number = random.number();
                let value = self.value(number);
                match kind {
                    0 => (SET, format!("{target} = {value}")),
                    1 => (SET, format!("{target} = {target} + {value}")),
                    2 => (SET, format!("{target} = if_not_exists({target}, {value})")),
                    3 => (SET, format!("{target} = {value} - {target}")),
                    4 => (ADD, format!("{target} {value}")),
                    _ => {
                        self.values.pop();
                        (SET, format!("{target} = {other}"))
                    }
                }
            }
            ("s", 0..=2) => (SET, format!("s = {}", self.value(random.text()))),
            ("s", 3) => (
                SET,
                format!("s = if_not_exists({other}, {})", self.value(random.text())),
            ),
            ("l", 0) => (SET, format!("l = {}", self.value(random.list()))),
            ("l", 1) => (SET, format!("l = list_append(l, {})", self.value(random.list()))),
            ("l", 2) => (SET, format!("l[{}] = {}", random.below(4), self.value(random.number()))),
            ("l", 3) => (REMOVE, format!("l[{}]", random.below(2))),
            ("m", 0) => (SET, format!("m = {}", self.value(random.map()))),
            ("m", 1) => (SET, format!("m.x = {}", self.value(random.number()))),
            ("m", 2) => (
                SET,
                format!(
                    "m.x = {}, m.y = {}",
                    self.value(random.number()),
                    self.value(random.number())
                ),
            ),
            ("m", 3) => (SET, format!("m.x = m.x + {}", self.value(random.number()))),
            ("m", 4) => (REMOVE, "m.x, m.y".to_owned()),
            ("t", 0..=1) => (ADD, format!("t {}", self.value(random.elements()))),
            ("t", 2..=3) => (DELETE, format!("t {}", self.value(random.elements()))),
            ("t", 4) => (SET, format!("t = {}", self.value(random.elements()))),
            _ => (REMOVE, target.to_owned()),
        }
    }

    pub(super) fn condition(&mut self, random: &mut Random, levels: usize) -> String {
        if levels == 0 || random.below(3) == 0 {
            return self.test(random);
        }
        let operator = random.one(&["AND", "OR", "NOT"]);
        let mut part = |draft: &mut Self| {
            let inner = draft.condition(random, levels - 1);
            // Engines take no parentheses that say nothing.
            if [" AND ", " OR ", "NOT "].iter().any(|word| inner.contains(word)) {
                format!("({inner})")
            } else {
                inner
            }
        };
        match operator {
            "NOT" => format!("NOT {}", part(self)),
            _ => format!("{} {operator} {}", part(self), part(self)),
        }
    }

    fn test(&mut self, random: &mut Random) -> String {
        let path = random.one(&["id", "n", "n", "v", "s", "l", "l[0]", "m", "m.x", "t", "f"]);
        let number = random.one(&["n", "v", "f", "m.x"]);
        let comparison = random.one(&["=", "=", "<>", "<", "<=", ">", ">="]);
        match random.below(12) {
            0 | 1 => format!("attribute_exists({path})"),
            2 | 3 => format!("attribute_not_exists({path})"),
            4 => format!("s {comparison} {}", self.value(random.text())),
            5 => format!("begins_with(s, {})", self.value(random.text())),
            6 => format!("contains(t, {})", self.value(random.text())),
            7 => format!(
                "size({}) {comparison} {}",
                random.one(&["l", "t", "s", "m"]),
                self.value(random.number())
            ),
            8 => {
                let bounds = [0, random.below(4) as u32].map(|bound| self.value(bound.into()));
                format!("{number} BETWEEN {} AND {}", bounds[0], bounds[1])
            }
            9 => format!(
                "{number} IN ({}, {})",
                self.value(random.number()),
                self.value(random.number())
            ),
            10 => format!("n {comparison} v"),
            _ => format!("{number} {comparison} {}", self.value(random.number())),
        }
    }
}
