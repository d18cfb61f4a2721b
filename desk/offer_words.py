"""Offers in words: what an import read, changed and asks; what is known, proposed and lacking of one offer."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from assets import spoken
from assets.voice import Voice
from desk.match_words import Words
from export.offers.changes import OfferChange
from export.offers.desk import Suggestion, conditions, details, suggestions, to_complete
from export.offers.fields import OfferIn
from export.offers.reading import OffersRead, RowSaid
from export.offers.storing import Changed, Question, TakenIn
from export.store.bridging import offer_facts
from export.store.matching import offers_of
from export.store.store import Store

SaysRows = Callable[[Sequence[RowSaid]], Iterable[str]]
SHOWN = ("place", "contract", "hours", "experience", "licence", "salary", "link")
STATES = ("yes", "no", "proposed")
MOST_MISSING = 20


class OfferWords:
    """Sentences about offers, with the names that the database and the lists give."""

    def __init__(self, store: Store, voice: Voice) -> None:
        self.store, self.say = store, voice.say
        self.words = Words(store, voice)

    def said(self, row_said: RowSaid) -> str:
        """A refused row, one to complete, or a value left out, with its place in the file."""
        key = f"offers_in.{row_said.unit}" if row_said.row else "offers_import.file_line"
        return self.say(key, file=row_said.file, row=row_said.row, sentence=self.reason(row_said))

    def reason(self, row_said: RowSaid) -> str:
        """Why, alone."""
        return self.say(row_said.reason_key, **row_said.values)

    def faults(self, read: OffersRead) -> tuple[tuple[Sequence[RowSaid], SaysRows], ...]:
        """The refused rows of files, the gaps, the values left out, each with what says some of them."""
        return (
            (read.refused, lambda some: map(self.said, some)),
            (read.gaps, lambda some: (self.say("offers_import.gap", said=self.said(row_said)) for row_said in some)),
            (read.notes, lambda some: (self.say("offers_import.note", said=self.said(row_said)) for row_said in some)),
        )

    def counts(self, read: OffersRead) -> Iterator[str]:
        """How many rows the files hold, and what became of them."""
        refused = sum(bool(row_said.row) for row_said in read.refused)
        whole = read.rows - refused - read.to_complete
        counts = {"rows": read.rows, "whole": whole, "to_complete": read.to_complete, "refused": refused}
        yield self.say("offers_import.rows", **counts)
        if read.replaced:
            yield self.say("offers_import.replaced", n=read.replaced)

    def taken(self, taken: TakenIn, asked: Sequence[Question]) -> Iterator[str]:
        """What became of the offers: every change, every question, then the counts."""
        yield from self.changes(taken.changed, taken)
        yield from self.questions(asked, len(asked))
        yield from self.taken_counts(taken)

    def changes(self, some: Sequence[Changed], taken: TakenIn) -> Iterator[str]:
        """Some of the offers that an import changed."""
        for changed in some:
            yield from self.changed(changed, changed.offer_id in taken.again)

    def questions(self, some: Sequence[Question], n: int) -> Iterator[str]:
        """Some of `n` questions of identity."""
        if n:
            yield self.say("offers_same.head", n=n)
        for question in some:
            yield from self.question(question)

    def taken_counts(self, taken: TakenIn) -> Iterator[str]:
        """How many offers are new, changed, as they were, asked about."""
        counts = {"new": taken.new, "updated": taken.updated, "same": taken.same, "asked": taken.asked}
        yield self.say("offers_import.taken", **counts)
        if taken.older:
            yield self.say("offers_import.older", n=taken.older)

    def missing(self, ids: Sequence[str]) -> Iterator[str]:
        """The open offers that a list no longer holds: they stay open until somebody says otherwise."""
        if ids:
            yield self.say("offers_import.cli.missing", n=len(ids))
        for offer_id in ids[:MOST_MISSING]:
            yield self.say("match.indent", text=f"{self.words.offer(offer_id)} ({self.known_by(offer_id)})")
        if len(ids) > MOST_MISSING:
            yield self.say("offers_import.cli.missing_more", n=len(ids) - MOST_MISSING)

    def changed(self, offer_changed: Changed, again: bool) -> Iterator[str]:
        """One offer that an update changed, field by field."""
        yield self.say("offers_import.changed", title=offer_changed.title, id=self.known_by(offer_changed.offer_id))
        for change in offer_changed.fields:
            yield self.say("match.indent", text=self.change(change))
        if again:
            yield self.say("match.indent", text=self.say("offers_import.again"))

    def change(self, change: OfferChange) -> str:
        """One field: what it was and what it is."""
        if change.field == "condition":
            before, after = (
                self.say(f"offers_change.state.{state or 'none'}") for state in (change.before, change.after)
            )
            name = self.say(f"match.constraint.{change.of}")
        elif change.field == "habilete":
            before, after = self._basis(change.before), self._basis(change.after)
            name = self.words.names.get(change.of, change.of)
        else:
            none = self.say("offers_change.nothing")
            name = self.say(f"offers_change.{change.field}")
            # No post is a number that is to complete.
            before, after = (none if text in ("", "0") else text for text in (change.before, change.after))
        return self.say("offers_change.line", name=name, before=before, after=after)

    def _basis(self, basis: str) -> str:
        parts = basis.split(":")
        if parts[0] == "employer":
            level, weight = self.words.level(int(parts[1])), parts[2]
            return self.say("offers_change.weighed", level=level, n=weight.replace(".", self.say("common.decimal"))
                            ) if weight else level  # fmt: skip
        return self.say("offers_change.suggested" if parts[0] else "offers_change.nothing")

    def question(self, question: Question) -> Iterator[str]:
        """« Même offre ? », with what would change, and how to answer."""
        where = {"file": question.file, "row": question.row}
        yield self.say("offers_same.asked", n=question.number, row_offer=self.row(question.offer), **where)
        yield self.say(
            "offers_same.here", offer=self.words.offer(question.offer_id), id=self.known_by(question.offer_id)
        )
        for change in question.fields:
            yield self.say("match.indent", text=self.change(change))
        yield self.say("offers_same.how", n=question.number)

    def row(self, offer: OfferIn) -> str:
        """A row that is not in the base yet, in one line."""
        place = offer.place or self.words.place(offer.area)
        return ", ".join(part for part in (offer.title, offer.employer_label, place) if part)

    def known_by(self, offer_id: str) -> str:
        """What an adviser types for an offer: its reference, else the start of its id."""
        row = self.words.offers.held(offer_id)
        return str(row["source_id"]) if row and row["source_id"] else offer_id[:12]

    def listed(self, ids: Sequence[str]) -> Iterator[str]:
        """Offers, one line each; what each to complete lacks is said."""
        lacking, every = to_complete(self.store), self.words.every_offer()
        for offer_id in ids:
            row = every[offer_id]
            state = spoken.word(self.say, "state", row["status"])
            if offer_id in lacking:
                state = self.lacks(lacking[offer_id])
            offer = self.words.offer(offer_id)
            yield self.say("match.offer_line", id=self.known_by(offer_id), offer=offer, state=state)

    def lacks(self, names: Iterable[str]) -> str:
        """« à compléter : code ROME, lieu »."""
        listed = ", ".join(self.say(f"offers_desk.lack.{name}") for name in names)
        return self.say("offers_desk.to_complete", names=listed)

    def card(self, offer_id: str) -> Iterator[str]:
        """All that is known of one offer, what is proposed, and what waits for somebody."""
        offer = offers_of(self.store, offer_id)[0]
        head, *asks = self.words.offer_card(offer)
        yield head
        row = self.words.offers[offer_id]
        rome = str(row["rome"] or "")
        none, state = self.say("offers_change.nothing"), spoken.word(self.say, "state", row["status"])
        yield self.say("offers_desk.facts", rome=rome or none, posts=row["posts"] or none, state=state)
        if lacking := to_complete(self.store).get(offer_id):
            yield self.say("offers_desk.lacking", lacks=self.lacks(lacking), id=self.known_by(offer_id))
        yield from asks[: max(1, len(offer.requirements))]
        known = details(self.store, offer_id)
        for name in SHOWN:
            if known.get(name):
                yield self.say("offers_desk.detail", name=self.say(f"offers_change.{name}"), value=known[name])
        yield from self._conditions(offer_id)
        for name, value in offer_facts(self.store, offer_id).items():
            yield self.say("offers_desk.known", fact=self.fact(name), value=self.fact_value(name, value))
        for suggestion in suggestions(self.store, offer_id):
            yield self.suggestion(suggestion)

    def _conditions(self, offer_id: str) -> Iterator[str]:
        """Conditions in three words: said yes, said no, to ask; those nobody spoke of are to ask too, unlisted."""
        said = conditions(self.store, offer_id)
        for state in STATES:
            names = [self.say(f"match.constraint.{code}") for code, (now, _) in said.items() if now == state]
            if names:
                yield self.say(f"offers_desk.conditions.{state}", names=", ".join(names), id=self.known_by(offer_id))

    def fact(self, name: str) -> str:
        """The word of a fact that bridges ask for."""
        return spoken.word(self.say, "fact", name)

    def fact_value(self, name: str, value: str) -> str:
        """Its value in words."""
        return (
            value if name == "months" else spoken.word(self.say, "contract" if name == "contract" else "answer", value)
        )

    def suggestion(self, suggestion: Suggestion) -> str:
        """What files or sheets suggest, to be confirmed."""
        level = self.words.level(suggestion.level) if suggestion.level else self.say("offers_desk.no_level")
        weight = self.words.number(suggestion.weight) if suggestion.weight else self.say("offers_desk.no_weight")
        named = {"habilete": self.words.names[suggestion.habilete], "id": suggestion.habilete}
        return self.say(f"offers_desk.suggested.{suggestion.basis}", level=level, weight=weight, **named)
