"""What `score`, `calibrate` and `fairness` read: plain tables, every problem named with file, line and column."""

import re

import numpy as np

from export.files.tables import Table, TableError
from scoring.batch import Ints, Item

FARTHEST = 10_000.0
"""Slopes and thresholds beyond it are slips of the pen."""
MOST_PEOPLE = 1_000_000_000


def read_items(table: Table) -> list[Item]:
    """Items from a table `item,competency[,task][,cell],a,b1,...,bM`; thresholds left out at the end are empty."""
    cuts = _cut_columns(table)
    item_at, who_at, a_at = table.column("item"), table.column("competency"), table.column("a")
    items: list[Item] = []
    taken: set[str] = set()
    for row, cells in enumerate(table.rows):
        name, who = cells[item_at].strip(), cells[who_at].strip()
        if not name or name in taken:
            raise table.problem("measure.item_twice", row, item_at)
        if not who:
            raise table.problem("measure.no_competency", row, who_at)
        a = table.number(row, a_at)
        if not 0 < a <= FARTHEST:
            raise table.problem("measure.slope", row, a_at)
        taken.add(name)
        items.append(Item(name, who, _cell(table, cells, who), a, _cuts(table, row, cuts)))
    if not items:
        raise TableError("table.empty", file=table.path)
    return items


def _cut_columns(table: Table) -> list[int]:
    """Places of b1, b2... in this order. Raises TableError when one is absent."""
    named = {name for name in table.header if re.fullmatch(r"b[0-9]+", name)}
    wanted = [f"b{n}" for n in range(1, len(named) + 1)] or ["b1"]
    return [table.column(name) for name in wanted]


def _cuts(table: Table, row: int, columns: list[int]) -> tuple[float, ...]:
    """The thresholds of an item: they rise, and nothing follows an empty one."""
    given = [bool(table.rows[row][n].strip()) for n in columns]
    n_given = sum(given)
    if not n_given:
        raise table.problem("measure.no_cut", row, columns[0])
    if not all(given[:n_given]):
        raise table.problem("measure.gap", row, columns[given.index(False)])
    cuts: list[float] = []
    for column in columns[:n_given]:
        value = table.number(row, column)
        if abs(value) > FARTHEST:
            raise table.problem("measure.far", row, column)
        if cuts and value <= cuts[-1]:
            raise table.problem("measure.cuts", row, column)
        cuts.append(value)
    return tuple(cuts)


def _cell(table: Table, cells: list[str], who: str) -> str:
    """The `cell` column, else task x competency, else none."""
    if "cell" in table.header and (cell := cells[table.column("cell")].strip()):
        return cell
    if "task" in table.header and (task := cells[table.column("task")].strip()):
        return f"{task} x {who}"
    return ""


def read_ids(table: Table, column: str) -> list[str]:
    """The names of the rows, no two the same, none empty; an empty list when no column is named."""
    if not column:
        return []
    at = table.column(column)
    ids = [row[at] for row in table.rows]
    taken: set[str] = set()
    for row, name in enumerate(ids):
        if not name.strip() or name in taken:
            raise table.problem("measure.id_twice", row, at)
        taken.add(name)
    return ids


def item_columns(table: Table, items: list[Item], id_column: str) -> tuple[list[int], bool]:
    """The column of each item, and whether columns were taken by their order.

    By name where the header names items; by their order where it names none of them, as many as there are items.
    """
    at = [n for n in range(len(table.header)) if table.header[n] != id_column]
    names = {item.id for item in items}
    strange = [n for n in at if table.header[n] not in names]
    if len(strange) == len(at) == len(items):
        return at, True
    if strange and len(strange) < len(at):
        column = table.header[strange[0]]
        raise TableError("measure.unknown_item", file=table.path, column=column, number=strange[0] + 1)
    if len(at) != len(items):
        raise TableError("measure.columns", file=table.path, found=len(at), expected=len(items))
    return [table.column(item.id) for item in items], False


def read_answers(table: Table, items: list[Item], columns: list[int]) -> Ints:
    """Categories (rows, items), -1 where the cell is empty; each within its item's table."""
    y = _whole(table, columns)
    beyond = y > np.array([len(item.b) for item in items])
    if beyond.any():
        row, j = np.argwhere(beyond)[0]
        raise table.problem("measure.category", int(row), columns[int(j)])
    return y


def read_responses(table: Table, skip: set[str]) -> tuple[list[str], Ints]:
    """Names and categories of the item columns; when the lowest category of all is 1, it becomes 0."""
    at = [n for n, name in enumerate(table.header) if name not in skip]
    if not at or not table.rows:
        raise TableError("table.empty", file=table.path)
    y = _whole(table, at)
    seen = y >= 0
    if seen.any() and int(y[seen].min()) == 1:
        y[seen] -= 1
    return [table.header[n] for n in at], y


def _whole(table: Table, columns: list[int]) -> Ints:
    """Whole numbers of some columns, (rows, columns), -1 where a cell is empty."""
    known: dict[str, int] = {}
    y = np.empty((len(table.rows), len(columns)), dtype=np.int64)
    for row, cells in enumerate(table.rows):
        for j, column in enumerate(columns):
            text = cells[column]
            value = known.get(text)
            if value is None:
                value = known[text] = table.whole(row, column)
            y[row, j] = value
    return y


def read_counts(table: Table, column: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """People a row: 0 or more."""
    counts = np.array([table.number(row, column) for row in range(len(table.rows))], dtype=np.float64)
    wrong = np.flatnonzero((counts < 0) | (counts > MOST_PEOPLE))
    if len(wrong):
        raise table.problem("measure.people", int(wrong[0]), column)
    return counts


def read_scores(table: Table, column: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """A matching score a row."""
    scores = np.array([table.number(row, column) for row in range(len(table.rows))], dtype=np.float64)
    wrong = np.flatnonzero(np.abs(scores) > MOST_PEOPLE)
    if len(wrong):
        raise table.problem("measure.far", int(wrong[0]), column)
    return scores


def read_groups(table: Table, column: int) -> list[str]:
    """The group of each row, never empty."""
    groups = [row[column].strip() for row in table.rows]
    if "" in groups:
        raise table.problem("measure.no_group", groups.index(""), column)
    return groups


def read_selected(table: Table) -> list[tuple[str, int, int]]:
    """(group, selected, total) of each row: whole numbers, 0 <= selected <= total, total at least 1, groups apart."""
    group, selected, total = (table.column(name) for name in ("group", "selected", "total"))
    names = read_groups(table, group)
    answers: list[tuple[str, int, int]] = []
    for row, name in enumerate(names):
        if name in names[:row]:
            raise table.problem("measure.group_twice", row, group)
        s, n = table.number(row, selected), table.number(row, total)
        if n != int(n) or not 1 <= n <= MOST_PEOPLE:
            raise table.problem("measure.counts", row, total)
        if s != int(s) or not 0 <= s <= n:
            raise table.problem("measure.counts", row, selected)
        answers.append((name, int(s), int(n)))
    return answers
