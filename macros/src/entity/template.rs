//! Key templates: `ORDER#{placed_at}#{number:010}`.

#[cfg(test)]
mod tests;

/// A piece of a template; `F` says which field a placeholder stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<F> {
    Literal(String),
    Placeholder { field: F, width: u8 },
}

/// DynamoDB's numbers have 38 digits; one more for what else an `i128` can hold.
const WIDEST: u8 = 39;

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
    let width = match format {
        None => 0,
        Some(format) => width(format).ok_or_else(|| {
            format!("`{{{inside}}}` is no placeholder: write `{{{name}}}`, or `{{{name}:010}}` for a number padded with zeros to 10 digits (1 to {WIDEST})")
        })?,
    };
    Ok(Part::Placeholder {
        field: name.to_owned(),
        width,
    })
}

fn width(format: &str) -> Option<u8> {
    let digits = format.strip_prefix('0')?;
    // `parse` would take a sign, too.
    let width = digits
        .parse()
        .ok()
        .filter(|_| digits.starts_with(|digit: char| digit.is_ascii_digit()))?;
    (1..=WIDEST).contains(&width).then_some(width)
}

/// Two keys must not come out the same: where one value ends, the next must not be able to begin.
fn separated(parts: &[Part<String>]) -> Result<(), String> {
    for (position, part) in parts.iter().enumerate() {
        let Part::Placeholder { field, width: 0 } = part else {
            continue;
        };
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
