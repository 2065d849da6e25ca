use ddbx_core::codec::Writer;

use super::expression::Expression;

/// Whole members of a request's JSON object.
pub(crate) trait Members {
    /// `"name":"value"`
    fn text(&mut self, name: &str, value: &str);

    /// `"name":"value"`, if there is a value.
    fn optional_text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// `"name":true`
    fn flag(&mut self, name: &str, value: bool);

    /// `"name":1`
    fn number(&mut self, name: &str, value: u64);

    /// `"name":` and JSON that was encoded before.
    fn encoded(&mut self, name: &str, json: &[u8]);

    /// `"name":{…}`
    fn object(&mut self, name: &str, write: impl FnOnce(&mut Self));

    /// `"name":[…]`, unless there is nothing to list.
    fn array<T>(&mut self, name: &str, elements: impl IntoIterator<Item = T>, write: impl FnMut(&mut Self, T));

    /// An element of an array: `{…}`.
    fn element(&mut self, write: impl FnOnce(&mut Self));

    /// An expression, if there is one.
    fn expression(&mut self, name: &str, expression: Option<&Expression>);
}

impl Members for Writer {
    fn text(&mut self, name: &str, value: &str) {
        self.key(name);
        self.string(value);
    }

    fn flag(&mut self, name: &str, value: bool) {
        self.key(name);
        self.bool(value);
    }

    fn number(&mut self, name: &str, value: u64) {
        self.key(name);
        self.u64(value);
    }

    fn encoded(&mut self, name: &str, json: &[u8]) {
        self.key(name);
        self.raw(json);
    }

    fn object(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.key(name);
        self.element(write);
    }

    fn array<T>(&mut self, name: &str, elements: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        let mut elements = elements.into_iter().peekable();
        if elements.peek().is_none() {
            return;
        }
        self.key(name);
        self.begin_array();
        for element in elements {
            write(self, element);
        }
        self.end_array();
    }

    fn element(&mut self, write: impl FnOnce(&mut Self)) {
        self.begin_object();
        write(self);
        self.end_object();
    }

    fn expression(&mut self, name: &str, expression: Option<&Expression>) {
        if let Some(expression) = expression {
            self.text(name, expression.as_str());
        }
    }
}
