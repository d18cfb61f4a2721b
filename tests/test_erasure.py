"""`candidate erase` and `purge`: a place that refuses is named, and keeps nothing else of the person from going."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from store_kit import NOW, body, keys, sealed

from cli.erasing import machine_beside
from cli.main import main
from export.packets.outbox import Outbox
from export.store.erasing import purge_all
from export.store.intake import add_station, import_packet
from export.store.store import Store
from game.journey.settle import clean, forget_papers, paper_path
from game.station import consent, erasing
from game.station.boot import now as boot_now
from game.station.consent import Records, VisitConsent
from game.station.home import Home, HomeError

WHO, CODE = "ab" * 16, "K4-MTQ"
Patch = pytest.MonkeyPatch


def lived(folder: Path) -> Path:
    """A station where one person left something everywhere; its database."""
    station, organisation = keys()
    db = folder / "matching.db"
    with Store.open(db) as store:
        add_station(store, station.verify_key, "Poste", NOW)
        assert import_packet(store, sealed(body(WHO)), organisation, NOW).state == "imported"
    home = Home.open(folder)
    home.save(station="K4", used=[CODE])
    home.records.write(VisitConsent(WHO, CODE, "shared", boot_now(), base=True))
    home.close()
    (folder / "runs" / f"{WHO}-1.journal").write_bytes(CODE.encode())
    (folder / "papers" / f"{WHO}-20990101.pdf").write_bytes(CODE.encode())
    paper = paper_path(home, WHO, date(2098, 10, 1))
    paper.write_bytes(CODE.encode())
    paper.with_name(f".{paper.name}.0a1b2c3d.part").write_bytes(CODE.encode())
    waiting = Outbox(folder / "outbox").put(body(WHO), station, organisation.public_key).path
    # What a kill leaves: a packet, a paper half written.
    waiting.with_name(f".{waiting.name}.0a1b2c3d.part").write_bytes(CODE.encode())
    (folder / "papers" / f".{WHO}-20990101.pdf.0a1b2c3d.part").write_bytes(CODE.encode())
    return db


def left(folder: Path) -> set[str]:
    """Where something of the person is: the names of the folders, or of the files beside them.

    The base keeps the id of somebody erased, so that a late packet is refused: it points at nothing any more.
    """
    found = set()
    for path in (one for one in folder.rglob("*") if one.is_file() and not one.name.endswith(".erased")):
        text = path.name + path.read_bytes().decode("latin-1")
        if CODE in text or (WHO in text and not path.name.startswith("matching.db")):
            found.add(path.relative_to(folder).parts[0])
        if path.suffix == ".envol":
            found.add("outbox")
    return found


def refuse_settings(patch: Patch, folder: Path) -> None:
    def full(*_: object, **__: object) -> None:
        raise HomeError("home.cannot_write", folder=str(folder), reason=OSError(28, "full"))

    patch.setattr(Home, "save", full)


def refuse_home(patch: Patch, folder: Path) -> None:
    def full(*_: object) -> Home:
        raise HomeError("home.cannot_write", folder=str(folder), reason=OSError(28, "full"))

    patch.setattr(Home, "open", staticmethod(full))


def refuse_outbox(patch: Patch, folder: Path) -> None:
    (folder / "outbox" / "sequence").write_text("not a number")


def refuse_file(kind: str) -> Callable[[Patch, Path], None]:
    def refuse(patch: Patch, folder: Path) -> None:
        real = erasing.erase_file

        def erase(path: Path) -> None:
            if path.parent.name == kind:
                raise PermissionError(1, "no", str(path))
            real(path)

        patch.setattr(erasing, "erase_file", erase)
        patch.setattr(consent, "erase_file", erase)

    return refuse


REFUSALS: dict[str, tuple[Callable[[Patch, Path], None], str]] = {
    "nothing": (lambda patch, folder: None, ""),
    "settings": (refuse_settings, "settings.json"),
    "home": (refuse_home, "settings.json"),
    "outbox": (refuse_outbox, "outbox"),
    "journal": (refuse_file("runs"), "runs"),
    "paper": (refuse_file("papers"), "papers"),
    "record": (refuse_file("visits"), "visits"),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_place_that_refuses_is_named_and_all_else_goes(
    kind: str, tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outbox, journal, paper, record, settings: the one that stays is said with its path, status 1; nothing else is."""
    db = lived(tmp_path)
    assert left(tmp_path) == {"matching.db", "settings.json", "visits", "runs", "papers", "outbox"}
    refuse, stays = REFUSALS[kind]
    with monkeypatch.context() as patch:
        refuse(patch, tmp_path)
        assert main(["--lang", "fr", "candidate", "erase", CODE, "--db", str(db)]) == (1 if stays else 0)
    said = capsys.readouterr()
    assert left(tmp_path) == ({stays} if stays else set())
    assert str(tmp_path / stays) in said.err if stays else "imprimante" in said.out
    with Store.open(db) as store:
        assert store.rows("select 1 from candidates") == []


def test_a_locked_base_does_not_hide_what_else_stays(
    tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The base and a file refuse: both are said."""
    db = lived(tmp_path)

    def locked(*_: object) -> bool:
        from export.store.store import StoreError

        raise StoreError("store.locked", path=db)

    refuse_outbox(monkeypatch, tmp_path)
    monkeypatch.setattr("export.store.erasing.erase", locked)
    assert main(["--lang", "fr", "candidate", "erase", CODE, "--db", str(db)]) == 1
    said = capsys.readouterr().err
    assert str(tmp_path / "outbox") in said
    assert str(db) in said


def test_somebody_who_never_shared_is_erased_with_their_code(tmp_path: Path) -> None:
    """Their code was known from the record of their visit alone: it leaves the settings too."""
    home = Home.open(tmp_path)
    home.save(station="K4", used=[CODE])
    home.records.write(VisitConsent(WHO, CODE, "kept", boot_now()))
    home.close()
    db = tmp_path / "matching.db"
    Store.open(db).close()
    assert main(["candidate", "erase", CODE, "--db", str(db)]) == 0
    assert left(tmp_path) == set()


@pytest.mark.parametrize("kind", ["home", "paper"])
def test_a_purge_names_what_stays(
    kind: str, tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whose time is over leaves the base, and a place of the station that refuses is said."""
    db = lived(tmp_path)
    monkeypatch.setattr("cli.erasing.now", lambda: datetime.now(UTC) + timedelta(days=400))
    REFUSALS[kind][0](monkeypatch, tmp_path)
    assert main(["--lang", "fr", "purge", "--db", str(db)]) == 1
    assert str(tmp_path / ("visits" if kind == "home" else "papers")) in capsys.readouterr().err


@pytest.mark.parametrize("by", ["command", "tower"])
def test_a_purge_takes_all_that_an_erasure_takes(by: str, tmp_path: Path, monkeypatch: Patch) -> None:
    """Packets that wait, files, codes and papers go, whether the button or the command is used."""
    db = lived(tmp_path)
    later = datetime.now(UTC) + timedelta(days=400)
    if by == "command":
        monkeypatch.setattr("cli.erasing.now", lambda: later)
        assert main(["purge", "--db", str(db)]) == 0
    else:
        with Store.open(db) as store:
            assert purge_all(store, later, "AB", machine_beside()).stays == ()
    assert left(tmp_path) == set()


@pytest.mark.parametrize("year", [2000, 2099])
def test_a_clock_that_cannot_be_right_forgets_nothing(
    year: int, tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By it everybody's time might be over: neither a purge nor a start takes a person or a paper."""
    db = lived(tmp_path)
    before = left(tmp_path)
    wrong = datetime(year, 6, 1, tzinfo=UTC)
    monkeypatch.setattr("cli.erasing.now", lambda: wrong)
    assert main(["--lang", "fr", "purge", "--db", str(db)]) == 1
    assert f"{year}-06-01" in capsys.readouterr().err
    home = Home.open(tmp_path)
    clean(home, wrong.date())
    assert forget_papers(home.folder, wrong.date()) == 0
    home.close()
    with Store.open(db) as store:
        assert store.rows("select candidate_id from candidates") == [{"candidate_id": WHO}]
    assert "papers" in left(tmp_path) & before


def test_who_came_under_a_clock_far_ahead_is_told_at_a_purge(
    tmp_path: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A result and a paper kept until 2099 are counted and said, with what to do; those of a right clock are not."""
    db = lived(tmp_path)
    now = datetime.now(UTC)
    monkeypatch.setattr("cli.erasing.now", lambda: now)
    for paper in (tmp_path / "papers").glob("*.pdf"):
        paper.unlink()
    assert main(["--lang", "fr", "purge", "--db", str(db)]) == 0
    assert "plus longtemps" not in capsys.readouterr().out
    paper_path(Home(tmp_path, {}, Records(tmp_path / "visits")), "cd" * 16, date(2098, 10, 1)).write_bytes(b"%PDF")
    with Store.open(db) as store, store.writing() as connection:
        connection.execute("update candidates set expires_at='2099-03-01T00:00:00+00:00'")
    assert main(["--lang", "fr", "purge", "--db", str(db)]) == 0
    assert "2 personnes ou papiers seraient gardés plus longtemps" in capsys.readouterr().out
