"""Memory nobody uses goes back to the system, so that a post that stands open all day holds no more at noon."""

import ctypes
import gc
import sys
from collections.abc import Callable
from functools import cache
from typing import cast

LARGE = 1_000_000
"""Bytes from which on a block is the system's again as soon as it is freed: above what moves and is made each frame."""
SPARE = 32_000_000
"""Bytes free at the end of the heap that stay there: less, and what one frame frees the next one asks for again, page
by page. On calm screens all of it goes back (`trim`)."""
OLD = 1_000_000
"""Young collections after which the old ones are looked through by themselves: never, within a visit."""
TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""Names of glibc's mallopt(3)."""


def keep_little() -> bool:
    """Let the allocator keep little of what is freed; whether it was asked to. For once, before pixels are made.

    glibc puts large blocks on pages of their own, but once one is freed the size from which on it does so rises with it
    (mallopt(3), M_MMAP_THRESHOLD), to 32 MB: pixels then lie between small things that live on, and what is freed
    between them stays. A set size stays where it is. One heap serves all threads: none has holes of its own.
    """
    asks = _glibc("mallopt", ctypes.c_int, ctypes.c_int)
    if asks is None:
        return False
    return all([asks(MMAP_THRESHOLD, LARGE), asks(TRIM_THRESHOLD, SPARE), asks(ARENA_MAX, 1)])


def collect_old_seldom() -> None:
    """What dies old waits for `give_back`, at the end of each visit: to look through all there is takes a frame."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, OLD)


def collect_while_calm() -> None:
    """Look through what is young, once half of the time until it is looked through by itself has gone by.

    For a frame in which nothing is drawn: it took one to three milliseconds of those that had the most to do.
    """
    if 2 * gc.get_count()[1] >= gc.get_threshold()[1]:
        gc.collect(1)


def give_back() -> bool:
    """Collect what is dead and give the free memory back; whether the system's allocator was asked to.

    glibc keeps what was freed between two things that live on (pixels above all) until `malloc_trim` asks for it (its
    page malloc_trim(3) is the source). Elsewhere what is dead is collected all the same. Takes some ms: not for the
    window's thread.
    """
    gc.collect()
    return trim()


def trim() -> bool:
    """Give back what is free, without looking for what is dead: it holds up no other thread for long."""
    asks = _glibc("malloc_trim", ctypes.c_size_t)
    if asks is None:
        return False
    asks(0)
    return True


@cache
def _glibc(name: str, *takes: type[ctypes.c_int] | type[ctypes.c_size_t]) -> Callable[..., int] | None:
    """A function of glibc that gives a whole number; None where there is another C library.

    Looked for once: each library that is opened makes classes, which only a collection of all lets go.
    """
    if not sys.platform.startswith("linux"):
        return None
    try:
        function = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return None
    function.argtypes, function.restype = takes, ctypes.c_int
    return cast(Callable[..., int], function)
