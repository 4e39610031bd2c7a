//! Prints the reports that were kept.

use std::io::{self, ErrorKind, Write};

use tokio::runtime::Builder;

use super::command::{Feedback, Format};
use super::{Failure, failed, say};
use crate::config::Config;
use crate::feedback::{Error, Row, Store};

/// Characters of a comment in the table.
const COMMENT: usize = 80;

/// Prints what `command` asks for; a store that isn't there has no reports.
pub(super) fn print(config: &Config, command: &Feedback) -> Result<(), Failure> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let mut rows = runtime.block_on(rows(config)).map_err(failed)?;
    let mut out = io::stdout().lock();
    let printed = match command {
        Feedback::Export { format: Format::Jsonl } => lines(&mut out, &rows),
        Feedback::List { json: true } => {
            rows.reverse();
            array(&mut out, &rows)
        }
        Feedback::List { json: false } if rows.is_empty() => {
            say("no feedback yet");
            Ok(())
        }
        Feedback::List { json: false } => {
            rows.reverse();
            table(&mut out, &rows)
        }
    };
    match printed.and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(failed(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

async fn rows(config: &Config) -> Result<Vec<Row>, Error> {
    let folder = config.data_dir.as_deref().ok_or(Error::NoFolder)?;
    let Some(mut store) = Store::open_existing(folder).await? else { return Ok(Vec::new()) };
    let rows = store.rows().await?;
    store.close().await?;
    Ok(rows)
}

fn lines(out: &mut impl Write, rows: &[Row]) -> io::Result<()> {
    rows.iter().try_for_each(|row| writeln!(out, "{}", serde_json::to_string(row)?))
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
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(most).collect();
    if text.chars().nth(most).is_some() {
        plain.push('…');
    }
    plain
}
