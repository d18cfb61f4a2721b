"""Files as Windows keeps them: what a program holds open is neither erased nor replaced."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


def held(path: "str | os.PathLike[str]") -> bool:
    """Whether this process has a file open, by Linux's own list."""
    wanted = os.path.realpath(path)
    for one in Path("/proc/self/fd").iterdir():
        try:
            if os.readlink(one) == wanted:
                return True
        except OSError:
            continue
    return False


@contextmanager
def as_windows() -> Iterator[list[str]]:
    """While it lasts, a file that is open here is neither erased nor renamed nor replaced; gives what was refused."""
    refused: list[str] = []

    def guarded(real: Callable[..., None]) -> Callable[..., None]:
        def call(*paths: Any, **more: Any) -> None:
            for path in paths:
                if not more.get("dir_fd") and held(path):
                    refused.append(f"{real.__name__} {path}")
                    raise PermissionError(13, "held by this very program, as Windows says", os.fspath(path))
            real(*paths, **more)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("unlink", "remove", "replace", "rename"):
            patch.setattr(os, name, guarded(getattr(os, name)))
        yield refused
