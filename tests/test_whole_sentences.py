"""Nothing that is said at a workshop is cut inside a clause: every message of every one, at its cards' real sizes."""

from collections.abc import Iterator
from functools import cache

import pytest
from test_workshops import workshops

from assets.texts import of_the_house
from game.journey.journey import Journey
from game.mechanics.table import MECHANICS
from game.screen.nodes import Node, Rect, Screen, Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.screen.turned import CLAUSES, LEAST, SENTENCES, turned
from game.simulation.bots import mine
from game.window.look import StaticLook
from game.workshop.params import WorkshopParams
from game.workshop.scene import Bench
from game.workshop.seen import WorkshopSeen
from game.workshop.words import WorkshopWords
from lab.robots import act_once
from scenarios.model import Scenario

Scene = Bench[WorkshopParams, WorkshopSeen]
ENDS = (".", "!", "?", "…", "»", "”", ":", ",", ";")
"""With what a page may end: a sentence, or a clause of one that no page holds."""
HEIGHTS = (1080.0, 1125.0)
"""Of the design area, in a window of 1366x768 and in one of 1024x600."""
LANGUAGES = (("fr", False), ("fr", True), ("en", False))
KINDS = ("prepare", "work")
"""The two cards that are beside the work: of the board and what is judged, and of the bench."""


def messages(scenario: Scenario) -> list[str]:
    """What the people of a workshop say, by its key: its own words, its mechanic's and the house's."""
    rooms = tuple(f"{room}.message." for room in (scenario.head.mechanic.partition("@")[0], "workshop"))
    house = [key.partition(".")[2] for key in of_the_house("fr") if key.startswith(rooms)]
    own = [key for key in scenario.texts["fr"] if key.startswith("message.")]
    return sorted({*own, *house, *(f"ceiling.{word}" for word in ("minute", "soon", "passed"))})


@cache
def standing(name: str, kind: str, clock: bool) -> Scene:
    """The exercise at its first step of a kind, as an expert comes there."""
    scenario = workshops()[name]
    app = Journey(scenario, "fr", 5)
    app.comfort = Comfort(clock=clock)
    app.go(Step.EXERCISE)
    app.advance(2)
    bot = MECHANICS[scenario.head.mechanic].cast.make("expert", scenario.params, 5)
    for _ in range(400):
        assert app.workshop is not None
        if mine(app.workshop.session.task.see(), WorkshopSeen).kind == kind:
            assert isinstance(app.workshop, Bench)
            return app.workshop
        app.advance(max(1, act_once(bot, app.workshop.session)))
    raise AssertionError(kind)


def card_of(screen: Screen) -> Node:
    return next(n for n in screen.nodes if n.id == "mentor")


def lines_on(screen: Screen, rect: Rect, says: str) -> list[Text]:
    """The lines of what is said that stand on a card; who says it stands there in bold."""
    drawn = (*screen.decor, *(s for n in screen.nodes if n.id in ("mentor", "visitor") for s in n.shapes))
    texts = [s for s in drawn if isinstance(s, Text) and not s.bold and s.text in says]
    return [t for t in texts if rect.x <= t.x < rect.x + rect.w and rect.y <= t.y < rect.y + rect.h]


def pages(scene: Scene, look: StaticLook, says: str) -> Iterator[list[Text]]:
    """The lines of what is said, page after page until the first one comes again."""
    first: list[str] = []
    for _ in range(12):
        screen = scene.screen(look)
        card = card_of(screen)
        lines = lines_on(screen, card.rect, says)
        for line in lines:
            assert line.y + line.size <= card.rect.y + card.rect.h, line
        if [t.text for t in lines] == first:
            return
        first = first or [t.text for t in lines]
        yield lines
        if "press" not in card.actions:
            return
        scene.act("mentor")


@pytest.mark.parametrize("clock", [False, True])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", sorted(workshops()))
def test_every_message_stands_whole_on_its_card(
    name: str, kind: str, clock: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 100, 125 and 200 %, in both windows, with a ceiling or none: all its words, no page ends inside a clause."""
    scene, scenario = standing(name, kind, clock), workshops()[name]
    now = [""]
    monkeypatch.setattr(scene, "says", lambda look, seen: now[0])
    monkeypatch.setattr(scene, "guide", lambda look, seen: ())
    for scale, height, (language, easy) in [
        *((1.0, h, LANGUAGES[0]) for h in HEIGHTS), (1.25, HEIGHTS[0], LANGUAGES[0]),
        (1.25, HEIGHTS[1], LANGUAGES[1]),
        *((2.0, HEIGHTS[n % 2], spoken) for n, spoken in enumerate(LANGUAGES)), (2.0, HEIGHTS[1], LANGUAGES[0]),
    ]:  # fmt: skip
        look = StaticLook(Comfort(language=language, easy=easy, text_scale=scale, clock=clock), height)
        words = WorkshopWords(look, scenario.head)
        for key in messages(scenario):
            try:
                now[0] = " ".join(words.t(key).split())
            except KeyError:
                # What is filled in is said by its own mechanic, with its own numbers.
                continue
            scene._shown = None
            # Large words say what the strip of a plan has no room for, too.
            whole = " ".join(card_of(scene.screen(look)).spoken.split())
            assert whole.startswith(now[0])
            read = list(pages(scene, look, whole))
            assert " ".join(t.text for page in read for t in page) == whole, (key, scale, language, easy)
            for page in read:
                assert page[-1].text.endswith(ENDS) or page is read[-1], (key, scale, [t.text for t in page])


@pytest.mark.parametrize("box", [(440.0, 178.0), (310.0, 368.0), (346.0, 120.0)])
def test_a_page_ends_with_a_sentence_wherever_one_fits_it(box: tuple[float, float]) -> None:
    """A sentence that is too long for full size is smaller, on a page of its own; one that would be too small is cut
    after a clause."""
    look = StaticLook(Comfort(text_scale=2.0))
    short, long = "C'est noté, merci.", "Prenez les outils de l'ordre : la douchette, c'est ce qui lit les étiquettes."
    longest = f"{long[:-1]}, et la balance pèse ce que vous avez compté dans le bac, sans rien oublier du tout."
    for text in (short, f"{short} {long}", f"{long} {short} {longest}"):
        shown = [turned(look, text, 26, box, n)[0] for n in range(turned(look, text, 26, box, 0)[1])]
        said = [" ".join(s.text for s in page if isinstance(s, Text)) for page in shown]
        assert " ".join(said) == text
        sentences, clauses = SENTENCES.split(text), [c for s in SENTENCES.split(text) for c in CLAUSES.split(s)]
        for page, words in zip(shown, said, strict=True):
            assert any(words.endswith(clause) for clause in clauses), words
            size = min(s.size for s in page if isinstance(s, Text))
            if any(words.endswith(sentence) for sentence in sentences) and words not in clauses:
                assert size >= 52 * LEAST, words
