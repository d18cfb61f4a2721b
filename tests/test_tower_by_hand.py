"""A double click on the tower's program: no terminal is read there, so whatever is wrong is a page, else a box."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pygame
import pytest
from browser_kit import answering
from httpx2 import Client
from tower_kit import Clock, house_of, ready, words

from assets.texts import Catalogue
from assets.voice import Voice
from cli import by_hand, ports
from cli.main import main
from cli.ports import PAGES_PORT, free, listen, mark_at, tower_at, tower_soon
from cli.tower import who_hears
from game.window import box
from scenarios.refusal import Refusal
from tower import STATIONS_PORT
from tower.guard import MARK
from tower.house import OTHER, TAKEN, mark_of

OPEN_BROWSER = "cli.by_hand.webbrowser.open"
FR = Voice(Catalogue.load(), "fr")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was told to open: it opens none."""
    addresses: list[str] = []

    def opens(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr(OPEN_BROWSER, opens)
    monkeypatch.setattr(by_hand, "BROWSER_S", 0.0)
    return addresses


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What stood in a box of the system."""
    said: list[str] = []

    def shows(title: str, sentence: str) -> bool:
        said.append(sentence)
        return True

    monkeypatch.setattr(box, "shown_in_box", shows)
    return said


@contextmanager
def at_the_usual_port(monkeypatch: pytest.MonkeyPatch, address: str) -> Iterator[int]:
    """A tower that answers where a bookmark looks for it."""
    number = int(address.rpartition(":")[2])
    with monkeypatch.context() as patched:
        patched.setattr(ports, "PAGES_PORT", number)
        yield number


def test_a_second_double_click_shows_the_tower_of_the_same_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its browser opens on it and the address is said; the tower of another base is not taken for it."""
    base = ready(tmp_path / "m.db")
    with answering(house_of(base, Clock())) as address, at_the_usual_port(monkeypatch, address) as number:
        assert mark_at(number) == mark_of(base)
        assert main(["--lang", "fr", "tower", "--once", "--db", str(base)]) == 0
        assert shown == [f"{address}/"]
        assert f"déjà ouverte : {address}/" in capsys.readouterr().out
        assert tower_at(mark_of(tmp_path / "other.db")) is None
        assert tower_soon(mark_of(tmp_path / "other.db")) is None, "what answers is not waited for"
        # It says nothing of the base, and a page of another site does not read it.
        with Client() as client:
            assert str(base) not in client.get(f"{address}{MARK}").text
            foreign = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}
            assert client.get(f"{address}{MARK}", headers=foreign).status_code == 403


def test_a_second_start_by_a_command_leads_to_the_tower_that_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 0 and where it is; the browser opens on it unless it is not to. Who finds the port of the posts taken
    names that tower, and not another base's; its own port is not asked."""
    base = ready(tmp_path / "m.db")
    with answering(house_of(base, Clock())) as address, at_the_usual_port(monkeypatch, address) as number:
        assert main(["--lang", "fr", "tower", "--quiet", "--db", str(base)]) == 0
        assert f"déjà ouverte : {address}/" in capsys.readouterr().out
        assert shown == []
        assert main(["--lang", "fr", "tower", "--db", str(base)]) == 0
        assert shown == [f"{address}/"]
        monkeypatch.setattr("cli.ports.PAGES_PORT", number)
        assert who_hears(base, 1) == (OTHER, f"http://127.0.0.1:{number}/")
        assert who_hears(base, number) == (TAKEN, "")
        assert who_hears(tmp_path / "other.db", 1) == (TAKEN, "")


def test_a_tower_that_is_opening_is_waited_for_and_a_silent_program_is_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its port is taken and nothing answers yet: it is asked again, for some seconds; then another port is taken."""
    monkeypatch.setattr(ports, "AGAIN_S", 0.0)
    base = tmp_path / "m.db"
    begun = iter([None, None, mark_of(base)])
    with listen(0) as opening:
        monkeypatch.setattr(ports, "PAGES_PORT", opening.getsockname()[1])
        monkeypatch.setattr(ports, "NEXT_PORTS", 1)
        with monkeypatch.context() as patched:
            patched.setattr(ports, "mark_at", lambda _: next(begun))
            assert tower_soon(mark_of(base)) == ports.PAGES_PORT
            patched.setattr(ports, "mark_at", lambda _: None)
            clock = Clock()

            def later() -> float:
                clock.s += 3
                return clock.s

            assert tower_soon(mark_of(base), later) is None
            assert clock.s < 20
        with free(ports.PAGES_PORT) as other:
            assert other.getsockname()[1] != ports.PAGES_PORT


def test_what_answers_at_a_port_and_is_no_tower_is_told_from_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that speaks otherwise, and a port where nobody is."""
    with listen(0) as other:
        number = other.getsockname()[1]

        def speaks() -> None:
            connection, _ = other.accept()
            connection.sendall(b"SSH-2.0-x\r\n")
            connection.close()

        thread = threading.Thread(target=speaks)
        thread.start()
        assert mark_at(number) == ""
        thread.join()
    assert mark_at(number) is None


def test_a_bookmark_lives_and_a_taken_port_gives_the_next() -> None:
    """The first free port of a few, never that of the posts."""
    with free(PAGES_PORT) as first:
        own = first.getsockname()[1]
        with free(own) as second:
            assert second.getsockname()[1] not in (own, STATIONS_PORT)


@pytest.mark.parametrize(("lay", "says"), [
    (lambda folder: (folder / "m.db").write_bytes(b"x" * 5000), "m.db"),
    (lambda folder: folder.rmdir() or folder.write_bytes(b"a file"), "On ne peut pas écrire dans"),
])  # fmt: skip
def test_a_base_that_does_not_open_is_told_on_a_page_else_in_a_box(
    tmp_path: Path, lay: object, says: str, shown: list[str], boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Damaged, or in a folder that is not to be written: status 1, a sentence, and what to do then. Nobody asked for
    the page: a box says the same."""
    monkeypatch.setattr(ports, "NEXT_PORTS", 0)
    folder = tmp_path / "data"
    folder.mkdir()
    lay(folder)  # type: ignore[operator]
    assert main(["--lang", "fr", "tower", "--once", "--no-stations", "--db", str(folder / "m.db")]) == 1
    assert len(shown) == 1
    (said,) = boxes
    assert says in said
    assert "double-cliquez de nouveau sur « envol-tour »" in said


def test_the_page_that_says_what_is_wrong_is_read_from_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch, boxes: list[str]
) -> None:
    """With its letters, for any browser, in a sandbox too; once it was read the program ends, and no box comes."""
    pages: list[str] = []

    def browse(address: str) -> bool:
        def read() -> None:
            with Client() as client:
                page = client.get(address, headers={"sec-fetch-site": "none", "sec-fetch-mode": "navigate"})
                pages.extend([page.text, client.get(f"{address}static/tower.css").text])
                assert "default-src 'none'" in page.headers["content-security-policy"]

        threading.Thread(target=read).start()
        return True

    monkeypatch.setattr(OPEN_BROWSER, browse)
    monkeypatch.setattr(by_hand, "READ_S", 0.2)
    by_hand.show_wrong(by_hand.why(Refusal("store.locked", path="m.db", reason=""), FR), FR)
    assert "La tour ne s'est pas ouverte" in words(pages[0])
    assert "m.db" in pages[0]
    assert "--signal" in pages[1]
    assert boxes == []


def test_no_browser_at_all_is_told_with_the_address(boxes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none is found, and where one was told to open and never asked for a page."""
    monkeypatch.setattr(by_hand, "BROWSER_S", 0.0)
    for found, seen in ((False, False), (True, False), (True, True)):
        monkeypatch.setattr(OPEN_BROWSER, lambda _, found=found: found)
        by_hand.show_tower("http://127.0.0.1:1/", FR, lambda seen=seen: seen)  # type: ignore[misc]
    assert len(boxes) == 2
    assert all("aucun navigateur" in said and "http://127.0.0.1:1/" in said for said in boxes)


def test_what_breaks_otherwise_is_named_without_its_words() -> None:
    """The words of an error may quote what somebody typed."""
    assert by_hand.why(ZeroDivisionError("Zéphyrine"), FR).count("ZeroDivisionError") == 1
    assert "Zéphyrine" not in by_hand.why(ZeroDivisionError("Zéphyrine"), FR)
    assert by_hand.why(OSError(28, "No space", "/x/m.db"), FR).startswith("/x/m.db")


def test_a_box_breaks_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of X11 breaks none; where no screen takes one it is said that none did."""
    told: list[str] = []
    monkeypatch.setattr("pygame.display.message_box", lambda _, text, __: told.append(text))
    assert box.shown_in_box("Tour", "mot " * 60 + "\n\nfin")
    assert max(map(len, told[0].split("\n"))) <= box.WIDE

    def refuses(*_: object) -> None:
        raise pygame.error("no screen")

    monkeypatch.setattr("pygame.display.message_box", refuses)
    assert not box.shown_in_box("Tour", "fin")
