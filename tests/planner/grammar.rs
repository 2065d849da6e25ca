//! Conditions as the query macro is given them, read from text.

use std::str::Chars;

/// A condition.
#[derive(Clone, Debug)]
pub(crate) enum Expr {
    And(Vec<Self>),
    Not(Box<Self>),
    Or(Vec<Self>),
    Test(Test),
}

/// A test of a field.
#[derive(Clone, Debug)]
pub(crate) struct Test {
    pub(crate) field: String,
    pub(crate) path: Vec<Step>,
    pub(crate) is_size: bool,
    /// An operator, or the name of a method.
    pub(crate) operator: String,
    pub(crate) values: Vec<Literal>,
    /// As it is written.
    pub(crate) text: String,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    Element(u32),
    Member(String),
}

/// A right side.
#[derive(Clone, Debug)]
pub(crate) enum Literal {
    /// `b"ab"`
    Binary(String),
    Bool(bool),
    List(Vec<Self>),
    Number(String),
    Text(String),
    /// `fixed("…")`: the text of a timestamp, an identifier; as long as all of its type.
    Fixed(String),
    /// `Kind::S`, by its descriptor.
    Kind(String),
}

/// Reads a condition.
pub(crate) fn parse(text: &str) -> Expr {
    let mut reader = Reader { rest: text.chars() };
    let expr = reader.or();
    assert!(reader.next_is(""), "`{}` is left of `{text}`", reader.rest.as_str());
    expr
}

struct Reader<'a> {
    rest: Chars<'a>,
}

impl<'a> Reader<'a> {
    fn or(&mut self) -> Expr {
        let mut all = vec![self.and()];
        while self.take("||") {
            all.push(self.and());
        }
        if all.len() == 1 { all.remove(0) } else { Expr::Or(all) }
    }

    fn and(&mut self) -> Expr {
        let mut all = Vec::new();
        loop {
            match self.unary() {
                Expr::And(inner) => all.extend(inner),
                other => all.push(other),
            }
            if !self.take("&&") {
                break;
            }
        }
        if all.len() == 1 { all.remove(0) } else { Expr::And(all) }
    }

    fn unary(&mut self) -> Expr {
        if self.take("!") {
            return Expr::Not(Box::new(self.unary()));
        }
        if self.take("(") {
            let inner = self.or();
            self.expect(")");
            return inner;
        }
        Expr::Test(self.test())
    }

    fn test(&mut self) -> Test {
        self.skip_spaces();
        let start = self.rest.as_str();
        let field = self.name().to_owned();
        let (mut path, mut is_size) = (Vec::new(), false);
        let (operator, values) = loop {
            if self.take("[") {
                path.push(Step::Element(self.word().parse().unwrap()));
                self.expect("]");
            } else if self.take(".") {
                let name = self.name().to_owned();
                if !self.take("(") {
                    path.push(Step::Member(name));
                } else if name == "size" {
                    self.expect(")");
                    is_size = true;
                } else {
                    break (name, self.values(")"));
                }
            } else {
                let operators = ["==", "!=", "<=", ">=", "<", ">"];
                let operator = operators.into_iter().find(|operator| self.take(operator));
                break (operator.unwrap().to_owned(), vec![self.literal()]);
            }
        };
        let text = &start[..start.len() - self.rest.as_str().len()];
        Test {
            field,
            path,
            is_size,
            operator,
            values,
            text: text.trim_end().to_owned(),
        }
    }

    /// Values up to a closing bracket.
    fn values(&mut self, end: &str) -> Vec<Literal> {
        let mut values = Vec::new();
        while !self.take(end) {
            values.push(self.literal());
            self.take(",");
        }
        values
    }

    fn literal(&mut self) -> Literal {
        if self.take("[") {
            return Literal::List(self.values("]"));
        }
        if self.take("Kind::") {
            return Literal::Kind(self.name().to_uppercase());
        }
        if self.take("fixed(") {
            let text = self.string();
            self.expect(")");
            return Literal::Fixed(text);
        }
        if self.next_is("b\"") {
            self.take("b");
            return Literal::Binary(self.string());
        }
        if self.next_is("\"") {
            return Literal::Text(self.string());
        }
        match self.word() {
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            number => Literal::Number(number.to_owned()),
        }
    }

    /// A string with Rust's escapes; ` * n` behind it says how often it stands there.
    fn string(&mut self) -> String {
        self.expect("\"");
        let mut text = String::new();
        loop {
            match self.rest.next().unwrap() {
                '"' => break,
                '\\' => text.push(self.escape()),
                other => text.push(other),
            }
        }
        if self.take("*") {
            return text.repeat(self.word().parse().unwrap());
        }
        text
    }

    fn escape(&mut self) -> char {
        match self.rest.next().unwrap() {
            '0' => '\0',
            'u' => {
                self.expect("{");
                let digits = self.word();
                self.expect("}");
                char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap()
            }
            other => other,
        }
    }

    fn name(&mut self) -> &'a str {
        self.run(|character| character.is_alphanumeric() || character == '_')
    }

    fn word(&mut self) -> &'a str {
        self.run(|character| character.is_alphanumeric() || "-.".contains(character))
    }

    fn run(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        self.skip_spaces();
        let rest = self.rest.as_str();
        let end = rest.find(|character| !belongs(character)).unwrap_or(rest.len());
        assert!(end > 0, "a word stands at `{rest}`");
        self.rest = rest[end..].chars();
        &rest[..end]
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.as_str().trim_start().chars();
    }

    /// Whether this is next; nothing is the end.
    fn next_is(&mut self, text: &str) -> bool {
        self.skip_spaces();
        let rest = self.rest.as_str();
        if text.is_empty() {
            rest.is_empty()
        } else {
            rest.starts_with(text)
        }
    }

    fn take(&mut self, text: &str) -> bool {
        let is_next = self.next_is(text);
        if is_next {
            self.rest = self.rest.as_str()[text.len()..].chars();
        }
        is_next
    }

    fn expect(&mut self, text: &str) {
        assert!(self.take(text), "`{text}` stands at `{}`", self.rest.as_str());
    }
}
