"""What a visitor's process and its keeper say to one another: a line at a time, by the pipes between them."""

import os
import sys
from contextlib import suppress
from typing import Protocol


class KeptVisit(Protocol):
    """A visit that its keeper can ask to end."""

    stop_asked: bool


def tell_keeper(word: str) -> bool:
    """One word to the keeper; False where it is gone."""
    try:
        sys.stdout.write(word + "\n")
        sys.stdout.flush()
    except OSError:
        return False
    return True


def hear_keeper() -> str:
    """The next line of the keeper; "" where it has gone.

    Byte by byte and not through `sys.stdin`, which a thread that waits in it would keep from closing at the end.
    """
    line = b""
    with suppress(OSError):
        while not line.endswith(b"\n") and (byte := os.read(0, 1)):
            line += byte
    return line.decode("ascii", "replace")


def end_with_keeper(visit: KeptVisit) -> None:
    """In a thread: whatever the keeper says after "go", and its end, which closes the pipe, ask the visit to end.

    The visit erases what it holds and ends. A signal would not do: Windows has none that a process could hear.
    """
    hear_keeper()
    visit.stop_asked = True
