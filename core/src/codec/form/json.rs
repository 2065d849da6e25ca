/// Any type that serde knows, as a string of JSON: with the feature `serde_json-1`.
#[derive(Clone, Copy, Debug)]
pub enum Json {}

#[cfg(feature = "serde_json-1")]
mod text {
    use serde_core::Serialize;
    use serde_core::de::DeserializeOwned;

    use super::Json;
    use crate::codec::form::Form;
    use crate::codec::{Bound, CodecError, Kind, Parser, Result, Writer};

    // What serde_json says may hold the value, so it is not passed on.
    fn text<T: Serialize>(value: &T) -> Result<String> {
        serde_json::to_string(value).map_err(|_| CodecError::custom("its type refuses to be written as JSON"))
    }

    impl<T: Serialize + DeserializeOwned> Form<T> for Json {
        const KIND: Kind = Kind::S;

        fn encode(value: &T, writer: &mut Writer) -> Result<()> {
            writer.s(&text(value)?);
            Ok(())
        }

        fn decode(parser: &mut Parser<'_>) -> Result<T> {
            serde_json::from_str(&parser.s("JSON text")?).map_err(|error| {
                let place = (error.line(), error.column());
                CodecError::custom(match error.classify() {
                    serde_json::error::Category::Data => format!(
                        "its JSON does not fit the field's type at line {}, column {}",
                        place.0, place.1
                    ),
                    _ => format!("the text is not JSON at line {}, column {}", place.0, place.1),
                })
            })
        }

        fn bound(value: &T) -> Result<Bound> {
            text(value).map(Bound::S)
        }
    }
}
