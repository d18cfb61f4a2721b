"""No author's word stands in the code: a workshop whose every name and number is another one is the same workshop."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import FOLDER, panneau

from game.journey.measured import observed, profile_of, score
from game.journey.result import facts
from game.library import MODELS, catalogue_of, known
from game.mechanics import MECHANICS
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.window import StaticLook
from lab.robots import act_once
from scenarios.load import load_all
from scenarios.model import Scenario
from scoring.rules import EvidenceRule

SHIFT = 3
"""Bins 1, 2, 3 become 4, 5, 6."""
Data = dict[str, Any]


def new(name: str) -> str:
    """Another name that sorts as the old one does."""
    return f"q{name}"


def each(names: Any) -> list[str]:
    return [new(str(name)) for name in names]


def renamed(old: Data) -> Data:
    """The params with every name an author chose, and every bin's number, changed."""
    p = {**old, "order_number": "77-Z", "issues": each(old["issues"]), "calibres": each(old["calibres"])}
    p["phases"] = [{**x, "id": new(x["id"]), **({"zone": new(x["zone"])} if "zone" in x else {})} for x in p["phases"]]
    p["bins"] = [{**b, "number": b["number"] + SHIFT, "lot": new(b["lot"])} for b in p["bins"]]
    p["mixed"] = {**p["mixed"], "bin": p["mixed"]["bin"] + SHIFT}
    p["other_lots"] = each(p["other_lots"])
    p["zones"] = {
        new(name): zone
        | {key: each(zone[key]) for key in ("order", "order_b") if key in zone}
        | {"holes": {new(hole): spec for hole, spec in zone["holes"].items()}}
        for name, zone in p["zones"].items()
    }
    p["parts"] = [{**x, "id": new(x["id"]), "zone": new(x["zone"])} for x in p["parts"]]
    for key in ("tools", "squeezers", "fod"):
        p[key] = [{**x, "id": new(x["id"])} for x in p[key]]
    p["needs"] = {need: new(tool) for need, tool in p["needs"].items()}
    p["folders"], p["places"] = each(p["folders"]), each(p["places"])
    p["points"] = {new(name): new(hole) for name, hole in p["points"].items()}
    p["sheet"] = [renamed_field(field) for field in p["sheet"]]
    for key in ("folder_right", "missing_tool", "missing_from", "missing_place", "expired_tool"):
        p[key] = new(p[key])
    p["day"] = [renamed_event(event) for event in p["day"]]
    p["practice"] = [{**x, **{key: new(x[key]) for key in ("id", "spot", "tool") if key in x}} for x in p["practice"]]
    return p


def renamed_field(field: Data) -> Data:
    """A field of the sheet; the answers of one that counts are numbers, and stay."""
    named = {**field, "id": new(field["id"])}
    if not field.get("counts"):
        named |= {"options": each(field["options"]), "answer": new(field["answer"])}
    return named


def renamed_event(event: Data) -> Data:
    words = {key: new(event[key]) for key in ("id", "phase", "tool", "about", "ends_with", "says") if key in event}
    return {**event, **words, **{key: each(event[key]) for key in ("redo", "replies") if key in event}}


NAMING = (
    "zone",
    "tool",
    "hole",
    "part",
    "calibre",
    "until",
    "since",
    "change",
    "folder",
    "reviewed",
    "begins",
    "stage",
    "about",
)
LISTING = ("except", "order", "holes", "also")


def renamed_rule(rule: Data) -> Data:
    """A rule with the names in its settings changed."""
    using = dict(rule.get("using", {}))
    using |= {key: new(using[key]) for key in NAMING if key in using}
    using |= {key: each(using[key]) for key in LISTING if key in using}
    if "answers" in using:
        using["answers"] = {new(field): new(value) for field, value in using["answers"].items()}
    if "after" in using:
        using["after"] = {new(field): new(change) for field, change in using["after"].items()}
    if "bin" in using:
        using["bin"] += SHIFT
    return {**rule, "using": using} if using else rule


OWN = ("message.", "folder.", "place.", "sheet.", "part.", "reply.", "tool.", "thing.")


def renamed_key(key: str) -> str:
    """The key of a text of the scenario's own things; « found » is the kit's word."""
    head = next((start for start in OWN if key.startswith(start)), "")
    if not head or key == "message.found":
        return key
    event, _, reply = key.removeprefix(head).rpartition("_")
    asked = key.startswith("message.jeanne_")
    return f"{head}{new(event)}_{new(reply)}" if asked else head + new(key.removeprefix(head))


@cache
def another(folder: Path) -> Scenario:
    """The first workshop under other names, written as an author would and loaded with every check."""
    folder.mkdir()
    whole = yaml.safe_load((FOLDER / "scenario.yaml").read_text("utf-8"))
    whole |= {"id": folder.name, "params": renamed(whole["params"])}
    rules = yaml.safe_load((FOLDER / "evidence.yaml").read_text("utf-8"))
    rules["evidence"] = [renamed_rule(rule) for rule in rules["evidence"]]
    (folder / "scenario.yaml").write_text(yaml.safe_dump(whole, sort_keys=False), "utf-8")
    (folder / "evidence.yaml").write_text(yaml.safe_dump(rules, sort_keys=False), "utf-8")
    for language in ("fr", "en", "fr-facile"):
        name = f"texts.{language}.yaml"
        texts = yaml.safe_load((FOLDER / name).read_text("utf-8"))
        told = {renamed_key(key): text for key, text in texts.items()}
        (folder / name).write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    sound, problems = load_all([folder / "scenario.yaml"], MODELS, EvidenceRule, known())
    assert problems == []
    return sound[0]


def played(scenario: Scenario, robot: str) -> Iterator[Session]:
    """A robot's exercise, seen each time it looks."""
    mechanic = MECHANICS[scenario.head.mechanic]
    bot = mechanic.cast.make(robot, scenario.params, 9)
    session = Session(mechanic.make(scenario.params, Run(9)))
    while not session.task.done:
        session.advance(act_once(bot, session))
        yield session


def structure(scenario: Scenario) -> list[object]:
    """What stands on the screens of the expert's run, and where, names apart."""
    catalogue_of(scenario)
    look, found = StaticLook(Comfort()), []
    scene = None
    for n, session in enumerate(played(scenario, "expert")):
        scene = scene or MECHANICS[scenario.head.mechanic].scene(session, scenario, name="exercise")
        if n % 40 == 0:
            screen = scene.screen(look)
            nodes = [
                (node.id.partition(":")[0], node.role, node.actions, node.state, node.rect) for node in screen.nodes
            ]
            found.append((session.task.tick, screen.id, screen.focus_first.partition(":")[0], nodes))
    return found


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return another(tmp_path_factory.mktemp("named") / "autre_panneau")


def last(scenario: Scenario, robot: str) -> Session:
    """A robot's whole exercise."""
    return [*played(scenario, robot)][-1]


@pytest.mark.parametrize("robot", ["expert", "hurried", "tag_all"])
def test_another_name_for_everything_is_the_same_workshop(other: Scenario, robot: str) -> None:
    """Parts, bins, holes, zones, tools, lots, folders, places, points renamed: same facts, same profile, same words.

    Robots of known skill draw their luck by the names of things, so they are left out.
    """
    first, second = last(panneau(), robot), last(other, robot)
    assert [e.kind for e in first.events] == [e.kind for e in second.events]
    seen = [observed(scenario, run, "mouse") for scenario, run in ((panneau(), first), (other, second))]
    assert [(o.rule, o.category, o.raw) for o in seen[0]] == [(o.rule, o.category, o.raw) for o in seen[1]]
    both = zip((panneau(), other), (first, second), seen, strict=True)
    profiles = [score(profile_of([one])) for one in both]
    assert profiles[0] == profiles[1]
    for comfort in (Comfort(), Comfort(language="en"), Comfort(easy=True)):
        assert facts(panneau(), seen[0], comfort) == facts(other, seen[1], comfort)


def test_another_name_for_everything_gives_the_same_screens(other: Scenario) -> None:
    """The same things stand at the same places, whatever the author called them."""
    assert structure(panneau()) == structure(other)


def test_every_name_was_changed(other: Scenario) -> None:
    """The renaming leaves no name as it was, or this proof would prove less than it says."""
    old, now = (dict(s.params.vocabulary()) for s in (panneau(), other))
    for kind in ("hole", "zone", "part", "phase", "change", "field", "riveting_tool", "mixed_bin", "gauge"):
        assert not {*old[kind]} & {*now[kind]}, kind
