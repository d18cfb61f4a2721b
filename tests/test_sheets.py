"""What is drawn on the sheet: the section of what is clamped, the record of what was measured; each within its room."""

from itertools import combinations

import pytest
from teaching_kit import RIVETED, riveted
from test_workshops import fresh, workshops

from game.mechanics.assemble import view_cut
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.inspect import view_blade, view_rule, view_sheet
from game.mechanics.inspect.params import InspectParams
from game.mechanics.inspect.seen import InspectSeen, MarkSeen
from game.screen.nodes import Box, Circle, Line, Poly, Text
from game.screen.scene import Comfort
from game.window.look import StaticLook
from game.workshop.view_doc import DOC
from game.workshop.words import WorkshopWords

TOP = 300.0


@pytest.mark.parametrize("name", RIVETED)
@pytest.mark.parametrize("revised", [False, True])
def test_the_section_shows_each_thickness_that_documents_say(name: str, revised: bool) -> None:
    """Each hole of the zone in hand is named once, each thickness is written once; of a zone to measure, none is."""
    scenario, params = riveted(name)
    task = fresh(scenario)
    state = task.state  # type: ignore[attr-defined]
    look = WorkshopWords(StaticLook(Comfort()), scenario.head)
    for step in [p for p in params.phases if p.kind == "work"]:
        state.step, state.phase, state.index = step, step.id, params.issues[revised]
        seen = task.see()
        assert isinstance(seen, AssembleSeen)
        texts = [s for s in view_cut.cut(look, seen, params, TOP) if isinstance(s, Text)]
        named = {hole for text in texts for hole in text.text.split() if hole in params.holes()}
        zones = [zone for zone in params.zones.values() if named == set(zone.holes)]
        assert len(zones) == 1
        assert not zones[0].measured
        told = {h.e_b_um if seen.revised and h.e_b_um else h.e_um for h in zones[0].holes.values()}
        assert sum(text.text.endswith(" mm") for text in texts) == len(told)
        if not params.zones[step.zone].measured:
            assert zones == [params.zones[step.zone]]


@pytest.mark.parametrize("name", RIVETED)
def test_the_section_stays_in_its_room(name: str) -> None:
    """Figures, plates and names stand on the sheet, above the words, and no figure runs into the next."""
    scenario, params = riveted(name)
    task = fresh(scenario)
    state, base = task.state, StaticLook(Comfort())  # type: ignore[attr-defined]
    look = WorkshopWords(base, scenario.head)
    for step in [p for p in params.phases if p.kind == "work"]:
        state.step, state.phase = step, step.id
        seen = task.see()
        assert isinstance(seen, AssembleSeen)
        shapes = view_cut.cut(look, seen, params, TOP)
        boxes = [s.rect for s in shapes if isinstance(s, Box)]
        assert min(r.x for r in boxes) > DOC.x
        assert max(r.x + r.w for r in boxes) < DOC.x + DOC.w
        texts = [(s, base.width(s.text, s.size, True) / 2) for s in shapes if isinstance(s, Text)]
        lines = [(round(s.y), s.x - half, s.x + half) for s, half in texts]
        assert all(TOP <= y <= TOP + view_cut.HIGH for y, _, _ in lines)
        assert all(a[2] < b[1] or b[2] < a[1] for a, b in combinations(lines, 2) if abs(a[0] - b[0]) < 18)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("readings", [(9000,) * 9, (18000, 200), (4600, 5400, 7000, 7600)])
def test_no_disc_of_the_record_lies_on_another(scale: float, readings: tuple[int, ...]) -> None:
    """All blades measured, one far longer than the others, two neighbours: each disc and number is seen whole."""
    scenario = workshops()["aubes_soufflante"]
    params = scenario.params
    assert isinstance(params, InspectParams)
    task = fresh(scenario)
    state = task.state  # type: ignore[attr-defined]
    for zone in params.concluding():
        state.measured |= dict(zip(params.rotors[zone].blades, readings, strict=False))
    seen = task.see()
    assert isinstance(seen, InspectSeen)
    shapes = view_sheet.chart(seen, params, TOP, scale)
    discs = [s for s in shapes if isinstance(s, Circle) and s.fill == "signal"]
    assert len(discs) == 2 * len(readings)
    assert all((a.x - b.x) ** 2 + (a.y - b.y) ** 2 >= (a.r + b.r) ** 2 for a, b in combinations(discs, 2))
    for text in [s for s in shapes if isinstance(s, Text)]:
        y = text.y + text.size * 0.62
        assert all((text.x - d.x) ** 2 + (y - d.y) ** 2 > (d.r + text.size * 0.4) ** 2 for d in discs)
        assert TOP - 6 <= text.y <= TOP + view_sheet.chart_high(scale)
    assert [s for s in shapes if isinstance(s, Line)]


@pytest.mark.parametrize("light", [40, 70, 100])
@pytest.mark.parametrize("size_um", [4000, 7600, 8300])
def test_a_scratch_can_be_measured_from_end_to_end(size_um: int, light: int) -> None:
    """A pale groove and a dark lip go just as far as the scratch is long: its ends show on bright metal and on dark."""
    mark = MarkSeen(0, "scratch", 0, 0, size_um, 0, light, 0, True)
    k = view_rule.MM
    whole = {"white": 0, "ink": 0}
    for stroke in view_blade.scratch(mark, k, (0.0, 0.0)):
        assert isinstance(stroke, Poly)
        ends = [x for x, _ in stroke.points]
        reaches = max(abs(-size_um / 2000 * k - min(ends)), abs(size_um / 2000 * k - max(ends)))
        if reaches < 0.1 and stroke.alpha >= 110:
            whole[stroke.fill] += 1
    assert whole == {"white": 1, "ink": 1}
