//! How the names of variants and fields are written in the table.

use syn::LitStr;

use crate::context::Context;
use crate::field::Field;
use crate::setting::Settings;
use crate::symbol::RENAME_ALL;
use crate::word;

/// A way to write a name of several words.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Camel,
    Kebab,
    Lower,
    Pascal,
    ScreamingSnake,
    Snake,
    Upper,
}

const CASES: [(&str, Case); 7] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("camelCase", Case::Camel),
    ("PascalCase", Case::Pascal),
];

impl Case {
    /// `rename_all`, where it is given.
    pub(crate) fn take(settings: &mut Settings, context: &mut Context) -> Option<Self> {
        let literal = settings.string(&RENAME_ALL, context)?;
        Self::parse(&literal, context)
    }

    fn parse(literal: &LitStr, context: &mut Context) -> Option<Self> {
        let written = literal.value();
        let found = CASES.iter().find(|(name, _)| *name == written).map(|(_, case)| *case);
        if found.is_none() {
            let names = || CASES.iter().map(|(name, _)| *name);
            let suggestion = word::did_you_mean(&written, names());
            let end = if suggestion.is_empty() { ";" } else { "" };
            context.error(
                literal,
                format!(
                    "no case `{written}`{suggestion}{end} `rename_all` knows {}",
                    word::list(names())
                ),
            );
        }
        found
    }

    /// The name of a variant or field in this case.
    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        match self {
            Self::Camel => {
                let capitals: String = words.iter().skip(1).map(|word| capitalised(word)).collect();
                words.first().map(|word| word.to_lowercase()).unwrap_or_default() + &capitals
            }
            Self::Kebab => words.join("-").to_lowercase(),
            Self::Lower => words.concat().to_lowercase(),
            Self::Pascal => words.iter().map(|word| capitalised(word)).collect(),
            Self::ScreamingSnake => words.join("_").to_uppercase(),
            Self::Snake => words.join("_").to_lowercase(),
            Self::Upper => words.concat().to_uppercase(),
        }
    }
}

/// Stores the fields that have no name of their own under theirs in `case`.
pub(crate) fn rename_all(fields: &mut [Field], case: Option<Case>) {
    let Some(case) = case else { return };
    for field in fields.iter_mut().filter(|field| !field.renamed) {
        field.attribute = case.apply(&field.name);
    }
}

/// The words of a name: `InTransit` has two, `HTTPError` too.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (position, letter) in letters.iter().enumerate() {
        let after_small = position > 0 && !letters[position - 1].is_uppercase();
        let before_small = letters.get(position + 1).is_some_and(|next| next.is_lowercase());
        if *letter == '_' || (letter.is_uppercase() && (after_small || before_small)) {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), *letter != '_') {
            word.push(*letter);
        }
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() {
        // `__`: an attribute has a name.
        words.push(name.to_owned());
    }
    words
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| {
            first
                .to_uppercase()
                .chain(letters.flat_map(char::to_lowercase))
                .collect()
        })
        .unwrap_or_default()
}
