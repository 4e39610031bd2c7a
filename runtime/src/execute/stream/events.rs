//! Server-sent events (WHATWG HTML section 9.2.6).

use serde_json::Value;

use super::item;

/// The events of a stream as JSON objects. One that no blank line ends is left out, as the standard has it.
pub(super) fn events(text: &str) -> Vec<String> {
    let mut events = Vec::new();
    let mut event = Event::default();
    for line in lines(text) {
        if line.is_empty() {
            events.extend(std::mem::take(&mut event).into_json());
        } else {
            event.read(line);
        }
    }
    events
}

/// The lines that end in CR, LF or both; the rest is no line.
fn lines(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (line, rest) = text.split_at_checked(text.find(['\r', '\n'])?)?;
        text = rest.strip_prefix("\r\n").or_else(|| rest.get(1..))?;
        Some(line)
    })
}

#[derive(Default)]
struct Event<'t> {
    name: &'t str,
    id: Option<&'t str>,
    data: Option<String>,
}

impl<'t> Event<'t> {
    fn read(&mut self, line: &'t str) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.name = value,
            "id" if !value.contains('\0') => self.id = Some(value),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            // A comment, a time to reconnect, or nothing known.
            _ => {}
        }
    }

    /// An event without data is none.
    fn into_json(self) -> Option<String> {
        let data = self.data.filter(|data| !data.is_empty())?;
        let mut json = "{".to_owned();
        if !self.name.is_empty() {
            json.push_str(&format!("\"event\":{},", Value::from(self.name)));
        }
        if let Some(id) = self.id {
            json.push_str(&format!("\"id\":{},", Value::from(id)));
        }
        json.push_str(&format!("\"data\":{}}}", item(&data)));
        Some(json)
    }
}
