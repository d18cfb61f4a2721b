"""The doors between rooms stay shut: who may import whom is read from the source with `ast`."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "envol"

SIMULATION = ("game/task.py", "game/rng.py", "game/session.py")
SIMULATION_PARTS = ("task", "state", "params", "players", "gestures", "day", "ease", "seen")
PYGAME_ROOMS = ("game/window", "game/paint", "game/audio")


def imports(path: Path) -> set[str]:
    """Dotted names of all modules that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def files(*prefixes: str) -> list[Path]:
    """Source files under any of the given prefixes, relative to the package."""
    return [p for p in sorted(ROOT.rglob("*.py")) if p.relative_to(ROOT).as_posix().startswith(prefixes)]


def is_simulation(path: Path) -> bool:
    """A file of rules: the three of `game/` and, in a mechanic, all but its view and scene."""
    name = path.relative_to(ROOT).as_posix()
    if name in SIMULATION:
        return True
    return name.startswith("game/mechanics/") and path.name.startswith(SIMULATION_PARTS)


def offenders(paths: list[Path], *forbidden: str) -> list[str]:
    """`file imports module` for each import that starts with a forbidden name."""
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in sorted(imports(path))
        if any(name == word or name.startswith(word + ".") for word in forbidden)
    ]


def test_scenarios_import_nothing_of_ours_and_no_clock() -> None:
    """scenarios/ may import yaml, pydantic and the standard library without time and random."""
    assert not offenders(
        files("scenarios/"), "envol.game", "envol.scoring", "envol.export", "envol.assets", "time", "random", "pygame"
    )


def test_simulation_sees_no_clock_screen_or_file() -> None:
    """Rules import scenarios only; chance comes from rng alone."""
    rules = [p for p in files("game/") if is_simulation(p)]
    assert not offenders(
        rules,
        "pygame",
        "numpy",
        "time",
        "datetime",
        "os",
        "pathlib",
        "secrets",
        "envol.scoring",
        "envol.export",
        "envol.assets",
    )
    assert not offenders([p for p in rules if p.name != "rng.py"], "random")


def test_pygame_lives_in_the_window_only() -> None:
    """Nothing but the window, its painter and its sounds imports pygame."""
    others = [p for p in files("") if not p.relative_to(ROOT).as_posix().startswith(PYGAME_ROOMS)]
    assert not offenders(others, "pygame")


def test_scoring_knows_no_game_and_no_database() -> None:
    """scoring/ imports scenarios and numpy; no game, pygame, database or clock."""
    assert not offenders(
        files("scoring/"), "envol.game", "envol.export", "envol.assets", "pygame", "sqlite3", "sqlite_utils", "time"
    )


def test_export_knows_no_game() -> None:
    """export/ imports scenarios and scoring, never the game."""
    assert not offenders(files("export/"), "envol.game", "pygame")


def test_presentation_holds_only_scoring_types() -> None:
    """Scenes and views may hold scoring.types, nothing else of scoring, nothing of export, no numpy."""
    shown = [
        p
        for p in files("game/")
        if "scenes" in p.parts or p.name.startswith(("view", "scene", "kit", "nodes", "navigate"))
    ]
    found = offenders(shown, "numpy", "envol.export", "envol.scoring", "sqlite3")
    assert [line for line in found if "envol.scoring.types" not in line and not line.endswith("envol.scoring")] == []


@pytest.mark.parametrize("module", ["envol.game.task", "envol.scoring.types", "envol.game.nodes", "envol.game.scene"])
def test_a_fresh_interpreter_loads_no_pygame(module: str) -> None:
    """The vocabulary of the game loads without pygame or numpy."""
    code = f"import sys, {module}; print(sorted(m for m in ('pygame', 'numpy') if m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_the_pygame_installed_is_ce() -> None:
    """pygame-ce is imported as pygame, and old pygame does not stand beside it."""
    from importlib.metadata import distributions

    import pygame

    assert getattr(pygame, "IS_CE", False)
    names = {d.metadata["Name"].lower() for d in distributions()}
    assert "pygame" not in names
