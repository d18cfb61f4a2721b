"""What an adviser sets on an offer besides its levels: its constraints, its state; and what is suggested to them."""

from dataclasses import dataclass
from datetime import datetime

from export.store.advisers import adviser_of
from export.store.intake import stamp
from export.store.matching import offers_of
from export.store.store import Store, StoreError, audit
from scenarios.trades import trades
from scoring.match import CONSTRAINTS

STATES = ("open", "filled", "closed")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A habileté an offer might ask, until a person confirms it. `level` and `weight` are None where nobody said.

    `basis`: "employer" (their own list), "quality" (a savoir-être of the offer), "trade" (the weights of its sheet).
    """

    habilete: str
    level: int | None
    weight: float | None
    basis: str


def suggestions(store: Store, offer_id: str) -> list[Suggestion]:
    """What files suggest of an offer and nobody has confirmed: employer's first, then savoir-être, then trade."""
    rows = store.rows("select * from requirements where offer_id=? order by weight desc, habilete", offer_id)
    confirmed = {row["habilete"] for row in rows if row["basis"] != "suggested"}
    found: dict[str, Suggestion] = {}
    for row in rows:
        if row["basis"] == "suggested":
            own = row["set_by"] == "employer"
            level, weight = (row["level"], row["weight"]) if own else (None, None)
            found[row["habilete"]] = Suggestion(row["habilete"], level, weight, "employer" if own else "quality")
    offer = store.one("select rome from offers where offer_id=?", offer_id)
    of_rome = trades().of_rome(str(offer["rome"] or "")) if offer else ()
    for name, weight in of_rome[0].importance.items() if of_rome else ():
        found.setdefault(name, Suggestion(name, None, float(weight), "trade"))
    order = ("employer", "quality", "trade")
    kept = [one for name, one in found.items() if name not in confirmed]
    return sorted(kept, key=lambda one: (order.index(one.basis), -(one.weight or 0), one.habilete))


def set_constraint(store: Store, offer_id: str, code: str, imposed: bool, said: tuple[str, datetime]) -> None:
    """Say that a job has a constraint of the closed list, or has not; `said` is the adviser and when."""
    adviser, now = said
    adviser = adviser_of(store, adviser)
    if code not in CONSTRAINTS:
        raise StoreError("offer.unknown_constraint", got=code, known=", ".join(CONSTRAINTS))
    offers_of(store, offer_id)
    with store.writing() as connection:
        sql = "insert or ignore into offer_constraints values(?,?)"
        drop = "delete from offer_constraints where offer_id=? and constraint_code=?"
        connection.execute(sql if imposed else drop, (offer_id, code))
        audit(connection, stamp(now), adviser, "offer.constraint", (offer_id, f"{code}={int(imposed)}"))


def set_state(store: Store, offer_id: str, state: str, said: tuple[str, datetime]) -> None:
    """Open an offer again, or say it is filled or closed: lists then leave it out. A draft opens by its first level."""
    adviser, now = said
    adviser = adviser_of(store, adviser)
    if state == "open" and not offers_of(store, offer_id)[0].requirements:
        raise StoreError("offer.asks_nothing")
    offers_of(store, offer_id)
    with store.writing() as connection:
        connection.execute("update offers set status=? where offer_id=?", (state, offer_id))
        audit(connection, stamp(now), adviser, f"offer.{state}", (offer_id, ""))


def drop_requirement(store: Store, offer_id: str, habilete: str, said: tuple[str, datetime]) -> None:
    """An offer no longer asks a habileté; without any it is a draft again."""
    adviser, now = said
    adviser = adviser_of(store, adviser)
    if habilete not in {r.habilete for r in offers_of(store, offer_id)[0].requirements}:
        raise StoreError("offer.not_asked", got=habilete)
    with store.writing() as connection:
        connection.execute("delete from requirements where offer_id=? and habilete=?", (offer_id, habilete))
        connection.execute(
            "update offers set status='draft' where offer_id=? and status='open' and not exists "
            "(select 1 from requirements r where r.offer_id=offers.offer_id and r.basis<>'suggested')",
            (offer_id,),
        )
        audit(connection, stamp(now), adviser, "offer.unrequire", (offer_id, habilete))
