"""A system's screen reader finds the game: its tree, its focus, what is said, and presses that it asks for."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest
from reader_kit import NEEDS, Outside, bus, is_here
from screen_kit import Room, screen, until
from test_keys import screens
from test_kiosk_screen import SCREEN, stand

from game.screen import navigate
from game.screen.described import NEWS, ROOT, WINDOW, Described, described, words
from game.screen.nodes import Node, Rect, Screen
from game.screen.scene import Comfort
from game.window import bridge
from game.window.look import StaticLook
from game.window.reader import ReadableWindow, ScreenReader

AREA, PLACE = Rect(0, 0, 1920, 1080), (1.0, 0.0, 1080.0)
R = Rect(10, 20, 300, 80)
GO = Node("go", "button", "Commencer", R, (), ("press",), spoken="Commencer. Touche Entrée.")
EASY = Node("easy", "toggle", "Facile", R, (), ("press",), state=("checked",), spoken="Facile. Des phrases courtes.")
HELLO = Node("mentor", "status", "Bonjour.", R, (), spoken="Bonjour, je suis Nadia.")
IDLE = Node("next", "button", "Suite", R, (), ("press",), state=("disabled",))
PULL = Node("rotor", "image", "Rotor", R, (), navigate.PULLED)
SIMPLE = Screen("welcome", "Le hangar", (HELLO, EASY, GO, IDLE, PULL), say="Vous entrez.")


def by_id(parts: tuple[Described, ...], id: str) -> Described:
    return next(p for p in parts if p.id == id)


def test_a_description_is_one_tree_whose_root_is_the_window() -> None:
    """Every thing hangs below the root once, whatever a screen holds, two nodes of one name too."""
    seen = described(replace(SIMPLE, nodes=(*SIMPLE.nodes, GO)), "go", AREA, "Bonjour", 3)
    keys = [p.key for p in seen.parts]
    held = [child for p in seen.parts for child in p.children]
    assert keys[0] == WINDOW
    assert len(keys) == len(set(keys))
    assert sorted(held) == sorted(keys[1:])


def test_roles_names_and_states_are_those_of_the_nodes() -> None:
    """A button is called by its name and its key said after it; a toggle says whether it is on."""
    parts = described(SIMPLE, "go", AREA).parts
    assert by_id(parts, "go") == Described("welcome/go", "button", "Commencer", "Touche Entrée.", "go", rect=R)
    assert (by_id(parts, "easy").kind, by_id(parts, "easy").checked) == ("check", True)
    text = next(p for p in parts if p.key == "welcome/mentor")
    assert (text.kind, text.label, text.id) == ("label", "Bonjour, je suis Nadia.", "")
    idle = next(p for p in parts if p.key == "welcome/next")
    assert idle.disabled
    assert not idle.id
    assert "Rotor" not in {p.label for p in parts}, "what a pointer alone pulls, other nodes do by a press"


@pytest.mark.parametrize(
    ("node", "kind", "checked"),
    [
        (Node("a", "spot", "Trou B1, vide", R), "label", None),
        (Node("a", "spot", "Trou B1, vide", R, (), ("press",)), "button", None),
        (Node("a", "status", "Suite", R, (), ("press",)), "button", None),
        (Node("a", "choice", "Tête 1", R, (), ("press",), value="fine"), "button", None),
        (Node("a", "choice", "Je lis", R, (), ("press",)), "choice", False),
        (Node("a", "choice", "Je lis", R, (), ("press",), state=("current",)), "choice", True),
        (Node("a", "tool", "Pige", R, (), ("press",), state=("checked",)), "button", True),
        (Node("a", "image", "Plan", R), "image", None),
        (Node("a", "handle", "Levier", R, (), ("drag",)), "slider", None),
    ],
)
def test_nothing_is_called_what_it_is_not(node: Node, kind: str, checked: bool | None) -> None:
    """What nobody can press is no button, what can be pressed is no mere text, and what has values is not « off »."""
    part = described(Screen("bench", "Poste", (node,)), "", AREA).parts[-1]
    assert (part.kind, part.checked) == (kind, checked)


@pytest.mark.parametrize(
    ("name", "spoken", "wanted"),
    [
        ("Son", "", ("Son", "")),
        ("Son", "Son", ("Son", "")),
        ("Son", "Son. Touche M.", ("Son", "Touche M.")),
        ("A1", "Trou A1, vide", ("Trou A1, vide", "")),
        ("Tige 6", "Tige 6 · lot K7.", ("Tige 6", "lot K7.")),
        ("A1", "A12, vide", ("A12, vide", "")),
        ("×", "Fermer", ("×", "Fermer")),
        ("", "Fermer", ("Fermer", "")),
    ],
)
def test_nothing_is_said_twice(name: str, spoken: str, wanted: tuple[str, str]) -> None:
    """What the spoken sentence says beyond the name comes after it."""
    assert words(Node("n", "button", name, R, spoken=spoken)) == wanted


def test_under_a_dialog_nothing_else_is_to_be_pressed() -> None:
    """A question stands in a dialog of its own, and has the focus as long as no answer has it."""
    asks = Node("dialog", "dialog", "Vraiment ?", R)
    yes = Node("yes", "button", "Oui", R, (), ("press",), state=("modal",))
    seen = described(Screen("dialog", "Question", (HELLO, GO, asks, yes)), "", AREA)
    dialog = next(p for p in seen.parts if p.kind == "dialog")
    assert (dialog.label, dialog.children) == ("Vraiment ?", ("dialog/dialog", "dialog/yes"))
    assert seen.focus == dialog.key
    assert [p.id for p in seen.parts if p.id] == ["yes"]
    assert "Bonjour, je suis Nadia." in {p.label for p in seen.parts}


def test_the_same_button_of_another_screen_is_another_one() -> None:
    """A reader says what has the focus when that is another thing, though the next screen has a « go » too."""
    first, second = described(SIMPLE, "go", AREA), described(replace(SIMPLE, id="code"), "go", AREA)
    assert first.focus != second.focus


def test_the_same_words_are_news_again() -> None:
    """What is said twice in a row is told twice: it comes as another thing."""
    first, second = (described(SIMPLE, "go", AREA, "Bien.", turn).parts for turn in (1, 2))
    news = [next(p for p in parts if p.key.startswith(NEWS)) for parts in (first, second)]
    assert news[0].key != news[1].key
    assert {p.label for p in news} == {"Bien."}


def test_all_that_can_be_pressed_is_told_with_a_name() -> None:
    """On benches, under questions, at the sheet, on the way: what a key reaches, a reader reaches."""
    seen = list(screens(StaticLook(Comfort())))
    for shown in seen:
        description = described(shown, navigate.first(shown), AREA)
        keys = [p.key for p in description.parts]
        reached = [n.id for n in shown.nodes if n in navigate.reachable(shown)]
        pressed = [p for p in description.parts if p.id]
        assert sorted(p.id for p in pressed) == sorted(reached), shown.id
        assert all(p.label.strip() for p in pressed), shown.id
        assert len(keys) == len(set(keys)), shown.id
        assert description.focus in keys
    assert len(seen) > 12


class Line:
    """Stands where the library does: keeps what it is sent, or breaks."""

    def __init__(self, breaks: BaseException | None = None) -> None:
        self.sent: list[tuple[list[int], int, bool]] = []
        self.breaks = breaks

    def send(self, nodes: list[tuple[int, Any]], focus: int, *, whole: bool) -> None:
        if self.breaks:
            raise self.breaks
        self.sent.append(([number for number, _ in nodes], focus, whole))

    def focused(self, has_keys: bool) -> None:
        self.send([], 0, whole=False)

    def stands(self, x: float, y: float, w: float, h: float) -> None:
        pass


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    line = Line()
    monkeypatch.setattr(bridge, "SystemLine", lambda *_: line)
    monkeypatch.setattr(ScreenReader, "_stands", lambda self: None)
    return line


def test_nothing_is_sent_while_nobody_listens(line: Line) -> None:
    """Without a reader no tree is described; one that comes is told all, then only what changed, then nothing."""
    reader = ScreenReader()
    reader.open()
    reader.tell(SIMPLE, "go", 0, PLACE)
    assert line.sent == []
    reader._listening(True)
    reader.tell(SIMPLE, "go", 20, PLACE)
    reader.tell(SIMPLE, "go", 40, PLACE)
    assert [(numbers[0], whole) for numbers, _, whole in line.sent] == [(ROOT, True)]
    reader.tell(SIMPLE, "easy", 60, PLACE)
    assert line.sent[1][0] == []
    assert line.sent[1][1:] != line.sent[0][1:]
    off = replace(SIMPLE, nodes=tuple(replace(n, state=()) if n.id == "easy" else n for n in SIMPLE.nodes))
    reader.tell(off, "easy", 80, PLACE)
    assert line.sent[2][0] == [line.sent[1][1]]
    reader._listening(False)
    reader.tell(SIMPLE, "go", 100, PLACE)
    reader._listening(True)
    reader.tell(SIMPLE, "go", 120, PLACE)
    assert line.sent[-1][2]
    assert len(line.sent) == 4


def test_what_the_mentor_says_anew_is_told_by_itself(line: Line) -> None:
    """A sentence that changed in place, once it stands still, as the voice would say it."""
    reader = ScreenReader()
    reader.open()
    reader._listening(True)
    later = replace(SIMPLE, nodes=(replace(HELLO, spoken="Bien posé."), *SIMPLE.nodes[1:]))
    reader.tell(SIMPLE, "go", 0, PLACE)
    reader.tell(later, "go", 100, PLACE)
    reader.tell(later, "go", 600, PLACE)
    news = [part.label for key, part in reader._sent.items() if key.startswith(NEWS)]
    assert news == ["Bien posé."]


def test_without_the_library_the_game_runs_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why nothing is told is kept, to be said when the game is closed; `envol doctor` says what to do."""
    monkeypatch.setitem(sys.modules, "accesskit", None)
    monkeypatch.delitem(sys.modules, "game.window.bridge")
    reader = ScreenReader()
    reader.open()
    reader.focused(True)
    reader.tell(SIMPLE, "go", 0, PLACE)
    reader.moved()
    assert "accesskit" in reader.trouble
    assert list(reader.wishes()) == []


class PanicException(BaseException):
    """What the library raises once it is spoilt is no Exception."""


@pytest.mark.parametrize("fault", [PanicException("poisoned"), RuntimeError("no bus")])
def test_a_fault_of_the_library_ends_the_telling_and_not_the_game(line: Line, fault: BaseException) -> None:
    """It is kept to be said; who ends the program by the keyboard still ends it."""
    reader = ScreenReader()
    reader.open()
    line.breaks = fault
    reader._listening(True)
    reader.tell(SIMPLE, "go", 0, PLACE)
    assert reader.trouble.startswith(type(fault).__name__)
    assert not reader.listens
    again = ScreenReader()
    again.open()
    line.breaks = KeyboardInterrupt()
    again._listening(True)
    with pytest.raises(KeyboardInterrupt):
        again.tell(SIMPLE, "go", 0, PLACE)


class App:
    """Keeps what is asked of it, and shows one screen."""

    def __init__(self, comfort: Any) -> None:
        self.comfort, self.running, self.asked = comfort, True, list[tuple[str, ...]]()

    def screen(self, look: Any) -> Screen:
        return SIMPLE

    def act(self, node: str, action: str) -> None:
        self.asked.append((node, action))

    def used(self, device: str) -> None:
        self.asked.append((device,))

    def __getattr__(self, name: str) -> Any:
        return lambda *_: {"sounds": (), "cues": ()}.get(name, 0.0)


def test_a_press_asked_by_a_reader_is_the_press_of_a_key(line: Line) -> None:
    """It comes from another thread, waits for the frame, moves the focus there, and counts as the keyboard's."""
    app = App(Comfort(sound=False))
    window = ReadableWindow(app, (640, 360))
    try:
        window.reader.open()
        window.frame(0)
        window.reader._listening(True)
        window.frame(0)
        number = {key: n for n, key in window.reader._ids.items()}
        for wish, id in (("focus", "go"), ("press", "easy")):
            window.reader._asked.put((wish, number[id]))
        window.reader._asked.put(("press", 999))
        window.frame(0)
        assert app.asked == [("go", "focus"), ("keyboard",), ("easy", "press")]
        assert window.focus == "easy"
    finally:
        pygame.display.quit()


READER = pytest.mark.skipif(not is_here(), reason=NEEDS)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A session's bus, in the environment of whatever is started."""
    with bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.mark.reader
@pytest.mark.screen
@READER
@SCREEN
def test_a_reader_finds_the_game_and_presses_in_it(outside: str, tmp_path: Path) -> None:
    """From outside: frame, buttons by name, focus; the press it asks for opens the next screen, which is said."""
    with screen() as display, Room(display, tmp_path / "home") as room, Outside() as eyes:
        frame = eyes.sees("frame", "Envol", "active")
        assert frame["box"] == [0, 0, 1366, 768]
        enter = next(n["name"] for n in room.now["nodes"] if n["id"] == "enter")
        button = eyes.sees("push button", enter, "focused")
        # Corners are cut to whole pixels, where the picture rounds them.
        assert all(abs(a - b) <= 1 for a, b in zip(button["box"], room.node("enter")["rect"], strict=True))
        names = {r["name"] for r in eyes.tree()}
        missed = [n["name"] for n in room.now["nodes"] if n["reached"] and n["name"] not in names]
        assert missed == []
        room.hand("key", "Tab")
        room.answered()
        eyes.sees("push button", room.node(room.now["focus"])["name"], "focused")
        eyes.press(enter)
        room.becomes("agreement")
        agree = room.node("agree")["name"]
        eyes.sees("push button", agree)
        assert enter not in {r["name"] for r in eyes.tree()}
        says = room.now["say"]
        assert until(lambda: any(words.startswith(says) for _, words in eyes.ask("heard"))), eyes.ask("heard")
        eyes.press(agree)
        room.becomes("code")


@pytest.mark.reader
@pytest.mark.screen
@READER
@SCREEN
def test_a_reader_works_inside_the_lock(outside: str, tmp_path: Path) -> None:
    """The kiosk's window is found too, and a visit begins by a press that a reader asks for."""
    with stand(tmp_path) as here, Outside() as eyes:
        eyes.sees("frame", "Envol", "active")
        begin = next(n["name"] for n in here.told.now["nodes"] if n["id"] == here.told.now["focus"])
        eyes.sees("push button", begin, "focused")
        eyes.press(begin)
        assert until(lambda: here.now != "welcome", 60)
        shown = [n["name"] for n in here.told.now["nodes"] if n["reached"]]
        for name in shown:
            assert until(lambda name=name: name in {r["name"] for r in eyes.tree()}, 60), name
        assert here.end() == 0
