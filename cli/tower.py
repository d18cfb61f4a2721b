"""`envol tower`: the adviser's pages, in the browser of this machine."""

import argparse
import socket
import sys
import threading
import webbrowser
from pathlib import Path

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands

ADDRESS = "127.0.0.1"


def add(commands: Commands) -> None:
    """`tower`."""
    made = commands.add("tower", "tower.cli.about", serve)
    made.add_argument("--db", type=Path, help=commands.say("match.cli.db"))
    made.add_argument("--port", type=port, default=0, help=commands.say("tower.cli.port"))
    made.add_argument("--quiet", action="store_true", help=commands.say("tower.cli.quiet"))


def port(text: str) -> int:
    """A port that anybody may listen at."""
    number = int(text)
    if not 1024 <= number <= 65535:
        raise ValueError(text)
    return number


def serve(options: argparse.Namespace, voice: Voice) -> int:
    """Answer until Ctrl+C. Status 1 and a sentence where the base or the port cannot be had."""
    from export.packets.keys import KeyFileError
    from export.store.store import StoreError
    from game.station.home import default_folder

    db = options.db or default_folder() / "matching.db"
    try:
        listening = listen(options.port)
    except OSError:
        print(voice.say("tower.cli.taken", port=options.port), file=sys.stderr)
        return PROBLEMS
    try:
        return _answer(listening, db, voice, quiet=options.quiet)
    except StoreError as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
    except KeyFileError as error:
        print(voice.say(error.key, path=error.path), file=sys.stderr)
    except OSError as error:
        print(voice.say("store.file", path=error.filename or db, reason=error), file=sys.stderr)
    finally:
        listening.close()
    return PROBLEMS


def listen(port: int) -> socket.socket:
    """A socket of this machine alone, at a port (0: a free one). Raises OSError where it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # There the same word would let a second program take the port from under us.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((ADDRESS, port))
        listening.listen(64)
    except OSError:
        listening.close()
        raise
    return listening


def _answer(listening: socket.socket, db: Path, voice: Voice, *, quiet: bool) -> int:
    import uvicorn

    from export.store.store import Store
    from tower.app import make_app
    from tower.house import new_house

    if db.exists() and db.stat().st_size:
        # Opened once before anything answers: what is wrong with it is said here, in one sentence.
        Store.open(db).close()
    number = listening.getsockname()[1]
    address = f"http://{ADDRESS}:{number}/"
    app = make_app(new_house(db, voice), number)
    settings = uvicorn.Config(
        app, loop="asyncio", http="h11", ws="none", lifespan="on", log_config=None, access_log=False,
        server_header=False, proxy_headers=False, timeout_keep_alive=15, limit_concurrency=100, workers=1,
        h11_max_incomplete_event_size=32_000, timeout_graceful_shutdown=2,
    )  # fmt: skip
    print(voice.say("tower.cli.here", address=address), flush=True)
    if not quiet:
        threading.Timer(0.3, webbrowser.open, (address,)).start()
    try:
        uvicorn.Server(settings).run(sockets=[listening])
    except KeyboardInterrupt:
        return DONE
    return DONE
