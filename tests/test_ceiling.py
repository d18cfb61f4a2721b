"""A session may set a ceiling: it is said at the start, shown calmly, warned of, and never takes the closing away."""

from dataclasses import replace
from pathlib import Path

import pytest
from store_kit import body
from test_workshops import workshops

from cli.main import main
from export.packets.body import Body, new_id
from export.store.archive import StoredRun
from game.journey.journey import Journey
from game.screen.nodes import Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.simulation.bots import mine
from game.station.home import Home
from game.voice.telling import Teller
from game.window.look import StaticLook
from game.workshop import ceiling
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.words import WorkshopWords
from scenarios.model import Scenario
from tower.circumstances import passport_of

SECOND = 50


def rules(scenario: Scenario) -> WorkshopParams:
    return mine(scenario.params, WorkshopParams)


NAMES = sorted(name for name, scenario in workshops().items() if rules(scenario).ceilings_s)
LANGUAGES = (Comfort(), Comfort(easy=True), Comfort(language="en"))


def begun(name: str, comfort: Comfort) -> tuple[Journey, StaticLook, WorkshopWords]:
    """An exercise that nobody touches, its look, and the words of its workshop."""
    scenario = workshops()[name]
    app = Journey(scenario, comfort.language, 5)
    app.comfort = comfort
    app.go(Step.EXERCISE)
    app.advance(1)
    look = StaticLook(comfort)
    return app, look, WorkshopWords(look, scenario.head)


def said(app: Journey, look: StaticLook) -> str:
    return next(n.spoken for n in app.screen(look).nodes if n.id == "mentor")


def seen_in(app: Journey) -> WorkshopSeen:
    """What can be seen of the exercise now."""
    assert app.workshop is not None
    return mine(app.workshop.session.task.see(), WorkshopSeen)


def closing(scenario: Scenario) -> str:
    """The name of the first step of the last movement."""
    phases = rules(scenario).phases
    return next(p.id for p in phases if p.movement == phases[-1].movement)


@pytest.mark.parametrize("comfort", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_page_before_the_exercise_says_how_long_it_may_last(name: str, comfort: Comfort) -> None:
    """In whole minutes, rounded up, where a session has set a ceiling; not a word of it where none has."""
    scenario = workshops()[name]
    minutes = f" {-(-sum(rules(scenario).ceilings_s) // 60)} minutes"
    for clock in (False, True):
        app = Journey(scenario, comfort.language, 5)
        app.comfort = replace(comfort, clock=clock)
        app.go(Step.READY)
        app.advance(100)
        look = StaticLook(app.comfort)
        says = next(n.spoken for n in app.screen(look).nodes if n.id == "text")
        assert (minutes in says) is clock, says
        if not clock:
            assert "minutes" not in says
            assert says == WorkshopWords(look, scenario.head).t("ready.says")


@pytest.mark.parametrize("name", NAMES)
def test_a_word_comes_a_minute_before_and_one_at_twenty_seconds_and_one_when_the_team_goes_on(name: str) -> None:
    """At each end of a part that has a ceiling; the closing has none: an hour later it still stands there."""
    app, look, words = begun(name, Comfort(clock=True))
    for most in rules(app.scenario).ceilings_s:
        part = seen_in(app).movement
        app.advance((most - 62) * SECOND - (0 if part == 1 else 2 * SECOND))
        assert words.t("ceiling.minute") not in said(app, look)
        app.advance(4 * SECOND)
        assert words.t("ceiling.minute") in said(app, look)
        app.advance(39 * SECOND)
        assert words.t("ceiling.soon") in said(app, look)
        assert seen_in(app).movement == part
        app.advance(21 * SECOND)
        assert seen_in(app).movement == part + 1
        assert words.t("ceiling.passed") in said(app, look)
        assert words.t("ceiling.passed") in app.screen(look).say
    app.advance(3600 * SECOND)
    assert app.step is Step.EXERCISE
    assert seen_in(app).phase == closing(app.scenario)
    assert seen_in(app).pace == -1


def test_that_the_team_went_on_is_said_until_it_could_be_read_and_something_was_done() -> None:
    """Who reads slowly still has it after minutes; after the next act the mentor speaks of the step again."""
    app, look, words = begun("panneau_fuselage", Comfort(clock=True))
    assert app.workshop is not None
    app.advance(600 * SECOND)
    assert said(app, look) == words.t("ceiling.passed")
    app.advance(120 * SECOND)
    assert words.t("ceiling.passed") in said(app, look)
    app.workshop.act("head:0")
    app.advance(2)
    assert words.t("ceiling.passed") not in said(app, look)
    assert said(app, look) == words.t(f"message.{seen_in(app).phase}")


@pytest.mark.parametrize("name", NAMES)
def test_without_a_ceiling_nothing_is_said_of_time_and_nothing_ends(name: str) -> None:
    """An hour and a half without an act: the first step still stands there, with no band and no minutes."""
    app, look, words = begun(name, Comfort())
    first, heard = seen_in(app).phase, set()
    for _ in range(90):
        app.advance(60 * SECOND)
        screen = app.screen(look)
        heard |= {n.spoken for n in screen.nodes} | {s.text for s in screen.decor if isinstance(s, Text)}
        assert not any(n.id == "pace" for n in screen.nodes)
    assert seen_in(app).phase == first
    spoken = {words.t(f"ceiling.{key}") for key in ("minute", "soon", "passed", "under")}
    assert not any(word in text for word in spoken for text in heard)


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_is_shown_in_minutes_and_interrupts_no_voice(name: str, scale: float) -> None:
    """The bar says it, « Écouter » reads it; a voice that reads something else is not stopped for it."""
    app, look, words = begun(name, Comfort(clock=True, text_scale=scale))
    most = rules(app.scenario).ceilings_s[0]
    node = next(n for n in app.screen(look).nodes if n.id == "pace")
    assert node.spoken == words.t("ceiling.left", n=-(-most // 60))
    teller = Teller()
    teller.news(app.screen(look), "", 0)
    app.advance(61 * SECOND)
    screen = app.screen(look)
    teller.news(screen, "", 61_000)
    assert next(n for n in screen.nodes if n.id == "pace").spoken != node.spoken
    assert "min" not in teller.news(screen, "", 70_000)
    app.advance((most - 61 - 30) * SECOND)
    assert any(isinstance(s, Text) and s.text == words.t("ceiling.under") for s in app.screen(look).decor)


def test_a_colleague_keeps_their_words_and_what_is_said_now_is_not_talked_over() -> None:
    """A warning takes the place of what a step is about; beside other news it stands first, after a colleague's."""
    app, _, words = begun("panneau_fuselage", Comfort(clock=True))
    seen, warned = seen_in(app), words.t("ceiling.minute")
    assert ceiling.with_time(words, replace(seen, message=seen.phase), "Sens.", "ceiling.minute") == warned
    assert ceiling.with_time(words, replace(seen, message=""), "Sens.", "ceiling.minute") == warned
    assert ceiling.with_time(words, replace(seen, message="call"), "Noté.", "ceiling.minute") == f"{warned} Noté."
    by_her = ceiling.with_time(words, replace(seen, visitor="asker_jeanne"), "Je peux ?", "ceiling.minute")
    assert by_her == f"Je peux ? Karim : « {warned} »"
    assert ceiling.with_time(words, seen, "Sens.", "") == "Sens."


def test_a_session_sets_it_on_its_station_for_everybody_who_comes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`envol station ceiling on`: each new person begins with it, and may take it off; nobody has it by default."""
    scenario = workshops()["panneau_fuselage"]
    for word, expected in (("", False), ("on", True), ("", True), ("off", False)):
        assert main(["--lang", "fr", "station", "ceiling", *([word] if word else []), "--home", str(tmp_path)]) == 0
        assert ("oui" in capsys.readouterr().out) is expected
        home = Home.open(tmp_path)
        try:
            app = Journey(scenario, "fr", 5, home)
            assert app.comfort.clock is expected
            app.comfort = replace(app.comfort, clock=not expected)
            app.go(Step.WELCOME)
            assert app.comfort.clock is expected
        finally:
            home.close()


def test_the_versions_of_a_result_say_that_its_time_was_limited() -> None:
    """As the head of its trace says; nothing is said where no ceiling held, or the head says nothing of it."""
    packet = Body.model_validate({**body(), "packet_id": new_id(), "station_id": "a" * 16, "sequence": 1})
    run = StoredRun("K4-MTQ", b"", packet, played=packet.workshops[0])
    heads: list[tuple[dict[str, object], bool]] = [({"clock": True}, True), ({"clock": False}, False), ({}, False)]
    for head, expected in heads:
        passport = passport_of(run, head)
        assert passport is not None
        assert passport.capped is expected
