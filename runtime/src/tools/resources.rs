//! Results as MCP has them: blocks of a tool's answer, and resources (MCP 2026-07-28 "Resources", "Tools: Resource links").

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rmcp::ErrorData;
use rmcp::model::{
    CacheScope, ContentBlock, ListResourceTemplatesResult, ListResourcesResult, MetaObject, ProtocolVersion,
    ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
};
use serde_json::json;

use crate::results::{Content, Link, Part};
use crate::{Api, Block, Shown};

/// The blocks of an answer: text, what a client can show, a link.
pub(super) fn blocks(shown: Shown) -> Vec<ContentBlock> {
    let media = shown.media.map(|media| match media {
        Block::Image(data, media_type) => ContentBlock::image(data, media_type),
        Block::Audio(data, media_type) => ContentBlock::audio(data, media_type),
    });
    let link = shown.link.map(|link| ContentBlock::resource_link(resource(&link)));
    std::iter::once(ContentBlock::text(shown.text)).chain(media).chain(link).collect()
}

/// What a client, but no model, sees of content that comes from the API.
pub(super) fn untrusted() -> MetaObject {
    let mut meta = MetaObject::new();
    meta.insert("untrusted".to_owned(), json!(true));
    meta
}

/// Leaves out blocks that a version of the protocol doesn't know: sounds came with 2025-03-26, links with 2025-06-18. The
/// text names the resource anyway.
pub(super) fn keep_known(blocks: &mut Vec<ContentBlock>, version: Option<&ProtocolVersion>) {
    let version = version.map_or("", ProtocolVersion::as_str);
    blocks.retain(|block| match block {
        ContentBlock::Audio(_) => version >= ProtocolVersion::V_2025_03_26.as_str(),
        ContentBlock::ResourceLink(_) => version >= ProtocolVersion::V_2025_06_18.as_str(),
        _ => true,
    });
}

/// A result as a resource.
fn resource(link: &Link) -> Resource {
    let mut meta = MetaObject::new();
    meta.insert("sha256".to_owned(), json!(link.sha256));
    meta.insert("parts".to_owned(), json!(link.parts));
    let size = u64::try_from(link.bytes).unwrap_or(u64::MAX);
    Resource::new(link.uri.clone(), "result").with_mime_type(link.media_type.clone()).with_size(size).with_meta(meta)
}

/// What a caller can read. It changes with every call.
pub(super) fn listed(links: &[Link]) -> ListResourcesResult {
    let resources = links.iter().map(resource).collect();
    ListResourcesResult::with_all_items(resources).with_ttl_ms(0).with_cache_scope(CacheScope::Private)
}

/// How the parts of a result are named.
pub(super) fn templates(api: &Api) -> ListResourceTemplatesResult {
    let uri = format!("result://{}/{{id}}/{{part}}", api.name);
    let part = ResourceTemplate::new(uri, "result part")
        .with_description("A part, from 1, of a result of execute; its answer names the id and the number of parts");
    ListResourceTemplatesResult::with_all_items(vec![part]).with_cache_scope(CacheScope::Public)
}

/// A part of a result, with the URI of the next one in `_meta`.
pub(super) fn read(part: Part, mut meta: MetaObject) -> ReadResourceResult {
    let (link, number) = (&part.link, part.number);
    let uri = if link.parts == 1 { link.uri.clone() } else { link.part(number) };
    meta.extend(untrusted());
    meta.insert("part".to_owned(), json!(number));
    meta.insert("parts".to_owned(), json!(link.parts));
    if number < link.parts {
        meta.insert("next".to_owned(), json!(link.part(number + 1)));
    }
    let contents = match part.content {
        Content::Text(text) => ResourceContents::text(text, uri),
        Content::Binary(bytes) => ResourceContents::blob(STANDARD.encode(bytes.as_slice()), uri),
    };
    let contents = contents.with_mime_type(link.media_type.clone()).with_meta(meta);
    let left = u64::try_from(part.left.as_millis()).unwrap_or(u64::MAX);
    ReadResourceResult::new(vec![contents]).with_ttl_ms(left).with_cache_scope(CacheScope::Private)
}

/// The error for a URI that isn't one of the caller's live results, whyever.
pub(super) fn not_found(uri: &str) -> ErrorData {
    let message = "no such result: it has expired, or is another caller's; call execute again";
    let uri: String = uri.chars().take(200).collect();
    ErrorData::resource_not_found(message, Some(json!({"uri": uri})))
}
