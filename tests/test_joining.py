"""A post joins the tower on a press: the organisation's card is found and shown, the post's own is left beside."""

import os
import re
from pathlib import Path

import pytest
from conftest import panneau
from store_kit import keys
from tower_kit import browsing, ready, words

from cli.opened import ask_to_join
from export.files.check_signs import PAUSE, read_aloud
from export.packets.cards import CARD_FILE, make_card, read_card, write_card
from export.packets.keys import station_keys
from game.journey.journey import Journey
from game.screen import navigate
from game.screen.steps import Step
from game.station.home import Home
from game.station.joining import cards_near, places, sticks
from game.window.look import StaticLook


def stick(folder: Path, label: str = "Mission locale", key: int = 1) -> Path:
    """A stick with the card of an organisation."""
    folder.mkdir(exist_ok=True)
    write_card(folder / "organisation.card", make_card("organisation", label, bytes([key] * 32), ["10.0.0.2:47471"]))
    return folder


def said(app: Journey) -> str:
    """What the screen says."""
    return app.screen(StaticLook(app.comfort)).say


@pytest.mark.parametrize(
    ("check", "said_as"),
    [("00000000", "00 00 00 00 00"), ("ffffffff", "42 94 96 72 95"), ("0a1b2c3d", "01 69 55 29 57")],
)
def test_check_signs_are_read_as_a_telephone_number(check: str, said_as: str) -> None:
    """Ten figures in pairs that no line parts, of which the eight signs follow again."""
    assert read_aloud(check).replace(PAUSE, " ") == said_as
    assert f"{int(said_as.replace(' ', '')):08x}" == check


def test_seat_and_tower_show_the_same_figures_and_nothing_hexadecimal(tmp_path: Path, home: Home) -> None:
    """Whoever compares by eye reads figures on both, of the card that was carried from the one to the other."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        page = words(browser.see("/house/stations").text)
        (tmp_path / "organisation.card").write_bytes(browser.see("/house/stations/organisation.card").content)
    (found,) = cards_near([tmp_path])
    app = Journey(panneau(), "fr", 5, home)
    ask_to_join(app, [found])
    assert found.check in said(app)
    assert found.check.replace(PAUSE, " ") in page
    for shown in (page, said(app)):
        assert not re.search(r"\b(?=[0-9a-f ]*[a-f])(?=[0-9a-f ]*[0-9])[0-9a-f]{4} ?[0-9a-f]{4}\b", shown)


def test_a_card_is_found_shown_with_its_signs_and_joined_on_a_press(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name and the signs of the office; after the press the post's own card lies on the stick, once."""
    place = stick(tmp_path / "stick")
    monkeypatch.setenv("ENVOL_STICKS", str(place))
    (found,) = cards_near([tmp_path / "nowhere", place, place])
    app = Journey(panneau(), "fr", 5, home)
    ask_to_join(app, [found])
    assert app.step is Step.JOINING
    assert "Mission locale" in said(app)
    assert found.check in said(app)
    assert f"{int(found.check.replace(PAUSE, '')):08x}" == found.card.check
    assert {"join", "later"} <= {node.id for node in navigate.reachable(app.screen(StaticLook(app.comfort)))}
    app.act("join", "press")
    assert app.step is Step.NOTICE
    assert "rapportez-la à la tour" in said(app)
    assert read_card(home.folder / CARD_FILE, "organisation") == found.card
    (own,) = place.glob("poste-*.card")
    assert read_card(own, "station").public_key == station_keys(home.folder).verify_key.hex()
    app.act("go_on", "press")
    assert app.step is Step.WELCOME
    app = Journey(panneau(), "fr", 5, home)
    app.ask_to_join(found)
    app.act("join", "press")
    assert len(list(place.glob("poste-*.card"))) == 1


def test_a_card_that_lies_in_a_folder_is_not_said_to_be_on_a_stick(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder and the file are named, and no stick is; the same where that folder refuses."""
    (found,) = cards_near([stick(tmp_path / "Téléchargements")])
    monkeypatch.setenv("ENVOL_STICKS", "")
    app = Journey(panneau(), "fr", 5, home)
    app.ask_to_join(found)
    app.act("join", "press")
    (own,) = found.path.parent.glob("poste-*.card")
    assert "Téléchargements" in said(app)
    assert own.name in said(app)
    assert "clé" not in said(app)
    monkeypatch.setattr("game.station.joining.own_card", lambda folder, own: (_ for _ in ()).throw(OSError("no room")))
    app = Journey(panneau(), "fr", 5, home)
    app.ask_to_join(found)
    app.act("join", "press")
    assert "n'a pas pu s'écrire dans le dossier « Téléchargements »" in said(app).replace("\u00a0", " ")


def test_later_changes_nothing_and_several_organisations_are_said(tmp_path: Path, home: Home) -> None:
    """Not now: the welcome; none found: nothing is asked; two: both are named and none is taken."""
    one, two = stick(tmp_path / "a"), stick(tmp_path / "b", "Cap emploi", 2)
    app = Journey(panneau(), "fr", 5, home)
    ask_to_join(app, [])
    assert app.step is Step.WELCOME
    ask_to_join(app, cards_near([one]))
    app.act("later", "press")
    assert app.step is Step.WELCOME
    ask_to_join(app, cards_near([one, two]))
    assert app.step is Step.NOTICE
    assert "Mission locale, Cap emploi" in said(app)
    assert not (home.folder / CARD_FILE).exists()


def test_what_is_no_card_of_an_organisation_is_left_and_a_stick_that_refuses_is_said(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A post's card, rubbish, an altered one, a folder: none is found; a full stick: joined all the same."""
    place = stick(tmp_path / "stick")
    write_card(place / "poste.card", make_card("station", "P", keys()[0].verify_key, []))
    (place / "x.card").write_bytes(b"\x00\xff")
    (place / "y.card").mkdir()
    (place / "z.card").write_text((place / "organisation.card").read_text().replace("Mission", "Fission"))
    monkeypatch.setenv("ENVOL_STICKS", str(place))
    (found,) = cards_near([place])

    def full(folder: Path, own: object) -> Path:
        raise OSError("no room")

    monkeypatch.setattr("game.station.joining.own_card", full)
    app = Journey(panneau(), "fr", 5, home)
    app.ask_to_join(found)
    app.act("join", "press")
    assert "n'a pas pu s'écrire sur la clé" in said(app)
    assert (home.folder / CARD_FILE).exists()
    monkeypatch.setattr("game.journey.beside.join", full)
    app = Journey(panneau(), "fr", 5, home)
    app.ask_to_join(found)
    app.act("join", "press")
    assert "On peut jouer" in said(app)


def test_cards_are_looked_for_beside_the_program_and_on_what_is_plugged_in() -> None:
    """The folder of the program and the one around it first."""
    assert places()[:2] == [Path.cwd(), Path.cwd().parent]
    assert places()[2:] == sticks()


def test_sticks_that_lie_elsewhere_are_named_by_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders parted as in PATH; one that is not there is left, and an empty name says that there is none."""
    (tmp_path / "clé").mkdir()
    monkeypatch.setenv("ENVOL_STICKS", os.pathsep.join((str(tmp_path / "clé"), str(tmp_path / "partie"))))
    assert sticks() == [tmp_path / "clé"]
    monkeypatch.setenv("ENVOL_STICKS", "")
    assert sticks() == []
