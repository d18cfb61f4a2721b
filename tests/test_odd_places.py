"""Something else stands where a file of the station should: a share says so in plain words, and nothing hangs."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import panneau
from test_consent import at_the_pass, bytes_of, someone
from way_kit import press, says

from export.packets.outbox import LAST, Outbox
from export.packets.packet import PacketError
from export.store.store import Store
from game.journey.settle import database
from game.station.home import Home
from scenarios.model import Scenario


@pytest.fixture(scope="module")
def workshop() -> Scenario:
    """The workshop, read once."""
    return panneau()


def link_to_itself(home: Home) -> Path:
    database(home).symlink_to(database(home))
    return database(home)


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def text(path: Path, words: str) -> Path:
    path.write_text(words, "ascii")
    return path


def beside(home: Home, end: str) -> Path:
    """What stands beside a base that is there."""
    Store.open(database(home)).close()
    return database(home).with_name(f"matching.db{end}")


PLACES: dict[str, tuple[Callable[[Home], Path], str]] = {
    "link": (link_to_itself, "ces liens mènent l'un à l'autre"),
    "log": (lambda home: folder(beside(home, "-wal")), "matching.db-wal : c'est un dossier"),
    "erased": (lambda home: folder(beside(home, ".erased")), "matching.db.erased : c'est un dossier"),
    "key": (lambda home: folder(home.folder / "station.key"), "station.key : c'est un dossier"),
    "pipe": (lambda home: pipe(home.folder / "outbox" / "sequence"), "un tube ou un appareil"),
    "huge": (lambda home: text(home.folder / "outbox" / "sequence", "9" * 30 + " " + "ab" * 16), "compteur"),
    "short": (lambda home: text(home.folder / "outbox" / "sequence", "7 ab"), "compteur"),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes that have a name here")
@pytest.mark.parametrize("kind", PLACES)
def test_a_share_says_what_stands_in_the_way(kind: str, home: Home, workshop: Scenario) -> None:
    """A link to itself, a folder, a pipe, a number without end: one sentence that names it, nothing has left, « erase »
    leaves nothing, and the next person shares."""
    app = at_the_pass(home, workshop)
    first = someone(app)
    words = (first.candidate, first.code)
    make, sentence = PLACES[kind]
    odd = make(home)
    press(app, "share", "months_3")
    assert says(app)[0] == "boarding"
    assert sentence in says(app)[1]
    assert "Rien n'est parti" in says(app)[1]
    press(app, "erase", "yes")
    assert says(app)[0] == "goodbye.erased"
    odd.rmdir() if odd.is_dir() else odd.unlink()
    other = at_the_pass(home, workshop)
    press(other, "share", "months_3")
    assert says(other)[0] == "goodbye.shared"
    assert bytes_of(home, *words) == []


def test_a_number_that_no_name_has_room_for_is_never_used(tmp_path: Path) -> None:
    """A packet with eleven figures would be found by nobody again: the counter is said to be damaged before."""
    (tmp_path / "sequence").write_text(f"{LAST - 1} {'ab' * 16}", "ascii")
    box = Outbox(tmp_path)
    assert box._next()[0] == LAST
    with pytest.raises(PacketError, match="sequence_damaged"):
        box._next()
