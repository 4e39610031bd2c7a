//! Finds where a stack trace begins in what an API says: of the words before it the last line is the API's message, the
//! trace tells callers nothing and may hold what is nobody's business.

use std::sync::OnceLock;

use regex::Regex;

/// How traces begin, or go on where their first line is not there.
const LOOKS: [&str; 12] = [
    // Python
    r"Traceback \(most recent call last\)",
    r#"File "[^"\n]+", line \d+"#,
    // Java, JavaScript, .NET: a frame with its place, or one that has a line of its own
    r"(?:^|\s)at\s+[^\s()]+\s*\((?:[^()\n]*:\d+|Native Method|Unknown Source|<anonymous>)\)",
    r"(?m)^\s+at\s+(?:async\s+)?(?:new\s+)?[^\s()]+(?:\(| \(|:\d+:\d+)",
    r"(?m)^Caused by: ",
    // Go
    r"goroutine \d+ \[",
    r"(?m)^\t\S+\.go:\d+",
    // Ruby
    r"(?:\bfrom )?[^\s:]+\.rb:\d+:in\b",
    // PHP
    r"Stack trace:",
    r"#0 (?:\{main\}|[^\n]+\(\d+\): )",
    // Rust
    r"stack backtrace:",
    r"(?m)^\s*\d+: (?:0x[0-9a-f]+ - )?[\w<>]+(?:::[\w<>{}]+)+",
];

/// The last line before a trace, if there is one; the text itself where there is none.
pub(super) fn before(text: &str) -> &str {
    static COMPILED: OnceLock<Vec<Regex>> = OnceLock::new();
    let looks = COMPILED.get_or_init(|| LOOKS.iter().filter_map(|look| Regex::new(look).ok()).collect());
    let Some(start) = looks.iter().filter_map(|look| look.find(text)).map(|found| found.start()).min() else {
        return text;
    };
    let before = text.get(..start).unwrap_or_default().trim_end();
    before.rsplit(['\n', '\r']).next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::{LOOKS, before};

    #[test]
    fn the_line_before_a_trace() {
        assert!(LOOKS.iter().all(|look| Regex::new(look).is_ok()));
        for (text, expected) in [
            (
                "Sync failed\nTraceback (most recent call last):\n  File \"/app/x.py\", line 3, in f\nValueError: p=hunter2",
                "Sync failed",
            ),
            ("Traceback (most recent call last):\n  File \"/app/x.py\", line 3", ""),
            ("oops Traceback (most recent call last): File \"/app/x.py\", line 3, in f password=hunter2", "oops"),
            (
                "java.lang.IllegalStateException: no sync\n\tat com.acme.Sync.run(Sync.java:12)\n\tat java.lang.Thread.run(Unknown Source)",
                "java.lang.IllegalStateException: no sync",
            ),
            ("first\nError: no sync\n\tat a.b.C.d(C.java:1)\nCaused by: x: y", "Error: no sync"),
            (
                "TypeError: x is undefined\n    at Object.<anonymous> (/app/x.js:3:7)\n    at y",
                "TypeError: x is undefined",
            ),
            ("TypeError: x is undefined at run (/app/x.js:3:7)", "TypeError: x is undefined"),
            ("Error: boom\n    at async file:///app/x.mjs:3:7", "Error: boom"),
            (
                "System.InvalidOperationException: no sync\r\n   at Acme.Sync.Run(String id) in Sync.cs:line 12",
                "System.InvalidOperationException: no sync",
            ),
            ("System.Exception: no sync\n   at Acme.Sync.Run(String id)", "System.Exception: no sync"),
            ("panic: no sync\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:12 +0x1d", "panic: no sync"),
            ("no sync\n\t/app/main.go:12 +0x1d", "no sync"),
            ("no sync (RuntimeError)\napp/sync.rb:12:in `run'\nfrom x.rb:3:in `<main>'", "no sync (RuntimeError)"),
            ("/app/sync.rb:12:in 'run': password=hunter2 (RuntimeError)", ""),
            (
                "Uncaught Exception: no sync\nStack trace:\n#0 /app/x.php(12): f()\n#1 {main}",
                "Uncaught Exception: no sync",
            ),
            ("no sync\n#0 /app/x.php(12): f('hunter2')", "no sync"),
            (
                "thread 'main' panicked at src/main.rs:2:5:\nno sync\nstack backtrace:\n   0: rust_begin_unwind",
                "no sync",
            ),
            ("no sync\n   0: core::panicking::panic_fmt\n   1: acme::run", "no sync"),
            // What only looks a little like one.
            ("look at the docs (section 3)", "look at the docs (section 3)"),
            ("the sync failed at 10:00 (UTC)", "the sync failed at 10:00 (UTC)"),
            ("bad request\nat least one id is needed", "bad request\nat least one id is needed"),
            ("Could not find file \"a.csv\"", "Could not find file \"a.csv\""),
            ("", ""),
        ] {
            assert_eq!(before(text), expected, "{text}");
        }
    }
}
