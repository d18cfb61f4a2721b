"""A second workshop of the same mechanic, written in YAML alone: its own piece, day and words, and no line of code."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from test_workshops import workshops

from cli.main import main
from game.journey.journey import Journey
from game.mechanics.assemble.params import Params, Zone, reading_orders
from game.screen.nodes import Screen
from game.screen.steps import Step
from game.window.look import StaticLook
from game.workshop.scene import BEGUN_TICKS
from lab.pictures import lay_tools
from lab.trials import orders, play_all
from scenarios.load import workshop_files
from scoring.bars import Trials, bars
from scoring.families import steps

FIRST, SECOND = "panneau_fuselage", "panneau_porte"
ROOT = Path(__file__).parent.parent
LEAST_LETTERS = 3
"""Shorter names may stand in code by chance."""


def params(name: str) -> Params:
    """What the author wrote under `params:`."""
    found = workshops()[name].params
    assert isinstance(found, Params)
    return found


def chosen(p: Params) -> Mapping[str, set[str]]:
    """Every name and number that is the author's to choose, by kind."""
    return {
        "order": {p.order_number}, "issues": set(p.issues), "zones": set(p.zones), "holes": set(p.holes()),
        "phases": {x.id for x in p.phases}, "parts": {x.id for x in p.parts}, "bins": {b.lot for b in p.bins},
        "stems": {str(b.stem_mm) for b in p.bins}, "lots": set(p.other_lots), "folders": set(p.folders),
        "squeezers": {x.id for x in p.squeezers}, "calibres": set(p.calibres), "lying": {x.id for x in p.fod},
        "points": set(p.points), "places": set(p.places), "day": {x.id for x in p.day},
        "missing": {p.missing_tool}, "expired": {p.expired_tool}, "mixed": {str(p.mixed.bin)} if p.mixed else set(),
        "odd": {name for name, hole in p.holes().items() if hole.oval},
    }  # fmt: skip


def test_it_is_another_workshop() -> None:
    """Nothing of what an author chooses is the same as in the first one, the mentor neither."""
    first, second = chosen(params(FIRST)), chosen(params(SECOND))
    assert {kind for kind in first if first[kind] & second[kind]} == set()
    holes = [{(hole.x_mm, hole.y_mm) for hole in params(name).holes().values()} for name in (FIRST, SECOND)]
    assert holes[0] & holes[1] == set()
    zones = [list(params(name).zones.values()) for name in (FIRST, SECOND)]
    ways = [[tuple(z.holes).index(hole) for z in there for hole in z.order_b or z.order] for there in zones]
    assert ways[0] != ways[1]
    assert workshops()[FIRST].head.mentor != workshops()[SECOND].head.mentor
    assert params(FIRST).piece.art != params(SECOND).piece.art


def test_no_python_file_names_it() -> None:
    """Neither its id nor any name of its things stands in the code of the game, of scoring or of any room."""
    p = params(SECOND)
    names = {SECOND, workshops()[SECOND].head.mentor, p.piece.art, *(x for kind in chosen(p).values() for x in kind)}
    # A tool is named as the kit draws it.
    names = {name for name in names if len(name) >= LEAST_LETTERS} - {t.draw for t in p.tools}
    rooms = [ROOT / room for room in ("assets", "cli", "desk", "export", "game", "lab", "scenarios", "scoring")]
    any_of = "|".join(re.escape(name) for name in sorted(names))
    named = re.compile(rf"['\"](?:{any_of})['\"]|\b{SECOND}\b")
    files = [path for room in rooms for path in room.rglob("*.py")]
    assert [(path.name, hit[0]) for path in files for hit in named.finditer(path.read_text("utf-8"))] == []


def test_check_is_quiet_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    """No problem and no warning."""
    place = next(path for path in workshop_files() if path.parent.name == SECOND)
    assert main(["check", str(place.parent), "--lang", "en"]) == 0
    assert capsys.readouterr().out == "1 scenario checked: no problem.\n"


def rules() -> Mapping[str, Any]:
    return {rule.id: rule for rule in workshops()[SECOND].evidence}


def blind_orders(zone: Zone, names: Sequence[str]) -> Iterator[list[str]]:
    """Orders that no document gave: rows, columns, names, mirrored, and the nearest one next."""
    yield from reading_orders(zone, list(names))
    yield from (sorted(names), sorted(names, reverse=True))
    at = {name: (zone.holes[name].x_mm, zone.holes[name].y_mm) for name in names}
    for start in names:
        path, left = [start], set(names) - {start}
        while left:
            x, y = at[path[-1]]
            path.append(min(left, key=lambda n: ((at[n][0] - x) ** 2 + (at[n][1] - y) ** 2, n)))
            left.remove(path[-1])
        yield path


@pytest.mark.parametrize("rule", ["NOR3", "ESP2", "ADA3"])
def test_no_blind_order_reaches_the_second_cut(rule: str) -> None:
    """Reading by rows, by columns, mirrored or from near to near earns one category at the most."""
    one = rules()[rule]
    using = one.settings
    zone = params(SECOND).zones[using.zone]
    most = max(steps(order, using.order) for order in blind_orders(zone, using.order))
    assert most < one.cuts[1]


def test_the_mirror_that_is_not_seen_shows() -> None:
    """Who reads the plan without turning it left to right goes wrong at most steps."""
    one = rules()["ESP2"]
    zone = params(SECOND).zones[one.settings.zone]
    rows: dict[int, list[str]] = {}
    for name in sorted(one.settings.order, key=lambda n: zone.holes[n].x_mm):
        rows.setdefault(zone.holes[name].y_mm, []).append(name)
    swapped = {a: b for row in rows.values() for a, b in zip(row, reversed(row), strict=True)}
    assert steps([swapped[n] for n in one.settings.order], one.settings.order) < one.cuts[0]


@pytest.mark.parametrize("rule", ["NOR2", "NOR4", "ADA2"])
def test_no_bin_is_right_everywhere(rule: str) -> None:
    """The same bin for every hole of a zone earns one category at the most."""
    one, p = rules()[rule], params(SECOND)
    holes = p.zones[one.settings.zone].holes
    counted = [hole for name, hole in holes.items() if one.settings.counts(name)]
    right = [p.stem_for(h.e_b_um if one.settings.change else h.e_um) for h in counted]
    assert max(right.count(b.stem_mm) for b in p.bins) < one.cuts[1]


def test_it_clears_its_bars() -> None:
    """One run of each robot and three rungs: no bar that can be judged falls (`envol robots` plays the full trial)."""
    scenario = workshops()[SECOND]
    wanted = [one for one in orders(scenario, 1, 5, ladder=(-2.0, 0.0, 2.0)) if one.role != "pilot"]
    found = bars(Trials(tuple(play_all(scenario, wanted)), params(SECOND).ceilings_s))
    assert [bar for bar in found if bar.kept is False] == []


class Hand:
    """Presses on nodes of the tree, and nothing else."""

    def __init__(self, app: Journey) -> None:
        self.app = app
        self.look = StaticLook(app.comfort)

    @property
    def screen(self) -> Screen:
        return self.app.screen(self.look)

    def press(self, *nodes: str, then: int = 30) -> None:
        for node in nodes:
            there = [n.id for n in self.screen.nodes]
            assert node in there, (self.screen.id, node, there)
            self.app.act(node, "press")
            self.app.advance(then)

    def rivet(self, bin: int, hole: str, turns: int = 0) -> None:
        """A rivet out of a bin into a hole, its head formed notch after notch."""
        self.press(f"bin:{bin}", f"hole:{hole}")
        self.press(*["jaw"] * turns)
        for _ in range(34):
            self.app.act("more", "press")
            self.app.advance(4)
        self.app.advance(200)
        for _ in range(2):
            self.app.act("release", "press")
            self.app.advance(14)


def test_it_is_played_through_by_presses() -> None:
    """From the welcome over its card to the pass: practice, tools, its part, some rivets, each step, the debrief."""
    others = [one for one in workshops().values() if one.head.id != FIRST]
    app = Journey(workshops()[FIRST], "fr", 5, more=others)
    hand = Hand(app)
    hand.press("enter")
    lay_tools(app, lambda: None)
    while f"open:{SECOND}" not in {n.id for n in hand.screen.nodes}:
        hand.press("more")
    hand.press(f"open:{SECOND}", "go", "choice:look")
    assert hand.screen.id == "lesson"
    for node in ("end", "leave:"):
        app.act(node, "press")
        app.advance(5)
    hand.press("go")
    p = params(SECOND)
    for tool in p.tools:
        if tool.listed or tool.kind == "ppe":
            hand.press(f"tool:{tool.id}")
    hand.press("end")
    assert app.step is Step.PRACTICE, "the chapter before the first step of work"
    for node in ("end", "leave:"):
        app.act(node, "press")
        app.advance(5)
    part = p.parts[0].id
    hand.press(f"flip:{part}", f"turn:{part}", f"turn:{part}", f"fit:{part}")
    hand.rivet(p.bin_for(1700).number, "M1")
    hand.rivet(p.bin_for(1700).number, "M4")
    assert app.at_work is not None
    set_there = [e.data["hole"] for e in app.at_work.session.events if e.kind == "place"]
    for _ in range(17):
        for node in ("end", "leave:"):
            app.act(node, "press")
            app.advance(2)
        app.advance(BEGUN_TICKS)
    assert set_there == ["M1", "M4"]
    way = (("go", "debrief"), ("end", "hangar"), ("skip", "wishes"), ("go", "takeoff"), ("end", "boarding"))
    for node, expected in way:
        assert hand.screen.id == expected
        app.act(node, "press")
    assert hand.screen.id == "goodbye.discovery"
