use ddbx_core::codec::Writer;

use super::throughput::write_warm;
use super::{Billing, Encryption, OnDemandLimits, SettingsReplication, StreamView, TableClass, Throughput};
use crate::ops::members::Members as _;

/// The settings that a table is created with, and that can be changed.
#[derive(Clone, Debug, Default)]
pub(in crate::ops) struct TableSettings {
    pub(in crate::ops) billing: Option<Billing>,
    pub(in crate::ops) provisioned: Option<Throughput>,
    pub(in crate::ops) on_demand: Option<OnDemandLimits>,
    pub(in crate::ops) warm: Option<Throughput>,
    /// `Some(None)` turns it off.
    pub(in crate::ops) stream: Option<Option<StreamView>>,
    pub(in crate::ops) encryption: Option<Encryption>,
    pub(in crate::ops) class: Option<TableClass>,
    pub(in crate::ops) deletion_protection: Option<bool>,
    pub(in crate::ops) replication: Option<SettingsReplication>,
}

/// The methods that set what has the same form for a new table and for one that exists.
macro_rules! table_settings {
    () => {
        /// With capacity set beforehand, in units a second; its global indexes need their own.
        pub fn provisioned(mut self, read: u64, write: u64) -> Self {
            self.settings.billing = Some($crate::ops::Billing::Provisioned);
            self.settings.provisioned = Some($crate::ops::Throughput { read, write });
            self
        }

        /// The most it serves on demand. Where a limit is `None`, a table that exists loses the one it has.
        pub fn on_demand_limits(mut self, limits: $crate::ops::OnDemandLimits) -> Self {
            self.settings.on_demand = Some(limits);
            self
        }

        /// What it serves at once, in units a second.
        pub fn warm_throughput(mut self, read: u64, write: u64) -> Self {
            self.settings.warm = Some($crate::ops::Throughput { read, write });
            self
        }

        /// With a stream of its changes.
        pub fn stream(mut self, view: $crate::ops::StreamView) -> Self {
            self.settings.stream = Some(Some(view));
            self
        }

        /// Encrypted with this key.
        pub fn encryption(mut self, encryption: $crate::ops::Encryption) -> Self {
            self.settings.encryption = Some(encryption);
            self
        }

        /// Stored as this class.
        pub fn table_class(mut self, class: $crate::ops::TableClass) -> Self {
            self.settings.class = Some(class);
            self
        }

        /// Whether its settings are those of all replicas.
        pub fn settings_replication(mut self, mode: $crate::ops::SettingsReplication) -> Self {
            self.settings.replication = Some(mode);
            self
        }
    };
}

pub(in crate::ops) use table_settings;

impl TableSettings {
    /// Writes what is set, for a table that exists or for a new one.
    pub(in crate::ops) fn write(&self, exists: bool, writer: &mut Writer) {
        if let Some(throughput) = self.provisioned {
            throughput.write(writer);
        }
        if let Some(limits) = self.on_demand {
            limits.write(exists, writer);
        }
        if let Some(warm) = self.warm {
            write_warm(writer, warm);
        }
        if let Some(view) = &self.stream {
            writer.object("StreamSpecification", |writer| {
                writer.flag("StreamEnabled", view.is_some());
                if let Some(view) = view {
                    writer.text("StreamViewType", view.as_str());
                }
            });
        }
        if let Some(encryption) = &self.encryption {
            encryption.write(writer);
        }
        if let Some(protected) = self.deletion_protection {
            writer.flag("DeletionProtectionEnabled", protected);
        }
        writer.optional_text("BillingMode", self.billing.as_ref().map(Billing::as_str));
        writer.optional_text("TableClass", self.class.as_ref().map(TableClass::as_str));
        let replication = self.replication.as_ref().map(SettingsReplication::as_str);
        writer.optional_text("GlobalTableSettingsReplicationMode", replication);
    }
}
