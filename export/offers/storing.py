"""Offers that were read come into the database: new ones as drafts, updates field by field, doubtful ones as questions.

An offer is known by its reference, else by its content. What rests on a person's work is never inherited unasked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from export.offers import base
from export.offers.changes import OfferChange, changes, kept_text, merged, read_kept
from export.offers.fields import OfferIn, Source
from export.offers.identity import (
    MOST_COMPARED,
    Held,
    KnownOffers,
    Match,
    content,
    exactly,
    likeness,
    near_title,
    one_job,
    same_employer,
)
from export.offers.reading import Read, Where, dated, older
from export.packets.body import new_id
from export.store.advisers import adviser_of
from export.store.moments import stamp
from export.store.port import Connection
from export.store.store import Store, StoreError, audit

SOURCES: tuple[Source, ...] = ("france_travail", "employer")
Answer = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Changed:
    """An offer that an import changed: its id, its title, every field that differs."""

    offer_id: str
    title: str
    fields: tuple[OfferChange, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """« Même offre ? »: a row that may be an offer of the base. Until it is answered neither is touched."""

    number: int
    offer_id: str
    offer: OfferIn
    fields: tuple[OfferChange, ...]
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Rows by what became of them: new + updated + same + older + asked is the number of offers read.

    `older`: the base holds a later update. `asked`: rows that wait for an answer. `again`: offers whose requirements
    were confirmed for another text.
    """

    new: int
    updated: int
    same: int
    older: int
    asked: int
    changed: tuple[Changed, ...]
    again: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """Open offers of the same lists that these files no longer hold: somebody says whether they are closed."""


class _Import:
    """One import, inside one transaction."""

    def __init__(self, store: Store, connection: Connection, said: tuple[Answer, str, datetime]) -> None:
        self.store, self.connection = store, connection
        self.answer, self.by, self.now = said
        self.new = self.same = self.older = self.asked = 0
        self.changed: list[Changed] = []
        self.again: list[str] = []
        self.missing: list[str] = []

    def source(self, source: Source, rows: list[Read]) -> None:
        """The rows of one source: by reference first, then by equal content, then by likeness."""
        known = KnownOffers(held := base.held(self.store, source))
        named = {one.said.source_id: one for one in held if one.said.source_id}
        rows = _each_its_own(rows, named) if source == "employer" else rows
        moved = _moved(rows, named) if source == "employer" else set()
        left: list[Read] = []
        for offer, where in rows:
            one = named.get(offer.source_id)
            sure = source != "employer" or (
                one and _bears(offer, one, where.file in moved) and not _another(known, offer, one)
            )
            if one and one.offer_id in known.free and sure:
                known.take(one.offer_id)
                self.update(one, offer)
            elif source == "employer":
                # Where numbers moved with the rows they name nothing: such a list is read by its content.
                left.append((replace(offer, source_id="") if where.file in moved else offer, where))
            else:
                self.insert(offer)
        self._by_content([pair for pair in left if not self._equal(known, pair[0])], known, named)
        self.missing += _missing(source, [offer for offer, _ in rows], known)

    def _equal(self, known: KnownOffers, offer: OfferIn) -> bool:
        one = known.equal(offer)
        if one:
            known.take(one.offer_id)
            self.update(one, offer)
        return one is not None

    def _by_content(self, rows: list[Read], known: KnownOffers, named: dict[str, Held]) -> None:
        # Those that are surely the same go first, so that a mere likeness takes no offer away from them.
        doubtful = []
        for offer, where in rows:
            if exact := known.exact(offer):
                known.take(exact[0].held.offer_id)
                self._exact(exact, offer, where)
            else:
                doubtful.append((offer, where))
        for offer, where in doubtful:
            found = known.like(offer)
            bearer = named.get(offer.source_id)
            if not found and bearer and bearer.offer_id in known.free:
                # The reference is the same, the job another: the title and the trade may have been rewritten.
                found = [Match(bearer, "near")] if same_employer(offer, bearer.said) is not False else []
            if found:
                known.take(found[0].held.offer_id)
                sure = [one for one in found if one.likeness == "exact"]
                self._exact(sure, offer, where) if sure else self.ask(found[0].held, offer, where)
            else:
                self.insert(offer)

    def _exact(self, found: list[Match], offer: OfferIn, where: Where) -> None:
        """The same title, employer, place, trade and contract: an update, unless somebody's work hangs on it."""
        if any(one.held.work for one in found):
            self.ask(found[0].held, offer, where)
        else:
            self.update(found[0].held, offer)

    def insert(self, offer: OfferIn) -> None:
        self.new += 1
        self._settled(offer)
        base.insert(self.connection, offer, new_id(), self.now)

    def _settled(self, offer: OfferIn) -> None:
        """A question that this row asked before is asked no more."""
        self.connection.execute("delete from offer_questions where offer=?", (kept_text(offer),))

    def update(self, one: Held, offer: OfferIn) -> None:
        """The row is this offer: what differs is changed, unless the base holds a later date."""
        self._settled(offer)
        offer = replace(offer, source_id=one.said.source_id or offer.source_id)
        # A date to come, kept before such dates were left out, is no later date.
        if older(offer.source_updated_at, dated(one.said, self.now).source_updated_at):
            self.older += 1
            return
        text = merged(one.said, offer)
        fields = changes(one.said, text)
        if text == one.said:
            self.same += 1
            return
        base.update(self.connection, one.offer_id, (one.said, text), self.now)
        if not fields:
            self.same += 1
            return
        self.changed.append(Changed(one.offer_id, text.title, fields))
        sql = "select 1 from requirements where offer_id=? and set_by like 'again:%'"
        if self.connection.execute(sql, (one.offer_id,)).fetchone():
            self.again.append(one.offer_id)

    def ask(self, one: Held, offer: OfferIn, where: Where) -> None:
        """Keep the question, or answer it as was said for the whole import. Asked again, a row is asked once."""
        if self.answer == "yes":
            self.update(one, offer)
        elif self.answer == "no":
            self.insert(offer)
        else:
            self.asked += 1
            text = kept_text(offer)
            # The row corrected in its file since: the answer is about what it says now.
            self.connection.execute(
                "delete from offer_questions where offer_id=? and file=? and offer<>?", (one.offer_id, where.file, text)
            )
            values = (one.offer_id, text, where.file, where.row, stamp(self.now))
            self.connection.execute(
                "insert into offer_questions(offer_id, offer, file, line, asked_at) values(?,?,?,?,?) "
                "on conflict(offer_id, offer) do update set file=excluded.file, line=excluded.line",
                values,
            )


def _each_its_own(rows: Sequence[Read], named: Mapping[str, Held]) -> list[Read]:
    """Rows as they name offers of the base: of several under one reference it names the row that is most like its
    bearer, where one is; the others are known by their content, as all are where none is like it."""
    under: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, (offer, where) in enumerate(rows):
        if offer.source_id in named:
            under[where.file, offer.source_id].append(at)
    found = list(rows)
    for (_, reference), places in under.items():
        if len(places) == 1:
            continue
        held = named[reference].said
        likest = max(places, key=lambda at: _how_like(rows[at][0], held))
        own = likest if any(_how_like(rows[likest][0], held)) else None
        for at in places:
            if at != own:
                found[at] = replace(rows[at][0], source_id=""), rows[at][1]
    return found


def _how_like(row: OfferIn, held: OfferIn) -> tuple[bool, bool, bool]:
    return content(row) == content(held), exactly(row) == exactly(held), one_job(row, held)


def _moved(rows: list[Read], named: Mapping[str, Held]) -> set[str]:
    """The files whose references moved with their rows: one names another job, and its own job stands under another."""
    bearers = [(offer, where, named.get(offer.source_id)) for offer, where in rows if offer.source_id]
    # What stands under a reference that is new, or that names another job here, may be any offer of the base.
    strays = {
        (where.file, exactly(offer)) for offer, where, one in bearers
        if one is None or exactly(offer) != exactly(one.said)
    }  # fmt: skip
    known = {exactly(one.said) for one in named.values()}
    found = set()
    for offer, where, one in bearers:
        if one and exactly(offer) != exactly(one.said):
            left = (where.file, exactly(one.said)) in strays
            taken = not one_job(offer, one.said) and exactly(offer) in known
            found |= {where.file} if left or taken else set()
    return found | _crossed(bearers)


def _crossed(bearers: Sequence[tuple[OfferIn, Where, Held | None]]) -> set[str]:
    """The files where a row bears the reference of one job and nearly the title of another, whose own row left it:
    rows that were rewritten as they moved."""
    away = [(row, where.file, one.said) for row, where, one in bearers if one and not near_title(row, one.said)]
    left: dict[str, list[OfferIn]] = defaultdict(list)
    for _, file, held in away:
        left[file].append(held)
    return {
        file for row, file, _ in away
        if any(same_employer(row, one) is not False and near_title(row, one) for one in left[file][:MOST_COMPARED])
    }  # fmt: skip


def _bears(row: OfferIn, held: Held, moved: bool) -> bool:
    """Whether a row is surely the offer whose reference it bears; where references moved, only if all else agrees too.

    Somebody's work passes to another title only when they say so.
    """
    if moved:
        return exactly(row) == exactly(held.said)
    return one_job(row, held.said) and (not held.work or near_title(row, held.said))


def _another(known: KnownOffers, row: OfferIn, bearer: Held) -> bool:
    """Whether a row is another free offer rather than the one that bears its reference: of two offers that a list gave
    one reference, the base knows the second by its content alone."""
    if known.equal(row) not in (None, bearer):
        return content(row) != content(bearer.said)
    others = [one for one in known.exact(row) if one.held is not bearer]
    return bool(others) and likeness(row, bearer.said) != "exact"


def _missing(source: Source, rows: Sequence[OfferIn], known: KnownOffers) -> list[str]:
    """Offers of the base that the same lists no longer hold: of the employers that are in them, or of the same areas
    for a feed of many employers. A list of one row is no list to be missing from."""
    if len(rows) < 2:
        return []
    if source == "france_travail":
        areas = {row.area for row in rows}
        return [one.offer_id for one in known.free.values() if one.said.area in areas]
    firms = {(row.siret, row.employer_label): row for row in rows}.values()
    return [one.offer_id for one in known.free.values() if any(same_employer(row, one.said) for row in firms)]


def take_in(store: Store, rows: Iterable[Read], now: datetime, *, answer: Answer = "", by: str = "cli") -> TakenIn:
    """All offers of one import in one transaction: nothing is half there after a kill.

    `answer` answers every « même offre ? » of this import; `by` is who does. Without it questions are kept.
    """
    listed = list(rows)
    with store.writing() as connection:
        made = _Import(store, connection, (answer, by, now))
        for source in SOURCES:
            made.source(source, [pair for pair in listed if pair[0].source == source])
        missing = _still_open(connection, made.missing)
        told = f"{made.new} new, {len(made.changed)} updated, {made.asked} asked"
        audit(connection, stamp(now), by, "offers.import", (told, answer))
    return TakenIn(
        made.new, len(made.changed), made.same, made.older, made.asked, tuple(made.changed), tuple(made.again), missing
    )


def _still_open(connection: Connection, ids: Iterable[str]) -> tuple[str, ...]:
    """Those that are open and about which nothing is asked."""
    sql = ("select 1 from offers o where o.offer_id=? and o.status='open' and o.example=0 and not exists "
           "(select 1 from offer_questions q where q.offer_id=o.offer_id)")  # fmt: skip
    return tuple(one for one in ids if connection.execute(sql, (one,)).fetchone())


def questions(store: Store) -> list[Question]:
    """The questions that wait, oldest first. Raises StoreError naming a damaged one."""
    found = []
    for row in store.rows("select * from offer_questions order by question_id"):
        try:
            offer = read_kept(row["offer"])
        except ValueError as error:
            raise StoreError("offer.damaged", offer=row["offer_id"]) from error
        old = base.held_one(store, row["offer_id"])
        told = changes(old, merged(old, offer))
        found.append(Question(row["question_id"], row["offer_id"], offer, told, row["file"], row["line"]))
    return found


def answer_question(store: Store, number: int, same: bool, said: tuple[str, datetime]) -> TakenIn:
    """Yes: the offer of the base is updated. No: the row is a new offer, which inherits nothing. Raises StoreError."""
    adviser, now = said
    adviser = adviser_of(store, adviser)
    asked = next((one for one in questions(store) if one.number == number), None)
    if asked is None:
        raise StoreError("offers_same.unknown", got=number)
    with store.writing() as connection:
        made = _Import(store, connection, ("yes" if same else "no", adviser, now))
        connection.execute("delete from offer_questions where question_id=?", (number,))
        one = Held(asked.offer_id, base.held_one(store, asked.offer_id), True)
        made.ask(one, asked.offer, Where(asked.file, asked.row, "line", {}))
        audit(connection, stamp(now), adviser, f"offer.same.{made.answer}", (asked.offer_id, str(number)))
    return TakenIn(
        made.new, len(made.changed), made.same, made.older, made.asked, tuple(made.changed), tuple(made.again)
    )
