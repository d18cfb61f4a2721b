"""A mechanic is added by one line for real: a whole one, its readers, texts and workshop, in a copy of the house."""

import re
import shutil
from pathlib import Path

import pytest
from renamed import write
from test_docs import ROOMS, ROOT, asked, said

from scoring.readers import READERS, together

PATTERN, NAME, WORKSHOP = "plan", "stow", "stowing"
LINE = "from game.mechanics.stow.tenant import TENANT as STOW\n"
READER = '''"""Readers of `stow`: kits that left."""

from collections.abc import Mapping

from scoring.readers.base import AnyReader, RawFact, Reach, Reader, Using, counted
from scoring.readers.log import Log, NoKeys, indexes


class Nothing(Using):
    """No setting."""


def stowed(log: Log, using: Nothing, keys: NoKeys) -> RawFact:
    left = log.of("depart")
    return counted(float(len(left)), indexes(left), 20, 20)


def stowed_reach(using: Nothing, keys: NoKeys) -> Reach:
    return 0, 20


READERS: Mapping[str, AnyReader] = {"stowed": Reader(Nothing, NoKeys, stowed, stowed_reach)}
'''
RULE = "- {id: STO1, habilete: organiser, reads: stowed, cuts: [1, 2]}\n"
TOLD = "told.stowed: 'Kits: {n} / {of}'\nseen.stowed: 'Kits: {n} / {of}'\n"
LIVED = """
from game.mechanics.models import MODELS, TENANTS
from game.mechanics.table import MECHANICS
from game.journey.measured import observed
from lab.robots import live
from scenarios.load import load_all, workshop_files
from scoring.rules import EvidenceRule
sound, problems = load_all(workshop_files(), MODELS, EvidenceRule)
scenario = next(one for one in sound if one.head.id == "stowing")
facts = {o.rule: o for o in observed(scenario, live(scenario, "expert", 3), "mouse")}
print([tenant.key for tenant in TENANTS], scenario.head.mechanic, len(problems))
print(type(MECHANICS["stow@1"]).__name__, facts["STO1"].category, facts["STO1"].n > 2)
"""


def renamed_file(old: Path, new: Path) -> None:
    """A file of the pattern as a newcomer would write it: every name of the mechanic is the new one's."""
    text = old.read_text("utf-8")
    for before, after in (
        (f"game.mechanics.{PATTERN}", f"game.mechanics.{NAME}"), (f'"{PATTERN}@1"', f'"{NAME}@1"'),
        (f'name="{PATTERN}"', f'name="{NAME}"'), (f'texts=("{PATTERN}",)', f'texts=("{NAME}",)'),
        (f'"{PATTERN}.', f'"{NAME}.'), ('        "missing_tool",\n', '        "missing_tool", "stowed",\n'),
    ):  # fmt: skip
        text = text.replace(before, after)
    new.parent.mkdir(parents=True, exist_ok=True)
    new.write_text(text, "utf-8")


def state_of(house: Path) -> dict[str, bytes]:
    files = (path for room in ROOMS for path in (house / room).rglob("*") if path.is_file())
    return {path.relative_to(house).as_posix(): path.read_bytes() for path in files if path.suffix != ".pyc"}


@pytest.fixture(scope="module")
def with_stow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A copy of the house with a fourth mechanic, and what stood in the copy before."""
    house = tmp_path_factory.mktemp("stow")
    for room in ROOMS:
        shutil.copytree(ROOT / room, house / room, ignore=shutil.ignore_patterns("__pycache__"))
    before = state_of(house)
    for path in sorted((house / "game" / "mechanics" / PATTERN).rglob("*.py")):
        renamed_file(path, house / "game" / "mechanics" / NAME / path.name)
    for path in sorted((house / "assets" / "locales").rglob(f"{PATTERN}*.yaml")):
        renamed_file(path, path.with_name(path.name.replace(PATTERN, NAME)))
        (path.parent / "told_stow.yaml").write_text(TOLD, "utf-8")
    (house / "scoring" / "readers" / f"{NAME}.py").write_text(READER, "utf-8")
    workshops = house / "scenarios" / "content" / "workshops"
    scenario = write(workshops / "kitting_poste_40", workshops / WORKSHOP, "line")
    scenario.write_text(scenario.read_text("utf-8").replace(f"{PATTERN}@1", f"{NAME}@1"), "utf-8")
    rules = scenario.with_name("evidence.yaml")
    rules.write_text(rules.read_text("utf-8").replace("evidence:\n", "evidence:\n" + RULE, 1), "utf-8")
    for texts in scenario.parent.glob("texts.*.yaml"):
        texts.write_text(texts.read_text("utf-8") + "fact.STO1: Les kits partis\n", "utf-8")
    table = house / "game" / "mechanics" / "tenants.py"
    table.write_text(table.read_text("utf-8") + LINE, "utf-8")
    return house, before


def test_one_line_of_one_file_is_edited(with_stow: tuple[Path, dict[str, bytes]]) -> None:
    """All else that a new mechanic needs is a file of its own."""
    house, before = with_stow
    now = state_of(house)
    assert before.keys() <= now.keys()
    edited = {name for name in before if before[name] != now[name]}
    assert edited == {"game/mechanics/tenants.py"}
    table = "game/mechanics/tenants.py"
    assert now[table] == before[table] + LINE.encode()


def test_it_is_sound_played_and_read(with_stow: tuple[Path, dict[str, bytes]]) -> None:
    """`envol check` is quiet, its robot plays its workshop to the end, and its own reader reads the run."""
    house, _ = with_stow
    check = said(house, ["--lang", "fr", "check"])[0]
    assert check[0] == 0, check[1]
    tenants, read = asked(house, LIVED).splitlines()[-2:]
    assert tenants == "['assemble@1', 'inspect@1', 'plan@1', 'stow@1'] stow@1 0"
    assert read == "Mechanic 2 True"


def test_two_files_may_not_name_one_reader() -> None:
    """One of them would never be asked: it is said which name, and where."""
    pose = {"pose": READERS["pose"]}
    assert together([("bench", pose), ("shared", {}), ("again", pose)]) == pose
    with pytest.raises(ValueError, match=re.escape("scoring/readers/stow.py: another file has a reader named pose")):
        together([("bench", pose), ("stow", {"pose": READERS["sheet_right"]})])
