"""The staff of a kiosk, and a printer or a stick that takes its time: the window goes on, and no sentence is false."""

import shutil
import threading
from pathlib import Path

import pytest
from screen_kit import until
from test_carry import CARD
from test_kiosk import PIN, app, config, look, reached, whole

from assets.texts import Catalogue
from assets.voice import Voice
from cli.kiosk import _carrier
from export.files.ticket import text_of
from export.packets.cards import CARD_FILE, write_card
from game.kiosk import kiosk as kiosk_module
from game.kiosk import table
from game.kiosk.counts import Counts
from game.kiosk.kiosk import KioskJourney
from game.kiosk.staff import StaffMenu
from game.screen.nodes import Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.station.home import Home
from game.window.look import StaticLook
from scenarios.model import Scenario
from scenarios.short_forms import short_forms, shortened


@pytest.fixture(scope="module")
def short() -> list[Scenario]:
    every = whole()
    return [shortened(every[id], form) for id, form in short_forms().items()]


def opened(here: KioskJourney) -> None:
    """The staff's menu, by its chord and PIN."""
    here.key("chord")
    for figure in PIN:
        here.key(figure)
    here.act("go", "press")
    assert isinstance(here.staff, StaffMenu)


def state(here: KioskJourney) -> str:
    """What the staff read."""
    return next(n.spoken for n in here.screen(look(here)).nodes if n.id == "state")


def ended(here: KioskJourney) -> None:
    """What the staff asked for is over."""

    def over() -> bool:
        here.advance(1)
        return isinstance(here.staff, StaffMenu) and not here.staff.busy

    assert until(over, 20)


def test_a_printer_that_does_not_answer_stops_no_heart(
    short: list[Scenario], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The keeper ends what is silent for four seconds: the trial ticket goes beside the window, and is asked once."""
    goes = threading.Event()
    asked = []

    def slow(printer: object, made: object) -> str:
        asked.append(made)
        goes.wait(20)
        return "kiosk.ticket.stuck"

    monkeypatch.setattr(kiosk_module, "hand_over", slow)
    beats: list[str] = []

    def heard(word: str) -> bool:
        beats.append(word)
        return True

    here = app(short, None, tmp_path)
    here._beat = heard
    opened(here)
    here.act("test", "press")
    for _ in range(100):
        here.advance(1)
    assert beats == [".", "."]
    assert "Un instant" in state(here)
    here.act("test", "press")
    goes.set()
    ended(here)
    assert len(asked) == 1
    assert "papier" in state(here)
    assert here.counts.tickets == 0


def test_a_trial_ticket_says_nothing_of_the_visitor(short: list[Scenario], home: Home, tmp_path: Path) -> None:
    """Also while one is there: neither their code nor what they did."""
    here = app(short, home, tmp_path)
    here.act("begin", "press")
    here.act("agree", "press")
    assert here.person is not None
    here.facts = ("Quatre rivets posés.",)
    opened(here)
    here.act("test", "press")
    ended(here)
    assert here.counts.tickets == 1
    (file,) = tmp_path.glob("ticket-*.bin")
    words = " ".join(text_of(file.read_bytes()))
    assert "Ticket d'essai" in words
    assert here.person.code not in words
    assert "Quatre rivets" not in words


def test_a_refused_ticket_may_be_printed_again(
    short: list[Scenario], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as no printer took it; then once is enough."""
    answers = iter(["kiosk.ticket.refused", "kiosk.ticket.stuck", ""])
    monkeypatch.setattr(table, "hand_over", lambda printer, made: next(answers))
    here = app(short, None, tmp_path)
    here.act("begin", "press")
    here.go(Step.BOARDING)
    for said, again in (("ne répond pas", True), ("papier", True), ("s'imprime", False)):
        here.act("print", "press")
        assert until(lambda: (here.advance(1), here.work is None)[1], 20)
        assert said in here.screen(look(here)).say
        assert ("print" in reached(here)) == again
    assert here.counts.tickets == 1


def test_the_staff_read_words(short: list[Scenario], home: Home, tmp_path: Path) -> None:
    """No « ready », no « - »: how the voice and the printer stand, in the language of the kiosk."""

    class Reader:
        def __init__(self, state: str) -> None:
            self.state = state

        def try_again(self) -> None:
            """Nothing to do."""

    texts = Catalogue.load()
    for language in ("fr", "en"):
        for heard in ("ready", "none", "lost"):
            here = app(short, home, tmp_path, printer="", language=language)
            here.voice = Reader(heard)
            opened(here)
            assert texts.t(f"kiosk.staff.voice_{heard}", language) in state(here)
            assert texts.t("kiosk.staff.no_printer", language) in state(here)
            assert language == "en" or f": {heard}" not in state(here)


def test_a_menu_left_open_over_the_attract_loop_is_no_visitor(short: list[Scenario], tmp_path: Path) -> None:
    """It goes away by itself; who began and went is counted."""
    here = app(short, None, tmp_path)
    opened(here)
    here.advance(50 * 81)
    assert (here.running, here.counts.left_alone) == (False, 0)
    here = app(short, None, tmp_path)
    here.act("begin", "press")
    opened(here)
    here.advance(50 * 81)
    assert (here.running, here.counts.left_alone) == (False, 1)


def test_what_keeps_the_stick_empty_is_said_as_it_is(home: Home, tmp_path: Path) -> None:
    """No card, a card that cannot be read, no stick: three sentences, and none says that the stick refused."""
    voice = Voice(Catalogue.load(), "fr")
    stick = tmp_path / "stick"
    stick.mkdir()
    carry = _carrier(home, config(stick=str(stick)), voice)
    assert carry is not None
    assert "n'a pas la fiche de l'organisation" in carry()
    (home.folder / CARD_FILE).write_text("x")
    said = carry()
    assert CARD_FILE in said
    assert "La clé a refusé" not in said
    # Copied there by hand: the program itself replaces nothing in its own folder.
    write_card(tmp_path / CARD_FILE, CARD)
    shutil.copy(tmp_path / CARD_FILE, home.folder / CARD_FILE)
    assert "Posés sur la clé : 0" in carry()
    stick.rmdir()
    assert "branchez la clé" in carry()


def test_the_attract_loop_speaks_of_no_picture_that_is_not_there(short: list[Scenario], tmp_path: Path) -> None:
    """There is a button to listen and none to read."""
    here = app(short, None, tmp_path)
    screen = here.screen(look(here))
    assert "aloud" in {n.id for n in screen.nodes}
    assert "œil" not in screen.say
    assert "Écouter" in screen.say


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_all_that_the_staff_read_stands_on_their_card(lang: str, scale: float) -> None:
    """With the visitor's large words too, with every trouble at once, and the question before the stop."""
    parts = {"printer": "usb:/dev/usb/lp0", "voice": "lost", "folder": "/var/lib/envol/borne", "outbox": "12",
             "claims": "7"}  # fmt: skip
    menu = StaffMenu(Counts(120, 11, 80, 20, 640, "kiosk.ticket.stuck"), parts, said="x" * 20 + " mots" * 20)
    menu.sure = True
    shown = menu.screen(StaticLook(Comfort(language=lang, text_scale=scale)))
    card = next(n for n in shown.nodes if n.id == "state")
    words = [s for s in card.shapes if isinstance(s, Text)]
    assert len(words) >= 9
    assert max(s.y + s.size for s in words) <= card.rect.y + card.rect.h
