"""What fresh eyes stumbled on: names where things are, true pictures, an echo for every act, a way back."""

import itertools

import pytest
from conftest import panneau, task, workshop
from test_guards import at_work, press
from test_workshops import EVERY, workshops

from game.library import catalogue_of
from game.mechanics.assemble import view_names, view_panel, view_rivet
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.seen import RivetSeen
from game.screen.nodes import Rect, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.window.window import StaticLook
from game.workshop.words import WorkshopWords

RIVETED = [name for name in EVERY if workshops()[name].head.mechanic == "assemble@1"]


def apart(a: Rect, b: Rect) -> bool:
    return a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", RIVETED)
def test_every_hole_bears_its_name(name: str, scale: float) -> None:
    """Each name stands once on the panel, as large as the person asked, on no hole and on no other name."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    params = scenario.params
    assert isinstance(params, Params)
    look = WorkshopWords(StaticLook(Comfort(text_scale=scale)), scenario.head)
    drawn = [s for s in view_names.names(look, params) if isinstance(s, Text)]
    assert [s.text for s in drawn] == list(params.holes())
    assert {s.size for s in drawn} == {view_names.SIZE * scale}
    wide = [look.width(s.text, view_names.SIZE, True) for s in drawn]
    letters = [
        Rect(s.x - w / 2, s.y + s.size * 0.24, w, s.size * 0.74) for s, w in zip(drawn, wide, strict=True)
    ]
    assert all(apart(a, b) for a, b in itertools.combinations(letters, 2))
    holes = [Rect(x - 15, y - 15, 30, 30) for x, y in (view_panel.at(h.x_mm, h.y_mm) for h in params.holes().values())]
    assert all(apart(a, b) for a in letters for b in holes)


def test_a_part_is_posed_where_it_goes_in_sight() -> None:
    """While a part is turned, its place on the panel is ringed, and no card lies over it."""
    scene, look = posing()
    screen = scene.screen(look)
    card = next(n for n in screen.nodes if n.id == "part").rect
    part = workshop().parts[0]
    x, y = view_panel.at(part.x_mm, part.y_mm)
    r = part.size_mm * view_panel.SCALE * 0.72
    assert apart(card, Rect(x - r, y - r, 2 * r, 2 * r))
    assert any(getattr(s, "stroke", "") == "amber" and getattr(s, "x", 0) == x for s in screen.decor)


def posing() -> tuple[AssembleScene, StaticLook]:
    """The exercise where the first part waits to be posed."""
    catalogue_of(panneau())
    scene = AssembleScene(Session(task()), workshop(), panneau().head, name="exercise")
    scene.advance(1)
    scene.do("end")
    scene.advance(2)
    return scene, StaticLook(Comfort())


def test_the_red_box_shows_each_rivet_as_it_is() -> None:
    """A straight one lies straight and a bent one bent: three kinds that look different."""
    kinds = [RivetSeen(1, "grey", 6, "K7", bend, nick) for bend, nick in ((0, False), (6000, False), (0, True))]
    assert len({tuple(view_rivet.thrown(kind, 0, 0)) for kind in kinds}) == 3
    scene, _ = at_work()
    press(scene, "bin:1", "reject")
    picked = next(e.data for e in scene.session.events if e.kind == "pick")
    assert [(r.bend_mdeg, r.nick, r.lot) for r in scene.seen.red] == [(picked["bend_mdeg"], picked["nick"], picked["lot"])]
