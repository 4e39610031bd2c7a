//! A value that a schema allows.

use contract::blob::Node;
use contract::check::check;
use contract::{Keyword, Schema};
use serde_json::{Map, Value, json};

use super::scalar::{limit, number, string, varied};

/// Nesting of a value; what lies deeper is left empty.
const MAX_DEPTH: usize = 12;
/// Bytes of a declared example or default that is taken over; a longer one would only fill the card.
const MAX_DECLARED: usize = 200;
/// Items or members made because a schema asks for many.
const MAX_COUNT: usize = 64;
/// Schemas that apply to one value.
const MAX_APPLIED: usize = 64;
/// How deep a declaration is sought in compositions.
const MAX_SOUGHT: usize = 6;

/// A value for something called `name`; none if nothing that was tried is valid.
pub(super) fn value(schema: Schema<'_>, name: &str) -> Option<Value> {
    let mut maker = Maker { work: 4_000, scope: Vec::new(), open: Vec::new() };
    maker.value(schema, name, MAX_DEPTH).filter(|value| check(schema, value, "").is_empty())
}

/// [`value`], and where an object requires nothing, its first property for a start.
pub(super) fn filled(schema: Schema<'_>, name: &str) -> Option<Value> {
    let made = value(schema, name)?;
    let Some(members) = made.as_object().filter(|members| members.is_empty()) else { return Some(made) };
    let writable =
        |property: &Schema<'_>| !property.flag(Keyword::ReadOnly) && !property.resolved().flag(Keyword::ReadOnly);
    let mut properties = schema.resolved().properties().filter(|(_, property)| writable(property));
    let more = properties.find_map(|(name, property)| {
        let mut members = members.clone();
        members.insert(name.to_owned(), value(property, name)?);
        Some(Value::Object(members)).filter(|value| check(schema, value, "").is_empty())
    });
    more.or(Some(made))
}

/// Bounds the work: schemas can branch without end.
struct Maker<'a> {
    work: usize,
    /// The schemas that apply to the value that is being made, outermost first: a name that one of them requires may be
    /// declared in another.
    scope: Vec<Schema<'a>>,
    /// The schemas on the way to the value, which a recursive one meets again.
    open: Vec<Schema<'a>>,
}

impl<'a> Maker<'a> {
    /// A value of its own: a member or an item.
    fn inner(&mut self, schema: Schema<'a>, name: &str, depth: usize) -> Option<Value> {
        let outer = std::mem::take(&mut self.scope);
        let value = self.value(schema, name, depth);
        self.scope = outer;
        value
    }

    fn value(&mut self, schema: Schema<'a>, name: &str, depth: usize) -> Option<Value> {
        self.work = self.work.checked_sub(1)?;
        let depth = depth.checked_sub(1)?;
        if self.scope.len() >= MAX_APPLIED {
            return None;
        }
        self.scope.push(schema);
        self.open.push(schema);
        let value = self.of_scope(schema, name, depth);
        self.open.pop();
        self.scope.pop();
        value
    }

    fn of_scope(&mut self, schema: Schema<'a>, name: &str, depth: usize) -> Option<Value> {
        let declared = [Keyword::Const, Keyword::Default].into_iter().filter_map(|keyword| schema.node.get(keyword));
        let examples = schema.node.field("examples").into_iter().flat_map(Node::items);
        let listed = schema.node.get(Keyword::Enum).into_iter().flat_map(Node::items);
        let candidates = declared.chain(examples).chain(listed).take(16).map(Node::to_value);
        let short = |candidate: &Value| candidate.to_string().len() <= MAX_DECLARED;
        for candidate in candidates.filter(|candidate| !candidate.is_null() && short(candidate)) {
            if check(schema, &candidate, "").is_empty() {
                return Some(candidate);
            }
        }
        let referenced = schema.referenced().and_then(|target| self.value(target, name, depth + 1));
        let own = self.made(schema, name, depth);
        let mut parts: Vec<Value> = referenced.into_iter().chain(own).collect();
        for part in schema.schemas(Keyword::AllOf) {
            parts.extend(self.value(part, name, depth));
        }
        let mut made = parts.iter().cloned().reduce(merged);
        for keyword in [Keyword::OneOf, Keyword::AnyOf] {
            made = self.alternative(schema, keyword, name, made, depth);
        }
        // What was put together may contradict one of its parts; another part alone may not.
        let fallbacks = || [json!("example"), json!({}), json!(true), json!(1), json!([]), Value::Null];
        let fits = |value: &Value| check(schema, value, "").is_empty();
        match made {
            Some(made) if fits(&made) => Some(made),
            None => fallbacks().into_iter().find(fits),
            Some(made) => {
                let reverse = parts.iter().cloned().rev().reduce(merged);
                reverse.into_iter().chain(parts).find(fits).or(Some(made))
            }
        }
    }

    /// The first alternative that, together with what is already made, is valid.
    fn alternative(
        &mut self,
        schema: Schema<'a>,
        keyword: Keyword,
        name: &str,
        made: Option<Value>,
        depth: usize,
    ) -> Option<Value> {
        let mapping = schema.node.get(Keyword::Discriminator);
        let property = mapping.and_then(|mapping| mapping.text(Keyword::PropertyName));
        let mut first = None;
        for (position, alternative) in schema.schemas(keyword).enumerate().take(16) {
            if alternative.types().eq(["null"]) {
                continue;
            }
            let Some(candidate) = self.value(alternative, name, depth) else { continue };
            let names = mapping.and_then(|mapping| mapping.get(Keyword::Mapping)).into_iter().flat_map(Node::entries);
            let kind = names.into_iter().find(|(_, ordinal)| ordinal.as_usize() == Some(position));
            let named = match (property, kind, candidate.as_object()) {
                (Some(property), Some((kind, _)), Some(members)) => {
                    let mut members = members.clone();
                    members.insert(property.to_owned(), json!(kind));
                    Some(Value::Object(members))
                }
                _ => None,
            };
            // The mapping's name comes first; an alternative may only allow another.
            for candidate in named.into_iter().chain([candidate]) {
                let candidate = match &made {
                    Some(made) => merged(candidate, made.clone()),
                    None => candidate,
                };
                if check(schema, &candidate, "").is_empty() {
                    return Some(candidate);
                }
                first = first.or(Some(candidate));
            }
        }
        first.or(made)
    }

    fn made(&mut self, schema: Schema<'a>, name: &str, depth: usize) -> Option<Value> {
        let mut types = schema.types().filter(|kind| *kind != "null");
        let kind = types.next().or_else(|| implied(schema))?;
        match kind {
            "string" => Some(Value::String(string(schema, name))),
            "integer" => Some(number(schema, true)),
            "number" => Some(number(schema, false)),
            "boolean" => Some(Value::Bool(true)),
            "array" => self.array(schema, name, depth),
            "object" => self.object(schema, depth),
            _ => None,
        }
    }

    fn array(&mut self, schema: Schema<'a>, name: &str, depth: usize) -> Option<Value> {
        let least = limit(schema, Keyword::MinItems).unwrap_or_default().min(MAX_COUNT);
        let most = limit(schema, Keyword::MaxItems).unwrap_or(MAX_COUNT);
        let mut items: Vec<Value> = Vec::new();
        for position in schema.schemas(Keyword::PrefixItems) {
            items.push(self.inner(position, name, depth).unwrap_or(Value::Null));
        }
        let of_items = schema.schema(Keyword::Items);
        let recurs = |items: &Schema<'a>| least == 0 && self.open.contains(&items.resolved());
        if let Some(schema) = of_items.filter(|items| !recurs(items)) {
            while items.len() < least.max(1).min(most) {
                let Some(item) = self.inner(schema, name, depth) else { break };
                let item = if items.contains(&item) { varied(schema, item, &items) } else { item };
                items.push(item);
            }
        }
        while items.len() < least {
            items.push(json!(format!("item {}", items.len() + 1)));
        }
        Some(Value::Array(items))
    }

    /// What the schemas that apply say of a property: all that must hold, or one of the alternatives.
    fn declared(&self, schema: Schema<'a>, name: &str) -> Vec<Schema<'a>> {
        let applied = || std::iter::once(schema).chain(self.scope.iter().rev().copied());
        let sought = |keywords: &[Keyword]| {
            let mut found: Vec<Schema<'a>> = Vec::new();
            for property in applied().flat_map(|schema| of_property(schema, name, keywords, MAX_SOUGHT)) {
                if !found.contains(&property) {
                    found.push(property);
                }
            }
            found
        };
        let all = sought(&[Keyword::AllOf]);
        if !all.is_empty() {
            return all;
        }
        sought(&[Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf]).into_iter().take(1).collect()
    }

    fn object(&mut self, schema: Schema<'a>, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        let required: Vec<&str> = schema.required().collect();
        for name in required {
            let declared = self.declared(schema, name);
            let is_read_only =
                |property: &Schema<'_>| property.flag(Keyword::ReadOnly) || property.resolved().flag(Keyword::ReadOnly);
            if declared.iter().any(is_read_only) {
                continue;
            }
            let fits = |value: &Value| declared.iter().all(|property| check(*property, value, "").is_empty());
            let mut first = None;
            let made = declared.iter().find_map(|property| {
                let made = self.inner(*property, name, depth);
                first = first.take().or_else(|| made.clone());
                made.filter(fits)
            });
            // A property that allows anything is best shown as a text.
            members.insert(name.to_owned(), made.or(first).unwrap_or_else(|| json!("example")));
        }
        let least = limit(schema, Keyword::MinProperties).unwrap_or_default().min(MAX_COUNT);
        for (name, property) in schema.properties() {
            if members.len() >= least {
                break;
            }
            if !members.contains_key(name) {
                members.extend(self.inner(property, name, depth).map(|value| (name.to_owned(), value)));
            }
        }
        let additional = schema.schema(Keyword::AdditionalProperties).filter(|schema| schema.node.as_bool().is_none());
        while members.len() < least {
            let value = additional.and_then(|schema| self.inner(schema, "value", depth));
            members.insert(format!("key{}", members.len() + 1), value.unwrap_or_else(|| json!("example")));
        }
        Some(Value::Object(members))
    }
}

/// The schemas of a property that a schema and what it is made of declare, its own first.
fn of_property<'a>(schema: Schema<'a>, name: &str, keywords: &[Keyword], depth: usize) -> Vec<Schema<'a>> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let parts = schema.referenced().into_iter().chain(keywords.iter().flat_map(|key| schema.schemas(*key)));
    let parts = parts.flat_map(|part| of_property(part, name, keywords, depth));
    schema.property(name).into_iter().chain(parts).collect()
}

/// The type that a schema without `type` speaks of.
fn implied(schema: Schema<'_>) -> Option<&'static str> {
    let has = |keywords: &[Keyword]| keywords.iter().any(|keyword| schema.node.get(*keyword).is_some());
    if has(&[Keyword::Properties, Keyword::Required, Keyword::AdditionalProperties, Keyword::MinProperties]) {
        Some("object")
    } else if has(&[Keyword::Items, Keyword::PrefixItems, Keyword::MinItems]) {
        Some("array")
    } else if has(&[Keyword::Format, Keyword::Pattern, Keyword::MinLength, Keyword::MaxLength]) {
        Some("string")
    } else if has(&[Keyword::Minimum, Keyword::Maximum, Keyword::MultipleOf]) {
        Some("number")
    } else {
        None
    }
}

fn merged(base: Value, over: Value) -> Value {
    match (base, over) {
        (Value::Object(mut base), Value::Object(over)) => {
            for (key, value) in over {
                base.entry(key).or_insert(value);
            }
            Value::Object(base)
        }
        (base, _) => base,
    }
}
