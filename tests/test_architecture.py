"""The doors between rooms stay shut: who may import whom is read from the source with `ast`."""

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("assets", "cli", "desk", "export", "game", "lab", "scenarios", "scoring")
SEEN = ("view", "scene", "ease", "declared")
"""Files of a mechanic that are not rules begin so; every other file of it is checked as a rule."""
NO_CLOCK = ("time", "datetime", "random", "secrets")
MAY = {
    "scenarios": set(),
    "assets": set(),
    "scoring": {"scenarios"},
    "export": {"scenarios", "scoring"},
    "game": {"assets", "scenarios", "scoring", "export"},
    "desk": {"assets", "scenarios", "scoring", "export"},
    "lab": {"assets", "scenarios", "scoring", "export", "game", "desk"},
    "cli": {*ROOMS} - {"cli"},
}
"""room -> rooms it may import. Nothing imports `cli`."""
FLOORS = (
    "game.simulation",
    "game.screen",
    "game.station",
    "game.window",
    "game.scenes",
    "game.workshop",
    "game.mechanics",
    "game.library",
    "game.journey",
)
"""Rooms of the game from the ground up: none imports a later one."""

EXPORT_FLOORS = ("export.files", "export.packets", "export.store", "export.offers", "export.fairs")


def imports(path: Path) -> set[str]:
    """Dotted names of all modules that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


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


def test_rules_see_no_clock_screen_or_file() -> None:
    """Rules import scenarios only; chance comes from rng alone."""
    rules = files("game/simulation") + [
        p for p in files("game/mechanics") if not p.name.startswith(SEEN) and p.parent.name != "mechanics"
    ]
    assert len(rules) > 15
    assert not offenders(
        [p for p in rules if p.name != "rng.py"],
        "pygame",
        "numpy",
        "os",
        "pathlib",
        "scoring",
        "export",
        "assets",
        *NO_CLOCK,
    )


def test_scoring_reads_no_clock_and_no_database() -> None:
    assert not offenders(files("scoring", "scenarios"), "sqlite3", "sqlite_utils", *NO_CLOCK)


def test_pygame_lives_in_the_window_only() -> None:
    """Nothing but the window, its painter and its sounds imports pygame."""
    assert not offenders([p for p in files(*ROOMS) if p.parent.name != "window"], "pygame")


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


@pytest.mark.parametrize(
    ("start", "never"),
    [
        ("cli.play", ("desk", "lab", "tower", "scipy", "openpyxl", "export.offers", "export.fairs")),
        ("desk.match_words", ("pygame", "game")),
        ("export.fairs.desk", ("pygame", "game", "desk")),
    ],
)
def test_a_machine_loads_only_its_own_rooms(start: str, never: tuple[str, ...]) -> None:
    """A playing station never loads the desk; an adviser's machine never loads pygame."""
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


def test_one_class_name_has_one_meaning() -> None:
    """No class name is defined twice in the house: who reads `Person` knows which one."""
    places: dict[str, list[str]] = {}
    for path in files(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
