"""Chance, always from a seed and a name: what decorates never shares a stream with what decides."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Stream:
    """Whole numbers from SHA-256 of (seed, name, counter): the same on every machine and version of Python."""

    def __init__(self, seed: int, name: str) -> None:
        self._key = f"{seed}:{name}:".encode()
        self._count = 0

    def below(self, n: int) -> int:
        """A whole number in 0..n-1, n >= 1."""
        if n < 1:
            raise ValueError(f"n must be at least 1, not {n}")
        digest = hashlib.sha256(self._key + str(self._count).encode()).digest()
        self._count += 1
        return int.from_bytes(digest[:12], "big") % n

    def between(self, low: int, high: int) -> int:
        """A whole number in low..high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], n: int) -> list[T]:
        """n different items, in drawn order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(n)]

    def normal(self, sd: int) -> int:
        """About normal, mean 0: the sum of 12 uniform draws (Irwin-Hall), in the unit of `sd`."""
        return sum(self.below(2001) - 1000 for _ in range(12)) * sd // 2000
