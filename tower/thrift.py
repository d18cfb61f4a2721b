"""What a tower that serves all day leaves to others of a machine's memory."""

import ctypes
import sys
from contextlib import suppress

ARENAS, MAPPED_FROM = -8, -3
"""`M_ARENA_MAX` and `M_MMAP_THRESHOLD` of the C library (mallopt, malloc.h)."""
ONE_ARENA, LARGE = 1, 128 * 1024


def one_heap() -> None:
    """Have every thread take memory from one heap, and large pieces given back as soon as nobody holds them.

    The C library of most Linux systems gives each thread a heap of its own, and learns to keep large pieces once some
    were given back: the thread that loads the pages, and one sheet of everybody, left some fifteen megabytes that
    nobody used. Other systems' libraries have no such word, and nothing is done there.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(ARENAS, ONE_ARENA)
        mallopt(MAPPED_FROM, LARGE)


def give_back() -> None:
    """Give the system back what the heap holds of no use: after work that took much, and before what will.

    Freed pieces stay in the heap between those that live, and the C library gives back its end alone by itself. A few
    milliseconds; elsewhere than on Linux nothing is done.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
