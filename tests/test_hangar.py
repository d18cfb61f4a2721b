"""The hangar offers every workshop there is; a run is taken up again in the workshop where it was left."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from test_workshops import EVERY, workshops
from way_kit import settled

from game.journey.comfort import as_it_was
from game.journey.journey import Journey
from game.journey.person import Person
from game.journey.proposing import in_words
from game.scenes.hangar import FALLS_TICKS, PLACES, Hangar
from game.scenes.hangar_cards import A_PAGE
from game.scenes.shown import WorkshopCard
from game.scenes.signs import NEEDS, SIGNS
from game.screen import kit, navigate
from game.screen.nodes import Node, Picture, Poly, Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.station.home import Home
from game.window.look import StaticLook
from scenarios.model import Scenario, Title

LOOKS = (Comfort(), Comfort(language="en", text_scale=1.5), Comfort(easy=True, text_scale=2.0))
BESIDE = {*navigate.BAR, "nadia"}


def all_of_them() -> list[Scenario]:
    """Every workshop that comes with the game, in the order of their ids."""
    return [workshops()[name] for name in EVERY]


def in_the_hangar(sound: Sequence[Scenario], home: Home | None = None) -> Journey:
    """A journey in front of the cards; with a home, of a person who agreed."""
    app = Journey(sound[0], "fr", 5, home, sound[1:])
    if home:
        app.visit.person = Person.begin(home)
    app.go(Step.HANGAR)
    return app


def cards(app: Journey, comfort: Comfort = LOOKS[0]) -> list[Node]:
    """What one may press in the hangar, beside the bar."""
    found = navigate.reachable(app.screen(StaticLook(comfort)))
    return [node for node in found if node.id not in BESIDE]


@pytest.mark.parametrize("comfort", LOOKS, ids=str)
def test_each_workshop_has_a_card_that_says_what_it_is(comfort: Comfort) -> None:
    """Title, trade, what one does, minutes, needs; no card lies on another; nothing tells of a workshop to come."""
    app = in_the_hangar(all_of_them())
    look = StaticLook(comfort)
    shown = []
    while len(shown) < len(all_of_them()):
        here = [node for node in cards(app, comfort) if node.id.partition(":")[0] == "open"]
        assert all(right.rect.x >= left.rect.x + left.rect.w for left, right in pairwise(here))
        shown += here
        if len(shown) < len(all_of_them()):
            app.act("more", "press")
    for scenario, node in zip(all_of_them(), shown, strict=True):
        titles = scenario.head.title
        assert node.name == titles.of(comfort.language)
        trade, _, code = look.within(scenario.head.id).t("briefing.trade").partition(" (")
        assert trade in node.spoken
        assert code, "the briefing has the code of the trade"
        assert code not in node.spoken
        assert look.within(scenario.head.id).t("hangar.does") in node.spoken
        assert f"{scenario.head.minutes} min" in node.spoken
        written = [shape for shape in node.shapes if isinstance(shape, Text)]
        for need, dots in zip(NEEDS, scenario.head.needs.model_dump().values(), strict=True):
            # What the dots mean stands in words where there is room for them, and is said.
            named = look.t(f"hangar.need.{need}")
            much = look.t(f"hangar.needs.{dots}", what=named)
            assert much in node.spoken
            # In one line, or in two that stand one under the other, neither of them tiny.
            whole = named if kit.large(look) else much
            (word,) = [t for t in written if whole.startswith(t.text) and named in t.text]
            below = [t.text for t in written if t.x == word.x and 0 < t.y - word.y < 30]
            assert " ".join((word.text, *below)) == whole
            assert word.size >= 17
            assert node.rect.x < word.x < node.rect.x + node.rect.w - 60
            assert word.y < node.rect.y + node.rect.h - 20
    assert all(node.rect.x >= 600 and node.rect.x + node.rect.w <= 1920 for node in shown)
    assert len({node.rect.y + node.rect.h for node in shown}) == 1
    assert not any("disabled" in node.state for node in app.screen(look).nodes)


@pytest.mark.parametrize("way", ["keys", "pointer"])
@pytest.mark.parametrize("name", EVERY)
def test_a_card_is_the_door_of_its_workshop(name: str, way: str) -> None:
    """Reached with Tab or under the hand, a press on it leads to that workshop's briefing and its own mentor."""
    app = in_the_hangar(all_of_them())
    look = StaticLook(app.comfort)
    place = EVERY.index(name)
    for _ in range(place // A_PAGE):
        app.act("more", "press")
    screen = app.screen(look)
    node = [n for n in cards(app) if n.id.partition(":")[0] == "open"][place % A_PAGE]
    if way == "keys":
        focus, seen = navigate.first(screen, screen.focus_first), set()
        while focus != node.id and focus not in seen:
            seen.add(focus)
            focus = navigate.follow(screen, focus, 1)
        assert focus == node.id
    else:
        under = navigate.under(screen, *node.rect.centre)
        assert under is not None
        assert under.id == node.id
        assert node.rect.h >= 64
    app.act(node.id, "press")
    assert app.step is Step.BRIEFING
    assert app.scenario.head.id == name
    told = str(app.screen(look))
    assert look.t(f"workshop.mentor.{app.scenario.head.mentor}") in told
    assert look.within(name).t("briefing.says").split()[0] in told


def test_each_workshop_opens_with_a_question_of_its_own() -> None:
    """What is asked before the practice speaks of the work to come: never the same words twice in a visit."""
    app = in_the_hangar(all_of_them())
    asked = set()
    for name in EVERY:
        app.choose(name)
        app.go(Step.INTENTION)
        asked.add(next(n.name for n in app.screen(StaticLook(app.comfort)).nodes if n.id == "question"))
    assert len(asked) == len(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_a_workshop_is_shown_by_its_own_piece(name: str) -> None:
    """The sheets before practice and before the exercise show the piece that this workshop works on, not another's."""
    scenario = workshops()[name]
    app = in_the_hangar([scenario])
    art = app.mechanic.art(scenario.params)
    assert art in [drawn for _, drawn in scenario.params.needed_drawings()]
    for step in (Step.BRIEFING, Step.READY):
        app.go(step)
        shapes = [s for n in app.screen(StaticLook(Comfort())).nodes for s in n.shapes]
        shown = [s.art for s in shapes if isinstance(s, Picture) and not s.art.startswith("mentor")]
        day = [s.art for sign in app.mechanic.day for s in SIGNS[sign] if isinstance(s, Picture)]
        assert shown == [art, *(day if step is Step.BRIEFING else [])]


def test_the_lit_card_says_that_the_others_are_open_too() -> None:
    """Its colour is the lamp's and chooses for nobody: it says so where there are others, and nowhere else."""
    app = in_the_hangar(all_of_them())
    says = StaticLook(app.comfort).t("hangar.lit")
    told = [node.id for node in cards(app) if says.rstrip(".") in node.spoken]
    assert len(told) == 1
    lit = next(node for node in cards(app) if node.id == told[0])
    assert lit.rect.h == max(node.rect.h for node in cards(app))
    alone = in_the_hangar(all_of_them()[:1])
    assert not any(says.rstrip(".") in node.spoken for node in cards(alone))


def test_one_workshop_has_one_door() -> None:
    """Where there is only one to play, its door is there at once, with its title and its length."""
    for scenario in all_of_them():
        app = in_the_hangar([scenario])
        (door,) = cards(app)
        assert door.id == "open"
        assert scenario.head.title.fr in door.spoken
        app.act("open", "press")
        assert app.scenario is scenario
        assert app.step is Step.BRIEFING


def test_more_cards_than_a_page_holds_are_all_reached() -> None:
    """The page turns round: each card is met once, and the last page leads back to the first."""
    names = [f"atelier_{n}" for n in range(2 * A_PAGE + 1)]
    scene = Hangar([WorkshopCard(name, Title(fr=name, en=name), 5, "rivet") for name in names])
    look = StaticLook(Comfort())
    titled = look.within(EVERY[0])
    met: list[str] = []

    class Named(StaticLook):
        """Finds the trade of any workshop."""

        def within(self, workshop: str) -> StaticLook:
            return titled

    for _ in range(-(-len(names) // A_PAGE)):
        nodes = navigate.reachable(scene.screen(Named(Comfort())))
        met += [n.id for n in nodes if n.id.startswith("open:")]
        assert all(n.rect.y > 86 for n in nodes if n.id == "more")
        scene.act("more")
    assert met == [f"open:{name}" for name in names]
    again = [n.id for n in navigate.reachable(scene.screen(Named(Comfort()))) if n.id.startswith("open:")]
    assert again == met[:A_PAGE]


def placed(four: Sequence[Scenario]) -> list[WorkshopCard]:
    """Cards of four workshops, each at another place of the aircraft: two pages with large words."""
    places = ("rear", "engine", "platform", "front")
    return [
        WorkshopCard(one.head.id, one.head.title, 5, "rivet", place=place)
        for one, place in zip(four, places, strict=True)
    ]


def test_the_beam_goes_with_the_page() -> None:
    """On another page the beam falls where its own lit card is, and what stands first is that card; back, as before."""
    look = StaticLook(Comfort(text_scale=1.5))
    made = [workshops()[name] for name in EVERY[:4]]
    open_ = placed(made)
    scene = Hangar(open_, lit=made[1].head.id)
    first = scene.screen(look)
    assert (first.part, first.focus_first) == (PLACES["engine"], f"open:{made[1].head.id}")
    scene.act("more")
    scene.advance(FALLS_TICKS)
    second = scene.screen(look)
    assert (second.part, second.focus_first) == (PLACES["platform"], f"open:{made[2].head.id}")
    scene.act(f"open:{made[3].head.id}", "focus")
    assert scene.screen(look).part == PLACES["front"]
    scene.act("more")
    assert scene.screen(look).part == PLACES["engine"]


def test_with_the_largest_words_one_card_stands_alone_and_the_proposed_one_first() -> None:
    """All of it is read at its full size; what is proposed is not on another page."""
    cards = [WorkshopCard(one.head.id, one.head.title, 5, "rivet") for one in (workshops()[name] for name in EVERY)]
    scene = Hangar(cards, lit=cards[2].workshop)
    met = []
    for _ in cards:
        shown = scene.screen(StaticLook(Comfort(text_scale=2.0)))
        met.append([n.id for n in shown.nodes if n.id.startswith("open:")])
        scene.act("more")
    assert met == [[f"open:{card.workshop}"] for card in (*cards[2:], *cards[:2])]


def beam_starts(scene: Hangar, look: StaticLook) -> float:
    """The left edge of what the beam falls on before it has moved."""
    screen = scene.screen(look)
    light = next(s for s in screen.decor if isinstance(s, Poly) and s.fill == "warm_light")
    assert screen.part is not None
    return light.points[2][0] - screen.part.w


def test_the_beam_comes_from_where_it_fell() -> None:
    """To another page, back, and to a card in focus: from the part that was lit in sight, not from the one proposed."""
    look = StaticLook(Comfort(text_scale=1.5))
    made = [workshops()[name] for name in EVERY[:4]]
    open_ = placed(made)
    scene = Hangar(open_, lit=made[1].head.id)
    scene.screen(look)
    scene.act("more")
    assert beam_starts(scene, look) == PLACES["engine"].x
    scene.act("more")
    assert beam_starts(scene, look) == PLACES["platform"].x
    scene.advance(FALLS_TICKS)
    scene.act("more")
    scene.advance(FALLS_TICKS)
    scene.screen(look)
    scene.act(f"open:{made[2].head.id}", "focus")
    assert scene.tick == FALLS_TICKS, "it falls there already"
    scene.act(f"open:{made[3].head.id}", "focus")
    assert beam_starts(scene, look) == PLACES["platform"].x


def left_in(name: str, home: Home) -> str:
    """A run of a workshop left in its middle; gives its code."""
    app = in_the_hangar(all_of_them(), home)
    app.act(f"open:{name}", "press")
    app.go(Step.EXERCISE)
    app.advance(120)
    assert app.person is not None
    app.person.close()
    return app.person.code


@pytest.mark.parametrize("name", EVERY)
def test_a_code_leads_back_to_the_workshop_where_it_was_left(name: str, home: Home) -> None:
    """Whichever workshop stands first, the run goes on in its own; who comes next begins afresh."""
    code = left_in(name, home)
    for sound in (all_of_them(), all_of_them()[::-1]):
        app = Journey(sound[0], "fr", 5, home, sound[1:])
        app.answer(Step.ENTRY, "typed", code)
        settled(app)
        assert app.step is Step.EXERCISE
        assert app.scenario.head.id == name
        assert app.at_work is not None
        assert app.at_work.session.task.tick >= 100
        assert app.person is not None
        app.person.close()
        app.go(Step.WELCOME)
        assert app.scenario is sound[0]


def test_comfort_is_there_again_with_the_run(home: Home) -> None:
    """The size of the text, the contrast and the language chosen before the stop are those one comes back to."""
    app = in_the_hangar(all_of_them(), home)
    chosen = Comfort(language="en", text_scale=2.0, contrast=True, reduced_motion=True, sound=False)
    app.comfort = chosen
    app.act(f"open:{EVERY[0]}", "press")
    app.go(Step.EXERCISE)
    app.advance(60)
    assert app.person is not None
    app.person.close()
    back = Journey(all_of_them()[0], "fr", 5, home, all_of_them()[1:])
    back.answer(Step.ENTRY, "typed", app.person.code)
    settled(back)
    assert back.comfort == chosen
    assert back.person is not None
    back.person.close()


@pytest.mark.parametrize("told", [
    None, "large", {"text_scale": "big"}, {"language": "xx"}, {"text_scale": 40.0}, {"unknown": 1, "contrast": []},
])  # fmt: skip
def test_a_comfort_that_cannot_be_had_is_left_alone(told: object) -> None:
    """A header that tells no comfort, or one that is not of here, changes nothing."""
    now = Comfort(text_scale=1.5)
    assert as_it_was(told, now) == now


def test_a_run_whose_workshop_is_not_here_says_so(home: Home) -> None:
    """Its workshop was set aside, or is another version now: told apart, and the run is kept."""
    name, others = EVERY[-1], [one for one in all_of_them() if one.head.id != EVERY[-1]]
    code = left_in(name, home)
    app = Journey(others[0], "fr", 5, home, others[1:])
    app.answer(Step.ENTRY, "typed", code)
    settled(app)
    assert getattr(app.top, "problem", "") == "entry.not_here"
    changed = workshops()[name].model_copy(update={"hash": "0" * 64})
    app = Journey(others[0], "fr", 5, home, [changed])
    app.answer(Step.ENTRY, "typed", code)
    settled(app)
    assert getattr(app.top, "problem", "") == "entry.other_version"
    assert len(home.runs()) == 1


def test_a_card_is_read_in_the_language_that_is_chosen_meanwhile() -> None:
    """The language may change while one looks at the cards."""
    app = in_the_hangar(all_of_them())
    app.comfort = replace(app.comfort, language="en")
    here = [n.name for n in cards(app, app.comfort) if n.id.partition(":")[0] == "open"]
    assert here == [one.head.title.en for one in all_of_them()[:A_PAGE]]


def test_no_card_speaks_of_live_wires() -> None:
    """« Travailler sous tension » is the method's name for an adviser; who comes in reads what it means."""
    said = in_words(["travail_tension", "travail_equipe"], "fr")
    assert "tension" not in said
    assert "quand c'est difficile" in said
    assert "pressure" in in_words(["travail_tension"], "en")
