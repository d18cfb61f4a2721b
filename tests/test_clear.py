"""What is clear at the bench without a word of the adviser: how far one is, what is asked now, how a gesture goes."""

import itertools
import re
from dataclasses import replace

import pytest
from conftest import panneau, workshop
from teaching_kit import RIVETED, riveted
from test_clarity import apart, said
from test_guards import at_work, rest
from test_guards import press as push
from test_practice import opened
from test_practice import press as practise
from test_resuming import LEARNS, practises, taken_up
from test_visit import begun
from test_workshops import workshops
from way_kit import press

from game.journey.journey import Journey
from game.library import catalogue_of
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.state import next_rivet
from game.mechanics.assemble.task import AssembleTask
from game.screen import navigate
from game.screen.nodes import Box, Line, Picture, Poly, Text
from game.screen.scene import Comfort, Look
from game.screen.steps import Step
from game.simulation.session import Session
from game.simulation.task import Run
from game.station.home import Home
from game.window.look import StaticLook
from game.workshop.scene import IDLE_TICKS
from game.workshop.words import WorkshopWords


def bar_of(app: Journey) -> tuple[int, int, int]:
    """What the bar draws of the practice: how many parts it has, how many are green, how many have a dash."""
    screen = app.screen(StaticLook(app.comfort))
    ends = min(s.x for s in screen.decor if isinstance(s, Text) and re.match(r"Exercice|\d sur \d ·", s.text))
    parts = [s for s in screen.decor if isinstance(s, Box) and s.rect.y == 30 and s.rect.x + s.rect.w < ends]
    dashes = sum(isinstance(s, Line) and s.colour == "mist" and s.points[0][1] == 38 for s in screen.decor)
    return sum(s.fill == "slate" for s in parts), sum(s.fill == "primer" for s in parts), dashes


def test_what_practice_skipped_is_shown_as_skipped() -> None:
    """In the exercise the bar is green where practice was, and has a dash for the rest: neither done nor to come."""
    app = begun(None, panneau())
    app.go(Step.PRACTICE)
    practises(app, *LEARNS)
    app.answer(Step.PRACTICE, "done")
    press(app, "go")
    every, first = len(workshop().every_lesson()), len(workshop().chapter().lessons())
    assert bar_of(app) == (every, 1, first), "the first lesson is begun, and not learnt whole; others are to come"


def test_a_practice_done_whole_has_no_dash(home: Home) -> None:
    """Every lesson is green; who comes back by the code in the exercise sees the same."""
    app = begun(home, panneau())
    app.go(Step.PRACTICE)
    assert app.person is not None
    whole = replace(app.visit.practised["panneau_fuselage"], learnt=tuple(g.id for g in workshop().practice))
    app.visit.practised["panneau_fuselage"] = whole
    app.answer(Step.PRACTICE, "done")
    press(app, "go")
    app.advance(60)
    app.person.close()
    lessons = len(workshop().every_lesson())
    for one in (app, taken_up(home, app.person.code, panneau())):
        assert one.step is Step.EXERCISE
        assert bar_of(one) == (lessons, lessons, 0)


def test_that_a_head_is_to_be_formed_is_not_said_once_it_moves() -> None:
    """« Sa tête reste à former » stands until the metal moves; what ends the rivet is neutral, whatever the head."""
    scene, look = at_work()
    push(scene, "bin:1")
    scene.advance(30)
    push(scene, "hole:A1")
    assert "reste à former" in said(scene, look)
    scene.do("lever", x=1000)
    for _ in range(100):
        scene.advance(1)
        moved = scene.seen.lever.h_um != scene.seen.lever.start_um
        assert ("reste à former" in said(scene, look)) is not moved
        if moved:
            break
    assert moved
    scene.do("lever", x=0)
    scene.advance(30)
    rest(scene)
    leave = next(n.name for n in scene.screen(look).nodes if n.id == "release")
    assert leave == "J'ai fini ce rivet"


def test_what_is_taken_away_is_said_to_stay_away() -> None:
    """A lamp of the post or a shaving: the same words, which say that neither comes back."""
    scene, look = at_work()
    own = next(f.id for f in scene.params.fod if not f.foreign)
    push(scene, f"fod:{own}")
    assert said(scene, look).endswith("Cela reste dans la boîte.")
    assert f"fod:{own}" not in {n.id for n in scene.screen(look).nodes}


def test_the_head_of_the_gauges_lesson_is_an_example() -> None:
    """It stands where the person has just set their own: it is said to be another one, and where it is."""
    for comfort in ({}, {"easy": True}, {"language": "en"}):
        scene, look = opened(**comfort)
        says = practise(scene, look, "lesson:gauge", "try:gauge")
        words = next(n.spoken for n in says.nodes if n.id == "mentor")
        assert "A1" in words
        assert "exempl" in words or "example" in words


@pytest.mark.parametrize("name", RIVETED)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_ruler_of_practice_says_which_stem_goes_with_it(name: str, scale: float) -> None:
    """Under the ruler and on the page, from the scenario's limits and bins; whole on its card, which hides nothing."""
    scenario, params = riveted(name)
    gesture = next(g for g in params.practice if g.does == "take")
    made = AssembleTask(params, Run(5, clock=False, phase="practice"))
    scene = AssembleScene(Session(made), params, scenario.head, name="practice")
    look = StaticLook(Comfort(text_scale=scale))
    scene.advance(1)
    limits = [str(limit / 1000).replace(".", ",") for limit in params.stem_limits_um]
    said = [f"jusqu'à {limit} mm : tige {bin.stem_mm}" for limit, bin in zip(limits, params.bins, strict=False)]
    said.append(f"plus de {limits[1]} mm : tige {params.bins[2].stem_mm}")
    page = practise(scene, look, f"lesson:{gesture.id}")
    assert set(said) <= {s.text for s in page.decor if isinstance(s, Text)}
    practise(scene, look, f"try:{gesture.id}")
    scene.advance(30)
    bench = scene.screen(look)
    card = next(n for n in bench.nodes if n.id == "gauge")
    assert scene.seen.gauge_um == params.hole(gesture.spot).e_um
    assert all(words in card.spoken for words in said)
    told = [s for s in bench.overlay if isinstance(s, Text)]
    written = [s for s in told if re.search("tige|jusqu'à|au-delà", s.text)]
    # Large words have no room on the ruler: they stand below it.
    stems = [f"tige {bin.stem_mm}" for bin in params.bins]
    reach = [*(f"jusqu'à {limit}" for limit in limits), "au-delà"]
    cut = [words for pair in zip(stems, reach, strict=True) for words in pair]
    assert [one for s in written for one in s.text.split(" · ")] == (said if scale > 1.25 else cut)
    for s in written:
        assert s.y >= card.rect.y
        assert s.y + s.size * 1.3 <= card.rect.y + card.rect.h
    live = [n.rect for n in navigate.reachable(bench) if n.id not in navigate.BAR]
    assert all(apart(card.rect, rect) for rect in live)


@pytest.mark.parametrize("comfort", [Comfort(), Comfort(easy=True), Comfort(language="en")])
@pytest.mark.parametrize("name", RIVETED)
def test_what_a_head_is_judged_by_is_said_before(name: str, comfort: Comfort) -> None:
    """How far it stands from the middle of the lines is read: lever, gauge, slip and both orders say to aim at it."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    look = WorkshopWords(StaticLook(comfort), scenario.head)
    keys = ("lesson.squeeze.says", "lesson.squeeze.at.touched", "lesson.gauge.sub", "lever.help", "term.lines.says")
    orders = [look.t(key).splitlines() for key in ("order.first", "order.revised")]
    heights = [line for lines in orders for line in lines if line.startswith("4.")]
    assert len(heights) == 2
    for words in (*(look.t(key) for key in keys), *heights):
        assert "milieu" in words or "middle" in words, words


def test_what_is_posed_hides_no_name() -> None:
    """The names of the holes are drawn over a part that lies on the panel."""
    scene, look = at_work()
    scene.advance(1)
    decor = scene.screen(look).decor
    named = {s.text: n for n, s in enumerate(decor) if isinstance(s, Text)}
    part = max(n for n, s in enumerate(decor) if isinstance(s, Poly) and s.fill == "alu_light")
    assert all(named[hole.id] > part for hole in scene.seen.holes)


def test_the_last_page_of_a_document_leads_back_to_the_first() -> None:
    """What turns a page says where it leads; the bar says which of its parts the exercise is in, by number and name."""
    scene, look = at_work()
    push(scene, "doc:cut")
    large = StaticLook(Comfort(text_scale=2.0))
    names = []
    for _ in range(12):
        names.append(next(n.name for n in scene.screen(large).nodes if n.id == "page:"))
        push(scene, "page:")
    last = names.index(names[0], 1) - 1
    assert last >= 1
    assert names[:last] == [f"Page suivante · {n} sur {last + 1}" for n in range(1, last + 1)]
    assert names[last] == f"Première page · {last + 1} sur {last + 1}"
    assert "1 sur 4 · Cadre 32" in {s.text for s in scene.screen(look).decor if isinstance(s, Text)}


COUNTS = {17: "dix-sept trous", 26: "vingt-six trous"}


@pytest.mark.parametrize("name", RIVETED)
def test_each_number_says_what_it_counts(name: str) -> None:
    """The briefing counts the holes there are, the debrief the rivets that could be set; each in its own word."""
    scenario, params = riveted(name)
    for easy in (False, True):
        look = WorkshopWords(StaticLook(Comfort(easy=easy)), scenario.head)
        assert COUNTS[len(params.holes())] in look.t("briefing.says").lower()
        made = look.t("made", n=3, of=23, complete=2)
        assert made.startswith("Rivets en place : 3 sur 23")
        assert re.search(r"\b2\b", made)
        assert "trou" in made


def test_how_far_one_is_stands_under_the_way_on() -> None:
    """Holes done of the block in hand, tagged ones too; at the last one the button lights and the mentor is glad."""
    scene, look = at_work()
    scene.advance(1)

    def shown() -> tuple[str, bool, bool]:
        screen = scene.screen(look)
        end = next(n for n in screen.nodes if n.id == "end")
        words = " ".join(s.text for s in end.shapes if isinstance(s, Text))
        orange = any(isinstance(s, Box) and s.fill == "signal" for s in end.shapes)
        glad = any(isinstance(s, Picture) and s.art.endswith("_glad") for s in screen.decor)
        return words.removeprefix("J'ai fini cette étape "), orange, glad

    assert shown() == ("Bloc 1 sur 3 : 0 trou fait sur 6.", False, False)
    push(scene, "mode:tag", "hole:A3")
    assert shown() == ("Bloc 1 sur 3 : 1 sur 6, dont 0 rivet.", False, False)
    state = scene.session.task.state  # type: ignore[attr-defined]
    for hole in scene.params.zones["A"].holes:
        if hole != "A3":
            state.holes[hole].rivet = next_rivet(state, 1)
            state.holes[hole].formed = True
    state.message = ""
    scene.advance(1)
    assert shown() == ("Bloc 1 sur 3 : 6 sur 6, dont 5 rivets.", True, True)


def guide(scene: AssembleScene, look: Look) -> str:
    """What is asked, beside what the mentor said last."""
    return next((n.spoken for n in scene.screen(look).nodes if n.id == "guide"), "")


def drawn_guide(scene: AssembleScene, look: Look) -> str:
    """The words of it that are drawn, beside their line."""
    decor = scene.screen(look).decor
    at = next(n for n, s in enumerate(decor) if isinstance(s, Box) and s.fill == "signal" and s.rect.w == 6)
    words = itertools.takewhile(lambda s: isinstance(s, Text) and s.colour == "ink" and s.bold, decor[at + 1 :])
    return " ".join(s.text for s in words if isinstance(s, Text))


def test_the_mentor_keeps_a_line_of_what_is_asked() -> None:
    """With the hand empty, a tool or a rivet in it, a zone that is done: how it goes on; in practice nothing of it."""
    scene, look = at_work()
    push(scene, "mode:pige", "hole:A1")
    assert "touchez l'outil pour le prendre" in guide(scene, look)
    scene.session.task.state.taken.add("pige")  # type: ignore[attr-defined]
    scene.advance(1)
    assert "touchez l'outil pour le prendre" not in guide(scene, look)
    scene, look = at_work()
    scene.session.task.state.taken.add("pige")  # type: ignore[attr-defined]
    scene.advance(1)
    assert "Mesurer : la pige, puis un trou." in guide(scene, look)
    for nodes, words in (
        (("mode:pige",), "trou à mesurer"), (("hole:A1",), "dit la tige"), (("mode:pige", "bin:1"), "Rivet en main"),
        (("undo:", "mode:calibre"), "le calibre s'y pose"), (("mode:calibre", "mode:tag"), "vous la reposez"),
    ):  # fmt: skip
        push(scene, *nodes)
        scene.advance(30)
        assert words in guide(scene, look)
        assert drawn_guide(scene, look) == guide(scene, look)
    practice, look = opened()
    practise(practice, look, "lesson:squeeze", "try:squeeze")
    assert guide(practice, look) == ""


@pytest.mark.parametrize("nodes", [("mode:pige", "hole:A2"), ("mode:pige", "hole:A2", "mode:pige")])
def test_a_line_that_is_named_is_the_one_that_speaks_of_it(nodes: tuple[str, ...]) -> None:
    """A calibre still stands on a head that was looked at: line 3 has the stem all the same."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.taken.add("pige")
    state.holes["A1"].rivet, state.holes["A1"].formed, state.check_hole = next_rivet(state, 1), True, "A1"
    scene.advance(1)
    push(scene, *nodes)
    assert scene.seen.check_hole == "A1"
    assert "ligne 3, dit la tige" in guide(scene, look)


def test_no_line_of_the_order_is_named_that_is_not_there() -> None:
    """The issue that is revised begins at its second line: nothing sends to the first one any more."""
    scene, look = at_work()
    push(scene, "board:")
    scene.advance(1)
    assert "ligne 1" in guide(scene, look)
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.index = scene.params.issues[1]
    scene.advance(1)
    assert "line:1" not in [n.id for n in scene.screen(look).nodes]
    assert guide(scene, look) == ""


def test_who_does_nothing_is_told_where_help_is() -> None:
    """After half a minute without an act; the hand where there is one, else the words; the next act takes it away."""
    scene, look = at_work()
    scene.advance(IDLE_TICKS - 150)
    assert "en haut" not in guide(scene, look)
    scene.advance(160)
    assert guide(scene, look).endswith("« Mots », en haut.")
    assert guide(scene, look.handed("down")).endswith("« J'ai besoin d'aide », en haut.")
    push(scene, "bin:1")
    assert "en haut" not in guide(scene, look)


def test_what_is_asked_gives_nothing_away() -> None:
    """It is the same whatever the rivet in hand, sound or not, and names neither tag, bell, cord nor store."""
    scene, look = at_work()
    said = set()
    for bin in ("bin:1", "bin:2", "bin:3"):
        push(scene, bin)
        scene.advance(30)
        said.add(guide(scene, look))
        push(scene, "undo:")
        scene.advance(30)
    assert len(said) == 1
    for language in ("fr", "en"):
        for easy in (False, True):
            words = WorkshopWords(StaticLook(Comfort(language=language, easy=easy)), panneau().head)
            for part in ("prepare", "work", "held", "measured", "pige", "form", "fault", "part", "judge"):
                told = words.t(f"guide.{part}", step="x", line=1).lower()
                assert not {"étiquette", "tag", "appel", "cordon", "magasin", "karim", "{"} & set(told.split()), told
