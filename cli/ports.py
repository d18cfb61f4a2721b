"""The ports of this machine: where a tower answers, which is free, and which is that of a tower of the same base."""

import http.client
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from tower import STATIONS_PORT
from tower.guard import MARK

ADDRESS = "127.0.0.1"
PAGES_PORT, TRIAL_PAGES_PORT = 47470, 47480
"""Where the pages answer, so that a bookmark lives; the next free port where another program has it."""
NEXT_PORTS = 9
OPENS_WITHIN_S, AGAIN_S = 8.0, 0.5
"""How long a tower that is opening is asked whether it is there, and how many seconds between."""
ASKED_S = 2.0


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


def free(first: int) -> socket.socket:
    """A socket at a port, or at the next one that is free, or at any. Raises OSError where there is none at all."""
    for number in numbers(first):
        with suppress(OSError):
            return listen(number)
    return listen(0)


def numbers(first: int) -> Iterator[int]:
    """The ports where pages are looked for, in their order: that of the posts is kept for them."""
    return (number for number in range(first, first + NEXT_PORTS) if number != STATIONS_PORT)


def taken(number: int) -> bool:
    """Whether some program of this machine has a port."""
    try:
        listen(number).close()
    except OSError:
        return True
    return False


def mark_at(number: int) -> str | None:
    """What stands as a mark at a port, "" where what answers there is no tower; None where nothing is answered yet."""
    asked = http.client.HTTPConnection(ADDRESS, number, timeout=ASKED_S)
    try:
        asked.request("GET", MARK)
        answer = asked.getresponse()
        return answer.read(100).decode("ascii", "replace").strip() if answer.status == 200 else ""
    except http.client.HTTPException:
        return ""
    except OSError:
        return None
    finally:
        asked.close()


def tower_at(mark: str, own: int = 0) -> int | None:
    """The port at which a tower of this machine answers that is of the base with this mark; None for none. `own`: the
    port of who asks."""
    ours = (number for number in numbers(PAGES_PORT) if number != own and taken(number) and mark_at(number) == mark)
    return next(ours, None)


def tower_soon(mark: str, monotonic: Callable[[], float] = time.monotonic) -> int | None:
    """The same for a second start: a tower that another one has just begun is waited for, no other program is."""
    end = monotonic() + OPENS_WITHIN_S
    while True:
        if (number := tower_at(mark)) is not None:
            return number
        # Who has the port and says nothing may be a tower that loads.
        if monotonic() > end or not taken(PAGES_PORT) or mark_at(PAGES_PORT) is not None:
            return None
        time.sleep(AGAIN_S)
