"""The last screen says what became of the run and of its code, where the paper is, and what may be done next."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import panneau
from way_kit import at_the_pass, press, says

from export.files import paper as paper_file
from game.journey.journey import Journey
from game.journey.settle import PAPER, ends_on, lies_in
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.station.home import Home
from game.window.look import StaticLook


def parts(home: Home, *presses: str) -> tuple[list[str], str, Path]:
    """What is said at the end of a visit that ends so, its code, and where its paper would lie."""
    app = at_the_pass(home, panneau())
    person = app.visit.person
    assert person is not None
    press(app, *presses)
    screen = app.screen(StaticLook(app.comfort))
    return [n.spoken for n in screen.nodes if n.id.startswith("part:")], person.code, person.paper


def test_who_keeps_the_paper_is_told_its_folder_and_what_the_code_is_worth(home: Home) -> None:
    """The folder stands there by its name, never a path; so does the file's. The code opens nothing any more."""
    said, code, paper = parts(home, "keep")
    assert len(said) == 3
    assert f"le code {code} n'y ouvre plus rien" in said[0]
    assert f"« {paper.parent.name} »" in said[1]
    assert str(paper.parent) not in said[1]
    assert paper.name.startswith(lies_in(paper)["file"])
    assert lies_in(paper)["file"].startswith(f"{PAPER}-{date.today().isoformat()}-")
    assert said[2].startswith("Et maintenant")


def test_a_paper_ends_on_one_day_by_its_name_and_by_its_proof(home: Home) -> None:
    """The day in the file's name and « valable jusqu'au » follow one rule, also for who prints after midnight."""
    app = at_the_pass(home, panneau())
    person = app.visit.person
    assert person is not None
    assert person.paper.stem.endswith(f"-{ends_on(person.day):%Y%m%d}")
    assert [f"{ends_on(date(2026, *day)):%d.%m.%y}" for day in ((11, 29), (11, 30), (6, 7))] == [
        "28.02.27", "28.02.27", "07.09.26",
    ]  # fmt: skip


def test_who_shares_is_told_how_to_go_on_with_the_code(home: Home) -> None:
    said, code, _ = parts(home, "share", "months_3")
    assert f"tapez {code}" in said[-1]


def test_who_erases_is_promised_no_code(home: Home) -> None:
    said, code, _ = parts(home, "erase", "yes")
    assert code not in " ".join(said)
    assert "votre code n'ouvre plus rien" in said[-1]


@pytest.mark.parametrize("key", ["kept", "shared", "sent", "erased", "erased_today", "discovery"])
@pytest.mark.parametrize("comfort", [Comfort(), Comfort(easy=True), Comfort(language="en")])
def test_every_goodbye_says_what_may_be_done_next(key: str, comfort: Comfort) -> None:
    assert len(StaticLook(comfort).t(f"goodbye.{key}.next", code="K4-MTQ")) > 30


def test_with_large_words_the_parts_are_read_one_after_the_other(home: Home) -> None:
    """One part a page at its full size, and the way on is there on each."""
    app = at_the_pass(home, panneau())
    press(app, "keep")
    look, met = StaticLook(Comfort(text_scale=2.0)), set()
    for _ in range(3):
        screen = app.top.screen(look)
        met |= {n.spoken for n in screen.nodes if n.id.startswith("part:")}
        assert {"more", "end"} <= {n.id for n in screen.nodes}
        app.act("more", "press")
    assert len(met) == 3
    assert all(part in says(app)[1] for part in met)


def test_the_paper_bears_the_id_by_which_its_visit_is_erased(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is to be shown to have a visit erased later is the person's id, not a word of the file's name."""
    written: list[Mapping[str, object]] = []

    def write(path: Path, card: Mapping[str, object]) -> None:
        written.append(card)
        path.write_bytes(b"%PDF-1.4")

    monkeypatch.setattr(paper_file, "write_pass", write)
    app = at_the_pass(home, panneau())
    person = app.visit.person
    assert person is not None
    press(app, "keep")
    (card,) = written
    assert f"montrez cette ligne : {person.candidate}" in str(card)


def test_who_stops_on_the_way_is_thanked_and_told_what_waits_or_is_gone(home: Home) -> None:
    """Nobody is sent back to the welcome without a word: what waits, under which code, how long, or that it is gone."""
    for how, word in (("stop_keep", "dix minutes"), ("stop", "est effacé")):
        app = Journey(panneau(), "fr", 5, home)
        press(app, "enter", "agree")
        assert app.person is not None
        code = app.person.code
        press(app, "go", "pause", how)
        screen = app.screen(StaticLook(app.comfort))
        assert app.step is Step.GOODBYE
        assert word in screen.say
        assert (code in screen.say) == (how == "stop_keep")
        assert app.person is None, "the ten minutes run while this screen stands"
        press(app, "end")
        assert app.step is Step.WELCOME
