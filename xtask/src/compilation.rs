//! One vendor compiled, with what there is to tell about it.

use std::time::{Duration, Instant};

use generator::{Diagnostic, Files, Source, Stage, Summary, Vendor};

use crate::coverage::Coverage;

/// Stages that the generator tells of, for progress bars.
pub(crate) const STAGES: usize = 5;

/// A compilation and its account.
#[derive(Debug)]
pub(crate) struct Compilation {
    /// Everything to be written.
    pub(crate) files: Files,
    /// Everything there is to say.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether the document must be corrected first.
    pub(crate) has_errors: bool,
    /// How long each stage took, in order.
    pub(crate) timings: Vec<(Stage, Duration)>,
    /// The document in numbers.
    pub(crate) summary: Summary,
}

impl Compilation {
    /// Compiles, telling `observe` when a stage begins.
    pub(crate) fn run(source: &Source, vendor: &Vendor, observe: &mut dyn FnMut(Stage)) -> Self {
        let mut begun: Vec<(Stage, Instant)> = Vec::new();
        let compiled = generator::compile_observed(source, vendor, &mut |stage| {
            begun.push((stage, Instant::now()));
            observe(stage);
        });
        let ends = begun.iter().skip(1).map(|(_, instant)| *instant).chain([Instant::now()]);
        let timings = begun.iter().zip(ends).map(|((stage, start), end)| (*stage, end - *start)).collect();
        let has_errors = compiled.diagnostics.has_errors();
        let diagnostics = compiled.diagnostics.iter().cloned().collect();
        Self { files: compiled.files, diagnostics, has_errors, timings, summary: compiled.summary }
    }

    /// How many operations are offered, and how many are not.
    pub(crate) fn coverage(&self) -> Coverage {
        let texts = self.files.iter().filter(|(path, _)| path.file_name() == Some("COVERAGE.md"));
        let mut read = texts.filter_map(|(_, bytes)| Coverage::read(std::str::from_utf8(bytes).ok()?));
        read.next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use generator::{Source, Vendor};

    use super::{Compilation, STAGES};
    use crate::coverage::Coverage;

    #[test]
    fn a_compilation_gives_its_account() {
        let text = r#"{"openapi":"3.1.0","info":{"title":"Tea","version":"1"},"servers":[{"url":"https://tea.example"}],
            "paths":{"/teas":{"get":{"operationId":"listTeas","responses":{"200":{"description":"ok"}}},
            "fetch":{"responses":{}}}}}"#;
        let source = Source { name: "tea.json".to_owned(), text: text.to_owned(), ..Source::default() };
        let mut stages = 0;
        let compilation = Compilation::run(&source, &Vendor::plain("tea"), &mut |_| stages += 1);
        assert!(!compilation.has_errors, "{:?}", compilation.diagnostics);
        assert_eq!(compilation.coverage(), Coverage { offered: 1, left_out: 1 });
        assert_eq!(stages, STAGES);
        assert_eq!(compilation.timings.len(), STAGES);
    }
}
