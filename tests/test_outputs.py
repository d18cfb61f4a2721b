"""What commands write never takes the place of what they read, of a database, or of what is no plain file."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.main import main
from export.files.whole import STATION, OutputError, read_whole, refuse_output, write_whole
from export.packets.cards import CARD_FILE
from export.packets.keys import ORGANISATION_FILE, STATION_FILE
from export.store.store import Store
from game.kiosk.claims import FOLDER as CLAIMS
from game.kiosk.counts import FILE as COUNTS
from game.station.checkup import KEPT as SEAT_CHECK
from game.station.hails import NUMBERS
from game.station.home import FOLDERS, SETTINGS
from game.station.link import LAST_ADDRESS

FAIR = '{"slots": 2, "stands": [], "candidates": [], "pairs": []}'


def whole(folder: Path) -> dict[str, str]:
    """Every file of a folder by the hash of its bytes; folders and links by what they are."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def place(folder: Path) -> Path:
    """A base of people, and files that commands read and must leave as they are."""
    Store.open(folder / "x.db").close()
    (folder / "x.db.erased").write_text("a" * 32 + " 2026\n")
    (folder / "station.key").write_text("00" * 32)
    (folder / "in.csv").write_text("a,b\n0,1\n1,0\n0,0\n1,1\n" * 20)
    (folder / "fair.json").write_text(FAIR)
    for name in ("x.db.audit-head", "run.journal-count", "one.visit", "home/in-use", "home/settings.json",
                 "home/papers/mine.csv", "w/scenario.yaml", "w/evidence.yaml", "w/texts.fr.yaml",
                 "w/drawing.SVG"):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text("kept\n")
    (folder / "runs").mkdir()
    (folder / "runs" / "one.trace").write_bytes(b"x")
    return folder


COMMANDS = [
    "match --db x.db --csv x.db",
    "match --db x.db --csv x.db-wal",
    "match --db x.db --csv x.db.erased",
    "match --db x.db --csv station.key",
    "match --db x.db --csv link.csv",
    "match --db x.db --csv pipe",
    "match --db x.db --csv runs",
    "preselect OFFER --adviser AB --db x.db --csv x.db",
    "lists show abc --db x.db --csv x.db",
    "candidate card K4-MTQ --db x.db --csv x.db",
    "fair sheet --event E --db x.db --csv x.db",
    "fair sheet --event E --db x.db --all in.csv",
    "fair plan --instance fair.json --out fair.json",
    "fair plan --instance fair.json --out x.db",
    "score --items in.csv --responses in.csv --out in.csv",
    "score --items in.csv --responses in.csv --out x.db",
    "calibrate --responses in.csv --model 2pl --eap in.csv",
    "check --schema x.db",
    "check in.csv --schema in.csv",
    "check w/scenario.yaml --schema w/texts.fr.yaml",
    "check w/scenario.yaml --schema w/evidence.yaml",
    "check . --schema w/scenario.yaml",
    "check --schema w/drawing.SVG",
    "match --db x.db --csv w/scenario.yaml",
    "fair plan --instance fair.json --out w/scenario.yaml",
    "voice bonjour --out runs/one.trace",
    "replay runs/one.trace --pictures in.csv",
    "rescore runs --rules in.csv --out in.csv",
    "rescore runs --rules in.csv --out runs/one.trace",
    "rescore x.db --rules in.csv --out x.db",
    "tables calibrate runs --scenario panneau_fuselage --out runs/one.trace",
    "tables calibrate x.db --scenario panneau_fuselage --out x.db",
    "demo --players 1 --traces in.csv",
    "demo --players 1 --pictures x.db",
    "play --tree x.db",
    "play --tree pipe",
    "kiosk --config in.csv --tree in.csv",
    "kiosk --config in.csv --tree x.db",
    "kiosk --config in.csv --tree link.csv",
    "voice bonjour --out x.db",
    "voice bonjour --out station.key",
    "offers import in.csv --db x.db --corrected in.csv",
    "offers import in.csv --db x.db --corrected x.db",
    "organisation card --db x.db --out x.db",
    "match --db x.db --csv x.db.audit-head",
    "match --db x.db --csv run.journal-count",
    "decisions list --db x.db --csv one.visit",
    "match --db x.db --csv home/settings.json",
    "candidate card K4-MTQ --db x.db --csv home/papers/mine.csv",
    "station card --out station.key",
]


@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_writes_over_what_it_reads(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, status 1, and every file is as it was; nothing waits for a pipe."""
    monkeypatch.chdir(place(tmp_path))
    (tmp_path / "link.csv").symlink_to("in.csv")
    os.mkfifo(tmp_path / "pipe")
    before = whole(tmp_path)
    assert main(["--lang", "fr", *words.split()]) == 1
    out, err = capsys.readouterr()
    assert (out + err).count("\n") == 1
    assert "Donnez" in err
    assert whole(tmp_path) == before
    assert sqlite3.connect(tmp_path / "x.db").execute("select count(*) from candidates").fetchone() == (0,)


@pytest.mark.parametrize(
    "words",
    ["fair plan --instance fair.json --out loop/x.csv", "offers import in.csv --db x.db --corrected loop/x.csv"],
)
def test_a_link_that_leads_to_itself_is_a_sentence(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is a link to itself: status 1, nothing is written, and no traceback."""
    monkeypatch.chdir(place(tmp_path))
    (tmp_path / "loop").symlink_to("loop")
    assert main(["--lang", "fr", *words.split()]) == 1
    assert "loop" in capsys.readouterr().err


def test_a_sheet_is_written_again_over_itself(tmp_path: Path) -> None:
    """Running a command twice gives its sheet twice: only what is not a result is kept from being replaced."""
    place(tmp_path)
    for _ in range(2):
        assert main(["match", "--db", str(tmp_path / "x.db"), "--csv", str(tmp_path / "list.csv")]) == 0
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not list(tmp_path.glob(".*.part"))


def test_a_persons_own_results_in_a_station_s_folder_are_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list beside `in-use`, or in a folder of the person's own there, is theirs: twice is as once."""
    place(tmp_path)
    (tmp_path / "home" / "listes").mkdir()
    for where in ("home/liste.csv", "home/listes/liste.csv", "home/liste.csv"):
        monkeypatch.chdir(tmp_path)
        for _ in range(2):
            assert main(["--lang", "fr", "match", "--db", "x.db", "--csv", where]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("name", [
    "in-use", SETTINGS, CARD_FILE, STATION_FILE, ORGANISATION_FILE, LAST_ADDRESS, NUMBERS, "hails.json", SEAT_CHECK,
    COUNTS, "settings.damaged.json", "SETTINGS.JSON", "matching.db.filling",
    *(f"{one}/mine.csv" for one in (*FOLDERS, CLAIMS)),
])  # fmt: skip
def test_every_file_of_a_station_is_kept_by_its_name(name: str, tmp_path: Path) -> None:
    """What a station keeps is known by the names that its own modules give, in capitals too."""
    (tmp_path / "matching.db").touch()
    for path in (tmp_path / STATION, tmp_path / name):
        path.parent.mkdir(exist_ok=True)
        path.write_text("kept")
    with pytest.raises(OutputError, match=r"output\.ours"):
        refuse_output(tmp_path / name)


def test_the_json_twin_of_a_sheet_is_no_input_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--csv x.csv` also writes x.json: refused where that is the base."""
    Store.open(tmp_path / "x.json").close()
    before = whole(tmp_path)
    assert main(["--lang", "fr", "match", "--db", str(tmp_path / "x.json"), "--csv", str(tmp_path / "x.csv")]) == 1
    assert "n'est pas remplacé" in capsys.readouterr().err
    assert whole(tmp_path) == before


MAKERS: list[tuple[str, Callable[[Path], object]]] = [
    ("output.folder", lambda path: path.mkdir()),
    ("output.link", lambda path: path.symlink_to("nowhere")),
    ("output.not_a_file", os.mkfifo),
    ("output.ours", lambda path: path.write_bytes(b"SQLite format 3\0 and more")),
    ("output.ours", lambda path: path.write_bytes(b"ENVOLPK2")),
    ("output.ours", lambda path: Path(f"{path}.envol").write_bytes(b"x")),
]


@pytest.mark.parametrize(("key", "make"), MAKERS)
def test_what_may_not_be_replaced_has_its_reason(key: str, make: Callable[[Path], object], tmp_path: Path) -> None:
    """A folder, a link, a pipe, a base, a packet: each by its own sentence, whoever writes."""
    make(tmp_path / "there")
    (path,) = tmp_path.iterdir()
    with pytest.raises(OutputError) as caught:
        write_whole(path, b"x", private=False)
    assert caught.value.key == key


@pytest.mark.parametrize(
    "name",
    [" ", ".", "", "  ", "\u00a0", " .csv", "...", "\ufeff", ".csv", "\n", "a\nb.csv", "\u200b", "\u2060.csv", "\u3000",
     "\u202ex.csv", "x\u200b.csv", "\udcff.csv"],
)  # fmt: skip
def test_an_output_has_a_name_that_can_be_seen(name: str, tmp_path: Path) -> None:
    """« --csv " " » once wrote a sheet called « ␠ » and its twin « ␠.json », which nobody saw."""
    with pytest.raises(OutputError, match=r"output\.(unnamed|folder)"):
        refuse_output(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["new.key", "New.KEY", "y.envol", "z.journal", "in-use", "X.DB-WAL", "x.db.Erased"])
def test_an_output_does_not_become_one_of_ours_by_its_name(name: str, tmp_path: Path) -> None:
    """A sheet called `in-use` makes its folder a station's; one called `y.envol` is a packet that does not open."""
    (tmp_path / "x.db").touch()
    (tmp_path / "X.DB").touch()
    with pytest.raises(OutputError, match=r"output\.ours"):
        refuse_output(tmp_path / name)


@pytest.mark.parametrize(
    ("named", "other"), [("list.csv", "list.json"), ("list.json", "list.csv"), ("list", "list.json")]
)
def test_the_twin_of_a_sheet_replaces_nothing_but_an_earlier_twin(
    named: str, other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--csv list.csv` wrote over somebody's own list.json, which nobody had named."""
    place(tmp_path)
    (tmp_path / other).write_text('{"mine": 1}')
    words = ["--lang", "fr", "match", "--db", str(tmp_path / "x.db"), "--csv", str(tmp_path / named)]
    assert main(words) == 1
    assert other in capsys.readouterr().err
    assert not (tmp_path / named).exists()
    (tmp_path / other).unlink()
    assert [main(words), main(words)] == [0, 0]


def test_the_schema_of_the_rules_is_no_input_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--schema in.csv` writes in.evidence.csv too: refused where the same command reads that file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.evidence.yaml").write_text("kept")
    assert main(["--lang", "fr", "check", "in.evidence.yaml", "--schema", "in.yaml"]) == 1
    assert whole(tmp_path).keys() == {"in.evidence.yaml"}
    assert (tmp_path / "in.evidence.yaml").read_text() == "kept"


def test_a_name_as_long_as_the_disk_allows_is_written(tmp_path: Path) -> None:
    """255 bytes are a name; one more is told as what it is, of the file that was asked for."""
    for name in ("a" * 251 + ".csv", "é" * 125 + "a.csv"):
        write_whole(tmp_path / name, b"x", private=False)
        assert (tmp_path / name).read_bytes() == b"x"
    with pytest.raises(OSError, match="too long") as caught:
        write_whole(tmp_path / ("a" * 256), b"x", private=False)
    assert caught.value.filename == str(tmp_path / ("a" * 256))


def test_a_file_named_in_older_letters_is_read_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list called « l\\xe9.csv » in Windows' letters ended in a traceback once its rows were written back."""
    monkeypatch.chdir(tmp_path)
    Store.open(tmp_path / "x.db").close()
    (tmp_path / "l\udce9.csv").write_text("Intitulé;ROME\nA;\n", "utf-8")
    assert main(["--lang", "fr", "offers", "import", "l\udce9.csv", "--db", "x.db", "--corrected", "c.csv"]) == 0
    assert "l\ufffd.csv" in (tmp_path / "c.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_terminal_without_a_sign_shows_another(encoding: str, tmp_path: Path) -> None:
    """Windows writes to a file in cp1252, some terminals in less: a sentence with « ≥ » ended in a traceback."""
    Store.open(tmp_path / "x.db").close()
    words = [sys.executable, "-m", "cli", "--lang", "fr", "offers", "list", "--db", str(tmp_path / "x.db")]
    env, house = {**os.environ, "PYTHONIOENCODING": encoding}, Path(__file__).parent.parent
    run = subprocess.run(words, env=env, capture_output=True, cwd=house, check=False)
    assert (run.returncode, b"Traceback" in run.stderr) == (0, False)


def test_hard_links_and_other_spellings_are_the_same_file(tmp_path: Path) -> None:
    """An input is known by what it is, not by how its name is written."""
    (tmp_path / "in.csv").write_text("x")
    os.link(tmp_path / "in.csv", tmp_path / "other.csv")
    for name in ("other.csv", "../" + tmp_path.name + "/in.csv"):
        with pytest.raises(OutputError, match=r"output\.input"):
            refuse_output(tmp_path / name, [tmp_path / "in.csv"])


def test_nothing_unbounded_is_read(tmp_path: Path) -> None:
    """A pipe nobody writes into is refused at once, a device that never ends is too big, whatever the limit."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="No such device"):
        read_whole(tmp_path / "pipe", 10)
    assert read_whole(Path("/dev/zero"), 10**12) is None
    assert read_whole(Path("/dev/null"), 10) == b""


PIPES = [
    "packets import pipe --db x.db",
    "offers import pipe --db x.db",
    "replay pipe",
    "score --items pipe --responses pipe --out o.csv",
    "fair plan --instance pipe --out o.json",
    "tables show pipe",
]


@pytest.mark.parametrize("words", PIPES)
def test_a_pipe_given_as_an_input_is_a_sentence(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No command waits for ever for a pipe."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert main(["--lang", "fr", *words.split()]) == 1
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert out + err


def test_no_folder_is_made_of_a_mistyped_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said which folder is not there, not that the file to be written is not."""
    place = tmp_path / "none" / "x.json"
    assert main(["check", "--schema", str(place), "--lang", "fr"]) == 1
    said = capsys.readouterr()
    assert f"Le dossier {place.parent} n'existe pas : rien n'est écrit." in said.out + said.err
    assert not place.parent.exists()
