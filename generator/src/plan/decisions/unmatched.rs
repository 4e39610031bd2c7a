//! Decisions that apply to nothing. Each was meant to do something, so it is an error, at its place in vendor.toml.

use contract::{Effect, Location, Style, pattern};

use super::reach;
use crate::api::{Api, Operation, Parameter};
use crate::plan::Name;
use crate::pointer::Pointer;
use crate::vendor::meant;
use crate::{Code, Diagnostics, Vendor};

/// Says which decisions match nothing that the document has.
pub(super) fn unmatched(api: &Api, vendor: &Vendor, diagnostics: &mut Diagnostics) {
    let root = Pointer::default();
    let mut report = Report { vendor, diagnostics };
    let offered = api.operations.iter().map(Operation::route);
    let left_out = api.left_out.iter().map(|left_out| format!("{} {}", left_out.method, left_out.path));
    let routes: Vec<String> = offered.chain(left_out).collect();
    let secured = vendor.operation_security.keys().map(|route| (Pointer::new("/auth/operations"), route));
    let effects = vendor.effects.keys().map(|route| (root.join("effect"), route));
    let paging = vendor.pagination.keys().map(|route| (root.join("pagination"), route));
    let renamed = vendor.names.keys().map(|route| (root.join("rename"), route));
    let called = vendor.aliases.keys().map(|route| (Pointer::new("/search/aliases"), route));
    for (table, route) in secured.chain(effects).chain(paging).chain(renamed).chain(called) {
        report.check(&table.join(route), route, &routes);
    }
    for operation in &api.operations {
        let route = operation.route();
        let decided = vendor.pagination.get(&route).and_then(Option::as_ref);
        if let Some(parameter) = decided.and_then(|decided| decided.parameter.as_ref()) {
            let place = root.join("pagination").join(&route).join("parameter");
            report.asking(&place, parameter, (operation, api));
        }
        let next = decided.and_then(|decided| Some(("next", decided.next.as_ref()?)));
        for (key, pointer) in next.into_iter().chain(decided.map(|decided| ("items", &decided.items))) {
            let place = root.join("pagination").join(&route).join(key);
            report.pointer(&place, pointer, (operation, api));
        }
    }
    for (name, style) in &vendor.styles {
        let place = root.join("parameter").join(name);
        let parameters = || api.operations.iter().flat_map(|operation| &operation.parameters);
        let known: Vec<String> = parameters().map(|parameter| parameter.name.clone()).collect();
        let same = || parameters().filter(|parameter| parameter.name == *name);
        if same().next().is_some() && !same().any(|parameter| can_have(parameter.location, *style)) {
            let message = format!("style {:?} exists at none of the places where `{name}` travels", style.as_str());
            let help = "see OpenAPI 3.1 section 4.8.12.2 for the styles of each location";
            report.push(Code::UnmatchedDecision, &place.join("style"), message, help.to_owned());
        } else {
            report.check(&place, name, &known);
        }
    }
    let tags: Vec<String> = api.operations.iter().filter_map(|operation| operation.tag().map(str::to_owned)).collect();
    for tag in vendor.groups.keys() {
        report.check(&root.join("group").join(tag), tag, &tags);
    }
    scheme_names(api, &mut report);
}

fn scheme_names(api: &Api, report: &mut Report<'_>) {
    let vendor = report.vendor;
    let known: Vec<String> = api.schemes.keys().cloned().collect();
    let listed = vendor.default_security.iter().map(|list| (Pointer::new("/auth/default"), list));
    let by_route = vendor.operation_security.iter();
    let by_route = by_route.map(|(route, list)| (Pointer::new("/auth/operations").join(route), list));
    for (place, alternatives) in listed.chain(by_route) {
        for (index, alternative) in alternatives.iter().enumerate() {
            alternative.iter().for_each(|scheme| report.check(&place.at(index), scheme, &known));
        }
    }
    for scheme in vendor.credentials.keys() {
        report.check(&Pointer::new("/credentials").join(scheme), scheme, &known);
    }
}

/// Names that are not there to be given, and operations that the demo wants and nobody offers.
pub(super) fn names(names: &[Name], api: &Api, vendor: &Vendor, diagnostics: &mut Diagnostics) {
    let mut report = Report { vendor, diagnostics };
    let routes: Vec<String> = api.operations.iter().map(Operation::route).collect();
    for (name, route) in names.iter().zip(&routes).filter(|(name, _)| !name.former.is_empty()) {
        let others = names.iter().zip(&routes).filter(|(other, place)| other.text == name.text && *place != route);
        for (_, other) in others {
            let message = format!("{:?} is already the name of {other}", name.text);
            report.push(
                Code::InvalidVendor,
                &Pointer::new("/rename").join(route),
                message,
                "choose another name".to_owned(),
            );
        }
    }
    let known: Vec<String> = names.iter().map(|name| name.text.clone()).collect();
    let destructive =
        names.iter().zip(&api.operations).filter(|(_, operation)| operation.effect == Effect::Destructive);
    let destructive: Vec<String> = destructive.map(|(name, _)| name.text.clone()).collect();
    let lists = [("operations", &vendor.approved, &known), ("never", &vendor.unapproved, &destructive)];
    for (key, patterns, known) in lists {
        for (index, pattern) in patterns.iter().enumerate() {
            if !known.iter().any(|name| pattern::fits(pattern, name)) {
                report.check(&Pointer::new("/approval").join(key).at(index), pattern, known);
            }
        }
    }
    for (index, question) in vendor.demo.iter().enumerate() {
        let place = Pointer::new("/demo").at(index);
        report.check(&place.join("operation"), &question.operation, &known);
        let operation = names.iter().zip(&api.operations).find(|(name, _)| name.text == question.operation);
        let Some((_, operation)) = operation else { continue };
        let arguments: Vec<String> = operation.parameters.iter().flat_map(argument_names).collect();
        for name in question.params.keys() {
            report.check(&place.join("params").join(name), name, &arguments);
        }
        if let Some(parameter) = &question.parameter {
            report.check(&place.join("parameter"), parameter, &arguments);
        }
        if let Some(next) = &question.next {
            report.pointer(&place.join("next"), next, (operation, api));
        }
    }
}

/// What an argument may be called in a call: `limit`, `query.limit`.
fn argument_names(parameter: &Parameter) -> [String; 2] {
    [parameter.name.clone(), format!("{}.{}", parameter.location, parameter.name)]
}

/// Names of the parameters that can ask for a page.
fn asking(operation: &Operation) -> impl Iterator<Item = &str> {
    let outside = operation.parameters.iter().filter(|parameter| parameter.location != Location::Path);
    outside.map(|parameter| parameter.name.as_str())
}

/// Whether a parameter at a location can have a style (OpenAPI 3.1 section 4.8.12.2).
pub(super) fn can_have(location: Location, style: Style) -> bool {
    match style {
        Style::Simple => matches!(location, Location::Path | Location::Header),
        Style::Label | Style::Matrix => location == Location::Path,
        Style::Form => matches!(location, Location::Query | Location::Cookie),
        Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject => location == Location::Query,
        Style::TabDelimited => location == Location::Query,
        Style::Cookie => location == Location::Cookie,
        Style::Json | Style::Text => true,
        Style::Content => false,
    }
}

struct Report<'r> {
    vendor: &'r Vendor,
    diagnostics: &'r mut Diagnostics,
}

impl Report<'_> {
    fn check(&mut self, pointer: &Pointer, key: &str, known: &[String]) {
        if !known.iter().any(|name| name == key) {
            let help = format!("correct or remove it{}", meant(key, known.iter().map(String::as_str)));
            self.push(Code::UnmatchedDecision, pointer, format!("{key:?} applies to nothing in the document"), help);
        }
    }

    /// What asks for a page: a parameter outside the path, or a member of the request body.
    fn asking(&mut self, place: &Pointer, parameter: &str, (operation, api): (&Operation, &Api)) {
        let body = operation.body.as_ref().and_then(|body| body.contents.first());
        match (contract::Pagination::within_body(parameter), body) {
            (Some(member), Some(body)) => {
                if let Some(names) = reach::missed(&body.schema, member, &api.definitions) {
                    let near = meant(&Pointer::new(member).last(), names.iter().map(String::as_str));
                    let help = format!("write the JSON pointer of a member of the request body{near}");
                    let message =
                        format!("{parameter:?} leads to nothing in the request body of {}", operation.route());
                    self.push(Code::UnmatchedDecision, place, message, help);
                }
            }
            _ => {
                let known: Vec<String> = asking(operation).map(str::to_owned).collect();
                self.check(place, parameter, &known);
            }
        }
    }

    fn pointer(&mut self, place: &Pointer, pointer: &str, (operation, api): (&Operation, &Api)) {
        if let Some(names) = reach::lost(operation, pointer, &api.definitions) {
            let last = Pointer::new(pointer).last();
            let near = meant(&last, names.iter().map(String::as_str));
            let help = format!("write the JSON pointer of a member of the response's body{near}");
            let message = format!("{pointer:?} leads to nothing in the response of {}", operation.route());
            self.push(Code::UnmatchedDecision, place, message, help);
        }
    }

    fn push(&mut self, code: Code, pointer: &Pointer, message: String, help: String) {
        self.vendor.report(code, pointer, message, help, self.diagnostics);
    }
}
