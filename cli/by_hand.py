"""What a person is told who opened the tower by a double click: no terminal stands there, and a window of none.

A page of the browser says it, which every browser reads from this machine; where no browser comes, a box of the system.
"""

import asyncio
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.ports import ADDRESS, listen
from export.files.whole import may_write
from scenarios.refusal import Refusal

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from export.store.server import Base

BROWSER_S = 20.0
"""How long a browser may take to ask for the page that it was told to open."""
READ_S = 3.0
"""From the page that says what is wrong to the end: its letters and colours are asked for after it."""


def show_tower(address: str, voice: Voice, seen: Callable[[], bool]) -> None:
    """Open the browser on the tower; where none asked for it (`seen`), a box says the address to type."""
    if not webbrowser.open(address) or not _soon(seen):
        box(voice.say("tower.name"), voice.say("tower.cli.no_browser", address=address))


def show_other(address: str, voice: Voice) -> None:
    """Open the browser on a tower that is there already, which another process serves."""
    if not webbrowser.open(address):
        box(voice.say("tower.name"), voice.say("tower.cli.no_browser", address=address))


def why(error: Exception, voice: Voice) -> str:
    """What did not let the tower open, in a sentence."""
    if isinstance(error, Refusal):
        return voice.say(error.key, **error.values)
    if isinstance(error, OSError):
        return voice.say("store.file", path=error.filename or "envol", reason=error.strerror or error)
    return voice.say("tower.cli.broke", kind=type(error).__name__)


def show_wrong(sentence: str, voice: Voice) -> None:
    """Say why the tower does not open: on a page, for as long as a browser takes to read it; else in a box."""
    read = False
    with suppress(OSError):
        read = asyncio.run(_page_read(sentence, voice))
    if not read:
        box(voice.say("tower.cli.cannot"), f"{sentence}\n\n{voice.say('tower.cli.cannot_again')}")


async def _page_read(sentence: str, voice: Voice) -> bool:
    """Serve one page until it was read; whether it was."""
    from tower.serving import pages_server

    read = threading.Event()
    with listen(0) as listening:
        number = listening.getsockname()[1]
        server = pages_server(wrong_page(sentence, voice, number, read.set))
        serving = asyncio.create_task(server._serve([listening]))
        opened = await asyncio.to_thread(webbrowser.open, f"http://{ADDRESS}:{number}/")
        if opened and await asyncio.to_thread(read.wait, BROWSER_S):
            await asyncio.sleep(READ_S)
        server.should_exit = True
        await serving
    return read.is_set()


def wrong_page(sentence: str, voice: Voice, number: int, read: Callable[[], None]) -> "Starlette":
    """The one page that says a sentence, with its letters; `read` is called when it was given."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response
    from starlette.routing import Route

    from tower import files
    from tower.call import TEMPLATES, visible
    from tower.guard import Guard, own_hosts

    async def page(request: Request) -> Response:
        text = TEMPLATES.get_template("cannot.html").render(t=voice.say, said=sentence, language=voice.language)
        read()
        return HTMLResponse(visible(text))

    routes = [Route("/", page), Route("/static/{name}", files.static)]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=own_hosts(number))])


def box(title: str, sentence: str) -> None:
    """Say it in a box of the system; where there is no screen either, on the error output."""
    from game.window.box import shown_in_box

    if not shown_in_box(title, sentence):
        print(sentence, file=sys.stderr)


def _soon(seen: Callable[[], bool]) -> bool:
    """Whether a browser came within its time."""
    from lab.waiting import until

    return until(seen, BROWSER_S) is not None


def refuse_unwritten(base: "Base") -> None:
    """Raise Refusal where the base, or the folder in which it is to be made, is not to be written: said before
    anybody has typed anything."""
    if not isinstance(base, Path):
        return
    there = base.absolute()
    folder = next((path for path in there.parents if path.exists()), there.parent)
    if not may_write(folder):
        raise Refusal("tower.cli.no_write", path=folder)
    if there.exists():
        try:
            there.open("r+b").close()
        except PermissionError as error:
            raise Refusal("tower.cli.no_write", path=there) from error
