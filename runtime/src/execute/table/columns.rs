//! The columns of a list of objects: one per member, those of objects that are alike laid open.

use std::collections::HashMap;

use crate::execute::scan::{members, unquoted};

/// Most columns of a table; with more the items are rather dictionaries.
const MAX_COLUMNS: usize = 200;

/// Cells for each value, from which on items are not alike; and cells that are always possible.
const MAX_CELLS: (usize, usize) = (3, 1_000);

/// Objects within objects that are laid open.
const MAX_LEVELS: usize = 4;

/// A value as text; none where the item doesn't have it.
pub(super) type Cell<'t> = Option<&'t str>;

/// A member of every item.
pub(super) struct Column<'t> {
    /// `owner.id`, as it stands between quotes.
    pub(super) name: String,
    /// One per item.
    pub(super) cells: Vec<Cell<'t>>,
}

impl Column<'_> {
    /// Whether every item has the member, with the same value.
    pub(super) fn is_constant(&self) -> bool {
        let first = self.cells.first().copied().flatten();
        first.is_some() && self.cells.iter().all(|cell| *cell == first)
    }
}

/// The columns of a list whose items all are objects; nothing if they can't be told apart by name.
pub(super) fn columns(list: &str) -> Option<Vec<Column<'_>>> {
    let cells: Vec<Cell<'_>> = crate::execute::scan::items(list).map(Some).collect();
    if !cells.iter().flatten().all(|item| is_object(item)) {
        return None;
    }
    let columns = opened(&cells)?;
    // A dot in a name would look like an object laid open.
    let levels = if columns.iter().all(|column| is_plain(&column.name)) { MAX_LEVELS } else { 0 };
    let columns: Vec<Column<'_>> = columns.into_iter().flat_map(|column| expanded(column, levels)).collect();
    (columns.len() <= MAX_COLUMNS).then_some(columns)
}

fn is_object(value: &str) -> bool {
    value.starts_with('{') && value != "{}"
}

fn is_plain(name: &str) -> bool {
    !name.contains(['.', '\\'])
}

/// The members of objects as columns. Where there is no object, null stays null and absent stays absent.
fn opened<'t>(cells: &[Cell<'t>]) -> Option<Vec<Column<'t>>> {
    let mut columns: Vec<Column<'t>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut filled = 0;
    for (row, cell) in cells.iter().enumerate() {
        for (name, value) in cell.iter().flat_map(|value| members(value)) {
            let place = *places.entry(name).or_insert_with(|| {
                columns.push(Column { name: unquoted(name).to_owned(), cells: Vec::new() });
                columns.len() - 1
            });
            let column = columns.get_mut(place).filter(|column| column.cells.len() <= row)?;
            column.cells.resize(row, None);
            column.cells.push(Some(value));
            filled += 1;
        }
        if columns.len() > MAX_COLUMNS || columns.len() * row > MAX_CELLS.0 * filled + MAX_CELLS.1 {
            return None;
        }
    }
    for column in &mut columns {
        column.cells.resize(cells.len(), None);
    }
    Some(columns)
}

/// A column, or the columns of the objects in it.
fn expanded(column: Column<'_>, levels: usize) -> Vec<Column<'_>> {
    match inner(&column, levels) {
        None => vec![column],
        Some(columns) => columns.into_iter().flat_map(|inner| expanded(inner, levels - 1)).collect(),
    }
}

/// The columns of a column of alike objects; nothing if it holds something else, or if null and absent would no longer
/// be told apart.
fn inner<'t>(column: &Column<'t>, levels: usize) -> Option<Vec<Column<'t>>> {
    let known = || column.cells.iter().flatten();
    let objects = known().filter(|cell| is_object(cell)).count();
    if levels == 0 || objects == 0 || !known().all(|cell| is_object(cell) || *cell == "null") {
        return None;
    }
    let cells: Vec<Cell<'t>> = column.cells.iter().map(|cell| cell.filter(|cell| is_object(cell))).collect();
    let mut columns = opened(&cells)?;
    let filled: usize = columns.iter().map(|column| column.cells.iter().flatten().count()).sum();
    if filled * 2 < columns.len() * objects || !columns.iter().all(|column| is_plain(&column.name)) {
        return None;
    }
    for (row, cell) in column.cells.iter().enumerate() {
        let mut row = columns.iter_mut().filter_map(|column| column.cells.get_mut(row));
        match cell {
            Some("null") => row.for_each(|cell| *cell = Some("null")),
            Some(_) if row.all(|cell| cell.is_none_or(|cell| cell == "null")) => return None,
            Some(_) | None => {}
        }
    }
    for inner in &mut columns {
        inner.name = format!("{}.{}", column.name, inner.name);
    }
    Some(columns)
}
