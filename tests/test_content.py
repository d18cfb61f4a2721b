"""Texts and files of content: each workshop says its own, in each language, and the wheel holds them all."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from conftest import FOLDER

from assets.texts import Catalogue, ReadWhenSaid, areas, of_the_house, own_name, text_problems
from game.library import MODELS, known
from game.scenes import hangar
from game.screen.scene import Comfort
from game.window.look import StaticLook
from scenarios.check import KnownNames
from scenarios.everything import problems_of_file
from scenarios.load import load_all, load_scenario
from scenarios.safe import Problem
from scenarios.shipped import content
from scenarios.words import WHOLE, values_in
from scoring.rules import EvidenceRule

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the first workshop that a test may break."""
    place = tmp_path / "panneau_fuselage"
    shutil.copytree(str(FOLDER), place)
    return place


def problems(folder: Path) -> list[Problem]:
    return load_all([folder / "scenario.yaml"], MODELS, EvidenceRule, known())[1]


def changed(folder: Path, file: str, old: str, new: str) -> list[tuple[str, str, str]]:
    """(file, code, where) of each problem once a word of a file is written otherwise."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return [(p.file, p.code, p.where) for p in problems(folder)]


def test_two_workshops_say_the_same_key_each_in_its_own_words() -> None:
    """`fact.NOR1` of one workshop is never said in another; what neither says is said by the house."""
    house = {"fr": {"a": "maison", "b": "maison"}, "en": {"a": "house", "b": "house"}, "fr-facile": {"a": "ici"}}
    catalogue = Catalogue(house)
    catalogue.add("one", {"fr": {"a": "un {n}"}, "en": {"a": "one {n}"}, "fr-facile": {}})
    catalogue.add("two", {"fr": {"a": "deux"}, "en": {"a": "two"}, "fr-facile": {"a": "2"}})
    assert catalogue.t("a", "fr", False, "one", n=1) == "un 1"
    assert catalogue.t("a", "en", False, "two") == "two"
    assert catalogue.t("a", "fr", False) == "maison"
    assert catalogue.t("b", "fr", False, "two") == "maison"
    assert catalogue.t("two.a", "en") == "two"
    assert catalogue.has("one.a")
    assert not catalogue.has("one.b")
    # A language that the house has learnt and no author: a workshop is read in French, the house never is.
    catalogue.texts = house | {"es": {"a": "casa", "b": "casa"}}
    assert catalogue.t("a", "es", False, "one", n=1) == "un 1"
    assert catalogue.t("two.a", "es") == "deux"
    assert catalogue.t("b", "es", False, "two") == "casa"
    with pytest.raises(KeyError):
        catalogue.t("a", "it")
    # Easy French of the house is about no workshop: it never stands for a workshop's own text.
    assert catalogue.t("a", "fr", True, "one", n=2) == "un 2"
    assert catalogue.t("a", "fr", True, "two") == "2"
    assert catalogue.t("a", "fr", True) == "ici"


def test_a_scenario_carries_its_texts_and_their_change_is_no_other_version(folder: Path) -> None:
    """Texts come with the scenario, in three languages; rewording changes no hash, so no stored result."""
    first = load_scenario(folder / "scenario.yaml", MODELS, EvidenceRule)
    assert first.texts["fr"]["piece"] == "Panneau 4A-128"
    assert set(first.texts) == {"fr", "en", "fr-facile"}
    assert changed(folder, "texts.fr.yaml", "Panneau 4A-128", "Panneau 5B-1") == []
    again = load_scenario(folder / "scenario.yaml", MODELS, EvidenceRule)
    assert again.texts["fr"]["piece"] == "Panneau 5B-1"
    assert again.hash == first.hash


WRONG = [
    ("texts.en.yaml", '"fact.NOR1"', '"fact.NOR0"', ("texts.fr.yaml", "no_text_in", "fact.NOR1")),
    ("texts.en.yaml", '"fact.NOR1"', '"fact.NOR0"', ("texts.en.yaml", "no_text_in", "fact.NOR0")),
    ("texts.en.yaml", '"fact.NOR1"', '"fact.NOR2"', ("texts.en.yaml", "twice", "fact.NOR2")),
    ("texts.fr.yaml", '"piece":', '"workshop.order.title": "Ordre {number}"\n"piece":',
     ("texts.fr.yaml", "value_missing", "workshop.order.title")),
    ("texts.fr.yaml", '"piece":', '"workshop.order.title": "Ordre {number}, {indx}, {index}"\n"piece":',
     ("texts.fr.yaml", "value_unknown", "workshop.order.title")),
    ("texts.en.yaml", "Panel 4A-128", "Panel {number}", ("texts.en.yaml", "value_unknown", "piece")),
    ("texts.en.yaml", "Panel 4A-128", "Panel {0.__class__}", ("texts.en.yaml", "braces", "piece")),
    ("texts.en.yaml", "Panel 4A-128", "Panel {", ("texts.en.yaml", "braces", "piece")),
    ("texts.en.yaml", '"Panel 4A-128"', "[Panel]", ("texts.en.yaml", "no_words", "piece")),
    ("texts.en.yaml", '"Panel 4A-128"', '"  "', ("texts.en.yaml", "no_words", "piece")),
    ("texts.fr-facile.yaml", '"message.A"', '"message.Z"',
     ("texts.fr-facile.yaml", "no_text_in", "message.Z")),
    ("texts.fr.yaml", "Panneau 4A-128", "Panneau \u202e4A", ("texts.fr.yaml", "unseen", "")),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "told"), WRONG)
def test_a_text_that_lacks_or_says_too_much_is_told(
    folder: Path, file: str, old: str, new: str, told: tuple[str, str, str]
) -> None:
    """Which text misses in which language, and each {value} that is missing or that nobody gives."""
    found = changed(folder, file, old, new)
    assert (f"panneau_fuselage/{told[0]}", *told[1:]) in found, found


def test_a_workshop_without_its_texts_is_told_each_of_them(folder: Path) -> None:
    """Without the English file every needed text is listed with where it is used."""
    (folder / "texts.en.yaml").unlink()
    (folder / "texts.fr.yaml").unlink()
    (folder / "texts.fr-facile.yaml").unlink()
    lacking = {str(p.values["text"]) for p in problems(folder) if p.code == "no_text"}
    assert {"fact.NOR1", "debrief.why.NOR1", "place.drawer", "part.E12"} <= lacking
    assert {"message.B", "order.first", "message.jeanne_after", "briefing.says"} <= lacking


def of(place: Path, there: KnownNames) -> list[Problem]:
    return load_all([place / "scenario.yaml"], MODELS, EvidenceRule, there)[1]


@pytest.mark.parametrize("language", WHOLE)
@pytest.mark.parametrize("gone", ["", "texts.en.yaml", "texts.fr.yaml", "texts.fr-facile.yaml"])
def test_who_plays_is_told_the_same_with_one_language_of_the_house(folder: Path, language: str, gone: str) -> None:
    """What lacks of a workshop's texts sets it aside, whichever language of the house was read."""
    if gone:
        (folder / gone).unlink()
    every = replace(known(), trades=None)
    assert of(folder, known(to_play=language)) == of(folder, every)


def test_who_plays_has_one_language_of_the_house_read() -> None:
    """From a start in French the English texts of the house wait until somebody asks for English."""
    run = subprocess.run([sys.executable, "-c", FRENCH_START], capture_output=True, text=True, check=True)
    assert run.stdout.split()[-1] == "['fr']"


def test_the_name_of_another_language_reads_no_more_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first screen says « English »: for that word the whole English catalogue was read at each start."""
    look = StaticLook(Comfort())
    own_name.cache_clear()
    read: list[str] = []
    texts = ReadWhenSaid(areas(), lambda language: read.append(language) or of_the_house(language))
    monkeypatch.setattr(Catalogue, "load", lambda: Catalogue(texts))
    assert hangar._other_language(look) == "English"
    assert read == []


FRENCH_START = """
from assets import texts
read = []
house = texts.of_the_house
texts.of_the_house = lambda language: read.append(language) or house(language)
from cli.opened import ToPlay, read_workshops
from assets.voice import Voice
from scenarios.load import workshop_files
found = read_workshops(None, Voice(texts.Catalogue.load(), "fr"))
assert isinstance(found, ToPlay) and len(found.sound) == len(workshop_files()) and not found.problems
print(sorted(set(read)))
"""


def test_the_texts_of_the_house_are_whole() -> None:
    """Every text in French and English with the same {values}; easy French only rewords."""
    assert text_problems() == []


@pytest.mark.parametrize(
    ("text", "names"),
    [("a {b} {c}", {"b", "c"}), ("{b:<28}", {"b"}), ("{{a}}", set()), ("{b!r}", None), ("{b.c}", None),
     ("{b[0]}", None), ("{}", None), ("{0}", None), ("{", None), ("}", None), ("{b:{c}}", None),
     ("{b:>9999999999}", None)],
)  # fmt: skip
def test_braces_hold_names_of_values_only(text: str, names: set[str] | None) -> None:
    """No index, no attribute, no conversion: what a text says can only be a value that is given."""
    assert values_in(text) == (None if names is None else frozenset(names))


TWICE = [
    ("departments.yaml", '"Manosque"', '"Manosque", "Moulins"', "Moulins"),
    ("departments.yaml", '{code: "02"', '{code: "01"', "01"),
    ("offer_columns.yaml", "fields:", 'fields:\n  other: ["ref offre"]', "ref offre"),
]


@pytest.mark.parametrize(("file", "old", "new", "name"), TWICE)
def test_a_name_given_twice_in_a_list_is_a_sentence_with_its_file(
    tmp_path: Path, file: str, old: str, new: str, name: str
) -> None:
    """A town, a department or a heading twice: one problem that names it, never a sentence of the library."""
    text = content(file).read_text("utf-8")
    assert old in text
    path = tmp_path / file
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = problems_of_file(path)
    assert found is not None
    assert [(p.file, p.code, p.values["name"]) for p in found] == [(file, "twice", name)]


@pytest.mark.parametrize(
    ("old", "new"), [("- field: siret", "- field: sirot"), ("none_of: [elsewhere]", "none_of: [elsewere]")]
)
def test_a_rule_of_headings_names_what_is_there(tmp_path: Path, old: str, new: str) -> None:
    """A rule for a field that no offer has, or without a group of words that the file does not hold, is told."""
    text = content("offer_columns.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / "offer_columns.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = problems_of_file(path)
    assert found is not None
    assert [(p.file, p.code) for p in found] == [("offer_columns.yaml", "unknown_name")]


@pytest.mark.parametrize("language", ["fr", "fr-facile", "en"])
def test_no_fixed_date_of_a_workshop_is_called_today(language: str) -> None:
    """Nobody plays on the day that a workshop is set in: its order gives the day of the exercise by that name."""
    files = sorted(Path(str(FOLDER)).parent.glob(f"*/texts.{language}.yaml"))
    assert len(files) >= 4
    today = re.compile(r"(aujourd.hui|today)[^.|]{0,16}\d\d\.|compare[^.]*(today|celle du jour)", re.IGNORECASE)
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert today.search(text) is None, file
        order = yaml.safe_load(text)["order.first"]
        assert ("Day of the exercise" if language == "en" else "Jour de l'exercice") in order, file
