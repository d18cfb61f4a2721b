"""What stands beside a base on its machine: its keys, and the hands that empty what is held there of people."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nacl.public import PrivateKey

from export.packets.keys import ORGANISATION_FILE, kept_organisation, organisation_keys


def home_beside(db: Path) -> Path:
    """Where a database keeps the keys of its own machine."""
    return db.with_name(db.name + ".home")


def organisation_beside(db: Path, made_in: Path | None = None) -> PrivateKey:
    """The one organisation key of a base: kept beside it, else in its folder, where the game made it.

    `made_in`: the folder where it is made when there is none; without it that raises KeyFileError. Raises OSError.
    """
    places = (home_beside(db), db.parent)
    if made_in is not None and not any((place / ORGANISATION_FILE).exists() for place in places):
        return organisation_keys(made_in)
    return kept_organisation(*places)


@dataclass(frozen=True, slots=True)
class Past:
    """What a machine forgot beside a base because its day had come: papers, and paths that could not go.

    `beyond`: papers whose day is further off than any may be.
    """

    papers: int = 0
    stays: tuple[Path, ...] = ()
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """The hands that empty what a machine holds beside its base.

    `person`: all of one person (base, ids of their visits, their codes), telling what could not go; `past`: what no
    result is needed for any more (base, today).
    """

    person: Callable[[Path, Sequence[str], Collection[str]], list[Path]]
    past: Callable[[Path, date], Past]


NOTHING_BESIDE = Beside(lambda db, visits, codes: [], lambda db, today: Past())
"""A machine that holds a base and no station."""
