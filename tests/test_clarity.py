"""What fresh eyes stumbled on: names where things are, true pictures, an echo for every act, a way back."""

import itertools
from dataclasses import replace

import pytest
from conftest import panneau, task, workshop
from teaching_kit import RIVETED, riveted
from test_answered import closing
from test_guards import at_work, press
from test_workshops import EVERY, workshops

from assets.spoken import confirm_said
from game.journey.gates import safety, unworn
from game.journey.journey import Journey
from game.library import catalogue_of
from game.mechanics.assemble import view_names, view_panel, view_rivet
from game.mechanics.assemble.drawn import FAR_TICKS
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.seen import RivetSeen
from game.mechanics.layout_tools.scene import LayoutScene
from game.mechanics.table import MECHANICS
from game.scenes.boarding import Boarding
from game.scenes.shown import Pass, Row
from game.screen.navigate import BAR, reachable
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.window.window import Window
from game.workshop import glossary, view_parts
from game.workshop.scene import Bench
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Event
from scoring.readers.log import Log


def apart(a: Rect, b: Rect) -> bool:
    return a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", RIVETED)
def test_every_hole_bears_its_name(name: str, scale: float) -> None:
    """Each name stands once on the panel, as large as the person asked, on no hole and on no other name; on a ground of
    its own, and off the window."""
    scenario, params = riveted(name)
    look = WorkshopWords(StaticLook(Comfort(text_scale=scale)), scenario.head)
    drawn = [s for s in view_names.names(look, params) if isinstance(s, Text)]
    assert [s.text for s in drawn] == list(params.holes())
    assert {s.size for s in drawn} == {view_names.SIZE * scale}
    wide = [look.width(s.text, view_names.SIZE, True) for s in drawn]
    letters = [
        Rect(s.x - w / 2, s.y + s.size * 0.24, w, s.size * 0.74) for s, w in zip(drawn, wide, strict=True)
    ]
    assert all(apart(a, b) for a, b in itertools.combinations(letters, 2))
    grounds = [s.rect for s in view_names.names(look, params) if isinstance(s, Box)]
    assert [s.fill for s in view_names.names(look, params) if isinstance(s, Box)] == ["primer_high"] * len(drawn)
    for a, ground in zip(letters, grounds, strict=True):
        assert ground.x < a.x and a.x + a.w < ground.x + ground.w  # noqa: PT018
        assert ground.y < a.y and a.y + a.h < ground.y + ground.h  # noqa: PT018
    if (window := params.piece.window) is not None:
        cut = Rect(*view_panel.at(window.x_mm, window.y_mm), window.w_mm * 1.6, window.h_mm * 1.6)
        assert all(apart(cut, a) for a in letters)
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
    there = [(r.bend_mdeg, r.nick, r.lot) for r in scene.seen.red]
    assert there == [(picked["bend_mdeg"], picked["nick"], picked["lot"])]


def said(scene: AssembleScene, look: StaticLook) -> str:
    """What the last act answered, "" for nothing."""
    return next((n.name for n in scene.screen(look).nodes if n.id == "echo"), "")


def spot(scene: AssembleScene, look: StaticLook, node: str) -> str:
    """A press with a pointer in the middle of a thing that is seen."""
    x, y = next(n.rect.centre for n in scene.screen(look).nodes if n.id == node)
    return f"press@{round(x)},{round(y)}"


def test_every_act_answers_in_words_at_once() -> None:
    """Within one tick of 20 ms the screen says what was done, until the next act or until another thing is in hand."""
    scene, look = at_work()
    for node, words in (
        ("bin:1", "En main : un rivet du bac tige 6."), ("undo:", "Le rivet est remis dans son bac."),
        ("mode:isolate", ""), ("bin:3", "Cordon mis : on ne prend plus rien dans ce bac. Le magasin peut l'échanger."),
        ("mode:tag", ""), ("hole:A6", "Étiquette rouge posée : A6."),
    ):  # fmt: skip
        scene.act(node)
        scene.advance(1)
        assert said(scene, look) == words
    scene.advance(200)
    assert said(scene, look) == "Étiquette rouge posée : A6."


def test_what_does_nothing_says_why_and_shakes() -> None:
    """A bin that is set aside, a gauge where no head is, a hole of another step, an empty hand over the red box."""
    scene, look = at_work()
    press(scene, "mode:isolate", "bin:3", "bin:3")
    assert said(scene, look) == "Ce bac est à l'écart : on n'y prend plus rien."
    press(scene, "mode:calibre", "hole:A1")
    assert said(scene, look) == "Il n'y a pas de tête ici."
    scene.take("")
    scene.answers()
    for node, words in (("hole:B5", "pas à faire dans cette étape"), ("reject", "Votre main est vide")):
        scene.act("", spot(scene, look, node))
        assert words in said(scene, look)
        assert [cue.motion.at for cue in scene.answers()] == [node]
    scene.act("", "press@5,700")
    assert "Votre main est vide" in said(scene, look), "the second press of a double one has read nothing"
    scene.advance(20)
    scene.act("", "press@5,700")
    assert said(scene, look) == "", "an empty corner has nothing to say: the press closes what was said"


def test_a_rivet_that_was_not_formed_can_be_taken_out_again() -> None:
    """From the lever back into the hand, from the hand back into its bin: as if it had never been set."""
    scene, look = at_work()
    stock = scene.seen.bins
    press(scene, "bin:1", "hole:A1", "undo:")
    assert scene.seen.hand is not None
    assert not scene.seen.lever.hole
    assert said(scene, look) == "Rivet retiré de A1 : il est dans votre main."
    press(scene, "undo:")
    assert (scene.seen.hand, scene.seen.placed, scene.seen.bins) == (None, 0, stock)


def test_a_formed_rivet_cannot_be_taken_out() -> None:
    """Once the metal has moved there is no such control, and the act is refused."""
    scene, look = at_work()
    press(scene, "bin:1", "hole:A1")
    scene.do("lever", x=1000)
    scene.advance(60)
    assert "undo:" not in {n.id for n in scene.screen(look).nodes}
    scene.do("take_out", hole="A1")
    scene.advance(1)
    assert scene.session.events[-1].data == {"verb": "take_out"}


def test_what_was_undone_is_not_read_as_done() -> None:
    """Rules see the rivet that stayed: a wrong length taken out and set right is one right rivet, set once."""
    scene, _ = at_work()
    press(scene, "bin:3")
    scene.advance(30)
    press(scene, "hole:A1", "undo:", "bin:1")
    scene.advance(30)
    press(scene, "hole:A1")
    log = Log(scene.session.events, {})
    assert [e.data["stem"] for _, e in log.of("fit")] == [6]
    assert len(log.of("place")) == len(log.of("presented")) == len(log.of("job", act="place")) == 1


def test_a_blank_sheet_is_not_signed_by_one_press() -> None:
    """Signing with empty boxes asks; « je complète d'abord » comes back, « oui » signs."""
    scene, look = closing()
    press(scene, "sign")
    assert scene.screen(look).id == "dialog"
    press(scene, "stay:")
    assert not any(e.kind == "pen" for e in scene.session.events)
    press(scene, "sign", "leave:")
    assert any(e.kind == "pen" for e in scene.session.events)


def test_a_wrong_place_of_the_warm_up_answers() -> None:
    """It shakes, it is ringed, it says whose place it is; the tool stays in the hand, and the right place ends it."""
    scene, look = LayoutScene(5), StaticLook(Comfort())
    held = scene.seen.waiting[0]
    wrong = next(slot for slot in scene.seen.slots if slot != held)
    for node in (f"take:{held}", f"slot:{wrong}"):
        scene.act(node)
        scene.advance(1)
    shaken = next(n for n in scene.screen(look).nodes if n.id == f"slot:{wrong}")
    assert look.t(f"workshop.tool.{wrong}") in scene.screen(look).say
    scene.advance(20)
    calm = next(n for n in scene.screen(look).nodes if n.id == f"slot:{wrong}")
    assert shaken.shapes != calm.shapes
    assert calm.rect == shaken.rect
    assert scene.seen.hand == held
    scene.act(f"slot:{held}")
    scene.advance(1)
    assert scene.screen(look).say == look.t("ease.says")


def test_easy_french_is_offered_at_the_welcome_and_is_one_press() -> None:
    """Beside the language, in a picture and words; pressed, Nadia speaks easy French; English offers none."""
    app = Journey(panneau(), "fr", 5)
    assert app.screen(StaticLook(app.comfort)).say.startswith("Bonjour, je suis Nadia. Ici, on finit un avion, et")
    app.act("easy", "press")
    assert app.comfort.easy
    assert "Ici, on finit un avion. Vous allez nous aider." in app.screen(StaticLook(app.comfort)).say
    english = StaticLook(Comfort(language="en"))
    assert "easy" not in {n.id for n in app.screen(english).nodes}


def test_the_pass_explains_its_words() -> None:
    """« MRS » is never there without its words; the levels and how a band is read stand there once, and are said."""
    look = StaticLook(Comfort())
    assert "méthode de recrutement par simulation" in look.t("boarding.region")
    row = Row("x", "x", "shown", "x", (), (-1.0, 0.0, 1.0), "", 1)
    screen = Boarding(replace(pass_of_nobody(look), rows=(row,)), may_share=True).screen(look)
    drawn = [getattr(s, "text", "") for shapes in (screen.decor, *(n.shapes for n in screen.nodes)) for s in shapes]
    keys = ("band.short", "band.long", "level.2", "level.3")
    assert [drawn.count(look.t(f"boarding.{key}")) for key in keys] == [1, 1, 1, 1]
    spoken = next(n.spoken for n in screen.nodes if n.id == "levels")
    assert look.t("boarding.levels") in spoken
    assert look.t("boarding.sure", says=confirm_said(look.t)) in spoken


def pass_of_nobody(look: StaticLook) -> Pass:
    """A pass with nothing on it."""
    return Pass("K4-MTQ", look.t("boarding.region"), (), "", "", ())


def test_the_focus_leaves_the_bar_with_its_screen() -> None:
    """Whoever listened to a screen, or waited on one with nothing to press, finds the focus at work on the next."""
    app = Journey(panneau(), "fr", 5)
    window = Window(app, (960, 540))
    window.focus = "listen"
    window._settle()
    window._settle()
    assert window.focus in ("listen", "enter")
    window.focus = "listen"
    window._settle()
    assert window.focus == "listen", "it stays while the screen does"
    app.act("enter", "press")
    window._settle()
    assert window.focus == window.screen.focus_first


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_every_answer_has_its_words(name: str, language: str) -> None:
    """What a workshop says of an act is there in each language, for each way it may turn out."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    words = WorkshopWords(StaticLook(Comfort(language=language)), scenario.head)
    mechanic = MECHANICS[scenario.head.mechanic]
    scene = mechanic.scene(Session(mechanic.make(scenario.params, Run(5))), scenario, name="exercise")
    assert isinstance(scene, Bench)
    for kind in scene.said:
        ways = [words.has(f"echo.{kind}.{way}") for way in ("true", "false", "ok", "review")]
        assert words.has(f"echo.{kind}") or sum(ways) == 2, kind
    reasons = {why(scene.seen, {}) for why in scene.whys.values()} | {"nothing", "empty_hand", "other_step", "gone"}
    assert [reason for reason in reasons if reason and not words.has(f"echo.why.{reason}")] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_points_of_safety_are_named_and_a_reminder_is_told(language: str) -> None:
    """What was reminded of is never told as kept, not even afterwards; each point that exists has its name."""
    look = StaticLook(Comfort(language=language))
    known = {gate for one in workshops().values() for gate in one.params.known_gates()}  # type: ignore[attr-defined]
    names = {gate: look.t(f"boarding.gate.{gate}") for gate in known}
    assert len(set(names.values())) == len(known)
    states = [("ppe_on", "kept_after_reminder"), ("tools_back", "kept"), ("rotor_locked", "not_kept")]
    told = safety(states, look.t)
    kept, reminded, missed = (look.t(f"boarding.gates.{s}", names=names[g]) for s, g in (
        ("kept", "tools_back"), ("kept_after_reminder", "ppe_on"), ("not_kept", "rotor_locked"),
    ))  # fmt: skip
    assert told == f"{kept} {reminded} {missed}"
    assert not any(word in f"{reminded} {missed}".lower() for word in ("tenu", "kept"))
    assert safety((), look.t) == look.t("boarding.gates.none")


@pytest.mark.parametrize(("worn", "told"), [(("shoes",), "gants"), ((), "chaussures de sécurité, gants")])
def test_a_reminder_names_what_was_not_worn_yet(worn: tuple[str, ...], told: str) -> None:
    """« Il a fallu rappeler : protections portées » was said to who had forgotten the gloves alone."""
    scenario = workshops()["kitting_poste_40"]
    catalogue, look = catalogue_of(scenario), StaticLook(Comfort())
    events = [Event(n, "wear", {"item": item}) for n, item in enumerate(worn)]
    stopped = Event(9, "gate", {"id": "ppe_on", "state": "kept_after_reminder"})
    events = [*events, stopped, Event(10, "wear", {"item": "gloves"})]

    def say(key: str, **values: object) -> str:
        return catalogue.t(key, "fr", False, scenario.head.id, **values)

    names = list(unworn(scenario.params, events, say, lambda key: catalogue.has(key, scenario.head.id)))
    assert ", ".join(names) == told
    assert told in safety([("ppe_on", "kept_after_reminder")], look.t, {"ppe_on": names})
    assert told not in safety([("ppe_on", "kept")], look.t, {"ppe_on": names})


def test_what_a_sheet_lacks_is_said_where_it_is_found() -> None:
    """Lines that are counted and boxes under the fold are two numbers: neither is a number one cannot see."""
    scene, look = closing()
    press(scene, "sign")
    asked = scene.screen(look).say
    words = scene.words(look)
    lines, boxes = len(scene.seen.counts), len(scene.seen.sheet)
    assert words.t("blank.counts.n", n=lines) in asked
    assert words.t("blank.fields.n", n=boxes) in asked
    assert words.t("closing.form") in asked


@pytest.mark.parametrize("comfort", [{}, {"easy": True}, {"language": "en"}, {"text_scale": 2.0}])
@pytest.mark.parametrize("name", EVERY)
def test_every_word_of_the_trade_is_explained(name: str, comfort: dict[str, object]) -> None:
    """Each term has its name and its line; page after page they are all met, and closing leads back to the work."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    mechanic, look = MECHANICS[scenario.head.mechanic], StaticLook(Comfort(**comfort))  # type: ignore[arg-type]
    scene = mechanic.scene(Session(mechanic.make(scenario.params, Run(5))), scenario, name="exercise")
    assert isinstance(scene, Bench)
    before = scene.screen(look).id
    scene.act("words:")
    terms = (*scene.terms, *glossary.SHARED)
    met: set[str] = set()
    for _ in range(glossary.pages(scene.words(look), terms)):
        screen = scene.screen(look)
        met |= {n.id for n in screen.nodes if n.id.startswith("term:")}
        assert all(n.rect.y + n.rect.h < look.height for n in screen.nodes if n.id.startswith("term:"))
        assert {n.id for n in reachable(screen)} <= {"words:", "words_more:", *BAR}
        scene.act("words_more:")
    assert met == {f"term:{term.key}" for term in terms}
    scene.act("words:")
    assert scene.screen(look).id == before


def test_the_words_are_reached_from_every_screen_of_a_workshop() -> None:
    """From a page of practice, a try, the board, the bench, the lever, heads and the end; not while metal moves."""
    scene, look = at_work()
    press(scene, "bin:1", "hole:A1")
    assert scene.screen(look).id == "lever"
    scene.do("lever", x=900)
    scene.advance(40)
    scene.screen(look)
    scene.act("words:")
    assert scene.screen(look).id == "lever"
    practice = AssembleScene(Session(task(phase="practice")), workshop(), panneau().head, name="practice")
    practice.advance(1)
    shown = [practice.screen(look)]
    practice.act("try:measure")
    practice.advance(2)
    shown += [practice.screen(look), closing()[0].screen(look), posing()[0].screen(look), at_work()[0].screen(look)]
    assert all("words:" in {n.id for n in reachable(one)} for one in shown)


def test_what_was_posed_and_shown_stays_in_sight_while_points_are_shown() -> None:
    """The bracket lies on the panel as at the bench; a hole that was shown bears its point, which hides no other."""
    scene, look = at_work()
    while scene.seen.kind != "points":
        scene.do("end")
        scene.advance(2)
    bracket = view_parts.posed(scene.seen, workshop(), view_panel.at, view_panel.SCALE)
    assert bracket
    assert set(bracket) <= set(scene.screen(look).backdrop)
    first = scene.seen.points[0].id
    for hole in ("A3", "B5"):
        press(scene, f"point:{first}", f"hole:{hole}")
        nodes = {n.id: n for n in scene.screen(look).nodes}
        named = [s for s in nodes[f"hole:{hole}"].shapes if isinstance(s, Text) and s.text == first]
        assert [s.size for s in named] == [24.0]
        assert first in nodes[f"hole:{hole}"].spoken
        plate = next(s.rect for s in nodes[f"hole:{hole}"].shapes if isinstance(s, Box) and s.stroke == "white")
        others = [n.rect.inset(12) for n in nodes.values() if n.role == "spot" and n.id != f"hole:{hole}"]
        assert all(apart(plate, other) for other in others)


@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("name", RIVETED)
def test_a_point_of_the_plan_hides_no_hole(name: str, scale: float) -> None:
    """The name of a control point stands beside its place, and off every other place of the plan."""
    _, params = riveted(name)
    seen = Session(MECHANICS["assemble@1"].make(params, Run(5, clock=False))).task.see()
    marks = {}, {hole: point for point, hole in params.points.items()}
    shapes = view_panel.plan(replace(seen, kind="points"), params.piece, marks, 200.0, scale)  # type: ignore[type-var]
    holes = [s for s in shapes if isinstance(s, Circle) and s.r == 4]
    words = [s for s in shapes if isinstance(s, Text)]
    assert len(words) == len(params.points)
    for word in words:
        letters = Rect(word.x - 0.62 * word.size, word.y + word.size * 0.25, 1.24 * word.size, word.size * 0.74)
        assert all(apart(letters, Rect(s.x - 3, s.y - 3, 6, 6)) for s in holes), word.text


def test_a_rivet_from_another_bin_is_seen_to_be_longer() -> None:
    """In the glass each rivet of a bin stands at one scale beside the length that its bin gives; nothing is said."""
    scene = scene_at_work()
    bins, look = scene.seen.bins, scene.words(StaticLook(Comfort()))
    feet = []
    for more in (0, 2):
        hand = RivetSeen(2, "minus", 8 + more, "M2", 0, False)
        drawn, nodes = view_rivet._rivet(look, hand, bins, (600.0, 200.0))
        body = next(s for s in drawn if isinstance(s, Poly))
        lines = [s for s in drawn if isinstance(s, Line) and s.colour == "signal"]
        feet.append(max(y for _, y in body.points) - max(y for line in lines for _, y in line.points))
        assert "10" not in nodes[0].spoken
    assert abs(feet[0]) < 1
    assert feet[1] > 12


def test_each_quarter_of_the_piece_is_told_and_changes_nothing_of_the_run() -> None:
    """The mentor says how far the piece is, as a count; no act, no event and no digest comes of it."""
    scene = scene_at_work()
    look = StaticLook(Comfort())
    words, state = scene.words(look), scene.session.task.state  # type: ignore[attr-defined]
    state.tagged |= {"A1", "A2", "A3", "A4"}
    while scene.seen.message:
        scene.advance(25)
    scene.advance(1)
    state.tagged |= {"A5"}
    before = len(scene.session.events), len(scene.session.actions)
    scene.advance(1)
    assert scene.says(words, scene.seen) == words.t("far.1", n=5, all=17)
    assert "nod" not in {cue.motion.how for cue in scene.answers()}
    scene.advance(FAR_TICKS + 1)
    assert scene.says(words, scene.seen) == words.t("message.A.posed")
    assert (len(scene.session.events), len(scene.session.actions)) == before


def test_a_count_that_waited_behind_another_word_is_not_said_late() -> None:
    """The mentor's word of how many holes are done is dropped as soon as another hole is: it would be read as false."""
    scene = scene_at_work()
    words, state = scene.words(StaticLook(Comfort())), scene.session.task.state  # type: ignore[attr-defined]
    state.tagged |= {"A1", "A2", "A3", "A4"}
    while scene.seen.message:
        scene.advance(25)
    scene.advance(1)
    state.tagged |= {"A5"}
    scene.advance(1)
    count = words.t("far.1", n=5, all=17)
    assert scene.says(words, scene.seen) == count
    state.tagged |= {"A6"}
    scene.advance(1)
    assert words.t("far.1", n=5, all=17) not in scene.says(words, scene.seen)
    state.tagged -= {"A6"}
    scene.advance(1)
    assert scene.says(words, scene.seen) != count, "what was dropped does not come back"


def scene_at_work() -> AssembleScene:
    """The first workshop, in its first step of work, the part posed."""
    return at_work()[0]
