"""The hand that passes over the heads of a step that is over: what it tells can be counted again, and adds nothing."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from teaching_kit import RIVETED, riveted

from game.mechanics.assemble import passing, standing
from game.mechanics.assemble.motions import feel
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.standing import LIGHT, MATT, SEEN, Standing
from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.nodes import Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.audio import STRUCK
from game.window.look import StaticLook
from game.workshop.scene import BEGUN_TICKS, GUARD_TICKS
from game.workshop.view_bench import END, END_LARGE, MENTOR
from game.workshop.words import WorkshopWords
from lab.robots import play_out
from scenarios.vocabulary import Event
from scoring.readers.log import Log
from scoring.readers.redone import Redone, spoiled_in

LANGUAGES = (Comfort(), Comfort(easy=True), Comfort(language="en"))


@cache
def played(name: str, skill: int, seed: int) -> tuple[Params, Sequence[Event]]:
    """What a player of one skill did in a whole day."""
    _, params = riveted(name)
    cast = MECHANICS["assemble@1"].cast
    bot = cast.graded(params, seed, dict.fromkeys(cast.habiletes, float(skill)))
    task = MECHANICS["assemble@1"].make(params, Run(seed, clock=False, device="mouse"))
    return params, play_out(task, bot, stamped=False).events


def at_hand(name: str = "panneau_fuselage", skill: int = 2, seed: int = 5) -> tuple[AssembleScene, str]:
    """A scene whose first step of work has just ended, and how that step is called."""
    scenario, params = riveted(name)
    cast = MECHANICS["assemble@1"].cast
    session = Session(MECHANICS["assemble@1"].make(params, Run(seed, clock=False, device="mouse")))
    scene = AssembleScene(session, params, scenario.head, name="exercise")
    bot = cast.graded(params, seed, dict.fromkeys(cast.habiletes, float(skill)))
    first = next(p.id for p in params.phases if p.kind == "work")
    while scene.seen.phase == first or scene.seen.kind == "prepare":
        seen = scene.seen
        for verb, args in bot.act(seen):
            session.act(verb, args)
        phase = seen.phase
        for _ in range(bot.rest(seen)):
            if scene.seen.phase == phase:
                scene.advance(1)
    return scene, first


def shows(scene: AssembleScene) -> bool:
    """Whether the hand passes now."""
    return any(n.id == passing.GONE for n in scene.screen(StaticLook(Comfort())).nodes)


def last_of(events: Sequence[Event], kind: str, hole: str) -> Event | None:
    """What was told of a hole last."""
    return next((e for e in reversed(events) if e.kind == kind and e.data["hole"] == hole), None)


def told_of(comfort: Comfort, heads: tuple[Standing, ...], left: int, tagged: int = 0) -> tuple[str, WorkshopWords]:
    """What the hand tells of these heads, and the words it tells it in."""
    scenario, _ = riveted("panneau_fuselage")
    look = WorkshopWords(StaticLook(comfort), scenario.head)
    return passing.heads_said(look, passing.Passing(heads, whole=False, left=left, tagged=tagged)), look


CASES = [(name, skill, seed) for name in RIVETED for skill in (-1, 0, 1, 2) for seed in (5, 6)]


@pytest.mark.parametrize(("name", "skill", "seed"), CASES)
def test_of_a_block_nothing_is_shown_that_the_matter_has_not_told(name: str, skill: int, seed: int) -> None:
    """A head takes the light when the sound and the light it was left with said so, and for no other reason."""
    params, events = played(name, skill, seed)
    for zone in params.zones:
        for head in standing.of_block(events, params, zone):
            told_last = last_of(events, "head", head.hole)
            good = told_last is not None and bool(told_last.data["formed"]) and feel(told_last, params) == "right"
            assert (head.way == LIGHT) == good, head
            marked = last_of(events, "redo", head.hole)
            assert head.way != SEEN or (marked is not None and marked.data["on"])


@pytest.mark.parametrize(("name", "skill", "seed"), CASES)
def test_the_whole_piece_is_told_as_the_reader_of_marks_reads_it(name: str, skill: int, seed: int) -> None:
    """No head takes the light that scoring holds to be done again, and none stays matt that nothing is wrong with."""
    params, events = played(name, skill, seed)
    revises = params.first("revises")
    assert revises is not None
    bell = next(n for n, e in enumerate(events) if e.kind == "bell" and e.data["event"] == revises.id)
    values = params.model_dump()
    spoiled = spoiled_in(Log(events, values), Redone.model_validate(values), bell)
    before = {str(e.data["hole"]) for n, e in enumerate(events) if e.kind == "place" and n < bell}
    damaged = {name for name, hole in params.holes().items() if hole.oval}
    found = standing.of_piece(events, params)
    heads = {head.hole: last_of(events, "head", head.hole) for head in found}
    bare = {hole for hole, head in heads.items() if head is None or not head.data["formed"]}
    redone = spoiled | (set(revises.redo) & before) | damaged | bare
    assert {h.hole for h in found if h.way == LIGHT} == {h.hole for h in found} - redone
    for head in found:
        marked = last_of(events, "redo", head.hole)
        assert (head.way == SEEN) == (head.hole in redone and marked is not None and bool(marked.data["on"])), head


def test_heads_come_in_the_order_they_were_set_and_empty_holes_are_not_spoken_of() -> None:
    """A hole that was rightly left, and one that was forgotten, look alike: nothing says which."""
    params, events = played("panneau_fuselage", 2, 5)
    holes = [h.hole for h in standing.of_piece(events, params)]
    placed = [str(e.data["hole"]) for e in events if e.kind == "place"]
    assert holes == list(dict.fromkeys(reversed(list(dict.fromkeys(reversed(placed))))))
    assert "A3" not in holes
    assert standing.of_piece([], params) == ()


@pytest.mark.parametrize("name", RIVETED)
def test_it_is_shown_once_the_step_is_over_and_adds_nothing_to_the_run(name: str) -> None:
    """The simulation stands still: no act, no event, no tick; the step in hand is another one by then."""
    scene, first = at_hand(name)
    session = scene.session
    assert scene.seen.phase != first
    before = len(session.events), len(session.actions), session.task.tick
    heard: list[str] = []
    lasts = 0
    while scene.session.task.tick == before[2] and lasts < 3000:
        scene.advance(1)
        heard += scene.rings()
        lasts += 1
    assert 1500 <= lasts <= 1800, "3 to 6 s, then half a minute to read what is said"
    assert (len(session.events), len(session.actions), session.task.tick) == (*before[:2], before[2] + 1)
    assert set(heard) <= STRUCK.keys()
    tones = [int(sound.removeprefix("tone_")) for sound in heard if sound.startswith("tone_")]
    assert tones == sorted(set(tones)), "it rises"
    assert not shows(scene)


@pytest.mark.parametrize("way", ["", passing.GONE, "key"])
def test_any_press_goes_on_but_one_that_was_under_way(way: str) -> None:
    """A press in the first 800 ms was meant for the step; after that one anywhere, the way on and any key will do."""
    scene, _ = at_hand()

    def press() -> None:
        scene.key("a") if way == "key" else scene.act(way)

    press()
    assert shows(scene)
    for _ in range(2):
        scene.advance(passing.GUARD // 2)
    press()
    assert not shows(scene)
    assert not scene.session.task.done


def test_who_acts_and_does_not_look_goes_on_at_once() -> None:
    """A robot's act, or one that is played again, counts at the tick it was given for, whatever is shown."""
    scene, _ = at_hand()
    tick = scene.session.task.tick
    scene.session.act("open_doc", {"doc": "order"})
    scene.advance(1)
    assert scene.session.actions[-1].tick == tick
    assert scene.session.task.tick == tick + 1
    assert not shows(scene)
    scene, _ = at_hand()
    scene.advance(passing.SKIPS + 1)
    assert scene.session.task.tick == tick + passing.SKIPS + 1, "half a second at once is nobody's frame"


def test_only_the_way_on_and_the_bar_can_be_pressed_and_a_node_tells_the_same() -> None:
    """What is seen as light is read as a sentence, in every language; nothing on the bench can be touched."""
    scene, _ = at_hand()
    for comfort in LANGUAGES:
        look = StaticLook(comfort)
        shown = scene.screen(look)
        assert {n.id for n in navigate.reachable(shown)} - set(navigate.BAR) == {passing.GONE}
        status = next(n for n in shown.nodes if n.id == "passing")
        words = scene.words(look)
        assert status.name == f"{words.t('passing.told', n=4, all=5)} {words.t('passing.tagged', tagged=1)}"
        assert status.name in status.spoken
        assert status.spoken == shown.say


def test_who_listens_or_reads_in_their_own_time_is_not_hurried() -> None:
    """It stays until it is pressed on; with less motion nothing travels."""
    for comfort in (Comfort(reduced_motion=True), Comfort(easy=True), Comfort(text_scale=2.0), Comfort(aloud="even")):
        scene, _ = at_hand()
        look = StaticLook(comfort)
        scene.screen(look)
        for _ in range(100):
            scene.advance(25)
            shown = scene.screen(look)
        assert any(n.id == passing.GONE for n in shown.nodes)
        scene.act(passing.GONE)
        assert not shows(scene)


def test_with_less_motion_heads_only_fade_in() -> None:
    """No hand, no ring and no ray: at a tick each head is either not lit, on its way for 80 ms, or lit."""
    heads = tuple(Standing(f"A{n}", way) for n, way in enumerate((LIGHT, MATT, SEEN)))
    spots = [(100.0 * n, 100.0) for n in range(3)]
    hand = passing.Passing(heads, whole=False, tick=passing.LEAD - 1)
    assert passing.light(hand, spots, still=True) == ()
    assert passing.light(hand, spots, still=False) != ()
    hand.tick = hand.closes
    rested = passing.light(hand, spots, still=True)
    hand.tick += passing.FLARE
    assert passing.light(hand, spots, still=True) == rested


def test_a_step_that_a_ceiling_cut_off_is_not_looked_at() -> None:
    """What was cut off is missing, never less: no hand passes over it."""
    scenario, params = riveted("panneau_fuselage")
    session = Session(MECHANICS["assemble@1"].make(params, Run(5, clock=True, device="mouse")))
    scene = AssembleScene(session, params, scenario.head, name="exercise")
    scene.do("end")
    scene.advance(1)
    state = session.task.state  # type: ignore[attr-defined]
    phase = scene.seen.phase
    state.movement_tick = params.ceiling_s(1) * 50
    scene.advance(2)
    assert scene.seen.phase != phase
    assert not shows(scene)


def test_a_day_whose_steps_of_work_are_not_over_tells_no_length_and_no_hole() -> None:
    """Only after the last of them the whole piece is asked; before, a rivet of a wrong length may take the light."""
    params, events = played("panneau_fuselage", 0, 6)
    blocks = {h.hole: h.way for zone in params.zones for h in standing.of_block(events, params, zone)}
    whole = {h.hole: h.way for h in standing.of_piece(events, params)}
    assert blocks.keys() == whole.keys()
    lit, asked = ({hole for hole, way in ways.items() if way == LIGHT} for ways in (blocks, whole))
    assert asked <= lit


def test_the_mentor_says_which_question_the_light_answers() -> None:
    """Of a block the lines and the marks; of the piece what the order gives; the count comes once all is behind."""
    scenario, _ = riveted("panneau_fuselage")
    look = WorkshopWords(StaticLook(Comfort()), scenario.head)
    heads = (Standing("A1", LIGHT), Standing("A2", SEEN))
    begun, ended = passing.Passing(heads, whole=True), passing.Passing(heads, whole=True, tick=500)
    assert passing.says(look, begun) == look.t("passing.whole")
    assert passing.says(look, ended) == passing.heads_said(look, ended)
    assert look.t("passing.marked", n=1) in passing.says(look, ended)
    assert passing.says(look, passing.Passing(heads, whole=False)) == look.t("passing.block")


@pytest.mark.parametrize(("lit", "more"), [(0, "few"), (1, "few"), (2, ""), (3, ""), (4, "all")])
def test_mostly_matt_heads_are_told_what_comes_of_one(lit: int, more: str) -> None:
    """Under one in two: that such a head is replaced, which is so; all of them: that; else the count alone."""
    scenario, _ = riveted("panneau_fuselage")
    look = WorkshopWords(StaticLook(Comfort()), scenario.head)
    hand = passing.Passing(tuple(Standing(f"A{n}", LIGHT if n < lit else MATT) for n in range(4)), whole=False)
    said = passing.heads_said(look, hand)
    assert [key for key in ("few", "all") if look.t(f"passing.{key}") in said] == ([more] if more else [])


@pytest.mark.parametrize("comfort", LANGUAGES)
def test_where_no_head_was_formed_only_the_holes_left_are_told(comfort: Comfort) -> None:
    """« Aucune tête ne prend la lumière. Une tête mate se remplace » was said where no head was."""
    said, look = told_of(comfort, (Standing("A2", MATT, formed=False),), left=5)
    assert said == look.t("passing.left", left=5)
    one, _ = told_of(comfort, (Standing("A2", MATT),), left=4)
    assert one == " ".join((look.t("passing.none", n=0, all=1), look.t("passing.left", left=4)))


@pytest.mark.parametrize("comfort", LANGUAGES)
def test_all_are_praised_only_where_no_hole_is_left(comfort: Comfort) -> None:
    """One head formed, four holes empty: « 1 tête sur 1 prend la lumière. Toutes, d'un bout à l'autre »."""
    said, look = told_of(comfort, (Standing("A2", LIGHT),), left=4)
    praise = look.t("passing.all")
    assert said == " ".join((look.t("passing.told", n=1, all=1), look.t("passing.left", left=4)))
    five = tuple(Standing(f"A{n}", LIGHT) for n in range(5))
    assert praise in told_of(comfort, five, left=0, tagged=1)[0], "the damaged hole rightly bears a tag"
    assert look.t("passing.tagged", tagged=1) in told_of(comfort, five, left=0, tagged=1)[0]
    assert praise not in told_of(comfort, five[:1], left=0, tagged=5)[0]
    assert praise not in told_of(comfort, five, left=1)[0]


def test_a_hole_without_a_formed_head_is_left_until_it_bears_one() -> None:
    """Empty, taken out again, or set and never squeezed; a hole that bears a tag is counted apart."""
    params, events = played("panneau_fuselage", 2, 5)
    holes = params.zones["A"].holes
    formed = {h.hole for h in standing.of_block(events, params, "A") if h.formed}
    tags = {str(e.data["object"]) for e in events if e.kind == "tag"}
    bare = holes.keys() - formed
    assert standing.without_head(events, holes) == (len(bare - tags), len(bare & tags))
    assert standing.without_head([], holes) == (len(holes), 0)
    unformed = [e for e in events if e.kind != "head"]
    assert sum(standing.without_head(unformed, holes)) == len(holes)
    assert not any(h.formed for h in standing.of_block(unformed, params, "A"))


def test_going_on_lies_where_no_step_is_ended() -> None:
    """« Continuer » lay on the way on of the step: who pressed twice ended the next one."""
    for scale in (1.0, 2.0):
        on = passing.on_place(told_of(Comfort(text_scale=scale), (), 1)[1])
        assert not on.meets(END)
        assert not on.meets(END_LARGE)
        assert MENTOR.holds(*on.centre)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("easy", [False, True])
def test_no_word_of_the_hand_lies_under_going_on(scale: float, easy: bool) -> None:
    """« Sur 5 têtes formées, aucune ne prend la lumière » took three lines at 200 %: one lay under the button."""
    scene, _ = at_hand()
    look = StaticLook(Comfort(text_scale=scale, easy=easy))
    scene.advance(10)
    scene.screen(look)
    assert scene._passing is not None
    heads = scene._passing.heads
    for ways, left, tagged in ((MATT, 3, 1), (LIGHT, 0, 0), (LIGHT, 0, 1), (MATT, 0, 0)):
        told = tuple(replace(head, way=ways) for head in heads)
        scene._passing = passing.Passing(told, whole=False, tick=500, left=left, tagged=tagged)
        shown = scene.screen(look)
        on = next(n.rect for n in shown.nodes if n.id == passing.GONE)
        words = [s for s in shown.decor if isinstance(s, Text) and s.x > on.x and s.y > on.y - 160]
        assert words
        assert all(s.y + look.line_height(s.size / look.px(1)) <= on.y + 1 for s in words)


def test_no_step_is_ended_by_a_hand_that_comes_late_to_going_on() -> None:
    """Where « Continuer » stood the next step has its way out: not pressed in its first second, and it asks first.

    A stranger pressed « Continuer » once and left two checks of heads that they never saw, and was told « 0 of 4 ».
    """
    scene, _ = at_hand()
    for _ in range(passing.GUARD):
        scene.advance(1)
    scene.act(passing.GONE)
    scene.advance(1)
    step = scene.seen.phase
    assert scene.seen.kind == "judge"
    scene.act("end")
    scene.advance(BEGUN_TICKS)
    assert not scene.asking
    assert scene.seen.phase == step
    scene.act("end")
    scene.advance(GUARD_TICKS + 1)
    assert (scene.asking, scene.seen.phase) == ("end", step)
    words = scene.words(StaticLook(Comfort()))
    assert any(words.t("ask.judge") in n.name for n in scene.screen(StaticLook(Comfort())).nodes)
    scene.act("leave:")
    scene.advance(1)
    assert scene.seen.phase != step
