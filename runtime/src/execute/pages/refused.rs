//! What is wrong with the argument `pages` for an operation.

use contract::{Effect, Entry, Location, Pagination};

use super::query::pairs;
use super::wanted::Pages;
use crate::fault::quoted;
use crate::{Api, Code, Fault, Method, Operation};

/// Why the operation's pages can't be followed so.
pub(in crate::execute) fn refused(api: &Api, operation: &Operation, entry: Entry<'_>, pages: &Pages) -> Option<Fault> {
    let name = operation.name;
    let fault = |message: String| Some(Fault::new(Code::InvalidValue, message).at("/pages"));
    let Some(pagination) = operation.pagination else {
        let message =
            format!("{name} has no pages to follow: all it has comes in one answer, or by its own parameters");
        let queries = entry.parameters().filter(|parameter| parameter.location() == Location::Query);
        let names = queries.map(|parameter| parameter.argument().to_owned()).take(20);
        return Some(
            Fault::new(Code::UnknownArgument, message).at("/pages").allowing(names).suggesting("leave pages out"),
        );
    };
    if operation.effect == Effect::Destructive {
        return fault(format!("{name} is {}, so that every page would do it again", operation.effect));
    }
    if pages.rest.is_empty() {
        return None;
    }
    let by_address = !matches!(pagination, Pagination::Offset { .. } | Pagination::PageNumber { .. });
    if !by_address || operation.method != Method::Get {
        return fault(format!("{name} goes on by its own parameters: pages is \"all\" or a number"));
    }
    let path = operation.path.split_once('?').map(|(_, query)| pairs(query)).unwrap_or_default();
    let mut names = pages.rest.iter().flat_map(|pair| pairs(pair)).map(|pair| pair.name);
    let taken = names.find(|name| is_key(api, name) || path.iter().any(|constant| constant.name == *name));
    taken.and_then(|name| fault(format!("{} can't be set by pages", quoted(&name))))
}

/// Whether a name in the query belongs to a credential.
fn is_key(api: &Api, name: &str) -> bool {
    use contract::SchemeKind::ApiKey;
    api.schemes
        .iter()
        .any(|scheme| matches!(scheme.kind, ApiKey { location: Location::Query, name: key } if key == name))
}
