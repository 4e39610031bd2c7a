//! Media types of bodies and answers, and how their parts are encoded (OpenAPI 3.1.1 section 4.8.15,
//! 3.2.0 section 4.15). It knows nothing of what is sent.

use serde_json::Value;

use crate::Error;
use crate::content_type::ContentType;
use crate::document::Node;
use crate::form::Separators;

use super::encoding;
use super::read::Reader;
use super::{Encodings, Location, MediaType, Parameter, PartEncoding};

impl Reader<'_> {
    /// Media types; since OpenAPI 3.2 they may be references, and vendors refer to all of them at once.
    pub(super) fn media_types(&self, node: &Node<'_>) -> Result<Vec<MediaType>, Error> {
        let Some(content) = node.member("content") else {
            return Ok(Vec::new());
        };
        let content = if content.text("$ref").is_some() { self.view.resolve(content)? } else { content };
        content.entries().into_iter().map(|(name, media_type)| self.media_type(&name, media_type)).collect()
    }

    fn media_type(&self, name: &str, node: Node<'_>) -> Result<MediaType, Error> {
        let node = self.view.resolve(node)?;
        let schema = |name: &str| {
            let schema = node.member(name).filter(|schema| !matches!(schema.value, Value::Null));
            schema.map(|schema| schema.pointer)
        };
        let declared = ContentType::declared(name);
        Ok(MediaType {
            name: declared.essence.clone(),
            declared,
            schema: schema("schema"),
            item_schema: schema("itemSchema"),
            encodings: self.encodings(&node)?,
        })
    }

    fn encodings(&self, node: &Node<'_>) -> Result<Encodings, Error> {
        let named = node.named("encoding").into_iter();
        let prefix = node.elements("prefixEncoding");
        Ok(Encodings {
            named: named.map(|(name, node)| Ok((name, self.part_encoding(node)?))).collect::<Result<_, Error>>()?,
            prefix: prefix.into_iter().map(|node| self.part_encoding(node)).collect::<Result<_, _>>()?,
            items: node.member("itemEncoding").map(|node| self.part_encoding(node)).transpose()?,
        })
    }

    fn part_encoding(&self, node: Node<'_>) -> Result<PartEncoding, Error> {
        let node = self.view.resolve(node)?;
        let types = node.text("contentType").into_iter().flat_map(|types| types.split(','));
        let types = types.map(str::trim).filter(|name| !name.is_empty()).map(ContentType::declared);
        let spells = ["style", "explode", "allowReserved"].iter().any(|name| node.member(name).is_some());
        let headers = node.named("headers").into_iter();
        // OpenAPI 3.1.1 section 4.8.15.1: Content-Type is described separately.
        let headers = headers.filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        Ok(PartEncoding {
            content_types: types.collect(),
            headers: headers.map(|(name, node)| self.header(name, node)).collect::<Result<_, _>>()?,
            // A style that doesn't exist is none.
            style: spells.then(|| encoding::declared(&node, Location::Query).ok()).flatten(),
            allow_reserved: node.is_true("allowReserved"),
        })
    }

    /// A header of a part.
    fn header(&self, name: String, node: Node<'_>) -> Result<Parameter, Error> {
        let node = self.view.resolve(node)?;
        let (encoding, schema) = self.value(&node, Location::Header, &name)?;
        Ok(Parameter {
            location: Location::Header,
            name,
            required: node.is_true("required"),
            allow_empty: false,
            allow_reserved: false,
            encoding,
            separators: Separators::default(),
            schema,
        })
    }
}
