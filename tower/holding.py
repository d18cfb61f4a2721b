"""What the pages hold between two requests, in memory alone: read, worked out or brought, and gone with its people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey

from export.store.archive import stored_runs, tries_of
from export.store.groups import Groups
from export.store.reporting import Merged
from export.store.store import Store
from scoring.conduct import SeatNow
from tower.radar import Radar
from tower.reports import FilesReport, PaperRead
from tower.review import Evidence, evidence

MOST_EXPLAINED = 12
"""Results whose facts are held in memory."""


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What a sitting's plan stood on when it was closed: its minute, how each seat stood, with what is said of it, and
    the habiletés it looked at first. No code of a person is in it."""

    minute: int
    seats: list[tuple[SeatNow, dict[str, Any]]]
    asked: tuple[str, ...]


@dataclass(slots=True)
class Holding:
    """One for a house, made with its pages."""

    radar: Radar
    """The last hails of the enrolled posts."""
    groups: Groups = field(default_factory=Groups)
    """Who is short of just the same, kept between pages."""
    reports: dict[str, FilesReport] = field(default_factory=dict)
    """What became of the last files that each adviser dropped."""
    papers: dict[str, PaperRead] = field(default_factory=dict)
    """Printed codes that each adviser is reading."""
    merged: dict[str, Merged] = field(default_factory=dict)
    """The region that each adviser put together last."""
    plans: dict[str, LastPlan] = field(default_factory=dict)
    """The last plan of each sitting that was closed, by its id."""
    limits: dict[str, bool | None] = field(default_factory=dict)
    """What each post was told last of the time of its sitting: limited or not, None for no open sitting."""
    _explained: dict[tuple[str, str, str], list[Evidence]] = field(default_factory=dict)

    def explained(self, store: Store, organisation: PrivateKey, packet_id: str, language: str) -> list[Evidence]:
        """Why a packet says what it says, one workshop each, worked out once while it is looked at: a packet never
        changes, but which of its workshops count may, when an earlier one comes late.
        """
        row = store.first_row("select group_concat(workshop) as names from workshops where packet_id=?", packet_id)
        key = (packet_id, language, str(row["names"]) if row else "")
        if key not in self._explained:
            while len(self._explained) >= MOST_EXPLAINED:
                self._explained.pop(next(iter(self._explained)))
            self._explained[key] = [evidence(run, language) for run in stored_runs(store, organisation, packet_id)]
        return self._explained[key]

    def forget(self) -> None:
        """Keep nothing of anybody: somebody was erased."""
        self.radar.forget()
        self.groups.forget()
        self.papers.clear()
        self.plans.clear()
        self._explained.clear()


def holding(hails: Path, monotonic: Callable[[], float], enrolled: Callable[[], dict[str, bytes]]) -> Holding:
    """An empty one; `hails`: where the numbers of the posts' hails are kept, `enrolled`: their keys by post."""
    return Holding(Radar(monotonic, enrolled, hails))


def explained_tries(store: Store, organisation: PrivateKey, who: str, language: str) -> list[tuple[Evidence, bool]]:
    """Every try of a person, explained, oldest first, with whether it counts."""
    return [(evidence(run, language), counts) for run, counts in tries_of(store, organisation, who)]


def trace_of(store: Store, organisation: PrivateKey, packet_id: str, workshop: str) -> bytes:
    """The stored run of a workshop of a packet, b"" where it counts no more or is not there.

    Raises StoreError for a packet that is gone.
    """
    runs = stored_runs(store, organisation, packet_id)
    return next((run.trace for run in runs if run.played and run.played.scenario == workshop), b"")
