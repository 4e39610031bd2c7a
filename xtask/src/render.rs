//! Diagnostics for people: each at its place in the document, with what to do.

use std::io::IsTerminal;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use generator::{Diagnostic, Severity};

/// Bytes of a line that is shown.
const LONGEST_LINE: usize = 2_000;

/// Renders one. `text` is what stands in the file that it is about.
pub(crate) fn diagnostic(diagnostic: &Diagnostic, text: Option<&str>) -> String {
    render(diagnostic, text, &renderer())
}

/// `2 errors, 1 warning, 3 notes`; severities that don't occur are left out, and nothing at all gives an empty text.
pub(crate) fn tally(diagnostics: &[Diagnostic]) -> String {
    let count = |severity: Severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let counted = |severity: Severity| match count(severity) {
        0 => None,
        1 => Some(format!("1 {}", severity.as_str())),
        several => Some(format!("{several} {}s", severity.as_str())),
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    severities.into_iter().filter_map(counted).collect::<Vec<_>>().join(", ")
}

fn renderer() -> Renderer {
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    if colours { Renderer::styled().decor_style(DecorStyle::Unicode) } else { Renderer::plain() }
}

fn render(diagnostic: &Diagnostic, text: Option<&str>, renderer: &Renderer) -> String {
    let Diagnostic { code, severity, file, pointer, line, column, message, help } = diagnostic;
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(message.as_str()).id(code.as_str());
    let place = text.zip(*line).and_then(|(text, line)| Some((text.lines().nth(line.checked_sub(1)?)?, line)));
    // A document written by a program may be one line of megabytes.
    let place = place.filter(|(source, _)| source.len() <= LONGEST_LINE);
    let mut group = Group::with_title(title);
    group = match place {
        Some((source, line)) => {
            let span = marked(source, column.unwrap_or(1));
            let label = (!pointer.is_empty()).then_some(pointer.as_str());
            let annotation = AnnotationKind::Primary.span(span).label(label);
            group.element(Snippet::source(source).line_start(line).path(file.as_str()).annotation(annotation))
        }
        None => {
            let fragment = if pointer.is_empty() { String::new() } else { format!("#{pointer}") };
            match line.zip(*column).filter(|(line, _)| text.is_some() && *line > 0) {
                Some((line, column)) => group.element(Origin::path(format!("{file}:{line}:{column}{fragment}"))),
                None => group.element(Origin::path(format!("{file}{fragment}"))),
            }
        }
    };
    if !help.is_empty() {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The bytes of the word that begins at a column (from 1), or of nothing at the end of the line.
fn marked(line: &str, column: usize) -> std::ops::Range<usize> {
    let start = line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(offset, _)| offset);
    let rest = line.get(start..).unwrap_or_default();
    let ends = |character: char| character.is_whitespace() || ":,{}[]".contains(character);
    let length = rest.char_indices().skip(1).find(|(_, character)| ends(*character)).map_or(rest.len(), |(end, _)| end);
    start..start + length
}

#[cfg(test)]
mod tests {
    use annotate_snippets::Renderer;
    use generator::{Code, Diagnostic};

    use super::{marked, render, tally};

    fn example(line: Option<usize>) -> Diagnostic {
        Diagnostic {
            code: Code::UnresolvedReference,
            severity: Code::UnresolvedReference.severity(),
            file: "specs/cafe/openapi.yaml".to_owned(),
            pointer: "/paths/~1tea/get".to_owned(),
            line,
            column: line.map(|_| 5),
            message: "`#/x` points to nothing".to_owned(),
            help: "correct the reference".to_owned(),
        }
    }

    #[test]
    fn diagnostics_stand_at_their_place() {
        let rendered = render(&example(Some(2)), Some("paths:\n    $ref: '#/x'\n"), &Renderer::plain());
        for part in [
            "error[unresolved-reference]: `#/x` points to nothing",
            "specs/cafe/openapi.yaml:2:5",
            "$ref: '#/x'",
            "^^^^ /paths/~1tea/get",
            "help: correct the reference",
        ] {
            assert!(rendered.contains(part), "{part} is not in\n{rendered}");
        }
    }

    #[test]
    fn diagnostics_without_a_line_name_the_pointer() {
        let long = "a".repeat(10_000);
        let cases =
            [(None, Some("a")), (Some(9), Some("a")), (Some(1), None), (Some(0), Some("a")), (Some(1), Some(&*long))];
        for (line, text) in cases {
            let rendered = render(&example(line), text, &Renderer::plain());
            assert!(rendered.len() < 1_000, "{rendered}");
            assert!(rendered.contains("specs/cafe/openapi.yaml"), "{rendered}");
            assert!(rendered.contains("#/paths/~1tea/get"), "{rendered}");
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let mut hostile = example(Some(1));
        hostile.message = "\u{1b}[2J".to_owned();
        assert!(!render(&hostile, Some("    \u{1b}[2J"), &Renderer::plain()).contains('\u{1b}'));
    }

    #[test]
    fn words_are_marked() {
        assert_eq!(marked("    $ref: x", 5), 4..8);
        assert_eq!(marked("é: x", 1), 0..2);
        assert_eq!(marked("{}", 1), 0..1);
        assert_eq!(marked("", 1), 0..0);
        assert_eq!(marked("ab", 99), 2..2);
    }

    #[test]
    fn tallies_leave_out_what_is_not_there() {
        assert_eq!(tally(&[]), "");
        assert_eq!(tally(&[example(None), example(None)]), "2 errors");
    }
}
