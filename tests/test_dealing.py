"""How the tests are dealt out to processes, and that what they share stays each one's own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from conftest import DEAR, FOLDER, pytest_collection_modifyitems

from scenarios.safe import SourceErrors
from scenarios.source import read_yaml


@dataclass(frozen=True)
class Dealt:
    """What the dealing asks of a test: its file, and whether it waits for a window."""

    path: Path
    n: int
    windowed: bool = False

    def get_closest_marker(self, name: str) -> str | None:
        return name if self.windowed and name == "screen" else None


@dataclass(frozen=True)
class Process:
    """What the dealing asks of a process: how many there are."""

    workerinput: dict[str, int]


def parts(items: list[Any], of: int) -> list[list[Any]]:
    """As xdist deals them out at first."""
    made = []
    for n in range(of):
        size = len(items) // (of - n)
        made.append(items[:size])
        items = items[size:]
    return made


@pytest.mark.parametrize("processes", [1, 2, 3, 4])
def test_the_longest_begin_and_none_is_lost(processes: int) -> None:
    """Windows begin the first part, dear files the others, in turn; whatever else there is keeps its order."""
    plain = [Dealt(Path(f"test_{n % 7}.py"), n) for n in range(400)]
    dear = [Dealt(Path(f"{name}.py"), n) for n in range(3) for name in reversed(DEAR)]
    windows = [Dealt(Path("test_screen.py"), n, True) for n in range(9)]
    items: list[Any] = [*plain[:200], *dear, *windows, *plain[200:]]
    pytest_collection_modifyitems(cast(Any, Process({"workercount": processes})), items)
    assert sorted(items, key=hash) == sorted([*plain, *dear, *windows], key=hash)
    assert [one for one in items if one in set(plain)] == plain
    first, *others = parts(items, processes)
    assert first[: len(windows)] == windows
    for at, part in enumerate(reversed(others)):
        begins = [name for n, name in enumerate(DEAR) if n % len(others) == at]
        assert [one.path.stem for one in part[: 3 * len(begins)]] == [name for name in begins for _ in range(3)]


def test_every_dear_file_is_there() -> None:
    """A file that was renamed would be left to the end again."""
    assert [name for name in DEAR if not (Path(__file__).parent / f"{name}.py").is_file()] == []


def test_what_is_read_again_is_ones_own(tmp_path: Path) -> None:
    """A file's text is parsed once; who changes what they got changes nobody else's, and another text is another."""
    path = tmp_path / "evidence.yaml"
    path.write_text((Path(str(FOLDER)) / "evidence.yaml").read_text("utf-8"), "utf-8")
    first, lines = read_yaml(path)
    first["evidence"].clear()
    again, same = read_yaml(path)
    assert again["evidence"]
    assert same.at == lines.at
    path.write_text("evidence: [", "utf-8")
    for _ in range(2):
        with pytest.raises(SourceErrors):
            read_yaml(path)
