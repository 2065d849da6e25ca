//! Requests nobody thought of: random updates, puts and deletes with random conditions, with the engine as the judge.

use std::collections::BTreeSet;

use ddbx::ops::Untrusted;
use ddbx::{Error, Item, Pool, Safety, Value, ops};

use super::{User, Watch};

/// Requests of one run; `DDBX_OUTCOMES_ROUNDS` sets another number, and `DDBX_SEED` other requests.
const ROUNDS: u64 = 1_500;

fn set(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// A sequence of numbers that one seed determines (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
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
    fn item(&mut self) -> Item {
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
struct Draft {
    values: Vec<Value>,
}

impl Draft {
    fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!(":p{}", self.values.len())
    }

    fn update(&mut self, random: &mut Random) -> String {
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

    fn condition(&mut self, random: &mut Random, levels: usize) -> String {
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

/// What is sent, as often as it is needed.
struct Form {
    verb: &'static str,
    update: String,
    condition: String,
    values: Vec<Value>,
    item: Item,
}

impl Form {
    fn random(random: &mut Random) -> Self {
        let mut draft = Draft::default();
        let verb = random.one(&["update", "update", "update", "put", "delete"]);
        let update = match verb {
            "update" => draft.update(random),
            _ => String::new(),
        };
        let condition = match random.below(4) {
            0 => String::new(),
            levels => draft.condition(random, levels),
        };
        Self {
            verb,
            update,
            condition,
            values: draft.values,
            item: random.item(),
        }
    }

    async fn send(&self, watch: &Watch) -> Result<(), Error> {
        macro_rules! send {
            ($operation:expr) => {{
                let mut operation = $operation;
                if !self.condition.is_empty() {
                    operation = operation.condition(Untrusted(self.condition.clone()));
                }
                for (index, value) in self.values.iter().enumerate() {
                    operation = operation.value(&format!(":p{}", index + 1), value);
                }
                operation.send(watch).await.map(drop)
            }};
        }
        match self.verb {
            "put" => send!(ops::PutItem::new(watch.users()).item(&self.item)),
            "delete" => send!(ops::DeleteItem::new(watch.users()).key("id", "u1")),
            _ => {
                let mut operation = ops::UpdateItem::new(watch.users()).key("id", "u1");
                if !self.update.is_empty() {
                    operation = operation.update(Untrusted(self.update.clone()));
                }
                send!(operation)
            }
        }
    }
}

#[ddbx::test(entities(User))]
async fn a_class_is_never_better_than_what_happens(pool: Pool) {
    let watch = Watch::new(pool);
    let seed = set("DDBX_SEED").unwrap_or(0x5afe);
    // A server takes its time.
    let rounds = ROUNDS
        / if std::env::var_os("DDBX_TEST_URL").is_some() {
            5
        } else {
            1
        };
    let rounds = set("DDBX_OUTCOMES_ROUNDS").unwrap_or(rounds);
    let (mut repeatable, mut conditional, mut doubled) = (0, 0, 0);
    for round in 0..rounds {
        let mut random = Random((seed.wrapping_add(round).wrapping_mul(0x9e37_79b9_7f4a_7c15)) | 1);
        let stored = Some(random.item()).filter(|_| random.below(6) > 0);
        let mut form = Form::random(&mut random);
        watch.store(stored.as_ref()).await;
        let mut first = form.send(&watch).await;
        if let Err(error) = &first
            && error.is_condition_failed()
        {
            form.condition = format!("NOT ({})", form.condition);
            first = form.send(&watch).await;
        }
        if first.is_err() {
            // It adds to a string, or writes into what is not there.
            continue;
        }
        let safety = watch.last.lock().unwrap().take().unwrap();
        let once = watch.item().await;
        let second = form.send(&watch).await;
        let twice = watch.item().await;
        let context = || {
            let Form {
                verb,
                update,
                condition,
                values,
                item,
            } = &form;
            format!(
                "DDBX_SEED={seed}, round {round}, {safety:?}: {verb} {update} if {condition}, {values:?}, item {item:?}\n\
                 stored {stored:?}\nonce {once:?}\ntwice {twice:?}\n{second:?}"
            )
        };
        let refused = second.as_ref().is_err_and(Error::is_condition_failed);
        match safety {
            Safety::Read => panic!("{}", context()),
            Safety::Repeatable => {
                assert!(second.is_ok() && once == twice, "{}", context());
                repeatable += 1;
            }
            Safety::Conditional => {
                assert!((second.is_ok() || refused) && once == twice, "{}", context());
                conditional += 1;
            }
            Safety::Unsafe => doubled += u64::from(once != twice),
        }
    }
    // Each of them was met often enough to mean something.
    for count in [repeatable, conditional, doubled] {
        assert!(count > rounds / 40, "{repeatable} {conditional} {doubled} of {rounds}");
    }
}
