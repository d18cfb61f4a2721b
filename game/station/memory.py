"""Memory nobody uses goes back to the system, so that a post that stands open all day holds no more at noon."""

import ctypes
import gc
import sys


def give_back() -> bool:
    """Collect what is dead and give the free memory back; whether the system's allocator was asked to.

    glibc keeps what was freed between two things that live on (pixels above all) until `malloc_trim` asks for it (its
    page malloc_trim(3) is the source). Elsewhere what is dead is collected all the same. Takes some ms: not for the
    window's thread.
    """
    gc.collect()
    if not sys.platform.startswith("linux"):
        return False
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        # Another C library than glibc.
        return False
    trim.argtypes, trim.restype = (ctypes.c_size_t,), ctypes.c_int
    trim(0)
    return True
