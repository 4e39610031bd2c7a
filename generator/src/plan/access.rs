//! What a vendor decides on approvals, by the final names of operations.

use contract::{Effect, pattern};

use super::{Plan, PlannedOperation};
use crate::Vendor;

/// `runtime::Access` with owned texts.
#[derive(Debug, Default)]
pub(crate) struct Access {
    pub(crate) header: Option<String>,
    /// Names of operations that take an approval though they are not destructive.
    pub(crate) asked: Vec<String>,
    /// Names of operations that take none though they are.
    pub(crate) trusted: Vec<String>,
}

impl Plan {
    /// How many operations take an approval.
    pub(crate) fn approved(&self) -> usize {
        let destructive = |planned: &&PlannedOperation| planned.operation.effect == Effect::Destructive;
        let Access { asked, trusted, .. } = &self.access;
        self.operations.iter().filter(destructive).count() + asked.len() - trusted.len()
    }
}

/// The decisions for these operations. An operation that both lists name takes an approval.
pub(super) fn access(operations: &[PlannedOperation], vendor: &Vendor) -> Access {
    let mut access = Access { header: vendor.access_header.clone(), ..Access::default() };
    for planned in operations {
        let name = &planned.name.text;
        let fits = |patterns: &[String]| patterns.iter().any(|pattern| pattern::fits(pattern, name));
        match planned.operation.effect {
            Effect::Read | Effect::Write if fits(&vendor.approved) => access.asked.push(name.clone()),
            Effect::Destructive if fits(&vendor.unapproved) && !fits(&vendor.approved) => {
                access.trusted.push(name.clone());
            }
            Effect::Read | Effect::Write | Effect::Destructive => {}
        }
    }
    access
}
