"""A post joins an organisation: its card is found beside the program or on a stick, its own is left there."""

import itertools
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from export.files.check_signs import read_aloud
from export.files.whole import write_whole
from export.packets.cards import (
    CARD_FILE,
    Card,
    card_text,
    make_card,
    read_card,
    refuse_older,
    refuse_secret,
    write_card,
)
from export.packets.keys import KeyFileError, station_keys
from export.packets.stick import sticks

MOST_FILES = 40
"""Cards that are looked at in one folder."""


@dataclass(frozen=True, slots=True)
class FoundCard:
    """The card of an organisation, and the file it lies in."""

    path: Path
    card: Card

    @property
    def check(self) -> str:
        """Its check signs as they are read aloud: « 04 12 07 31 98 »."""
        return read_aloud(self.card.check)


@dataclass(frozen=True, slots=True)
class JoinedCard:
    """What became of joining: the post's own card, where it lies beside the organisation's, else why it does not."""

    own: Card
    beside: Path | None
    why: OSError | None = None
    on_stick: bool = True
    """Whether the folder where the card was found is a stick's."""


def places() -> list[Path]:
    """Where a card may lie: the program's folder and the one around it, then what is plugged in."""
    program = Path(sys.executable).parent if getattr(sys, "frozen", False) else Path.cwd()
    return [program, program.parent, *sticks()]


def cards_near(where: Iterable[Path]) -> list[FoundCard]:
    """The cards of organisations in some folders, each organisation once, in that order; what is no card is left."""
    cards: dict[str, FoundCard] = {}
    for folder in where:
        paths: list[Path] = []
        with suppress(OSError):
            paths = sorted(itertools.islice(folder.glob("*.card"), MOST_FILES))
        for path in paths:
            with suppress(KeyFileError, OSError):
                card = read_card(path, "organisation")
                cards.setdefault(card.check, FoundCard(path, card))
    return list(cards.values())


def join(home: Path, card: FoundCard) -> JoinedCard:
    """Keep the organisation's card in the post's folder, and leave the post's own beside the one that was found.

    A stick that cannot be written is told in `why`: the post has joined all the same. It has not where this raises:
    OSError, KeyFileError.
    """
    refuse_secret(card.card, card.path, home)
    refuse_older(card.card, card.path)
    own = make_card("station", socket.gethostname(), station_keys(home).verify_key, [])
    write_whole(home / CARD_FILE, card_text(card.card))
    folder = card.path.parent
    on_stick = any(folder.absolute().is_relative_to(stick.absolute()) for stick in sticks())
    try:
        return JoinedCard(own, own_card(folder, own), on_stick=on_stick)
    except OSError as error:
        return JoinedCard(own, None, error, on_stick)


def own_card(folder: Path, own: Card) -> Path:
    """Write a post's card under a free name of a folder; a file that holds it already stays. Raises OSError."""
    name = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in own.label)[:40]
    names = (folder / (f"poste-{name}.card" if n == 1 else f"poste-{name}-{n}.card") for n in itertools.count(1))
    path = next(path for path in names if not path.exists() or path.read_bytes() == card_text(own))
    if not path.exists():
        write_card(path, own)
    return path
