//! Suppliers: whom they deliver to.
//!
//! **Invariant:** every supplier has a customer or a function; one without that no campaign poisons is of no use, and told.

use super::ids::Ids;
use super::targets;
use super::values::optional_distribution;
use crate::diagnostic::{Diagnostic, codes};
use crate::kernel::name_key;
use crate::model::{FunctionIdx, Network, Supplier};

/// Lowers all suppliers.
pub fn lower(ids: &Ids<'_>, network: &Network, faults: &mut Vec<Diagnostic>) -> Vec<Supplier> {
    let mut suppliers = Vec::with_capacity(ids.suppliers.len());
    for row in ids.suppliers.iter() {
        let written = row.record;
        if written.customers.is_empty() && written.function.is_none() {
            let message = format!("the supplier `{}` has no customers", row.name);
            let fault = Diagnostic::error(codes::EMPTY, row.place, message).label("`customers` is empty");
            faults.push(fault.help(String::from("say which assets take what it delivers")));
        }
        let steps = ids.campaigns.iter().flat_map(|campaign| &campaign.record.flow);
        let poisoned = steps.filter_map(|step| step.supplier.as_ref()).any(|id| id.text == row.name);
        if !poisoned && written.function.is_none() {
            let message = format!("no step poisons what the supplier `{}` delivers", row.name);
            let fault = Diagnostic::warning(codes::UNPOISONED, row.place, message).label("changes nothing");
            faults.push(
                fault.help(format!("name it in a step that does `Supply`: `supplier: \"{}\"`", row.name)),
            );
        }
        suppliers.push(Supplier {
            key: name_key(row.name),
            customers: targets::resolve(&written.customers, ids, network, faults),
            function: written.function.as_ref().map_or(FunctionIdx::NONE, |id| ids.function(id, faults)),
            delivery: optional_distribution(written.delivery.as_ref(), faults),
        });
    }
    suppliers
}
