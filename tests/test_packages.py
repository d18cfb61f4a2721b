"""What goes into a packaged folder, what stays out, and what is said of its parts. `make package-try` tries folders."""

import ast
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path

import pydantic
import pytest

from cli import main as command_line
from cli.main import ROOMS, by_hand, main
from export.files.manifest import Manifest, differing
from game import TOWER_PROGRAM
from lab.packages.freeze import epoch, in_order, leaks, level, trim
from lab.packages.licences import lines
from lab.packages.parts import PackedPart, PartError, distributed, inside, table
from lab.packages.recipe import NEVER_PLAYED, PLAYER_ROOMS, ROOT, command_rooms, data_files, folder, start_twice, words

LOCK = ROOT / "requirements" / "lock.txt"
PACKAGE_LOCK = ROOT / "requirements" / "package.txt"


def pinned(path: Path) -> dict[str, str]:
    """name -> version and condition of a lock."""
    return dict(re.findall(r"^([\w.-]+)==(.+?) \\$", path.read_text("utf-8"), re.M))


def test_both_locks_hold_the_same_game() -> None:
    """What is tested is what is packed: one version a name, by hash; and no address in a lock."""
    tested, packed = pinned(LOCK), pinned(PACKAGE_LOCK)
    assert {name: (v, packed[name]) for name, v in tested.items() if name in packed and packed[name] != v} == {}
    assert {"pygame-ce", "pydantic", "numpy", "scipy", "pynacl", "pyinstaller"} <= packed.keys()
    assert "://" not in PACKAGE_LOCK.read_text("utf-8")


def test_every_room_of_commands_is_known_to_the_recipe() -> None:
    """The adviser's folder holds all but the benches, which start Python again; the player's what a seat needs."""
    assert set(command_rooms()) >= set(ROOMS)
    assert set(folder("adviser").rooms) == set(command_rooms()) - {"bench"}
    assert set(folder("player").rooms) == {*PLAYER_ROOMS}
    with pytest.raises(KeyError):
        folder("other")


def test_what_a_player_never_loads_stays_out() -> None:
    """Playing, checking and the robots' demonstration load none of it: a folder without it loses nothing."""
    rooms = "; ".join(f"import cli.{room}" for room in PLAYER_ROOMS)
    code = f"""
import sys
{rooms}
import lab.robots, lab.demo, lab.pictures, game.journey.share, game.window.window, export.files.paper
print([m for m in {NEVER_PLAYED!r} if m in sys.modules])
"""
    env = {**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr


def loaded(body: Iterable[ast.AST]) -> set[str]:
    """The modules that these statements name."""
    names = set[str]()
    for line in body:
        if isinstance(line, ast.ImportFrom) and line.module:
            names |= {line.module, *(f"{line.module}.{one.name}" for one in line.names)}
        elif isinstance(line, ast.Import):
            names |= {one.name for one in line.names}
    return names


def test_what_a_players_folder_takes_along_loads_at_once_nothing_that_stays_out() -> None:
    """A module that a command loads only when asked is taken along too; one of these loaded the tower at once, and no
    folder was made."""
    out = re.compile("|".join(rf"{re.escape(name)}(\\.|$)" for name in folder("player").never))
    rooms = ("assets", "cli", "export", "game", "lab", "scenarios", "scoring")
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    waiting, taken = ["cli.main", *(f"cli.{room}" for room in PLAYER_ROOMS)], dict[str, ast.Module]()
    while waiting:
        name = waiting.pop()
        if name in names and name not in taken and not out.match(name):
            taken[name] = ast.parse(names[name].read_text("utf-8"))
            waiting += loaded(ast.walk(taken[name]))
    assert len(taken) > 300
    assert [(name, one) for name, tree in taken.items() for one in loaded(tree.body) if out.match(one)] == []


def test_the_data_of_the_rooms_is_in_the_folder() -> None:
    """Each text, drawing, workshop and schema; nothing of the desk in a player's; no code, no tool, no test."""
    player, adviser = (set(data_files(folder(kind).never)) for kind in ("player", "adviser"))
    for path in (
        *(ROOT / "assets").rglob("*.yaml"),
        *(ROOT / "assets" / "art").glob("*.svg"),
        *(ROOT / "scenarios" / "content").rglob("*.yaml"),
        *(ROOT / "export" / "store").rglob("*.sql"),
    ):
        assert path in player, path
    assert player <= adviser
    assert not [p for p in adviser if p.suffix in (".py", ".pyc") or "tests" in p.parts or "licences" in p.parts]
    assert not [p for p in player if p.is_relative_to(ROOT / "desk") or p.is_relative_to(ROOT / "export" / "fairs")]


def test_pyinstaller_is_told_of_a_folder_and_never_of_one_file(tmp_path: Path) -> None:
    """Onedir; each room of commands by name, for they are imported by name; `_cffi_backend` for PyNaCl."""
    told = words(folder("player"), tmp_path / "work", tmp_path / "dist")
    pairs = set(pairwise(told))
    assert "--onedir" in told
    assert "--onefile" not in told
    # Readers too: their table goes by their files.
    readers = [f"scoring.readers.{path.stem}" for path in (ROOT / "scoring" / "readers").glob("[a-z]*.py")]
    assert len(readers) > 10
    for module in ("_cffi_backend", "cli.play", "cli.doctor", *readers):
        assert ("--hidden-import", module) in pairs
    for module in ("scipy", "desk", "cli.match", "PIL"):
        assert ("--exclude-module", module) in pairs


def test_a_folder_that_lacks_what_it_loads_at_once_is_not_made() -> None:
    """PyInstaller's list of what was left out: by our own rooms, at once, is a fault; elsewhere or later is none."""
    warned = (
        "excluded module named scipy - imported by scoring.fair (delayed), scoring.toplist (delayed, conditional)\n"
        "excluded module named PIL - imported by fpdf.image_parsing (optional), numpy.lib (top-level)\n"
        "excluded module named desk.match_words - imported by cli.people (top-level), cli.match (delayed)\n"
    )
    assert leaks(folder("player"), warned) == ["cli.people (top-level) loads desk.match_words"]


def test_each_part_of_the_game_brings_its_licence_and_a_text_of_it() -> None:
    """All that is needed to run, and what these need."""
    waiting, seen = ["pygame-ce", "PyYAML", "pydantic", "numpy", "scipy", "PyNaCl", "sqlite-utils", "fpdf2",
                     "fontpkg-atkinson-hyperlegible", "platformdirs"], set()  # fmt: skip
    while waiting:
        name = waiting.pop()
        if name in seen or name in ("pip", "pillow", "click-default-group", "pycparser"):
            continue
        seen.add(name)
        found = distribution(name)
        part = distributed(found)
        assert part.licence, name
        assert all(path.is_file() for path in part.texts.values()), name
        needs = [need for need in found.requires or () if "extra ==" not in need and "sys_platform" not in need]
        waiting += [re.split(r"[\s;<>=!\[(]", need)[0] for need in needs if "python_version" not in need]
    assert len(seen) > 15


def test_a_library_whose_licence_is_not_known_stops_the_build() -> None:
    """Known ones are named with their version; one that is new must be looked up first."""
    whole = PackedPart("pygame-ce", "2.5.8", "LGPL-2.1-or-later", "pypi")
    found = inside("libogg-15db22d2.so.0.8.6", whole)
    assert (found.name, found.version, found.licence, found.inside) == ("libogg", "0.8.6", "BSD-3-Clause", "pygame-ce")
    with pytest.raises(PartError, match="libnew"):
        inside("libnew-15db22d2.so.1", whole)


def test_the_table_of_licences_names_every_part() -> None:
    """By kind, with the files that hold the texts."""
    parts = [
        PackedPart("envol", "1", "MIT", "own", {"envol.txt": Path("x")}),
        PackedPart("libogg", "0.8.6", "BSD-3-Clause", "inside", {}, inside="pygame-ce"),
    ]
    told = lines(parts)
    assert "envol 1, MIT: envol.txt" in told
    assert "libogg 0.8.6 (inside pygame-ce), BSD-3-Clause" in told


def test_rights_and_times_do_not_depend_on_who_builds(tmp_path: Path) -> None:
    """Only the program and folders may be run; all times are those of the sources; links are gone."""
    inside_ = tmp_path / "_internal"
    (inside_ / "pygame_ce.libs").mkdir(parents=True)
    (inside_ / "pygame_ce.libs" / "libogg.so").write_text("not stripped")
    (inside_ / "libogg.so").symlink_to("pygame_ce.libs/libogg.so")
    (tmp_path / "envol").write_text("program")
    (tmp_path / "envol").chmod(0o700)
    heavy = inside_ / "yaml"
    heavy.mkdir()
    trim(tmp_path)
    level(tmp_path, 1_000_000_000)
    assert not (inside_ / "libogg.so").exists()
    assert (inside_ / "pygame_ce.libs" / "libogg.so").read_text() == "not stripped"
    modes = {p.name: p.stat().st_mode & 0o777 for p in tmp_path.rglob("*")}
    assert modes == {"_internal": 0o755, "pygame_ce.libs": 0o755, "libogg.so": 0o644, "envol": 0o755, "yaml": 0o755}
    assert {p.stat().st_mtime for p in (tmp_path, *tmp_path.rglob("*"))} == {1_000_000_000}


def test_the_advisers_folder_opens_the_tower_by_a_double_click_and_plays_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program stands there under two names that say what is opened; a player's folder has one alone."""
    for kind, names in (("player", ["envol"]), ("adviser", ["envol", TOWER_PROGRAM])):
        for suffix in ("", ".exe"):
            fresh = tmp_path / f"{kind}{suffix}"
            fresh.mkdir()
            (fresh / f"envol{suffix}").write_text("program")
            start_twice(folder(kind), fresh)
            level(fresh, 0)
            assert {one.name for one in fresh.iterdir()} == {f"{name}{suffix}" for name in names}
            assert suffix or all(os.access(one, os.X_OK) for one in fresh.iterdir())
    assert by_hand("/a b/envol") == ["play"]
    assert by_hand(f"/a b/{TOWER_PROGRAM}") == by_hand(f"{TOWER_PROGRAM}.exe") == ["tower", "--once"]
    monkeypatch.setattr(command_line, "rooms_here", lambda: PLAYER_ROOMS)
    assert by_hand(TOWER_PROGRAM) == ["play"]


PAPER = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in NEVER):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Without())
from export.files.code_pages import CodeSheet, pages_of
assert pages_of([CodeSheet("Envol", "Page {page}", ["ENVOLC1-AAAA"])], "fr").startswith(b"%PDF")
"""


def test_a_player_s_folder_writes_its_papers() -> None:
    """With nothing of what it leaves out: fpdf2 takes of Python's own library what is only there where ssl is."""
    told = f"NEVER = {folder('player').never!r}\n{PAPER}"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_library_that_a_wheel_of_the_lock_brings_has_its_licence() -> None:
    """As they are installed here: a wheel that brings a new one is noticed before a folder is built."""
    site = Path(pydantic.__file__).parents[1]
    locked = [name.replace("-", "_") for name in pinned(PACKAGE_LOCK)]
    whole = PackedPart("wheel", "1", "MIT", "wheel", {})
    brought = [p.name for name in locked for p in sorted(site.glob(f"{name}.libs/*.so*"))]
    assert all(inside(name, whole).licence for name in brought)
    assert not sys.platform.startswith("linux") or len(brought) > 20


def test_only_voices_that_a_text_is_read_in_are_taken(tmp_path: Path) -> None:
    """Both files of each; the others are megabytes that nobody asks for."""
    voices = tmp_path / "_internal" / "py_nanotts" / "lang"
    voices.mkdir(parents=True)
    for name in ("fr-FR_ta", "fr-FR_nk0_sg", "en-GB_ta", "en-US_ta", "de-DE_gl0_sg"):
        (voices / f"{name}.bin").write_bytes(b"voice")
    trim(tmp_path)
    assert sorted(p.stem for p in voices.iterdir()) == ["en-GB_ta", "fr-FR_nk0_sg", "fr-FR_ta"]


def test_the_time_of_a_folder_is_that_of_its_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH where it is given; never the hour of the building."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert epoch() == 1_700_000_000


def test_an_archive_of_modules_is_the_same_in_whichever_order_it_was_written(tmp_path: Path) -> None:
    """Byte for byte, and each module as it was."""
    for name, modules in (("one.zip", "bca"), ("other.zip", "acb")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for module in modules:
                archive.writestr(zipfile.ZipInfo(f"{module}.pyc"), module * 3)
        in_order(tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == [
            ("a.pyc", b"aaa"), ("b.pyc", b"bbb"), ("c.pyc", b"ccc"),
        ]  # fmt: skip
    in_order(tmp_path / "none.zip")
    assert not (tmp_path / "none.zip").exists()


def test_two_folders_are_told_apart_by_name() -> None:
    """What differs, and what only one holds, in order."""
    one = Manifest(name="a", version="1", kind="player", platform="x", made=0, files={"a": "0" * 64, "b": "0" * 64})
    other = one.model_copy(update={"files": {"b": "1" * 64, "c": "0" * 64}})
    assert differing(one, one) == []
    assert differing(one, other) == ["a", "b", "c"]


def test_tables_of_pyinstaller_are_read_as_data(tmp_path: Path) -> None:
    """Both shapes: a tuple with a list in it. Nothing in one is ever run."""
    (tmp_path / "a.toc").write_text("([('a/b.so', '/x/b.so', 'BINARY')],)")
    (tmp_path / "b.toc").write_text("('/x/PYZ.pyz', [('m', None, 'PYMODULE')])")
    assert table(tmp_path / "a.toc") == [("a/b.so", "/x/b.so", "BINARY")]
    assert table(tmp_path / "b.toc") == [("m", "", "PYMODULE")]
    (tmp_path / "d.toc").write_text("('/x/PYZ.pyz', [('scipy._external', '-', 'PYMODULE')])")
    assert table(tmp_path / "d.toc") == [("scipy._external", "", "PYMODULE")]
    (tmp_path / "c.toc").write_text("__import__('os').getcwd()")
    with pytest.raises(ValueError, match="malformed"):
        table(tmp_path / "c.toc")


def test_a_packaged_folder_says_where_a_missing_command_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a player's folder `match` is wrong use, with one sentence more; from the sources every room is there."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(command_line, "find_spec", lambda name: name.removeprefix("cli.") in PLAYER_ROOMS)
    assert main(["match", "--lang", "fr"]) == 2
    assert "adviser" in capsys.readouterr().err.splitlines()[-1]
    assert main(["--lang", "fr", "play", "--nothing"]) == 2
    assert "adviser" not in capsys.readouterr().err
    assert main(["play", "--lang", "fr", "--help"]) == 0
    monkeypatch.delattr(sys, "frozen")
    assert command_line.rooms_here() == tuple(ROOMS)


def test_a_program_that_is_started_by_a_double_click_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    """No word comes with it, and nobody would read that one lacks; from the sources a word is asked for."""
    asked: list[str] = []
    monkeypatch.setattr(command_line, "_asked", lambda options, voice: asked.append(options.command) or 0)
    assert main([]) == 2
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(command_line, "find_spec", lambda name: name.removeprefix("cli.") in PLAYER_ROOMS)
    assert main([]) == 0
    assert asked == ["play"]
