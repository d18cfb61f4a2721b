"""A person who comes back with the code of their paper: what the base holds under it, if it is one person's alone."""

from dataclasses import dataclass
from datetime import datetime

from export.store.intake import find_candidate
from export.store.moments import stamp
from export.store.store import Store, StoreError
from export.store.term import HELD


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """Somebody in the base: their id, the day they last shared (ISO), and the workshops that count."""

    candidate_id: str
    day: str
    workshops: tuple[str, ...]


def kept_under(store: Store, code: str, station_id: str, now: datetime) -> KeptPerson | None:
    """Who is kept under a code, when it is one person alone, their time is not over and this very post sent them.

    A code is given again once its day is over: when two people bear it nobody is proposed, so that no results are ever
    put together by guess. Raises StoreError when the base cannot be asked.
    """
    try:
        who = find_candidate(store, code)
    except StoreError as error:
        if error.key in ("candidate.unknown", "candidate.several"):
            return None
        raise
    row = store.first_row(
        "select p.received_at from readouts r join candidates c using(candidate_id) join packets p using(packet_id) "
        f"where c.candidate_id=? and c.{HELD} and p.station_id=?", who, stamp(now), station_id,
    )  # fmt: skip
    if row is None:
        return None
    done = store.rows("select workshop from workshops join packets using(packet_id) where candidate_id=? "
                      "order by sequence, made_at, workshop", who)  # fmt: skip
    return KeptPerson(who, str(row["received_at"])[:10], tuple(str(try_row["workshop"]) for try_row in done))
