"""The offers of the base as files said them last, and the writing of one of them: new, or changed by an update."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from export.offers.changes import another_text, kept_text, mark, read_kept
from export.offers.fields import OfferIn, Source
from export.offers.identity import Held
from export.offers.places import exact_area
from export.store.moments import stamp
from export.store.port import Connection
from export.store.store import Store, StoreError

FILE = "file"
"""Who said what a file says, beside the advisers' own initials."""
AGAIN = "again"
"""A requirement to confirm again is a suggestion set by `again:<mark of the text it was confirmed for>:<who>`."""
WORKED_ON = """
select offer_id from requirements where basis<>'suggested' or set_by like 'again:%'
union select offer_id from decisions union select offer_id from preselections union select offer_id from outcomes
union select offer_id from stand_offers union select offer_id from offer_facts where set_by<>'file'
union select offer_id from offer_conditions where said_by<>'file'
union select offer_id from offers where status<>'draft'
"""


def held(store: Store, source: Source) -> list[Held]:
    """Every offer of a source, those read last first. Raises StoreError naming a damaged one."""
    work = {row["offer_id"] for row in store.rows(WORKED_ON)}
    sql = (
        "select o.*, d.said, d.read_at, e.name as employer, e.siret from offers o left join offer_details d "
        "using(offer_id) left join employers e using(employer_id) where o.source=? "
        "order by coalesce(d.read_at, o.imported_at) desc, o.rowid"
    )
    return [Held(row["offer_id"], _said(store, row), row["offer_id"] in work) for row in store.rows(sql, source)]


def held_one(store: Store, offer_id: str) -> OfferIn:
    """One offer as its file said it last. Raises StoreError."""
    sql = (
        "select o.*, d.said, e.name as employer, e.siret from offers o left join offer_details d using(offer_id) "
        "left join employers e using(employer_id) where o.offer_id=?"
    )
    row = store.first_row(sql, offer_id)
    if row is None:
        raise StoreError("offer.unknown", offer=offer_id)
    return _said(store, row)


def _said(store: Store, row: dict[str, object]) -> OfferIn:
    if row["said"]:
        try:
            return replace(read_kept(str(row["said"])), source_id=str(row["source_id"] or ""))
        except ValueError as error:
            raise StoreError("offer.damaged", offer=row["offer_id"]) from error
    asked = store.rows("select * from offer_conditions where offer_id=? and said_by='file'", row["offer_id"])
    posts = row["posts"]
    return OfferIn(
        source="france_travail" if row["source"] == "france_travail" else "employer",
        source_id=str(row["source_id"] or ""), source_updated_at=str(row["source_updated_at"] or ""),
        title=str(row["title_fr"]), rome=str(row["rome"] or ""), insee="", area=str(row["area"] or ""), place="",
        posts=posts if isinstance(posts, int) else 0, employer_label=str(row["employer"] or ""),
        siret=str(row["siret"] or ""), contract="", contract_kind="", months="", hours="", experience="", licence="",
        salary="", link="", lodged="", requirements_suggested=(),
        conditions=tuple((asked_row["constraint_code"], asked_row["state"]) for asked_row in asked),
    )  # fmt: skip


def insert(connection: Connection, offer: OfferIn, offer_id: str, now: datetime) -> None:
    """A draft: it asks nothing until a person confirms a level (`envol offers require`)."""
    connection.execute(
        "insert into offers(offer_id, source, source_id, employer_id, title_fr, title_en, rome, area, posts, status, "
        "example, source_updated_at, imported_at) values(?,?,?,?,?,?,?,?,?,'draft',0,?,?)",
        (offer_id, offer.source, _reference(connection, offer), _employer(connection, offer), offer.title, offer.title,
         offer.rome or None, exact_area(offer.place, offer.area) or None, offer.posts, offer.source_updated_at,
         stamp(now)),
    )  # fmt: skip
    _say(connection, offer, offer_id, now)
    settle(connection, offer_id)


def _reference(connection: Connection, offer: OfferIn) -> str | None:
    """The file's reference; none where another offer bears it: two lists may both begin at 1."""
    sql = "select 1 from offers where source=? and source_id=?"
    taken = connection.execute(sql, (offer.source, offer.source_id)).fetchone()
    return None if taken else offer.source_id or None


def _employer(connection: Connection, offer: OfferIn) -> str | None:
    if not offer.employer_label and not offer.siret:
        return None
    employer = offer.siret or "label:" + offer.employer_label
    connection.execute(
        "insert into employers values(?,?,?) on conflict(employer_id) do update set name=excluded.name "
        "where excluded.name<>''",
        (employer, offer.siret or None, offer.employer_label),
    )
    return employer


def update(connection: Connection, offer_id: str, texts: tuple[OfferIn, OfferIn], now: datetime) -> None:
    """An offer becomes what its file says now; `texts` are what it said and what it says.

    A field that the file does not change is left as a person may have set it. What a person said of conditions and
    facts stays; requirements confirmed for another text are to confirm again.
    """
    old, new = texts
    areas = exact_area(old.place, old.area) or None, exact_area(new.place, new.area) or None
    columns = {
        "title_fr": (old.title, new.title), "title_en": (old.title, new.title),
        "rome": (old.rome or None, new.rome or None), "area": areas,
        "posts": (old.posts, new.posts), "source_updated_at": (old.source_updated_at, new.source_updated_at),
    }  # fmt: skip
    for name, (before, after) in columns.items():
        if before != after:
            connection.execute(f"update offers set {name}=? where offer_id=?", (after, offer_id))
    if (old.employer_label, old.siret) != (new.employer_label, new.siret):
        connection.execute("update offers set employer_id=? where offer_id=?", (_employer(connection, new), offer_id))
    if new.source_id and not old.source_id and (reference := _reference(connection, new)):
        connection.execute("update offers set source_id=? where offer_id=?", (reference, offer_id))
    _say(connection, new, offer_id, now)
    if another_text(old, new):
        connection.execute(
            "update requirements set basis='suggested', set_by=? || set_by where offer_id=? and basis='confirmed'",
            (f"{AGAIN}:{mark(old)}:", offer_id),
        )
    _confirmed_for(connection, offer_id, mark(new))
    settle(connection, offer_id)


def _confirmed_for(connection: Connection, offer_id: str, text: str) -> None:
    """The text that requirements were confirmed for is back: they are confirmed again."""
    start = f"{AGAIN}:{text}:"
    connection.execute(
        "update requirements set basis='confirmed', set_by=substr(set_by, ?) where offer_id=? and basis='suggested' "
        "and substr(set_by, 1, ?)=?",
        (len(start) + 1, offer_id, len(start), start),
    )


def _say(connection: Connection, offer: OfferIn, offer_id: str, now: datetime) -> None:
    """Keep what the file says beside the offer: details, suggestions, conditions, facts. A person's words stay."""
    connection.execute(
        "insert into offer_details values(?,'',?,?,?,?,?,?,?,?,?,?) on conflict(offer_id) do update set "
        "insee=excluded.insee, place=excluded.place, contract=excluded.contract, hours=excluded.hours, "
        "experience=excluded.experience, licence=excluded.licence, salary=excluded.salary, link=excluded.link, "
        "said=excluded.said, read_at=excluded.read_at",
        (offer_id, offer.insee, offer.place, offer.contract, offer.hours, offer.experience, offer.licence, offer.salary,
         offer.link, kept_text(offer), stamp(now)),
    )  # fmt: skip
    for table, mine in (("offer_conditions", "said_by=?"), ("offer_facts", "set_by=?")):
        connection.execute(f"delete from {table} where offer_id=? and {mine}", (offer_id, FILE))
    connection.executemany(
        "insert or ignore into offer_conditions values(?,?,?,?)",
        [(offer_id, code, state, FILE) for code, state in offer.conditions],
    )
    facts = {"contract": offer.contract_kind, "months": offer.months, "offer_lodged": offer.lodged}
    connection.executemany(
        "insert or ignore into offer_facts values(?,?,?,?,?)",
        [(offer_id, name, value, FILE, stamp(now)) for name, value in facts.items() if value],
    )
    connection.execute(
        "delete from requirements where offer_id=? and basis='suggested' and set_by not like 'again:%'", (offer_id,)
    )
    connection.executemany(
        "insert or ignore into requirements values(?,?,?,?,?,'suggested')", _suggested(offer_id, offer)
    )


def _suggested(offer_id: str, offer: OfferIn) -> Iterable[tuple[str, str, int, float, str]]:
    """Rows of requirements; `set_by` says whether level and weight are the employer's (`employer_level`: the level)."""
    for habilete, basis in offer.requirements_suggested:
        parts = basis.split(":")
        if parts[0] != "employer":
            yield offer_id, habilete, 1, 1.0, parts[0]
        elif parts[2]:
            yield offer_id, habilete, int(parts[1]), float(parts[2]), "employer"
        else:
            yield offer_id, habilete, int(parts[1]), 1.0, "employer_level"


def settle(connection: Connection, offer_id: str) -> None:
    """Say what an offer lacks; an open one that lacks something, or asks nothing, is a draft again. None opens so."""
    rome, area, posts = connection.execute(
        "select rome, area, posts from offers where offer_id=?", (offer_id,)
    ).fetchone()
    lacks = ",".join(name for name, value in (("rome", rome), ("place", area), ("posts", posts)) if not value)
    connection.execute("update offer_details set to_complete=? where offer_id=?", (lacks, offer_id))
    asks = connection.execute(
        "select 1 from requirements where offer_id=? and basis<>'suggested'", (offer_id,)
    ).fetchone()
    if lacks or not asks:
        connection.execute("update offers set status='draft' where offer_id=? and status='open'", (offer_id,))
