"""Offers that were read come into the database: as drafts, with suggestions that a person confirms or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from export.offers.fields import OfferIn
from export.packets.body import new_id
from export.store.intake import stamp
from export.store.store import Store, audit


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many offers were new, newer than the one here, or left as they are."""

    new: int
    updated: int
    same: int


def take_in(store: Store, offers: Iterable[OfferIn], now: datetime) -> TakenIn:
    """All offers of one import in one transaction: nothing is half there after a kill.

    A later date replaces title, place and posts, and keeps what a person confirmed; an older one is left out.
    """
    new = updated = same = 0
    with store.writing() as connection:
        for offer in offers:
            known = connection.execute(
                "select offer_id, source_updated_at from offers where source=? and source_id=?",
                (offer.source, offer.source_id),
            ).fetchone()
            if known is None:
                new += 1
                _insert(connection, offer, new_id(), now)
            elif offer.source_updated_at > (known[1] or ""):
                updated += 1
                connection.execute(
                    "update offers set title_fr=?, title_en=?, rome=?, area=?, posts=?, source_updated_at=? "
                    "where offer_id=?",
                    (offer.title, offer.title, offer.rome, offer.area, offer.posts, offer.source_updated_at, known[0]),
                )
            else:
                same += 1
        audit(connection, stamp(now), "cli", "offers.import", (f"{new} new, {updated} updated", ""))
    return TakenIn(new, updated, same)


def _insert(connection: Connection, offer: OfferIn, offer_id: str, now: datetime) -> None:
    """A draft: it asks nothing until a person confirms a level (`envol offers require`)."""
    employer = None
    if offer.employer_label:
        employer = offer.siret or "label:" + offer.employer_label
        connection.execute(
            "insert or ignore into employers values(?,?,?)", (employer, offer.siret or None, offer.employer_label)
        )
    connection.execute(
        "insert into offers values(?,?,?,?,?,?,?,?,?,'draft',0,?,?)",
        (offer_id, offer.source, offer.source_id, employer, offer.title, offer.title, offer.rome, offer.area,
         offer.posts, offer.source_updated_at, stamp(now)),
    )  # fmt: skip
    for habilete, basis in offer.requirements_suggested:
        parts = basis.split(":")
        level, weight = (int(parts[1]), float(parts[2])) if parts[0] == "employer" else (1, 1.0)
        connection.execute(
            "insert or ignore into requirements values(?,?,?,?,?,'suggested')",
            (offer_id, habilete, min(3, level), weight, parts[0]),
        )
    for code in sorted(set(offer.constraints_suggested)):
        connection.execute("insert or ignore into offer_constraints values(?,?)", (offer_id, code))
