//! How many tests there were, added up from what the test runners print.

use std::fmt;

/// Tests by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) skipped: usize,
}

impl Counts {
    /// Adds what a line says, if it is a summary:
    /// `Summary [ 1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped` of nextest, or
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; …` of libtest.
    pub(super) fn add(&mut self, line: &str) {
        let line = line.trim();
        let summary = match line.split_once("test result: ") {
            Some((_, summary)) => summary,
            None if line.starts_with("Summary [") => line.split_once(" run: ").map_or("", |(_, summary)| summary),
            None => return,
        };
        let words: Vec<&str> = summary.split(|character: char| !character.is_alphanumeric()).collect();
        for pair in words.windows(2) {
            let [count, word] = pair else { continue };
            let Ok(count) = count.parse::<usize>() else { continue };
            match *word {
                "passed" => self.passed += count,
                "failed" | "timed" => self.failed += count,
                "skipped" | "ignored" => self.skipped += count,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn summaries_are_added_up() {
        let mut counts = Counts::default();
        for line in [
            "     Summary [   0.123s] 14 tests run: 12 passed (1 slow), 1 failed, 1 timed out, 2 skipped",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s",
            "test result: FAILED. 0 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "a test that prints 5 passed",
            "     Summary [   0.001s] 0 tests run: 0 passed, 0 skipped",
        ] {
            counts.add(line);
        }
        assert_eq!(counts.to_string(), "15 passed, 4 failed, 3 skipped");
    }
}
