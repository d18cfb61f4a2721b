"""`envol tower`: the adviser's pages, in the browser of this machine."""

import argparse
import asyncio
import socket
import sys
import threading
import webbrowser
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import add_db, base_of
from cli.drawing import draw
from cli.rescoring import Rescoring
from cli.trial import TrialRoom, end_with_parent

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

    from export.store.server import Base
    from tower.house import House
    from tower.porch import Behind

ADDRESS = "127.0.0.1"
STATIONS_PORT = 47471
"""Where posts speak to the tower: signed and sealed, on the room's network."""
TRIAL = "trial-robots.db"
"""The trial room's base, beside the one of people."""
PLAYERS = 6
"""Robots of a trial room, in each workshop."""


def add(commands: Commands) -> None:
    """`tower`."""
    made = commands.add("tower", "tower.cli.about", serve)
    add_db(made, commands.say)
    made.add_argument("--port", type=port, default=0, help=commands.say("tower.cli.port"))
    made.add_argument("--robots", action="store_true", help=commands.say("tower.cli.robots"))
    made.add_argument("--beside", action="store_true", help=commands.say("tower.cli.beside"))
    made.add_argument("--no-stations", action="store_true", help=commands.say("tower.cli.no_port"))
    made.add_argument(
        "--stations-port", type=port, default=STATIONS_PORT,
        help=commands.say("tower.cli.stations_port", port=STATIONS_PORT),
    )  # fmt: skip
    made.add_argument("--quiet", action="store_true", help=commands.say("tower.cli.quiet"))


def port(text: str) -> int:
    """A port that anybody may listen at."""
    number = int(text)
    if not 1024 <= number <= 65535:
        raise ValueError(text)
    return number


def serve(options: argparse.Namespace, voice: Voice) -> int:
    """Answer until Ctrl+C. Status 1 and a sentence where the base or the port cannot be had."""
    from game.station.home import default_folder

    if options.beside:
        end_with_parent()
    base = base_of(options.db or default_folder() / (TRIAL if options.robots else "matching.db"))
    if options.robots and not fill(base, voice):
        return PROBLEMS
    try:
        listening = listen(options.port)
    except OSError:
        print(voice.say("tower.cli.taken", port=options.port), file=sys.stderr)
        return PROBLEMS
    try:
        stations = 0 if options.no_stations else options.stations_port
        return _answer(listening, base, voice, quiet=options.quiet, stations=stations)
    finally:
        listening.close()


def fill(base: "Base", voice: Voice, players: int = PLAYERS) -> bool:
    """Let robots play into a base of robots where there is none yet; whether all went well. Never among people.

    A room that was ended while they played goes on at the next start: a file beside the base says that it is not full.
    """
    from export.store.opening import open_base
    from export.store.store import StoreError
    from lab.demo import land_robots
    from tower.review import installed

    fresh = isinstance(base, Path) and not base.exists()
    try:
        with open_base(base, kind="demo") as store:
            fresh = fresh or (not isinstance(base, Path) and store.one("select 1 from packets") is None)
            counted = store.rows("select workshop, count(*) as n from workshops group by workshop")
            held = {str(row["workshop"]): int(row["n"]) for row in counted}
    except StoreError as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
        return False
    begun = base.with_name(f"{base.name}.filling") if isinstance(base, Path) else None
    if begun is not None:
        fresh = fresh or begun.exists()
        if fresh:
            begun.touch()
    landed = True
    for scenario in installed() if fresh else ():
        # Where they were cut off, as many as lack play, with seeds that none of them had.
        lacks = players - held.get(scenario.head.id, 0)
        if lacks <= 0:
            continue
        print(voice.say("tower.cli.robots_play", n=lacks), flush=True)
        wanted = argparse.Namespace(base=base, players=lacks, seed=1 + players - lacks)
        lines = list(land_robots(scenario, wanted, voice))
        landed = landed and all(went for _, went in lines)
    if begun is not None:
        begun.unlink(missing_ok=True)
    return landed


def listen(port: int, address: str = ADDRESS) -> socket.socket:
    """A socket, of this machine alone unless it is said, at a port (0: a free one). Raises OSError: it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # There the same word would let a second program take the port from under us.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(64)
    except OSError:
        listening.close()
        raise
    return listening


def _answer(listening: socket.socket, base: "Base", voice: Voice, *, quiet: bool, stations: int) -> int:
    import uvicorn

    from cli.erasing import machine_beside
    from tower.door import doors
    from tower.house import Elsewhere, new_house
    from tower.pages.doors import FIRST
    from tower.porch import Porch

    number = listening.getsockname()[1]
    address = f"http://{ADDRESS}:{number}/"
    trial = TrialRoom()
    elsewhere = Elsewhere(trial.open, draw, partial(Rescoring, base))
    house = new_house(base, voice, machine_beside(), elsewhere)
    # Opened before anything answers, by the thread that makes the pages: what is wrong with it is one sentence here.
    house.open()
    app = Porch(doors(house, number, FIRST), partial(_behind, house, number))
    settings = uvicorn.Config(
        app, loop="asyncio", http="h11", ws="none", lifespan="on", log_config=None, access_log=False,
        server_header=False, proxy_headers=False, timeout_keep_alive=15, limit_concurrency=100, workers=1,
        h11_max_incomplete_event_size=32_000, timeout_graceful_shutdown=2,
    )  # fmt: skip
    print(voice.say("tower.cli.here", address=address), flush=True)
    if not quiet:
        threading.Timer(0.3, webbrowser.open, (address,)).start()
    with ExitStack() as open_:
        open_.callback(trial.close)
        posts = _posts(stations, voice) if stations else None
        if posts is not None:
            house.stations_at = open_.enter_context(posts).getsockname()[1]
        try:
            asyncio.run(both(uvicorn.Server(settings), listening, app.port, posts))
        except KeyboardInterrupt:
            return DONE
    return DONE


def _behind(house: "House", number: int) -> "Behind":
    """Everything but the door: loaded in a thread, once the first page stands."""
    from tower.app import make_app, warm
    from tower.parcels import Parcels
    from tower.porch import Behind
    from tower.port import StationPort

    pages = make_app(house, number)
    return Behind(pages, StationPort(house.held.radar, house.organisation_key, Parcels(house)), warm)


def _posts(number: int, voice: Voice) -> socket.socket | None:
    """The socket that posts speak to, on every network of this machine; None, and a sentence, where it is taken."""
    try:
        return listen(number, "0.0.0.0")
    except OSError:
        print(voice.say("tower.cli.no_stations", port=number), file=sys.stderr)
        return None


async def both(pages: "Server", here: socket.socket, port: "ASGIApp", posts: socket.socket | None) -> None:
    """The pages, and beside them the port of the posts: in one loop, closed together."""
    import uvicorn

    if posts is None:
        await pages.serve(sockets=[here])
        return
    settings = uvicorn.Config(
        port, interface="asgi3", loop="asyncio", http="h11", ws="none", lifespan="off", log_config=None,
        access_log=False, server_header=False, date_header=False, proxy_headers=False, timeout_keep_alive=5,
        limit_concurrency=200,
        h11_max_incomplete_event_size=4_000, timeout_graceful_shutdown=1,
    )  # fmt: skip
    beside = uvicorn.Server(settings)
    # Ctrl+C is the pages' to hear: they then close this one.
    serving = asyncio.create_task(beside._serve([posts]))
    try:
        await pages.serve(sockets=[here])
    finally:
        beside.should_exit = True
        await serving
