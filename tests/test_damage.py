"""A damaged base: no traceback, nothing lost without a word, nobody told another's or a changed result."""

import contextlib
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from store_kit import NOW, body, keys, sealed
from way_kit import fill

from cli import database as commands
from cli.main import main
from export.store.advisers import declare
from export.store.decisions import Decision, decide
from export.store.erasing import erase
from export.store.intake import add_station, import_packet
from export.store.matching import for_offers, load_examples, offers_of, preselect
from export.store.people import people_list
from export.store.salvage import Damage
from export.store.store import Store, StoreError
from scenarios.offers import example_offers

OFFER = "ex-cableur-evreux"
FIRST = {one.id for one in example_offers()[:3]}
PEOPLE = {f"K4-{sign}TQ": f"{n:x}" * 32 for n, sign in enumerate("CDFGHJKLMNPQ", 1)}


@pytest.fixture(autouse=True)
def same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands live on the day of the imports."""
    monkeypatch.setattr(commands, "now", lambda: NOW)
    for name in ("match", "people"):
        monkeypatch.setattr(f"cli.{name}.now", lambda: NOW)


def filled(path: Path) -> None:
    """Twelve people, the example offers, a kept list and a decision."""
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        for n, (code, who) in enumerate(PEOPLE.items(), 1):
            wishes = {"places": {f"28{n:02}": "yes"}, "conditions": {"day": "yes", "nights": "no"}, "commute": "near"}
            made = body(who, code=code, sitting_id=who[::-1], wishes=wishes)
            assert import_packet(store, sealed(made, n), keys()[1], NOW).state == "imported"
        declare(store, "AB", NOW)
        preselect(store, OFFER, "AB", NOW, 6)
        decide(store, Decision(OFFER, PEOPLE["K4-CTQ"], "propose", "fits", "AB"), NOW)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a sound base."""
    path = tmp_path_factory.mktemp("sound") / "m.db"
    filled(path)
    return path.read_bytes()


Told = dict[tuple[str, str], str]
Capture = pytest.CaptureFixture[str]


def told(path: Path, capsys: Capture) -> tuple[int, Told, str]:
    """Status, every pair of person and offer that `match` tells with all it says of it, and the error output."""
    capsys.readouterr()
    status = main(["--lang", "fr", "match", "--db", str(path), "--json"])
    out, err = capsys.readouterr()
    pairs = json.loads(out) if out else []
    return status, {(one["candidate_id"], one["offer_id"]): json.dumps(one, sort_keys=True) for one in pairs}, err


@pytest.fixture(scope="module")
def right(sound: bytes, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Every pair as `match` tells it of the sound base; asked once, for base and command are the same each time."""
    path, out = tmp_path_factory.mktemp("whole") / "m.db", io.StringIO()
    path.write_bytes(sound)
    with contextlib.redirect_stdout(out), pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "now", lambda: NOW)
        patch.setattr("cli.match.now", lambda: NOW)
        assert main(["--lang", "fr", "match", "--db", str(path), "--json"]) == 0
    pairs = json.loads(out.getvalue())
    return {(one["candidate_id"], one["offer_id"]): json.dumps(one, sort_keys=True) for one in pairs}


def hurt(path: Path, data: bytes, at: int, bit: int) -> None:
    """The base with one bit changed."""
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    path.write_bytes(bytes(changed))


def judge(path: Path, right: Told, capsys: Capture) -> str:
    """"same", "aside" or "refused"; fails when a pair is told otherwise than it was, or is gone without a word."""
    status, pairs, err = told(path, capsys)
    assert "Traceback" not in err
    assert all(right.get(pair) == said for pair, said in pairs.items()), "a changed result is told"
    if pairs == right and status == 0:
        return "same"
    assert status == 1
    assert str(path) in err
    return "aside" if pairs else "refused"


def read(path: Path) -> tuple[Told, list[str], tuple[Damage, ...] | None]:
    """As `match` and `candidate list` read it: pairs with all that is said of them, codes, what is set aside."""
    with Store.open(path, damaged=True) as store:
        pairs = {
            (one.candidate_id, one.offer_id): repr(one)
            for found in for_offers(store, [o.offer_id for o in offers_of(store) if o.offer_id in FIRST], NOW)
            for one in found
        }
        pairs |= {("", one.offer_id): repr(one) for one in offers_of(store)}
        return pairs, [row["code"] for row in people_list(store)], store.damage


def flips(data: bytes, path: Path, seed: int, n: int) -> dict[str, int]:
    """n bases, each with one bit changed anywhere; how many were read as before, in part, or refused."""
    path.write_bytes(data)
    right, codes, _ = read(path)
    assert len(right) == 3 * len(PEOPLE) + 12
    chance, counts = random.Random(seed), {"same": 0, "aside": 0, "refused": 0}
    for _ in range(n):
        hurt(path, data, chance.randrange(len(data)), chance.randrange(8))
        try:
            pairs, there, damage = read(path)
        except StoreError:
            counts["refused"] += 1
            continue
        assert all(right.get(pair) == said for pair, said in pairs.items()), "a changed result is told"
        assert set(there) <= set(codes)
        if damage is None:
            assert (pairs, there) == (right, codes), "something is gone in silence"
        named = {one.name for one in damage or () if one.kind == "person"}
        assert len(set(codes) - set(there)) <= len(named), "somebody is gone and not named"
        counts["same" if damage is None else "aside"] += 1
    return counts


FLIPS = int(os.environ.get("ENVOL_FLIPS", "110"))


def test_110_flips_lose_nothing_in_silence(sound: bytes, tmp_path: Path) -> None:
    """No traceback; each pair is told as it was, or its absence is said. `make mutants` asks for a thousand."""
    counts = flips(sound, tmp_path / "m.db", 2026, FLIPS)
    assert counts["aside"] > FLIPS / 11
    assert sum(counts.values()) == FLIPS


@pytest.mark.parametrize("seed", range(12))
def test_commands_live_with_a_flip(seed: int, sound: bytes, tmp_path: Path, right: Told, capsys: Capture) -> None:
    """The commands themselves: status 0 or 1, no traceback, nothing told otherwise or gone without a word."""
    path = tmp_path / "m.db"
    path.write_bytes(sound)
    chance = random.Random(seed)
    hurt(path, sound, chance.randrange(len(sound)), chance.randrange(8))
    judge(path, right, capsys)
    words = chance.choice(["candidate list", "candidate card K4-DTQ", "lists list", "offers list", "purge"])
    assert main(["--lang", "fr", *words.split(), "--db", str(path)]) in (0, 1)


WHOLE = {
    "a letter of a code": ("K4-DTQ", "K4-DTP"),
    "a place": ("2803", "2802"),
    "a chance": ("0.95,0.85,0.4", "0.05,0.85,0.4"),
    "a word": ("commute", "commuti"),
}


@pytest.mark.parametrize("what", WHOLE)
def test_a_letter_that_became_another_is_noticed(
    what: str, sound: bytes, tmp_path: Path, right: Told, capsys: Capture
) -> None:
    """What SQLite cannot see: one letter of one row. Whoever it is about is set aside by name, the others are told."""
    path = tmp_path / "m.db"
    path.write_bytes(sound)
    old, new = (word.encode() for word in WHOLE[what])
    path.write_bytes(sound.replace(old, new, 1))
    assert judge(path, right, capsys) in ("aside", "refused")


def changed_by_hand(path: Path, *statements: str) -> None:
    """Rows changed behind the program's back, as damage would: the seals stay as they were."""
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("select name from sqlite_schema where type='trigger'").fetchall():
        connection.execute(f'drop trigger "{name}"')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "gone", "says"),
    [
        ("update candidates set commute='around' where code='K4-DTQ'", "K4-DTQ", "mise de côté"),
        ("delete from candidate_answers where candidate_id like '2%'", "K4-DTQ", "K4-DTQ"),
        ("update readouts set readout=replace(readout,'shown','x') where candidate_id like '3%'", "K4-FTQ", "K4-FTQ"),
        ("update readouts set readout='{' where candidate_id like '3%'", "K4-FTQ", "K4-FTQ"),
        ("update candidates set expires_at='2020' where code='K4-GTQ'", "K4-GTQ", "mise de côté"),
        ("delete from candidates where code='K4-GTQ'", "K4-GTQ", "mise de côté"),
        ("update decisions set verdict='decline'", "K4-CTQ", "K4-CTQ"),
    ],
)
def test_a_damaged_row_stops_nobody_elses_list(
    statement: str, gone: str, says: str, sound: bytes, tmp_path: Path, right: Told, capsys: Capture
) -> None:
    """One person is set aside and named; the eleven others are told as before; the file is not touched."""
    path = tmp_path / "m.db"
    path.write_bytes(sound)
    changed_by_hand(path, statement)
    before = path.read_bytes()
    status, pairs, err = told(path, capsys)
    assert status == 1
    assert says in err
    assert pairs == {pair: said for pair, said in right.items() if pair[0] != PEOPLE[gone]}
    assert path.read_bytes() == before
    assert main(["--lang", "fr", "candidate", "card", gone, "--db", str(path)]) == 1


@pytest.mark.parametrize(
    "statement",
    [f"update requirements set level=3 where offer_id='{OFFER}'", f"delete from offers where offer_id='{OFFER}'",
     f"delete from offer_conditions where offer_id='{OFFER}'"],
)  # fmt: skip
def test_a_damaged_offer_stops_no_other(
    statement: str, sound: bytes, tmp_path: Path, right: Told, capsys: Capture
) -> None:
    """The offer is set aside and named; the others are told as before."""
    path = tmp_path / "m.db"
    path.write_bytes(sound)
    changed_by_hand(path, statement)
    status, pairs, err = told(path, capsys)
    assert status == 1
    assert f"Offre {OFFER}" in err
    assert pairs == {pair: said for pair, said in right.items() if pair[1] != OFFER}


def test_nothing_is_written_to_a_damaged_base(sound: bytes, tmp_path: Path, capsys: Capture) -> None:
    """Import, decision, erasure: one sentence and status 1; an erasure is noted outside, for the copy put back."""
    path = tmp_path / "m.db"
    path.write_bytes(sound)
    changed_by_hand(path, "update candidates set commute='around' where code='K4-DTQ'")
    before = path.read_bytes()
    db = ["--db", str(path)]
    decided = ["decide", OFFER, "K4-FTQ", "--verdict", "propose", "--reason", "fits", "--adviser", "AB"]
    for words in (decided, ["candidate", "erase", "K4-FTQ"], ["purge"]):
        capsys.readouterr()
        assert main(["--lang", "fr", *words, *db]) == 1
        assert "abîmé" in capsys.readouterr().err
    assert path.read_bytes() == before
    with pytest.raises(StoreError, match="damaged"):
        Store.open(path)
    _, pairs, _ = told(path, capsys)
    assert not any(who == PEOPLE["K4-FTQ"] for who, _ in pairs)
    path.write_bytes(sound)
    with Store.open(path) as store:
        assert not store.rows("select 1 from candidates where code='K4-FTQ'")


def test_what_the_program_writes_stays_sealed(tmp_path: Path) -> None:
    """Import, list, decision, erasure with its cascades and its vacuum: every row still fits its seal."""
    path = tmp_path / "m.db"
    filled(path)
    with Store.open(path) as store:
        erase(store, PEOPLE["K4-DTQ"], NOW)
    with Store.open(path, damaged=True) as store:
        assert store.damage is None
        assert store.rows("select count(*) as n from seals")[0]["n"] == sum(
            store.rows(f"select count(*) as n from {row['name']}")[0]["n"]
            for row in store.rows("select name from sqlite_schema where type='table' and name not like '%sqlite%' "
                                  "and name<>'seals'")
        )  # fmt: skip


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_a_sentence(
    cut: float, sound: bytes, tmp_path: Path, right: Told, capsys: Capture
) -> None:
    """A base that lost its end: read in part and said, or refused; never a traceback."""
    path = tmp_path / "m.db"
    path.write_bytes(sound)
    path.write_bytes(sound[: int(len(sound) * cut)])
    assert judge(path, right, capsys) in ("aside", "refused")


def test_an_emptied_file_is_not_taken_for_a_new_base(sound: bytes, tmp_path: Path, capsys: Capture) -> None:
    """A base of no bytes is said, by commands that read and, where something stands beside it, by all."""
    path = tmp_path / "m.db"
    path.write_bytes(b"")
    assert main(["--lang", "fr", "match", "--db", str(path)]) == 1
    assert "fichier vide" in capsys.readouterr().err
    (tmp_path / "m.db.erased").write_text("a" * 32 + " 2026-01-01\n")
    with pytest.raises(StoreError, match="emptied"):
        Store.open(path)
    assert path.read_bytes() == b""


def killed(path: Path) -> None:
    """A base left by a kill: nine imports are in its log only."""
    filled(path)
    with Store.open(path) as store:
        for n in range(1, 10):
            import_packet(store, sealed(body(f"{n:032x}", sitting_id=f"{n:032x}"), 100 + n), keys()[1], NOW)
        kept = {one: one.read_bytes() for one in (path, path.with_name(path.name + "-wal"))}
    for one, data in kept.items():
        one.write_bytes(data)


def test_a_log_left_by_a_kill_is_taken_over_whole(tmp_path: Path) -> None:
    """A sound log, and one whose last transaction is torn: nothing is said to be damaged."""
    path, log = tmp_path / "m.db", tmp_path / "m.db-wal"
    killed(path)
    kept = path.read_bytes(), log.read_bytes()
    for cut in (0, 1, 3000):
        path.write_bytes(kept[0])
        log.write_bytes(kept[1][: len(kept[1]) - cut])
        with Store.open(path, damaged=True) as store:
            assert store.damage is None
            assert len(store.rows("select 1 from candidates")) == len(PEOPLE) + 9 - (cut > 0)


def test_a_flip_in_the_log_is_said(tmp_path: Path) -> None:
    """Wherever the bit, those whose import SQLite forgets are not forgotten without a word."""
    path, log = tmp_path / "m.db", tmp_path / "m.db-wal"
    killed(path)
    kept = path.read_bytes(), bytearray(log.read_bytes())
    chance, said = random.Random(9), 0
    for at in [*range(32), *(chance.randrange(len(kept[1])) for _ in range(28))]:
        changed = bytearray(kept[1])
        changed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(kept[0])
        log.write_bytes(bytes(changed))
        try:
            with Store.open(path, damaged=True) as store:
                there = len(store.rows("select 1 from candidates"))
                # The very last transaction cannot be told from one torn by the kill.
                assert store.damage is not None or there >= len(PEOPLE) + 8
                said += store.damage is not None
        except StoreError:
            said += 1
    assert said > 45


@pytest.mark.disk
@pytest.mark.parametrize(
    "words", ["purge", "candidate list", f"preselect {OFFER} --adviser AB", "candidate erase K4-FTQ"]
)
def test_a_full_disk_is_said_to_be_full(words: str, small_disk: Path, sound: bytes, capsys: Capture) -> None:
    """On a disk without a byte left no command says that the base is damaged; with room again it goes on."""
    path = small_disk / "m.db"
    path.write_bytes(sound)
    fill(small_disk)
    assert main(["--lang", "fr", *words.split(), "--db", str(path)]) in (0, 1)
    err = capsys.readouterr().err
    assert "abîmé" not in err
    assert "plein" in err
    (small_disk / "filler").unlink()
    assert main(["--lang", "fr", "match", "--db", str(path)]) == 0


LIMITED = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from cli.main import main
from export.store.backup import save
from export.store.store import Store, StoreError
most, db = int(sys.argv[1]), Path(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
if sys.argv[3] != "save":
    sys.exit(main(["--lang", "fr", *sys.argv[3].split(), "--db", str(db)]))
with Store.open(db) as store:
    try:
        save(store, "AB", datetime.now(UTC))
    except StoreError as error:
        print(error.key)
"""
"""A disk that takes files up to a size, which no test needs a disk for."""


def limited(most: int, path: Path, words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", LIMITED, str(most), str(path), words], capture_output=True, text=True,
                          check=False)  # fmt: skip


@pytest.mark.parametrize("part", [0.05, 0.2, 0.4, 0.6, 0.9])
def test_a_disk_that_fills_up_while_somebody_is_erased_is_said(part: float, sound: bytes, tmp_path: Path) -> None:
    """Before they left the base, after it while its pages are written anew: each is told as it is, and either way
    they are gone at the next opening."""
    path = tmp_path / "m.db"
    path.write_bytes(sound)
    done = limited(int(len(sound) * part), path, "candidate erase K4-FTQ")
    assert "Traceback" not in done.stderr
    with closing(sqlite3.connect(path)) as base:
        there = bool(base.execute("select 1 from candidates where code='K4-FTQ'").fetchall())
    noted = path.with_name("m.db.erased").exists()
    if done.returncode == 0:
        assert not there
    else:
        assert ("L'effacement est noté" in done.stderr) == (noted and there), done.stderr
        assert ("envol store clean" in done.stderr) == (not there), done.stderr
    with Store.open(path) as store:
        assert bool(store.rows("select 1 from candidates where code='K4-FTQ'")) == (not noted)
        store.forget_pages()
    assert noted == (b"K4-FTQ" not in path.read_bytes())


def test_a_disk_that_fills_up_while_a_base_is_saved_leaves_no_half_copy(sound: bytes, tmp_path: Path) -> None:
    """A half-written copy held whoever was in the base, and no erasure looked for it until the next one."""
    path = tmp_path / "m.db"
    path.write_bytes(sound)
    done = limited(len(sound) // 2, path, "save")
    assert (done.returncode, done.stdout.strip()) == (0, "store.disk_error"), done.stderr
    assert [one.name for one in tmp_path.iterdir() if "part" in one.name or "before" in one.name] == []
