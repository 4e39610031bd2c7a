//! What a client tells its model about the server. Some clients pass on the first 512 characters only, so there are no
//! more than that.

use super::definition::title;
use crate::Api;

/// The instructions, at most 512 characters.
pub(super) fn instructions(api: &Api) -> String {
    let title = title(api);
    format!(
        "The {title} API. First `search`: say what you want in plain words; cards name operations and parameters. Then \
         `execute`: {{operation, params, body}}; dry_run shows the request only. Don't guess names. Paging: \
         `pages: \"all\"` makes one list of a list's pages; where it stops, `next` is the call that goes on. Errors list every wrong \
         argument: mend all, call again. Use limits and filters: long answers are cut and say so. If something here is \
         broken, missing or confusing: `submit_mcp_feedback`."
    )
}
