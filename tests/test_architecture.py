"""The doors between rooms stay shut: who may import whom is read from the source with `ast`."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("assets", "cli", "desk", "export", "game", "lab", "scenarios", "scoring", "tower")
NO_CLOCK = ("time", "datetime", "random", "secrets")
MAY = {
    "scenarios": set(),
    "assets": {"scenarios"},
    "scoring": {"scenarios"},
    "export": {"scenarios", "scoring"},
    "game": {"assets", "scenarios", "scoring", "export"},
    "desk": {"assets", "scenarios", "scoring", "export"},
    "tower": {"assets", "scenarios", "scoring", "export", "desk", "game"},
    "lab": {"assets", "scenarios", "scoring", "export", "game", "desk", "tower"},
    "cli": {*ROOMS} - {"cli"},
}
"""room -> rooms it may import. Nothing imports `cli`."""
FLOORS = (
    "game.simulation",
    "game.screen",
    "game.voice",
    "game.station",
    "game.window",
    "game.scenes",
    "game.workshop",
    "game.mechanics",
    "game.library",
    "game.journey",
    "game.kiosk",
)
"""Rooms of the game from the ground up: none imports a later one."""

EXPORT_FLOORS = ("export.files", "export.packets", "export.store", "export.offers", "export.fairs")


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says: the modules it imports, wherever in it, the names it reads, the types it defines."""

    imports: frozenset[str]
    reads: frozenset[str]
    classes: tuple[str, ...]
    aliases: tuple[str, ...]
    """Types that are another type under a name: `Where = tuple[str | int, ...]`, `Row = TypeVar("Row")`."""
    sizes: tuple[tuple[str, int], ...]
    """Of each function, how many lines it has."""
    bare: tuple[str, ...]
    """Its functions, parameters, fields and variables that say what was done and not what they are."""
    glued: int
    """How often `getattr` is given a name that was worked out."""


def sizes(body: list[ast.stmt]) -> Iterator[tuple[str, int]]:
    """Of each function, however deep, how many lines it has; no expression is looked into."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
        for inside in ("body", "orelse", "finalbody"):
            yield from sizes(getattr(node, inside, []))


BARE = ("one", "found", "made", "told")


def bare_name(node: ast.AST) -> str:
    """The name that a function, a parameter, a field, a variable or an import bears where it is one of `BARE`, whatever
    its case and the underscores around it."""
    name = ""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        name = node.name
    elif isinstance(node, ast.arg):
        name = node.arg
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        name = node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        name = node.attr
    elif isinstance(node, ast.alias):
        name = node.asname or ""
    return name if name.strip("_").lower() in BARE else ""


def alias_names(tree: ast.Module) -> tuple[str, ...]:
    """The types that a file calls by another name: what it assigns, by itself, to a name in capitals and small letters.

    A single letter stands for whatever comes, and is no name.
    """
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    names = [target.id.lstrip("_") for target in targets if isinstance(target, ast.Name)]
    return tuple(name for name in names if name[:1].isupper() and not name.isupper())


@cache
def told(text: str) -> Told:
    """Read once, however many ask."""
    imported, reads, classes, glued = set[str](), set[str](), list[str](), 0
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            # `import a.b` binds `a`: whatever stands in a package above can be reached by it.
            parted = [alias.name.split(".") for alias in node.names]
            imported |= {".".join(parts[:n]) for parts in parted for n in range(1, len(parts) + 1)}
        elif isinstance(node, ast.ImportFrom) and node.level:
            imported.add("." * node.level + (node.module or ""))
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            reads.add(node.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            glued += node.func.id == "getattr" and not isinstance(node.args[1], ast.Constant)
        elif isinstance(node, ast.ClassDef):
            classes.append(node.name)
    bare = tuple(name for node in ast.walk(tree) if (name := bare_name(node)))
    types = tuple(classes), alias_names(tree)
    return Told(frozenset(imported), frozenset(reads), *types, tuple(sizes(tree.body)), bare, glued)


def imports(path: Path) -> frozenset[str]:
    """Dotted names of all modules that a file imports, wherever in the file; a relative one begins with a point."""
    return told(path.read_text("utf-8")).imports


def files(*folders: str) -> list[Path]:
    return [p for folder in folders for p in sorted((ROOT / folder).rglob("*.py"))]


def offenders(paths: list[Path], *forbidden: str) -> list[str]:
    """`file imports module` for each import that starts with a forbidden name."""
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in sorted(imports(path))
        if any(name == word or name.startswith(word + ".") for word in forbidden)
    ]


def test_the_top_level_is_the_rooms_and_what_every_project_has() -> None:
    """Nothing else is kept there: two sheets under the name of a blank once were, and nobody saw them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a clone")
    kept = {name.split("/")[0] for name in listed.stdout.decode().split("\0") if name}
    papers = {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "LISEZ-MOI.txt", "README.md", "pyproject.toml"}
    assert kept == {*ROOMS, *papers, "docs", "tests", "requirements", ".ci", ".gitignore"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below(room: str) -> None:
    """Each arrow of docs/architecture.md, and no other."""
    assert not offenders(files(room), *({*ROOMS} - MAY[room] - {room}))


@pytest.mark.parametrize("floor", FLOORS)
def test_the_game_is_built_from_the_ground_up(floor: str) -> None:
    """No room of the game imports one that stands above it."""
    above = FLOORS[FLOORS.index(floor) + 1 :]
    paths = [ROOT / "game" / "library.py"] if floor == "game.library" else files(floor.replace(".", "/"))
    assert not offenders(paths, *above)


@pytest.mark.parametrize("floor", EXPORT_FLOORS)
def test_export_is_built_from_files_up(floor: str) -> None:
    """Plain files, then packets, then the database, then what enters it and what is planned from it."""
    above = EXPORT_FLOORS[EXPORT_FLOORS.index(floor) + 1 :]
    assert not offenders(files(floor.replace(".", "/")), *above)


RULES = ("task", "cast", "riveting", "params")
"""Where the rules of a mechanic begin; all that they reach by imports is rules too."""
LIBRARY = {
    "abc", "bisect", "collections", "dataclasses", "difflib", "functools", "itertools", "json", "math", "pydantic",
    "pydantic_core", "re", "typing", "unicodedata",
}  # fmt: skip
"""All that rules may import of what is not ours: none of it holds a clock, chance or a file that opens by its name."""
DIGESTS = {
    "game/simulation/rng.py", "game/workshop/task.py", "game/mechanics/layout_tools/task.py", "scenarios/model.py",
}  # fmt: skip
"""Who may import hashlib: where chance comes from, the digests of a state, the mark of what an author wrote."""
OURS = ("game.simulation", "game.workshop", "game.mechanics", "scenarios")
CLOSED = {
    "open", "input", "print", "hash", "id", "exec", "eval", "compile", "globals", "locals", "vars", "breakpoint",
    "__import__", "__builtins__", "__loader__", "__spec__",
}  # fmt: skip
"""What needs no import and is a file, a figure of the machine's own, or a way round these tables; not even named."""


@cache
def module_file(name: str, root: Path = ROOT) -> Path | None:
    """The file of a module or a package of ours by its dotted name, None for a name in a module or somebody else's."""
    place = root.joinpath(*name.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py") if name.strip(".") else ()
    return next((path for path in files if path.exists()), None)


def closure(starts: list[Path], root: Path = ROOT) -> set[Path]:
    """These files and all of ours that they import, and so on."""
    reached, waiting = set(starts), list(starts)
    while waiting:
        names = imports(waiting.pop())
        following = {path for name in names if (path := module_file(name, root)) is not None} - reached
        reached |= following
        waiting += sorted(following)
    return reached


def rule_starts(root: Path = ROOT) -> list[Path]:
    """The session and its like, and the task, acts, params and robots of every mechanic."""
    # The trace is a file's form: it reads what others wrote, through the bounded reader.
    simulation = [p for p in sorted((root / "game" / "simulation").glob("*.py")) if p.stem != "trace"]
    folders = [p for p in sorted((root / "game" / "mechanics").iterdir()) if p.is_dir() and p.name != "__pycache__"]
    named = (*RULES, "players")
    return simulation + [p for folder in folders for p in sorted(folder.glob("*.py")) if p.stem.startswith(named)]


def lawful(name: str, place: str) -> bool:
    """Whether rules may import this name: ours below the screens, or of the library what is listed."""
    if any(name == room or name.startswith(room + ".") for room in OURS):
        return True
    top = name.split(".")[0]
    return top in LIBRARY or (top == "hashlib" and place in DIGESTS)


def packages_of(paths: set[Path], root: Path = ROOT) -> set[Path]:
    """The `__init__.py` of every package these files stand in: Python runs it before them."""
    folders = {folder for path in paths for folder in path.parents if root in folder.parents}
    return {init for folder in folders if (init := folder / "__init__.py").exists()}


def unruly(root: Path = ROOT) -> list[str]:
    """What the rules reach that they must not: a clock, chance other than rng, a file, a screen."""
    reached = closure(rule_starts(root), root)
    found = []
    for path in sorted(reached | packages_of(reached, root)):
        place = path.relative_to(root).as_posix()
        found += [f"{place} imports {name}" for name in sorted(imports(path)) if not lawful(name, place)]
        found += [f"{place} names {name}" for name in sorted(told(path.read_text("utf-8")).reads & CLOSED)]
    return found


def test_rules_see_no_clock_screen_or_file() -> None:
    """Whatever the simulation reaches by imports: chance from rng alone, no clock, no file, no screen, no score."""
    reached = {path.relative_to(ROOT).as_posix() for path in closure(rule_starts())}
    assert {"game/workshop/day.py", "game/workshop/acts.py", "game/simulation/rng.py"} <= reached
    assert {"game/mechanics/assemble/lever.py", "scenarios/vocabulary.py"} <= reached
    assert unruly() == []


PLANTED = (
    "import time", "import random", "import uuid", "import asyncio", "import threading", "import importlib",
    "import importlib.resources", "import os.path", "import game", "import game.screen.kit", "import tower.app",
    "import hashlib", "import builtins\nnow = builtins.open", "import codecs\nnow = codecs.open",
    "from pathlib import Path", "from datetime import datetime as now", "from importlib.resources import files",
    "from tower import app", "from . import acts", "from .day import Day", "from .. import library",
    "now = open('x')", "opens = open", "now = hash('x')", "now = id(object())", "now = __import__('time')",
    "now = __builtins__", "def now():\n    import time",
)  # fmt: skip
"""A clock, chance, a file or a screen, in every way that was thought of."""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that rules are read from."""
    copy = tmp_path_factory.mktemp("rules")
    for path in files("game/simulation", "game/workshop", "game/mechanics", "game/screen", "scenarios"):
        file = copy / path.relative_to(ROOT)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path.read_text("utf-8"), "utf-8")
    return copy


def unruly_with(rules: Path, changed: dict[str, str]) -> set[str]:
    """The files that offend once some bear other lines before their own; the copy is then as it was."""
    before = {name: (rules / name).read_text("utf-8") if (rules / name).exists() else None for name in changed}
    for name, lines in changed.items():
        (rules / name).write_text(lines + "\n" + (before[name] or ""), "utf-8")
    module_file.cache_clear()
    found = {line.split(" ")[0] for line in unruly(rules)}
    for name, text in before.items():
        (rules / name).unlink() if text is None else (rules / name).write_text(text, "utf-8")
    module_file.cache_clear()
    return found


def test_what_is_planted_is_all_that_is_found(rules: Path) -> None:
    """The copy has no fault of its own, and a module that offends nowhere is none."""
    assert unruly_with(rules, {}) == set()
    changed = {"game/workshop/acts.py": "from game.workshop import planted", "game/workshop/planted.py": "import math"}
    assert unruly_with(rules, changed) == set()


@pytest.mark.parametrize("lines", PLANTED)
def test_a_clock_planted_behind_the_rules_is_found(rules: Path, lines: str) -> None:
    """A module that only an act imports, three files away from the task, is read as a rule."""
    changed = {"game/workshop/acts.py": "from game.workshop import planted", "game/workshop/planted.py": lines}
    assert "game/workshop/planted.py" in unruly_with(rules, changed)


@pytest.mark.parametrize("way", ["from . import planted", "from .planted import now", "from ..workshop import planted"])
def test_a_relative_import_hides_nothing(rules: Path, way: str) -> None:
    """It is refused where it stands, wherever it leads."""
    assert unruly_with(rules, {"game/workshop/acts.py": way}) == {"game/workshop/acts.py"}


@pytest.mark.parametrize("room", ["game/workshop", "game/mechanics/plan", "game"])
def test_a_clock_in_a_package_itself_is_found(rules: Path, room: str) -> None:
    """Named by a rule or not: what stands in `__init__.py` runs before the rules do."""
    init = f"{room}/__init__.py"
    assert unruly_with(rules, {init: "from time import time as now"}) == {init}
    taken = {init: "from time import time as now", "game/workshop/acts.py": f"from {room.replace('/', '.')} import now"}
    assert init in unruly_with(rules, taken)


def test_a_package_that_is_a_module_is_followed(rules: Path) -> None:
    """A folder with its clock three files further on."""
    (rules / "game" / "workshop" / "planted").mkdir()
    changed = {
        "game/workshop/acts.py": "from game.workshop.planted import now",
        "game/workshop/planted/__init__.py": "from game.workshop.hidden import now as now",
        "game/workshop/hidden.py": "from time import time as now",
    }
    assert unruly_with(rules, changed) == {"game/workshop/hidden.py"}


def test_no_file_imports_by_where_it_stands() -> None:
    """A relative import would pass every door of this page: each names its room."""
    assert [str(p.relative_to(ROOT)) for p in files(*ROOMS) if any(name.startswith(".") for name in imports(p))] == []


def test_no_file_imports_itself_by_a_circle() -> None:
    """Also where an import stands inside a function: files have an order in which each imports earlier ones only."""
    graph = {
        path: {other for name in imports(path) if (other := module_file(name)) is not None} - {path}
        for path in files(*ROOMS)
    }
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)


def test_scoring_reads_no_clock_and_no_database() -> None:
    assert not offenders(files("scoring", "scenarios"), "sqlite3", "sqlite_utils", *NO_CLOCK)


def test_the_tower_reads_what_was_played_and_shows_no_game() -> None:
    """Of the game it knows what is installed, what a trace is and what a fact says: no screen, no window, no way."""
    may = ("game.library", "game.simulation.trace", "game.journey.facts")
    found = offenders(files("tower"), "game")
    assert [line for line in found if not line.split(" imports ")[1].startswith(may)] == []


def test_pygame_lives_in_the_window_only() -> None:
    """Nothing but the window, its painter and its sounds imports pygame."""
    assert not offenders([p for p in files(*ROOMS) if p.parent.name != "window"], "pygame")


ASKING = (
    "game/journey", "game/kiosk", "game/window", "game/scenes", "game/screen", "game/workshop", "lab", "cli", "tower",
)  # fmt: skip


def test_the_way_asks_no_scene_of_a_mechanic_what_it_is() -> None:
    """No `isinstance` on a scene of a mechanic in the journey, the kiosk, the window, the kit, the lab or a command."""
    classes = [name for path in files("game/mechanics") for name in told(path.read_text("utf-8")).classes]
    scenes = {name for name in classes if "Scene" in name}
    assert len(scenes) >= 4
    asked = [
        (path.relative_to(ROOT).as_posix(), word.id)
        for path in files(*ASKING)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for word in ast.walk(node) if isinstance(word, ast.Name) and word.id in scenes
    ]  # fmt: skip
    assert asked == []


def test_presentation_holds_only_scoring_types() -> None:
    """Scenes and views may hold scoring.types, nothing else of scoring, nothing of export, no numpy."""
    shown = files("game/screen", "game/scenes", "game/workshop") + [
        p for p in files("game/mechanics") if p.name.startswith(("view", "scene"))
    ]
    found = offenders(shown, "numpy", "export", "scoring", "sqlite3")
    assert [line for line in found if "scoring.types" not in line] == []


@pytest.mark.parametrize("module", ["game.simulation.task", "scoring.types", "game.screen.nodes", "game.screen.scene"])
def test_a_fresh_interpreter_loads_no_pygame(module: str) -> None:
    """The vocabulary of the game loads without pygame or numpy."""
    code = f"import sys, {module}; print(sorted(m for m in ('pygame', 'numpy') if m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.splitlines()[-1] == "[]"


TENANTS = ROOT / "game" / "mechanics" / "tenants.py"
MECHANICS = tuple(re.findall(r"from game\.mechanics\.(\w+)\.tenant import", TENANTS.read_text("utf-8")))
"""Those of the table, the first one first."""
UNPLAYED = (
    "game.mechanics.table", "game.simulation.bots", "game.workshop.task", "game.workshop.scene",
    "game.workshop.players",
    *(f"game.mechanics.{mechanic}.{part}" for mechanic in MECHANICS
      for part in ("declared", "task", "state", "scene", "cast", "players", "view")),
)  # fmt: skip
"""What plays a workshop: an adviser's machine reads workshops without any of it."""


@pytest.mark.parametrize(
    ("start", "never"),
    [
        ("cli.play", ("game.journey", "game.mechanics", "scoring", "export.packets", "numpy", "nacl")),
        ("cli.opened", ("desk", "lab", "tower", "scipy", "openpyxl", "export.offers", "export.fairs")),
        ("desk.match_words", ("pygame", "game")),
        ("export.fairs.desk", ("pygame", "game", "desk")),
        ("tower.app", ("pygame", "game.window", "lab", "cli", "scipy", "game.screen", "game.scenes", *UNPLAYED)),
        ("game.mechanics.models", ("game.screen", "game.scenes", "game.window", *UNPLAYED)),
    ],
)
def test_a_machine_loads_only_its_own_rooms(start: str, never: tuple[str, ...]) -> None:
    """A playing station never loads the desk, and for its first picture no workshop; an adviser's machine no pygame."""
    assert [name for name in never if name.split(".")[0] in ROOMS and module_file(name) is None] == []
    code = f"import sys, {start}; print([m for m in {never!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.splitlines()[-1] == "[]"


def test_no_other_package_bears_the_name_of_a_room() -> None:
    """The rooms are plain top-level names: nothing installed may hide or overwrite one."""
    owners = packages_distributions()
    assert {room for room in ROOMS if set(owners.get(room, [])) - {"envol"}} == set()


def test_the_pygame_installed_is_ce() -> None:
    """pygame-ce is imported as pygame, and old pygame does not stand beside it."""
    from importlib.metadata import distributions

    import pygame

    assert getattr(pygame, "IS_CE", False)
    names = {d.metadata["Name"].lower() for d in distributions()}
    assert "pygame" not in names


LONGEST, LONGEST_FILE = 50, 400


def sizes_in(path: Path) -> tuple[tuple[str, int], ...]:
    text = path.read_text("utf-8")
    return tuple(sizes(ast.parse(text).body)) if "tests" in path.relative_to(ROOT).parts else told(text).sizes


def test_no_function_is_longer_than_fifty_lines() -> None:
    """Nor a test: what is longer holds two things."""
    long = [
        (path.relative_to(ROOT).as_posix(), name, lines)
        for path in files(*ROOMS, "tests")
        for name, lines in sizes_in(path)
        if lines > LONGEST
    ]
    assert long == []


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    """What is longer holds two things, and is parted where they meet."""
    sizes_there = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n") for path in files(*ROOMS)}
    assert {name: lines for name, lines in sizes_there.items() if lines > LONGEST_FILE} == {}


BARE_TYPES = {"One", "Found", "Made", "Told", "Done", "Given", "Seen", "Read"}


def types_in(path: Path) -> tuple[str, ...]:
    """The classes of a file and the types it calls by another name."""
    seen = told(path.read_text("utf-8"))
    return (*seen.classes, *seen.aliases)


def test_a_class_is_called_by_what_it_is() -> None:
    """Nor is a type that stands for another: not by what was done. `Found` of what, `Told` what?"""
    named = [name.lstrip("_") for path in files(*ROOMS) for name in types_in(path)]
    assert BARE_TYPES & set(named) == set()


PLANTED_NAMES = """
from export.store import rows as found
import typing as told
Told = tuple[int, str]
_Found: typing.TypeAlias = dict[str, int]
Row = typing.TypeVar("Row")
T = typing.TypeVar("T")
MADE, LIMIT = {}, 3
class One: ...
def _told(made): return made
async def found_(): one = 3
def sound(self, rows):
    self._made = rows
    return [found for found in rows]
"""


def test_a_bare_name_is_seen_wherever_it_hides() -> None:
    """Behind an underscore, in capitals, as an attribute, a comprehension's variable or another name of an import."""
    seen = told(PLANTED_NAMES)
    bare = ["MADE", "_made", "_told", "found", "found", "found_", "made", "one", "told", "Told", "_Found"]
    assert sorted(seen.bare) == sorted(bare)
    assert seen.aliases == ("Told", "Found", "Row")
    assert seen.classes == ("One",)


WRITTEN = {
    ("export/files/manifest.py", "made"),
    ("export/packets/proof.py", "made"),
    ("export/store/reporting.py", "made"),
    ("scenarios/short_forms.py", "told"),
}
"""Words of files that are kept, sent or written by an author: a field that is called otherwise would not read them."""


def test_a_function_and_every_variable_are_called_by_what_they_are() -> None:
    """A row, an offer, a sentence: who reads `found` learns that somebody looked, and not for what."""
    bare = {(p.relative_to(ROOT).as_posix(), name) for p in files(*ROOMS) for name in told(p.read_text("utf-8")).bare}
    assert bare == WRITTEN


def test_one_class_name_has_one_meaning() -> None:
    """No class and no type under another name is defined twice in the house: who reads `Person` knows which one.

    An underscore makes no other name of it.
    """
    places: dict[str, list[str]] = {}
    for path in files(*ROOMS):
        for name in types_in(path):
            places.setdefault(name.lstrip("_"), []).append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize(
    "path", ["scenarios/model.py:Scenario", "game/workshop/mechanic.py", "game/simulation/task.py"]
)
def test_no_any_stands_where_a_scenario_meets_its_mechanic_and_its_rules(path: str) -> None:
    """What a scenario holds, what a mechanic declares, what a task is: each with its type, Any with nothing said."""
    file, _, name = path.partition(":")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    looked = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and name in ("", node.name)]
    assert looked
    names = (node.id for one in looked for node in ast.walk(one) if isinstance(node, ast.Name))
    assert "Any" not in names


def test_the_window_and_its_screens_know_no_word_of_a_bench() -> None:
    """Pointers and keys: what a node or a screen wants it says itself; no screen, role or id of a workshop is named."""
    words = ("lever", "bench", "hole", "rivet", "blade", "kit", "lens", "shelf", "practice", "exercise")
    named = [
        (path.relative_to(ROOT).as_posix(), node.value)
        for path in files("game/window", "game/screen")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.partition(":")[0] in words
    ]
    # The steps of a person's way bear their names.
    assert [one for one in named if one[0] != "game/screen/steps.py"] == []


def test_nothing_is_called_by_a_name_that_was_glued() -> None:
    """`getattr` reads no attribute that the code chooses: none of its calls has a name worked out, but for a digest,
    which reads each field of a state, and what argparse was given."""
    found = [path.relative_to(ROOT).as_posix() for path in files(*ROOMS) if told(path.read_text("utf-8")).glued]
    assert sorted(found) == ["game/mechanics/assemble/state.py", "game/station/memory.py", "game/workshop/state.py"]


THIN = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
DRAWN = ("view*.py", "lessons.py")
"""What of a mechanic is art and words: what it draws, and what it draws to teach."""


def code_lines(text: str) -> int:
    """How many lines hold code: no blank one, no comment, no docstring."""
    said = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return len({line for one in tokens if one.type not in THIN for line in range(one.start[0], one.end[0] + 1)} - said)


def test_lines_of_code_are_told_from_words_about_them() -> None:
    assert code_lines('"""A file."""\n\n# why\ndef f():\n    """It\n    returns."""\n    return (1,\n        2)\n') == 3


@pytest.mark.parametrize("mechanic", MECHANICS[1:])
def test_a_further_mechanic_stays_small(mechanic: str) -> None:
    """Rules, params, teaching, scene and robots in 1,500 lines of code: the rest of a workshop is the kit's."""
    room = ROOT / "game" / "mechanics" / mechanic
    drawn = {path for pattern in DRAWN for path in room.glob(pattern)}
    sizes = {path.name: code_lines(path.read_text("utf-8")) for path in room.glob("*.py") if path not in drawn}
    assert sum(sizes.values()) <= 1500, sizes
