//! Prints what was kept, and what it teaches.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tokio::runtime::Builder;

use super::command::{Feedback, Format};
use super::{Failure, failed, say};
use crate::config::Config;
use crate::feedback::{Error, Row, Store, is_hidden};
use crate::learning::{Learned, seen};
use crate::{Api, Catalog};

/// Characters of a comment in the table.
const COMMENT: usize = 80;

type Searches = std::collections::BTreeMap<crate::feedback::Search, crate::feedback::Count>;

/// Prints what `command` asks for; a store that isn't there has no reports and has counted nothing.
pub(super) fn print(api: &'static Api, config: &Config, command: &Feedback) -> Result<(), Failure> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let (mut rows, searches) = runtime.block_on(kept(config)).map_err(failed)?;
    let printed = match command {
        Feedback::Export { format, out: None } => {
            let catalog = Catalog::open(api).map_err(failed)?;
            let learned = Learned::new(&catalog, &rows, &searches).map_err(failed)?;
            written(&mut io::stdout().lock(), &exported(*format, &rows, &learned).map_err(failed)?)
        }
        Feedback::Export { out: Some(folder), .. } => {
            let catalog = Catalog::open(api).map_err(failed)?;
            let learned = Learned::new(&catalog, &rows, &searches).map_err(failed)?;
            return files(folder, &rows, &learned);
        }
        Feedback::List { json: false } if rows.is_empty() => {
            say("no feedback yet");
            Ok(())
        }
        Feedback::List { json } => {
            rows.reverse();
            let out = &mut io::stdout().lock();
            if *json { array(out, &rows) } else { table(out, &rows) }.and_then(|()| out.flush())
        }
    };
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(failed(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

async fn kept(config: &Config) -> Result<(Vec<Row>, Searches), Error> {
    let folder = config.data_dir.as_deref().ok_or(Error::NoFolder)?;
    let Some(mut store) = Store::open_existing(folder).await? else { return Ok((Vec::new(), Searches::new())) };
    let kept = (store.rows().await?, store.searches().await?);
    store.close().await?;
    Ok(kept)
}

fn exported(format: Format, rows: &[Row], learned: &Learned<'_>) -> serde_json::Result<String> {
    let lines = match format {
        Format::Jsonl => {
            rows.iter().map(|row| serde_json::to_string(row).map(|line| seen(&line))).collect::<Result<_, _>>()?
        }
        Format::Searches => learned.searches(),
        Format::Queries => learned.queries(),
        Format::Vocabulary => return Ok(learned.vocabulary()),
        Format::Unanswered => learned.unanswered(),
    };
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

fn files(folder: &Path, rows: &[Row], learned: &Learned<'_>) -> Result<(), Failure> {
    let cannot = |error: io::Error| failed(format_args!("{} can't be written: {error}", folder.display()));
    fs::create_dir_all(folder).map_err(cannot)?;
    for (file, format) in [
        ("reports.jsonl", Format::Jsonl),
        ("searches.jsonl", Format::Searches),
        ("queries.jsonl", Format::Queries),
        ("vendor.toml", Format::Vocabulary),
        ("unanswered.jsonl", Format::Unanswered),
    ] {
        let text = exported(format, rows, learned).map_err(failed)?;
        fs::write(folder.join(file), text).map_err(cannot)?;
    }
    say(format_args!(
        "{} holds reports.jsonl, searches.jsonl, queries.jsonl, vendor.toml and unanswered.jsonl",
        folder.display()
    ));
    Ok(())
}

fn written(out: &mut impl Write, text: &str) -> io::Result<()> {
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn array(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    writeln!(out, "{}", serde_json::to_string_pretty(rows)?)
}

fn table(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    let operation = |row: &Row| row.operation.as_deref().map_or_else(|| "-".to_owned(), |name| plain(name, 60));
    let width = rows.iter().map(|row| operation(row).chars().count()).max().unwrap_or(0).max("operation".len());
    writeln!(out, "{:>6}  {:<20}  {:<18}  {:<width$}  comment", "id", "time", "category", "operation")?;
    for row in rows {
        let (time, category, comment) = (row.time(), &row.category, plain(&row.comment, COMMENT));
        writeln!(out, "{:>6}  {time:<20}  {category:<18}  {:<width$}  {comment}", row.id, operation(row))?;
    }
    Ok(())
}

/// Text for one cell of a terminal: cut, and without anything that a terminal would obey.
fn plain(text: &str, most: usize) -> String {
    let mut plain: String =
        text.chars().map(|letter| if is_hidden(letter) { ' ' } else { letter }).take(most).collect();
    if text.chars().nth(most).is_some() {
        plain.push('…');
    }
    plain
}
