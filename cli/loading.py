"""Loading what stays: modules, models, texts."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LOADED = 100_000
"""New objects before dead ones are looked for while the program loads: almost all of them stay, and looking through
them every few hundred is a tenth of a start."""


@contextmanager
def loading() -> Iterator[None]:
    """Within it dead objects are seldom looked for; after it as often as before."""
    usual = gc.get_threshold()
    gc.set_threshold(LOADED)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
