//! Key templates: `ORDER#{placed_at}#{number:010}`.

mod format;

#[cfg(test)]
mod tests;

pub(super) use format::Format;

/// A piece of a template; `F` says which field a placeholder stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<F> {
    Literal(String),
    Placeholder { field: F, format: Format },
}

/// The pieces of a template, or what is wrong with it.
pub(super) fn parse(template: &str) -> Result<Vec<Part<String>>, String> {
    if template.is_empty() {
        return Err("a key template cannot be empty: DynamoDB has no empty keys".to_owned());
    }
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = template.chars();
    while let Some(character) = rest.next() {
        match character {
            '{' | '}' if rest.as_str().starts_with(character) => {
                rest.next();
                literal.push(character);
            }
            '{' => {
                if !literal.is_empty() {
                    parts.push(Part::Literal(std::mem::take(&mut literal)));
                }
                let (inside, after) = rest
                    .as_str()
                    .split_once('}')
                    .ok_or("a `{` without its `}`; a brace itself is written `{{`")?;
                parts.push(placeholder(inside)?);
                rest = after.chars();
            }
            '}' => return Err("a `}` without its `{`; a brace itself is written `}}`".to_owned()),
            _ => literal.push(character),
        }
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    separated(&parts)?;
    Ok(parts)
}

fn placeholder(inside: &str) -> Result<Part<String>, String> {
    let (name, format) = match inside.split_once(':') {
        Some((name, format)) => (name, Some(format)),
        None => (inside, None),
    };
    if name.is_empty() {
        return Err("an empty placeholder; name a field: `{id}`".to_owned());
    }
    if name.contains('{') {
        return Err("a `{` without its `}`; a brace itself is written `{{`".to_owned());
    }
    let format = match format {
        None => Format::Plain,
        Some(format) => Format::parse(format).ok_or_else(|| Format::expected(inside, name))?,
    };
    Ok(Part::Placeholder {
        field: name.to_owned(),
        format,
    })
}

/// Two keys must not come out the same: where one value ends, the next must not be able to begin.
fn separated(parts: &[Part<String>]) -> Result<(), String> {
    let all = separators(literals(parts));
    for (position, part) in parts.iter().enumerate() {
        let Part::Placeholder { field, format } = part else {
            continue;
        };
        if *format == Format::Escaped && all.contains('%') {
            return Err(format!(
                "`{{{field}:escape}}` escapes with `%`, which stands in the text of this template: separate its parts by another character"
            ));
        }
        if !format.has_any_width() {
            continue;
        }
        let (between, next) = match &parts[position + 1..] {
            [Part::Placeholder { field, .. }, ..] => ("", field),
            [Part::Literal(between), Part::Placeholder { field, .. }, ..] => (between.as_str(), field),
            _ => continue,
        };
        if separators([between]).is_empty() {
            return Err(format!(
                "`{{{field}}}{between}{{{next}}}` does not say where `{field}` ends: put a separator between them, such as `#`"
            ));
        }
    }
    Ok(())
}

/// The text between the placeholders.
pub(super) fn literals<F>(parts: &[Part<F>]) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(|part| match part {
        Part::Literal(text) => Some(text.as_str()),
        Part::Placeholder { .. } => None,
    })
}

/// The characters of the literals that values may not contain: all that are neither letters nor digits, each once.
pub(super) fn separators<'a>(literals: impl IntoIterator<Item = &'a str>) -> String {
    let mut separators = String::new();
    for character in literals.into_iter().flat_map(str::chars) {
        if !character.is_alphanumeric() && !separators.contains(character) {
            separators.push(character);
        }
    }
    separators
}
