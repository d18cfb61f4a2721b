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
from export.offers.reading import OfferRow, RowPlace, dated, older
from export.packets.body import new_id
from export.store.advisers import adviser_of
from export.store.moments import stamp
from export.store.port import Connection
from export.store.store import Store, StoreError, audit

SOURCES: tuple[Source, ...] = ("france_travail", "employer")
StoredAnswer = Literal["", "yes", "no"]


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

    def __init__(self, store: Store, connection: Connection, said: tuple[StoredAnswer, str, datetime]) -> None:
        self.store, self.connection = store, connection
        self.answer, self.by, self.now = said
        self.new = self.same = self.older = self.asked = 0
        self.changed: list[Changed] = []
        self.again: list[str] = []
        self.missing: list[str] = []

    def taken_in(self, missing: tuple[str, ...] = ()) -> TakenIn:
        """What became of the rows. `missing`: offers of the base that no row is."""
        changed, again = tuple(self.changed), tuple(self.again)
        return TakenIn(self.new, len(changed), self.same, self.older, self.asked, changed, again, missing)

    def source(self, source: Source, rows: list[OfferRow]) -> None:
        """The rows of one source: by reference first, then by equal content, then by likeness."""
        known = KnownOffers(held := base.held(self.store, source))
        named = {held.said.source_id: held for held in held if held.said.source_id}
        rows = _each_its_own(rows, named) if source == "employer" else rows
        moved = _moved(rows, named) if source == "employer" else set()
        left: list[OfferRow] = []
        for offer, where in rows:
            bearer = named.get(offer.source_id)
            sure = source != "employer" or (
                bearer and _bears(offer, bearer, where.file in moved) and not _another(known, offer, bearer)
            )
            if bearer and bearer.offer_id in known.free and sure:
                known.take(bearer.offer_id)
                self.update(bearer, offer)
            elif source == "employer":
                # Where numbers moved with the rows they name nothing: such a list is read by its content.
                left.append((replace(offer, source_id="") if where.file in moved else offer, where))
            else:
                self.insert(offer)
        self._by_content([pair for pair in left if not self._equal(known, pair[0])], known, named)
        self.missing += _missing(source, [offer for offer, _ in rows], known)

    def _equal(self, known: KnownOffers, offer: OfferIn) -> bool:
        held = known.equal(offer)
        if held:
            known.take(held.offer_id)
            self.update(held, offer)
        return held is not None

    def _by_content(self, rows: list[OfferRow], known: KnownOffers, named: dict[str, Held]) -> None:
        # Those that are surely the same go first, so that a mere likeness takes no offer away from them.
        doubtful = []
        for offer, where in rows:
            if exact := known.exact(offer):
                known.take(exact[0].held.offer_id)
                self._exact(exact, offer, where)
            else:
                doubtful.append((offer, where))
        for offer, where in doubtful:
            matches = known.like(offer)
            bearer = named.get(offer.source_id)
            if not matches and bearer and bearer.offer_id in known.free:
                # The reference is the same, the job another: the title and the trade may have been rewritten.
                matches = [Match(bearer, "near")] if same_employer(offer, bearer.said) is not False else []
            if matches:
                known.take(matches[0].held.offer_id)
                sure = [match for match in matches if match.likeness == "exact"]
                self._exact(sure, offer, where) if sure else self.ask(matches[0].held, offer, where)
            else:
                self.insert(offer)

    def _exact(self, matches: list[Match], offer: OfferIn, where: RowPlace) -> None:
        """The same title, employer, place, trade and contract: an update, unless somebody's work hangs on it."""
        if any(match.held.work for match in matches):
            self.ask(matches[0].held, offer, where)
        else:
            self.update(matches[0].held, offer)

    def insert(self, offer: OfferIn) -> None:
        self.new += 1
        self._settled(offer)
        base.insert(self.connection, offer, new_id(), self.now)

    def _settled(self, offer: OfferIn) -> None:
        """A question that this row asked before is asked no more."""
        self.connection.execute("delete from offer_questions where offer=?", (kept_text(offer),))

    def update(self, held: Held, offer: OfferIn) -> None:
        """The row is this offer: what differs is changed, unless the base holds a later date."""
        self._settled(offer)
        offer = replace(offer, source_id=held.said.source_id or offer.source_id)
        # A date to come, kept before such dates were left out, is no later date.
        if older(offer.source_updated_at, dated(held.said, self.now).source_updated_at):
            self.older += 1
            return
        text = merged(held.said, offer)
        fields = changes(held.said, text)
        if text == held.said:
            self.same += 1
            return
        base.update(self.connection, held.offer_id, (held.said, text), self.now)
        if not fields:
            self.same += 1
            return
        self.changed.append(Changed(held.offer_id, text.title, fields))
        sql = "select 1 from requirements where offer_id=? and set_by like 'again:%'"
        if self.connection.execute(sql, (held.offer_id,)).fetchone():
            self.again.append(held.offer_id)

    def ask(self, held: Held, offer: OfferIn, where: RowPlace) -> None:
        """Keep the question, or answer it as was said for the whole import. Asked again, a row is asked once."""
        if self.answer == "yes":
            self.update(held, offer)
        elif self.answer == "no":
            self.insert(offer)
        else:
            self.asked += 1
            text = kept_text(offer)
            # The row corrected in its file since: the answer is about what it says now.
            self.connection.execute(
                "delete from offer_questions where offer_id=? and file=? and offer<>?",
                (held.offer_id, where.file, text),
            )
            values = (held.offer_id, text, where.file, where.row, stamp(self.now))
            self.connection.execute(
                "insert into offer_questions(offer_id, offer, file, line, asked_at) values(?,?,?,?,?) "
                "on conflict(offer_id, offer) do update set file=excluded.file, line=excluded.line",
                values,
            )


def _each_its_own(rows: Sequence[OfferRow], named: Mapping[str, Held]) -> list[OfferRow]:
    """Rows as they name offers of the base: of several under one reference it names the row that is most like its
    bearer, where one is; the others are known by their content, as all are where none is like it."""
    under: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, (offer, where) in enumerate(rows):
        if offer.source_id in named:
            under[where.file, offer.source_id].append(at)
    own_rows = list(rows)
    for (_, reference), places in under.items():
        if len(places) == 1:
            continue
        held = named[reference].said
        likest = max(places, key=lambda at: _how_like(rows[at][0], held))
        own = likest if any(_how_like(rows[likest][0], held)) else None
        for at in places:
            if at != own:
                own_rows[at] = replace(rows[at][0], source_id=""), rows[at][1]
    return own_rows


def _how_like(row: OfferIn, held: OfferIn) -> tuple[bool, bool, bool]:
    return content(row) == content(held), exactly(row) == exactly(held), one_job(row, held)


def _moved(rows: list[OfferRow], named: Mapping[str, Held]) -> set[str]:
    """The files whose references moved with their rows: one names another job, and its own job stands under another."""
    bearers = [(offer, where, named.get(offer.source_id)) for offer, where in rows if offer.source_id]
    # What stands under a reference that is new, or that names another job here, may be any offer of the base.
    strays = {
        (where.file, exactly(offer)) for offer, where, held in bearers
        if held is None or exactly(offer) != exactly(held.said)
    }  # fmt: skip
    known = {exactly(held.said) for held in named.values()}
    files = set()
    for offer, where, held in bearers:
        if held and exactly(offer) != exactly(held.said):
            left = (where.file, exactly(held.said)) in strays
            taken = not one_job(offer, held.said) and exactly(offer) in known
            files |= {where.file} if left or taken else set()
    return files | _crossed(bearers)


def _crossed(bearers: Sequence[tuple[OfferIn, RowPlace, Held | None]]) -> set[str]:
    """The files where a row bears the reference of one job and nearly the title of another, whose own row left it:
    rows that were rewritten as they moved."""
    away = [(row, where.file, held.said) for row, where, held in bearers if held and not near_title(row, held.said)]
    left: dict[str, list[OfferIn]] = defaultdict(list)
    for _, file, held in away:
        left[file].append(held)
    return {
        file for row, file, _ in away
        if any(same_employer(row, gone) is not False and near_title(row, gone) for gone in left[file][:MOST_COMPARED])
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
    others = [match for match in known.exact(row) if match.held is not bearer]
    return bool(others) and likeness(row, bearer.said) != "exact"


def _missing(source: Source, rows: Sequence[OfferIn], known: KnownOffers) -> list[str]:
    """Offers of the base that the same lists no longer hold: of the employers that are in them, or of the same areas
    for a feed of many employers. A list of one row is no list to be missing from."""
    if len(rows) < 2:
        return []
    if source == "france_travail":
        areas = {row.area for row in rows}
        return [held.offer_id for held in known.free.values() if held.said.area in areas]
    firms = {(row.siret, row.employer_label): row for row in rows}.values()
    return [held.offer_id for held in known.free.values() if any(same_employer(row, held.said) for row in firms)]


def take_in(
    store: Store, rows: Iterable[OfferRow], now: datetime, *, answer: StoredAnswer = "", by: str = "cli"
) -> TakenIn:
    """All offers of one import in one transaction: nothing is half there after a kill.

    `answer` answers every « même offre ? » of this import; `by` is who does. Without it questions are kept.
    """
    listed = list(rows)
    with store.writing() as connection:
        taking = _Import(store, connection, (answer, by, now))
        for source in SOURCES:
            taking.source(source, [pair for pair in listed if pair[0].source == source])
        missing = _still_open(connection, taking.missing)
        summary = f"{taking.new} new, {len(taking.changed)} updated, {taking.asked} asked"
        audit(connection, stamp(now), by, "offers.import", (summary, answer))
    return taking.taken_in(missing)


def _still_open(connection: Connection, ids: Iterable[str]) -> tuple[str, ...]:
    """Those that are open and about which nothing is asked."""
    sql = ("select 1 from offers o where o.offer_id=? and o.status='open' and o.example=0 and not exists "
           "(select 1 from offer_questions q where q.offer_id=o.offer_id)")  # fmt: skip
    return tuple(offer_id for offer_id in ids if connection.execute(sql, (offer_id,)).fetchone())


def questions(store: Store) -> list[Question]:
    """The questions that wait, oldest first. Raises StoreError naming a damaged one."""
    questions = []
    for row in store.rows("select * from offer_questions order by question_id"):
        try:
            offer = read_kept(row["offer"])
        except ValueError as error:
            raise StoreError("offer.damaged", offer=row["offer_id"]) from error
        old = base.held_one(store, row["offer_id"])
        differences = changes(old, merged(old, offer))
        questions.append(Question(row["question_id"], row["offer_id"], offer, differences, row["file"], row["line"]))
    return questions


def answer_question(store: Store, number: int, same: bool, said: tuple[str, datetime]) -> TakenIn:
    """Yes: the offer of the base is updated. No: the row is a new offer, which inherits nothing. Raises StoreError."""
    adviser, now = said
    adviser = adviser_of(store, adviser)
    asked = next((question for question in questions(store) if question.number == number), None)
    if asked is None:
        raise StoreError("offers_same.unknown", got=number)
    with store.writing() as connection:
        taking = _Import(store, connection, ("yes" if same else "no", adviser, now))
        connection.execute("delete from offer_questions where question_id=?", (number,))
        held = Held(asked.offer_id, base.held_one(store, asked.offer_id), True)
        taking.ask(held, asked.offer, RowPlace(asked.file, asked.row, "line", {}))
        audit(connection, stamp(now), adviser, f"offer.same.{taking.answer}", (asked.offer_id, str(number)))
    return taking.taken_in()
