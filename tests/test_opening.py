"""What stands in the window before the game is loaded, and what it says when it cannot open."""

import threading
from collections.abc import Callable

import pytest
from screen_kit import until

from game.scenes.opening import NotOpened, OpeningScreen
from game.screen import navigate
from game.screen.nodes import Screen
from game.window.look import StaticLook


def shown(app: OpeningScreen[str]) -> Screen:
    """Its screen, as it stands."""
    return app.screen(StaticLook(app.comfort))


def work(go: threading.Event, begun: list[str]) -> Callable[[], str]:
    """A work that waits to be told to end."""

    def do() -> str:
        begun.append("begun")
        assert go.wait(20)
        return "made"

    return do


def test_the_picture_stands_before_the_work_begins() -> None:
    """The first frame is there, then the thread works; the screen ends by itself once it is over."""
    go, begun = threading.Event(), list[str]()
    app = OpeningScreen("fr", work(go, begun))
    app.frame(0.01)
    assert begun == []
    app.frame(0.01)
    assert until(lambda: begun == ["begun"])
    app.frame(0.01)
    assert app.running
    assert "s'ouvre" in shown(app).say
    assert navigate.reachable(shown(app)) == ()
    go.set()
    assert app.get() == "made"
    app.frame(0.01)
    assert (app.running, app.closed) == (False, False)


def test_the_cross_closes_while_the_work_goes_on() -> None:
    go = threading.Event()
    app = OpeningScreen("fr", work(go, []))
    app.frame(0.01)
    app.frame(0.01)
    app.quit_asked()
    assert (app.running, app.closed) == (False, True)
    go.set()
    assert app.get() == "made"


def test_what_the_work_raised_is_raised_where_it_is_asked_for() -> None:
    def broken() -> str:
        raise OSError(28, "full")

    app = OpeningScreen("fr", broken)
    for _ in range(2):
        app.frame(0.01)
    assert until(lambda: not app._thread.is_alive() if app._thread else False)
    app.frame(0.01)
    assert not app.running
    with pytest.raises(OSError, match="full"):
        app.get()


@pytest.mark.parametrize(("language", "said"), [("fr", "déjà ouvert"), ("en", "already open")])
def test_why_nothing_opens_stays_until_it_is_read(language: str, said: str) -> None:
    """A sentence and one way out, which Enter and a pointer press; no frame ends it."""
    app = OpeningScreen(language, lambda: "made")
    app.refuse(NotOpened(1, "home.second_copy", {"folder": "/home/marie/.local/share/envol"}))
    for _ in range(5):
        app.frame(0.01)
    assert app.running
    screen = shown(app)
    assert said in screen.say
    assert [node.id for node in navigate.reachable(screen)] == ["close"]
    app.act("close", "press")
    assert not app.running
