"""What an observation says happened, in words: numbers with their meaning, never a mark."""

import math
from typing import Protocol

from assets.texts import Catalogue
from scoring.rules import EvidenceRule
from scoring.types import Observation


class Say(Protocol):
    """Texts by key in the person's language."""

    def __call__(self, key: str, **values: object) -> str: ...


class Has(Protocol):
    """Whether there is a text of a key."""

    def __call__(self, key: str) -> bool: ...


def told(item: Observation, rule: EvidenceRule, say: Say, has: Has | None = None) -> str:
    """The sentence `told.<reader>` for what was read: by category where there is one, else by its number.

    `has`: which texts there are, those of the house where it is not given.
    """
    has = has or Catalogue.load().has
    where = say(f"told.where.{rule.id}") if has(f"told.where.{rule.id}") else ""
    if item.category is None:
        return say("told.missing")
    key = f"told.{rule.reads}"
    if has(f"{key}.{item.category}"):
        return _capital(say(f"{key}.{item.category}", where=where))
    if item.raw is None:
        return _capital(say(f"{key}.none", where=where))
    cuts = next(iter(rule.cuts.values())) if isinstance(rule.cuts, dict) else rule.cuts
    # "Within": rounded up to the next tenth of a millimetre.
    mm = f"{max(1, math.ceil(item.raw / 100)) / 10:.1f}".replace(".", say("common.decimal"))
    return _capital(say(key, n=max(0, round(item.raw)), of=rule.out_of or round(cuts[-1]), mm=mm, where=where))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
