"""What README and the pages promise is true: commands, files, make targets, and « create this, edit nothing »."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from renamed import write

from assets.gaps import gaps
from assets.texts import Catalogue, languages
from assets.voice import Voice
from cli.main import build_parser
from lab.readme import MOST_BYTES

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
ROOMS = ("assets", "cli", "desk", "export", "game", "lab", "scenarios", "scoring", "tower")
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]


def commands(parser: argparse.ArgumentParser, before: str = "envol") -> Iterator[str]:
    """Every command that does something, with the commands of a group: `envol fair plan`."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield before
    for group in groups:
        for name, inner in group.choices.items():
            yield from commands(inner, f"{before} {name}")


@cache
def known_commands() -> set[str]:
    """All commands of the program."""
    return set(commands(build_parser(Voice(Catalogue.load(), "en").say)))


def named(text: str) -> set[str]:
    """The commands a page names in code: `envol offers import|list` names two."""
    found = set()
    code = re.findall(r"`([^`]*)`", text) + re.findall(r"^    (\S.*)$", text, re.M)
    for line in code:
        for first, rest in re.findall(r"\benvol (?:--lang \w+ )?([a-z]+)(?: ([a-z]+(?:\|[a-z]+)*))?", line):
            found |= {f"envol {first} {word}" for word in rest.split("|")} if rest else {f"envol {first}"}
    return found


@pytest.mark.parametrize("page", NAMES)
def test_each_command_a_page_names_exists(page: str) -> None:
    """A command in code on a page is one of the program, or a group of them, with any argument after it."""
    real = known_commands()
    groups = {" ".join(name.split()[:2]) for name in real}
    for name in named((ROOT / page).read_text("utf-8")):
        first = " ".join(name.split()[:2])
        assert name in real or name in groups or first in real, name


def test_each_command_is_named_in_the_readme() -> None:
    """`envol --help` holds nothing that README does not name."""
    assert known_commands() - named((ROOT / "README.md").read_text("utf-8")) == set()


def targets() -> set[str]:
    """What `make` can make for a person."""
    text = (ROOT / "Makefile").read_text("utf-8")
    return set(re.search(r"^\.PHONY: (.*)$", text, re.M)[1].split())  # type: ignore[index]


def test_each_make_target_is_in_the_readme_and_each_one_named_exists() -> None:
    """README lists the targets, no page names another."""
    assert set(re.findall(r"^    make ([\w-]+)", (ROOT / "README.md").read_text("utf-8"), re.M)) == targets()
    everywhere = {word for page in PAGES for word in re.findall(r"`make ([\w-]+)", page.read_text("utf-8"))}
    assert everywhere <= targets()


@pytest.mark.parametrize("page", NAMES)
def test_each_file_and_folder_a_page_names_exists(page: str) -> None:
    """In code, a path that begins with a folder of the root; in a link, any path. `<name>` and `*` stand for some."""
    path = ROOT / page
    text = path.read_text("utf-8")
    tops = "|".join((*ROOMS, "tests", "docs", "requirements"))
    for name in re.findall(rf"`((?:{tops})/[^\s`:]*)`", text):
        plain = re.sub(r"<\w+>|\{[^}]*\}", "*", name.rstrip("/"))
        # What is to be created is named with its place: that one exists.
        parts = Path(plain).parts
        place = Path(*parts[:-1]) if "<" in name else Path(plain)
        assert list(ROOT.glob(place.as_posix())), name
    for name in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (path.parent / name).exists(), name


def test_each_decision_has_its_own_number() -> None:
    """From 0001 on, the number of its file in its title: three once bore 0011."""
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    assert [page.read_text("utf-8")[:7] for page in pages] == [f"# {page.name[:4]} " for page in pages]


def test_no_page_names_what_was_moved() -> None:
    """The old package is gone from every page but the one that says why."""
    for page in PAGES:
        if page.parent.name != "decisions":
            assert "envol/" not in page.read_text("utf-8").replace("~/envol/", ""), page


# « Create this, edit nothing »: one of each kind in a copy of the house.

LANGUAGE = "eo"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#123456"/></svg>'

WORKSHOP = "kitting_visiteur"
CIRCUIT = f"""
id: C9
title: {{fr: Visite, en: Visit}}
for: discovery
minutes: 60
workshops: [{WORKSHOP}, kitting_poste_40]
looks_at: [normes_consignes]
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with one more of each: language, text, drawing, region, offer, workshop, circuit.

    No code is touched.
    """
    copy = tmp_path_factory.mktemp("house")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    locales = copy / "assets" / "locales"
    for language in ("fr", "en"):
        (locales / language / "visitors.yaml").write_text("demo.aloha: 'Aloha {name}'\n", "utf-8")
    shutil.copytree(locales / "en", locales / LANGUAGE)
    scenes = locales / LANGUAGE / "scenes.yaml"
    scenes.write_text(scenes.read_text("utf-8").replace('"English"', '"Esperanto"'), "utf-8")
    (copy / "assets" / "art" / "visitor.svg").write_text(DRAWING, "utf-8")
    regions = copy / "scenarios" / "content" / "regions"
    text = (regions / "normandie.yaml").read_text("utf-8").replace("id: normandie", "id: atlantide")
    (regions / "atlantide.yaml").write_text(re.sub(r'code: "28', 'code: "98', text), "utf-8")
    workshops = copy / "scenarios" / "content" / "workshops"
    write(workshops / "kitting_poste_40", workshops / WORKSHOP, "line")
    circuits = copy / "scenarios" / "content" / "circuits"
    (circuits / "C9.yaml").write_text(CIRCUIT, "utf-8")
    offers = copy / "scenarios" / "content" / "offers_examples.yaml"
    offers.write_text(one_more(offers.read_text("utf-8")), "utf-8")
    return copy


def one_more(offers: str) -> str:
    """The examples, the first of them twice under another id."""
    first = re.search(r"^  - id: (\S+)\n(?:    .*\n|\s*\n)+", offers, re.M)
    assert first, "an example begins with its id"
    return offers.replace(first[0], first[0] + first[0].replace(first[1], "ex-visitor"))


MANY = """
import contextlib, io, json, sys
from cli.main import main
told = []
for words in json.loads(sys.argv[1]):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = main(words)
    told.append([status, out.getvalue()])
print(json.dumps(told))
"""
"""Several commands in one process: most of the time of one is its start."""


def said(house: Path, *lines: Sequence[str], **env: str) -> list[tuple[int, str]]:
    """The status of each command in a copy, and what it says."""
    done = asked(house, MANY, json.dumps(lines), ENVOL_HOME=str(house / "home"), **env)
    return [(status, out) for status, out in json.loads(done.splitlines()[-1])]


def asked(house: Path, code: str, *words: str, **env: str) -> str:
    """What some lines of Python print in a copy."""
    whole = {**os.environ, "PYTHONPATH": str(house), **env}
    line = [sys.executable, "-c", code, *words]
    return subprocess.run(line, env=whole, cwd=house, capture_output=True, text=True, check=True).stdout


HERE = """
from assets.texts import Catalogue, languages, next_language
from cli.main import wanted_language
from scenarios.offers import example_offers
print(Catalogue.load().t("demo.aloha", "eo", name="Mia"))
print(Catalogue.load().t("hangar.does", "eo", False, "panneau_porte"))
print(*languages(), next_language("en"), next_language("eo"), wanted_language([]))
print(*(offer.id for offer in example_offers()))
"""

OFFERED = """
from assets.texts import Catalogue
from assets.voice import Voice
from cli.opened import ToPlay, read_workshops
from game.mechanics.table import task_of
from scenarios.circuits import load_circuits
from scenarios.load import workshop_files
found = read_workshops(None, Voice(Catalogue.load(), "en"))
assert isinstance(found, ToPlay)
visited = next(scenario for scenario in found.sound if scenario.head.id == "kitting_visiteur")
task = task_of(visited, {"seed": 3, "form": "A", "clock": True, "device": "mouse"})
print(len(found.sound) == len(workshop_files()), len(found.problems), task.done)
circuits, problems = load_circuits()
print(*(circuit.workshops for circuit in circuits if circuit.id == "C9"), problems)
"""
"""What a person who opens the copy is offered."""


def test_a_copy_with_one_more_of_each_is_sound(house: Path) -> None:
    """`envol check` has nothing to say of the new texts, language and drawing; the region is listed in it."""
    check, regions = said(house, ["--lang", LANGUAGE, "check"], ["--lang", LANGUAGE, "regions", "list"])
    drawings = len(list((house / "assets" / "art").glob("*.svg")))
    assert check[0] == 0, check[1]
    assert f"{drawings} drawings checked: no problem." in check[1]
    assert regions[0] == 0
    assert "atlantide" in regions[1]


def test_a_workshop_and_a_circuit_are_offered(house: Path) -> None:
    """They stand among those that come with the game, no other is set aside, and the workshop begins."""
    there, circuit = asked(house, OFFERED).splitlines()[-2:]
    assert there == "True 0 False"
    assert circuit == f"('{WORKSHOP}', 'kitting_poste_40') ()"


def test_a_text_a_language_and_an_offer_are_found(house: Path) -> None:
    """A text stands in any area; a machine that speaks the language gets it; the offer is there."""
    text, does, languages, offers = asked(house, HERE, LANG="eo_XX.UTF-8").splitlines()[-4:]
    assert text == "Aloha Mia"
    # What an author wrote is in French and English: in any other language it is read in French.
    assert does == "Mesurer, river, puis contrôler"
    assert languages == "fr en eo eo fr eo"
    assert "ex-visitor" in offers.split()


def test_a_text_a_language_lacks_is_named() -> None:
    """A key left out, one nobody knows, a value nobody gives and a lone brace: each is named with its language."""
    french = {"a": "{n} rivets", "b": "oui", "c": "{x}", "d": "bien"}
    other = {"a": "{m} rivets", "c": "x", "d": "{", "e": "?"}
    found = [(gap.language, gap.key, gap.code) for gap in gaps(Catalogue({"fr": french, "eo": other, "fr-facile": {}}))]
    assert found == [("eo", "a", "values"), ("eo", "b", "missing"), ("eo", "d", "values"), ("eo", "e", "unknown")]


@pytest.mark.parametrize("code", ["missing", "unknown", "values"])
def test_each_gap_can_be_said(code: str) -> None:
    """In every language, with its key."""
    for language in languages():
        assert "a.b" in Voice(Catalogue.load(), language).say(f"check.text_{code}", folder="eo", text="a.b")


def test_the_first_page_opens_with_the_bench_moving() -> None:
    """Its first picture moves and is light; each picture of the page is there, and no other is kept."""
    shown = re.findall(r"!\[[^]]*\]\((docs/pictures/[^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    with Image.open(ROOT / shown[0]) as first:
        assert getattr(first, "n_frames", 1) > 50
    assert (ROOT / shown[0]).stat().st_size <= MOST_BYTES
    assert {ROOT / name for name in shown} == set((ROOT / "docs/pictures").iterdir())
