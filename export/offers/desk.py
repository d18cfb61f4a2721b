"""What an adviser sets on an offer besides its levels: conditions, what it lacks, its state; and what is suggested."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from export.offers import values
from export.offers.base import AGAIN, FILE, held_one, settle
from export.offers.places import exact_area, read_place
from export.store.advisers import adviser_of
from export.store.matching import offers_of
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit
from scenarios.regions import basin, basins_in
from scenarios.trades import trades
from scoring.match import CONSTRAINTS


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A habileté an offer might ask, until a person confirms it. `level` and `weight` are None where nobody said.

    `basis`: "again" (confirmed before the offer's text changed), "employer" (their own list), "quality" (a savoir-être
    of the offer), "trade" (the weights of its sheet).
    """

    habilete: str
    level: int | None
    weight: float | None
    basis: str


def suggestions(store: Store, offer_id: str) -> list[Suggestion]:
    """What nobody has confirmed of an offer: to confirm again first, then employer's, savoir-être, trade."""
    rows = store.rows("select * from requirements where offer_id=? order by weight desc, habilete", offer_id)
    confirmed = {row["habilete"] for row in rows if row["basis"] != "suggested"}
    by_habilete = {row["habilete"]: _suggestion(row) for row in rows if row["basis"] == "suggested"}
    offer = store.first_row("select rome from offers where offer_id=?", offer_id)
    of_rome = trades().of_rome(str(offer["rome"] or "")) if offer else ()
    for name, weight in of_rome[0].importance.items() if of_rome else ():
        by_habilete.setdefault(name, Suggestion(name, None, float(weight), "trade"))
    order = ("again", "employer", "quality", "trade")
    kept = [suggestion for name, suggestion in by_habilete.items() if name not in confirmed]
    return sorted(
        kept, key=lambda suggestion: (order.index(suggestion.basis), -(suggestion.weight or 0), suggestion.habilete)
    )


def _suggestion(row: dict[str, Any]) -> Suggestion:
    by = str(row["set_by"]).split(":")[0]
    basis = "again" if by == AGAIN else "employer" if by.startswith("employer") else "quality"
    level = None if basis == "quality" else row["level"]
    return Suggestion(row["habilete"], level, row["weight"] if by in (AGAIN, "employer") else None, basis)


def conditions(store: Store, offer_id: str) -> dict[str, tuple[str, str]]:
    """What is said of each condition of an offer: its state (yes, no, proposed) and who said so ("file": its file)."""
    rows = store.rows("select * from offer_conditions where offer_id=?", offer_id)
    said = {row["constraint_code"]: (row["state"], row["said_by"]) for row in rows}
    return {code: said[code] for code in CONSTRAINTS if code in said}


def set_constraint(store: Store, offer_id: str, code: str, state: str, said: tuple[str, datetime]) -> None:
    """Say that a job has a constraint of the closed list ("yes"), or has not ("no"), or that it is to ask ("ask").

    To ask takes back what was said before; what the file says stands again. `said` is the adviser and when.
    """
    adviser, now = said
    adviser = adviser_of(store, adviser)
    if code not in CONSTRAINTS:
        raise StoreError("offer.unknown_constraint", got=code, known=", ".join(CONSTRAINTS))
    offers_of(store, offer_id)
    of_file = dict(held_one(store, offer_id).conditions).get(code)
    kept = (of_file, FILE) if state == "ask" else (state, adviser)
    with store.writing() as connection:
        connection.execute("delete from offer_conditions where offer_id=? and constraint_code=?", (offer_id, code))
        if kept[0]:
            connection.execute("insert into offer_conditions values(?,?,?,?)", (offer_id, code, *kept))
        word = {"yes": "1", "no": "0"}.get(state, "ask")
        audit(connection, stamp(now), adviser, "offer.constraint", (offer_id, f"{code}={word}"))


def details(store: Store, offer_id: str) -> dict[str, str]:
    """What a file says of an offer besides what is matched: place, contract, hours..., and `to_complete`."""
    row = store.first_row("select * from offer_details where offer_id=?", offer_id)
    return {name: str(value) for name, value in row.items() if name not in ("offer_id", "said")} if row else {}


LACKED = {
    f"offers_in.{reason}": field for field, reasons in (
        ("rome", ("several_rome", "bad_rome", "unknown_rome")), ("posts", ("bad_posts",)),
        ("place", ("bad_insee", "bad_postcode", "bad_department", "no_place", "several_places", "only_region",
                   "only_country")),
    ) for reason in reasons
}  # fmt: skip
"""The reasons of a gap that hold what the file wrote, and the field that it was wrong for."""


def to_complete(store: Store) -> dict[str, tuple[str, ...]]:
    """The offers that cannot be matched yet and what each lacks: among rome, place, posts."""
    rows = store.rows("select offer_id, to_complete from offer_details where to_complete<>''")
    return {row["offer_id"]: tuple(row["to_complete"].split(",")) for row in rows}


@dataclass(frozen=True, slots=True)
class Completion:
    """What an adviser gives of an offer to complete, as they type it; "" for what they do not give."""

    rome: str = ""
    place: str = ""
    posts: str = ""
    basin: str = ""
    """The code of a basin: which one of a department it is."""


def complete(store: Store, offer_id: str, given: Completion, said: tuple[str, datetime]) -> None:
    """Give an offer what its file did not. Whole, it can be opened (`set_state`). Raises StoreError."""
    adviser, now = said
    adviser = adviser_of(store, adviser)
    columns = _columns(given)
    if not columns:
        raise StoreError("offer.nothing_given")
    offers_of(store, offer_id)
    with store.writing() as connection:
        for name, value in columns.items():
            connection.execute(f"update offers set {name}=? where offer_id=?", (value, offer_id))
        settle(connection, offer_id)
        written = ", ".join(f"{name}={value}" for name, value in columns.items())
        audit(connection, stamp(now), adviser, "offer.complete", (offer_id, written))


def correct_place(store: Store, offer_id: str, given: Completion, said: tuple[str, datetime]) -> None:
    """Say of an offer another basin, or another place, than it stands under; the log keeps both. Raises StoreError.

    `given`: its `basin` is a code, or that of a department where no basin of it is sure; a `place` that is typed goes
    first. Lists that were opened stay as they were shown.
    """
    adviser, now = adviser_of(store, said[0]), said[1]
    department = given.basin if basins_in(given.basin) and not given.place else ""
    only = Completion(place=given.place) if given.place else Completion(basin=given.basin)
    area = department or str(_columns(only).get("area", ""))
    before = store.first_row("select area from offers where offer_id=?", offer_id)
    offers_of(store, offer_id)
    if not area or before is None or area == before["area"]:
        raise StoreError("offer.same_place")
    with store.writing() as connection:
        connection.execute("update offers set area=? where offer_id=?", (area, offer_id))
        settle(connection, offer_id)
        audit(connection, stamp(now), adviser, "offer.place", (offer_id, f"{before['area'] or ''}>{area}"))


def _columns(given: Completion) -> dict[str, str | int]:
    """The columns of `offers` that a completion sets. Raises StoreError with the sentence of the first wrong part."""
    rome, no_rome = values.rome(given.rome) if given.rome else ("", None)
    place = read_place("", "", "", given.place)
    posts, no_posts = values.posts(given.posts)
    for problem in (no_rome, place.gap if given.place else None, no_posts):
        if problem:
            raise StoreError(f"offers_in.{problem.reason}", **problem.values)
    if given.basin and basin(given.basin) is None:
        raise StoreError("offers_in.no_place", got=given.basin)
    area = given.basin or exact_area(place.said, place.area)
    cells = {"rome": rome, "area": area, "posts": posts if given.posts else ""}
    return {name: value for name, value in cells.items() if value}


def set_state(store: Store, offer_id: str, state: str, said: tuple[str, datetime]) -> None:
    """Open an offer, which nothing else does, or say it is filled or closed: lists then leave it out."""
    adviser, now = said
    adviser = adviser_of(store, adviser)
    if state == "open" and offer_id in to_complete(store):
        raise StoreError("offer.incomplete")
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
