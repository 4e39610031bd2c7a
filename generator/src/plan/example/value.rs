//! A value that a schema allows.

use contract::blob::Node;
use contract::check::check;
use contract::{Keyword, Schema};
use serde_json::{Map, Number, Value, json};

use super::pattern;

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
    let mut maker = Maker { work: 4_000, scope: Vec::new() };
    maker.value(schema, name, MAX_DEPTH).filter(|value| check(schema, value, "").is_empty())
}

/// [`value`], and where an object requires nothing, its first property for a start.
pub(super) fn filled(schema: Schema<'_>, name: &str) -> Option<Value> {
    let made = value(schema, name)?;
    let Some(members) = made.as_object().filter(|members| members.is_empty()) else { return Some(made) };
    let writable = |property: &Schema<'_>| !property.flag(Keyword::ReadOnly) && !property.resolved().flag(Keyword::ReadOnly);
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
        let value = self.of_scope(schema, name, depth);
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
        if let Some(schema) = schema.schema(Keyword::Items) {
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

    fn object(&mut self, schema: Schema<'a>, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        let required: Vec<&str> = schema.required().collect();
        for name in required {
            let applied = self.scope.iter().rev();
            let property = schema.property(name).or_else(|| applied.copied().find_map(|s| declared(s, name, MAX_SOUGHT)));
            if property
                .is_some_and(|property| property.flag(Keyword::ReadOnly) || property.resolved().flag(Keyword::ReadOnly))
            {
                continue;
            }
            let made = match property {
                Some(property) => self.inner(property, name, depth),
                None => Some(json!("example")),
            };
            // A property that allows anything is best shown as a text.
            members.insert(name.to_owned(), made.unwrap_or_else(|| json!("example")));
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

/// The schema of a property that a schema declares itself or in what it is made of.
fn declared<'a>(schema: Schema<'a>, name: &str, depth: usize) -> Option<Schema<'a>> {
    let depth = depth.checked_sub(1)?;
    let parts = [Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf];
    let mut parts = schema.referenced().into_iter().chain(parts.into_iter().flat_map(|key| schema.schemas(key)));
    schema.property(name).or_else(|| parts.find_map(|part| declared(part, name, depth)))
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

/// Another item of the same sort, for lists whose items must differ; the same one where none was found.
fn varied(schema: Schema<'_>, item: Value, items: &[Value]) -> Value {
    let listed = schema.resolved().node.get(Keyword::Enum).into_iter().flat_map(Node::items).map(Node::to_value);
    let position = items.len();
    let changed = match &item {
        Value::String(text) => {
            let last = text.chars().last();
            let doubled = last.map(|last| json!(format!("{text}{last}")));
            let shorter = json!(text.chars().skip(1).collect::<String>());
            let counted = [json!(format!("{text}{position}")), json!(position.to_string()), shorter];
            counted.into_iter().chain(doubled).collect()
        }
        Value::Number(number) => {
            let more = number.as_i64().unwrap_or_default().saturating_add(i64::try_from(position).unwrap_or_default());
            vec![json!(more)]
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => vec![json!(item != json!(true))],
    };
    let fits = |other: &Value| !items.contains(other) && check(schema, other, "").is_empty();
    listed.chain(changed).find(fits).unwrap_or(item)
}

fn limit(schema: Schema<'_>, keyword: Keyword) -> Option<usize> {
    schema.node.get(keyword).and_then(Node::as_usize)
}

fn string(schema: Schema<'_>, name: &str) -> String {
    let least = limit(schema, Keyword::MinLength).unwrap_or_default().min(4_096);
    if let Some(expression) = schema.text(Keyword::Pattern) {
        let texts = pattern::matching(expression, least);
        if let Some(text) = texts.into_iter().find(|text| check(schema, &json!(text), "").is_empty()) {
            return text;
        }
    }
    let text = match schema.text(Keyword::Format) {
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("date-time") => "2025-01-31T12:00:00Z",
        Some("date") => "2025-01-31",
        Some("time") => "12:00:00Z",
        Some("email") => "ada@example.com",
        Some("uri" | "url") => "https://example.com/a",
        Some("uri-reference") => "/a",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("hostname") => "example.com",
        Some("byte") => "ZXhhbXBsZQ==",
        Some("duration") => "PT1H",
        _ if name.to_ascii_lowercase().ends_with("email") => "ada@example.com",
        _ if name.to_ascii_lowercase().ends_with("url") => "https://example.com/a",
        _ => "example",
    };
    let most = limit(schema, Keyword::MaxLength).unwrap_or(usize::MAX);
    let text: String = text.chars().take(most).collect();
    let missing = least.saturating_sub(text.chars().count());
    text + &"x".repeat(missing)
}

fn number(schema: Schema<'_>, whole: bool) -> Value {
    let bound = |keyword| schema.node.get(keyword).and_then(Node::as_number).and_then(|number: Number| number.as_f64());
    let above = bound(Keyword::ExclusiveMinimum);
    let below = bound(Keyword::ExclusiveMaximum);
    let step = bound(Keyword::MultipleOf).filter(|step| *step > 0.0);
    let gap = match (above, below) {
        (Some(above), Some(below)) if !whole => (below - above) / 2.0,
        _ => 1.0,
    };
    let least = bound(Keyword::Minimum).or(above.map(|above| above + gap));
    let most = bound(Keyword::Maximum).or(below.map(|below| below - gap));
    let mut number =
        least.unwrap_or(1.0).max(if most.is_some_and(|most| most < 1.0) { f64::MIN } else { least.unwrap_or(1.0) });
    if let (None, Some(most)) = (least, most) {
        number = most.min(1.0);
    }
    if let Some(step) = step {
        number = (number / step).ceil() * step;
    }
    match number.ceil() {
        _ if !whole => json!(number),
        above if above > i64::MAX as f64 => json!(above as u64),
        within => json!(within as i64),
    }
}
