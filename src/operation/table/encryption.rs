use std::time::SystemTime;

use ddbx_core::codec::{self, Parser, Writer};

use super::description::time;
use super::wire_enum::wire_enum;
use crate::ops::answer::{object, text};
use crate::ops::members::Members as _;

wire_enum! {
    /// How a table is encrypted at rest (`SSEType`).
    EncryptionType {
        /// With a key of DynamoDB's own.
        Aes256 = "AES256",
        /// With a key in AWS KMS.
        Kms = "KMS",
    }
}

/// Which key a table is encrypted with at rest (`SSESpecification`). It always is, by default with a key that
/// DynamoDB owns.
///
/// Source: [Encryption at rest](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html).
///
/// ```
/// use ddbx::ops::{CreateTable, Encryption, KeyType};
///
/// let create = CreateTable::new("users").partition_key("id", KeyType::S).encryption(Encryption::key("alias/users"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encryption {
    kms: bool,
    key: Option<String>,
}

impl Encryption {
    /// With the key that DynamoDB owns: the default.
    #[must_use]
    pub fn owned_by_dynamodb() -> Self {
        Self { kms: false, key: None }
    }

    /// With the account's key for DynamoDB, which AWS manages: `alias/aws/dynamodb`.
    #[must_use]
    pub fn managed_by_aws() -> Self {
        Self { kms: true, key: None }
    }

    /// With a key of the account's own: its id, its ARN, or an alias of it.
    #[must_use]
    pub fn key(key: impl Into<String>) -> Self {
        Self {
            kms: true,
            key: Some(key.into()),
        }
    }

    pub(in crate::ops) fn write(&self, writer: &mut Writer) {
        writer.object("SSESpecification", |writer| {
            writer.flag("Enabled", self.kms);
            if self.kms {
                writer.text("SSEType", EncryptionType::Kms.as_str());
            }
            if let Some(key) = &self.key {
                writer.text("KMSMasterKeyId", key);
            }
        });
    }
}

/// How a table is encrypted.
///
/// Source: [SSEDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EncryptionDescription {
    /// Whether it is encrypted with a key in AWS KMS: `ENABLED`, or on its way there.
    pub status: Option<String>,
    /// With which kind of key.
    pub encryption_type: Option<EncryptionType>,
    /// The ARN of the key.
    pub key: Option<String>,
    /// Since when the key is inaccessible.
    pub inaccessible_since: Option<SystemTime>,
}

impl EncryptionDescription {
    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut description = Self::default();
        object(parser, |name, parser| {
            match name {
                "Status" => description.status = Some(text(parser)?),
                "SSEType" => description.encryption_type = Some(EncryptionType::read(parser)?),
                "KMSMasterKeyArn" => description.key = Some(text(parser)?),
                "InaccessibleEncryptionDateTime" => description.inaccessible_since = Some(time(parser)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(description)
    }
}
