"""Matches in words: bands, reasons, what would change them, for the person or the adviser; no score, no rank."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assets.texts import lowered
from assets.voice import Voice
from desk.dates import day
from desk.unsure import SeenByOne
from export.store.matching import OfferRows
from export.store.people import PeopleCodes
from export.store.sheets import write_sheet
from export.store.store import Store
from scenarios.offers import FICTITIOUS
from scenarios.reference import habiletes
from scenarios.regions import basin
from scoring.match import NO, NOT_ASKED, YES, MatchReason, Offer, Pair
from scoring.told import EXPECTED, told_statement

NAMED = ("tower.group", "tower.group.within")
"""Groups have names, alone and within a sentence: a letter would be read as a rank, and says nothing by itself."""
COLUMNS = ("code", "offer", "title", "employer", "band", "chances", "reasons", "conditions", "change")


def _not_known(who: str, habilete: str, level: int) -> str:
    """Whether its own moments say a level too, where that is not looked for."""
    return ""


class Words:
    """Sentences about pairs, with the names that the database and the lists give.

    `told_by`: of a person, a habileté and a level, whether its own moments alone say of it what all say: "own",
    "others" where they would not, "" where nobody knows.
    """

    def __init__(
        self, store: Store, voice: Voice, told_by: Callable[[str, str, int], str] = _not_known
    ) -> None:
        self.voice, self.told_by = voice, told_by
        self.say = voice.say
        self.language = voice.language
        self.names = {h.id: h.label(voice.language) for h in habiletes()}
        self.short = {h.id: h.short(voice.language) for h in habiletes()}
        self.offers = OfferRows(store)
        self.codes: dict[str, str] = PeopleCodes(store)
        self.alone = SeenByOne(store)

    def every_offer(self) -> dict[str, dict[str, Any]]:
        """Every offer by id, those that are open first."""
        return self.offers.every()

    def lines(self, pairs: Sequence[Pair], side: str) -> Iterator[str]:
        """One list, band by band; `side` is who reads: "person" or "adviser"."""
        if not pairs:
            return
        if side == "adviser":
            yield self.say("match.for_offer", offer=self.offer(pairs[0].offer_id))
        else:
            yield self.say("match.for_person", code=self.codes[pairs[0].candidate_id])
        last = ""
        for pair in pairs:
            head = self.say("match.outside") if pair.outside_wishes else self.say(f"match.band.{pair.band}")
            if head != last:
                yield self.say("match.band_line", band=head)
                last = head
            yield from self.pair(pair, side)

    def pair(self, pair: Pair, side: str) -> Iterator[str]:
        """One pair: who or what, the chance of the whole, each requirement, conditions, what would change."""
        who = self.offer(pair.offer_id) if side == "person" else self.codes[pair.candidate_id]
        chances = self.tenths(pair)
        if pair.outside_wishes:
            band = self.say(f"{NAMED[1]}.{pair.band}")
            chances = self.say("match.outside_pair", band=band, chances=chances)
        yield self.say("match.pair", who=who, chances=chances).rstrip()
        for reason in pair.reasons:
            yield self.say("match.indent", text=self.reason(reason, side, pair))
        for text in (self.condition_line(pair), self.change_line(pair)):
            if text:
                yield self.say("match.indent", text=text)

    def tenths(self, pair: Pair) -> str:
        """The chance that all is met at once, in tenths; never a certainty. Said beside a band only with its why."""
        n = pair.tenths
        if n is None:
            return self.untold(pair)
        key = "few" if n == 0 else "most" if n == 10 else "some"
        by = self.say(f"match.tenths.by_{'one' if self.alone.whole(pair.candidate_id) else 'played'}")
        said = self.say(f"match.tenths.{key}", n=n, by=by)
        # In A each point is met or nearly so, and yet all of them together may well not be.
        rare = pair.band == "A" and n < 8
        return said + (self.say("match.tenths.together", n=len(pair.reasons)) if rare else "")

    def untold(self, pair: Pair) -> str:
        """Why no chance is told of a pair: all that stands against it, by name."""
        # How many workshops looked is said on the line of each: it keeps no chance from being told.
        reasons_of = {"missing": [r for r in pair.reasons if r.state == "not_measured"], "open": pair.unlikely}
        why = " ; ".join(
            self.say(f"match.untold.{name}", n=len(of), names=", ".join(self.short[r.habilete] for r in of))
            for name, of in reasons_of.items() if of
        )
        return self.say("match.untold", why=why or self.say("match.untold.nothing"))

    def reason(self, reason: MatchReason, side: str, pair: Pair) -> str:
        """One requirement of a pair, in a sentence: the level that is asked, and the one that is shown. To the adviser
        one of four words says first how it stands.
        """
        as_told = self.told_reason(reason, pair)
        if side == "adviser":
            state = self.state(self.standing(as_told))
            return self.say("match.asked_reason", state=state, asked=self.asked(reason, pair))
        # A list that was kept before levels were told has the word of the pass alone.
        shown = self.shown(as_told) or self.say("match.shown", said=self.stated(as_told.statement, reason.level))
        asked = self.say("match.asked", level=self.level(reason.level), shown=shown)
        more = self._more(as_told, side) + self.by_own_moments(reason, pair)
        return self.say("match.reason", habilete=self.names[reason.habilete], asked=asked, more=more)

    def told_statement(self, who: str, habilete: str, statement: str, level: int) -> tuple[str, int]:
        """A statement of a person and its level as they are told (`scoring.told`), on every page, sheet and line."""
        return told_statement(statement, level, lambda n: self.told_by(who, habilete, n))

    def told_reason(self, reason: MatchReason, pair: Pair) -> MatchReason:
        """What an offer asks, as it is told: shown where the person's page says so; matching keeps its own."""
        whole = reason.shown or (reason.level if reason.state == "met" else 0)
        if not whole or reason.state == "not_measured":
            return reason
        said, level = self.told_statement(pair.candidate_id, reason.habilete, "shown", whole)
        shown = level if said == "shown" else 0
        if shown == whole:
            return reason
        state = "open" if reason.state == "met" and shown < reason.level else reason.state
        statement = reason.statement if shown and state == reason.state else "to_confirm"
        return replace(reason, state=state, statement=statement, shown=shown)

    def said_by(self, reason: MatchReason, pair: Pair) -> str:
        """Whether the own moments of a point, alone, say of its level what all say; EXPECTED where all together let
        it be expected and they do not show it; "" for what was not seen. The level is the one that is shown, else the
        one that is asked."""
        if reason.state == "not_measured":
            return ""
        as_told = self.told_reason(reason, pair)
        if as_told.state != reason.state:
            return EXPECTED
        return self.told_by(pair.candidate_id, reason.habilete, as_told.shown or reason.level)

    def by_own_moments(self, reason: MatchReason, pair: Pair) -> str:
        """The same as a phrase that ends a line, beside the level that is shown; "" where nothing is known of it."""
        by = self.said_by(reason, pair)
        return self.say("match.told_by", by=self.say(f"tower.told_by.{by}")) if by else ""

    @staticmethod
    def standing(reason: MatchReason) -> str:
        """How what an offer asks stands: met, open, short, not_enough (seen too little) or not_measured (not seen)."""
        return "not_enough" if (reason.state, reason.statement) == ("not_measured", "not_enough") else reason.state

    def state(self, state: str) -> str:
        """The word of how what an offer asks stands, that of the pass where it has one."""
        return self.say(f"tower.state.{state}")

    def by_one(self, reason: MatchReason, pair: Pair) -> bool:
        """Whether a point is not met and one workshop alone looked at it, as it was when it was matched.

        Lists that were kept before version 3 hold no number, and put « still to show » on what one workshop saw.
        """
        if reason.looked is None:
            return reason.state == "short" and self.alone.looked(pair.candidate_id, reason.habilete)
        return reason.state in ("open", "short") and reason.looked == 1

    def asked(self, reason: MatchReason, pair: Pair) -> str:
        """What an offer asks, what is shown of it, and what would come next; how it stands is said beside it."""
        return "".join(self.asked_parts(reason, pair))

    def asked_parts(self, reason: MatchReason, pair: Pair, *, by: bool = True) -> tuple[str, str, str]:
        """The same in three parts, for a page: of what, which level is asked and which is shown, and what more; `by`:
        with whether its own moments say so.
        """
        as_told = self.told_reason(reason, pair)
        more = (self.say("match.by_one") if self.by_one(as_told, pair) else "") + self._more(as_told, "adviser")
        if as_told.leans:
            more = self.say("match.leans") + more
        more += self.by_own_moments(reason, pair) if by else ""
        said = self.say("match.asked", level=self.level(reason.level), shown=self.shown(as_told))
        end = self.say("match.asked_end")
        return self.names[reason.habilete], said + ("" if more else end), more + end if more else ""

    def shown(self, reason: MatchReason) -> str:
        """What the person's page says of a habileté that an offer asks, in its very words; "" where a kept list does
        not tell."""
        level = reason.shown
        if level is None and (reason.state == "met" or reason.level == 1):
            level = reason.level if reason.state == "met" else 0
        if level is None:
            return ""
        said = self.stated("shown", level, named=True) if level else self.stated(reason.statement, reason.level)
        return self.say("match.shown", said=said)

    def _more(self, reason: MatchReason, side: str) -> str:
        # Which workshop would tell is the person's plan: a line, which is kept, promises none.
        if reason.state == "met" or (side == "adviser" and reason.state in ("open", "not_measured")):
            return ""
        state = "open" if reason.state == "open" else self._next(reason)
        return self.say(f"match.more.{side}.{state}", below=self.level(max(1, reason.level - 1)))

    def _next(self, reason: MatchReason) -> str:
        if reason.state == "not_measured":
            return "not_measured"
        # No gap is told of what nothing is sure of: only what would come next.
        sure = reason.shown != 0
        return "start" if reason.level == 1 else "near" if reason.near and sure else "short"

    def stated(self, statement: str, level: int, *, named: bool = False) -> str:
        """The one way a statement is said, on card, lists and sheets; `named`: with the level that was shown."""
        if statement == "shown":
            level_said = self.say("statement.at", level=self.level(level)) if named else ""
            return self.say("statement.is_shown") + level_said
        return lowered(self.say(f"statement.{statement}"))

    def level(self, level: int) -> str:
        """The word of a level, that of the pass."""
        return lowered(self.say(f"statement.shown{level}"))

    def condition_line(self, pair: Pair) -> str:
        """Place and constraints, by what the person said."""
        parts = []
        for state in (NO, NOT_ASKED, YES):
            named = [self.condition(c.constraint, pair) for c in pair.conditions if c.state == state]
            if named:
                parts.append(self.say(f"match.condition.{state}", names=", ".join(named)))
        return " ".join(parts)

    def condition(self, code: str, pair: Pair) -> str:
        """The word of a constraint, or the name of the place.

        Of an offer whose department alone is known the exact place is what nobody was asked: the person may well have
        answered for some of the places there.
        """
        if code != "area":
            return self.condition_name(code)
        area = str(self.offers[pair.offer_id]["area"] or "")
        asked = any(c.constraint == code and c.state != NOT_ASKED for c in pair.conditions)
        return self.place(area) if asked or basin(area) else self.say("match.exact_place", place=self.place(area))

    def condition_name(self, code: str) -> str:
        """The word of a constraint, or of an hour that a person may say."""
        return self.say(f"match.constraint.{code}")

    def day(self, moment: str) -> str:
        """A day, or a month, as it is written in the language: « 24/11/2026 », « 11/2026 »."""
        return day(moment, self.language)

    def change_line(self, pair: Pair) -> str:
        """What would change the band; nothing where the person said no: what is shown would move nobody from there."""
        if pair.outside_wishes:
            return ""
        said = [
            self.say(
                "match.change",
                names=", ".join(self.short[h] for h in change.habiletes),
                band=self.say(f"{NAMED[1]}.{change.band}"),
            )
            for change in pair.changes
        ]
        return " ".join(said)

    def offer(self, offer_id: str) -> str:
        """An offer in one line, marked when it is an example."""
        row = self.offers[offer_id]
        title = row["title_en"] if self.language == "en" else row["title_fr"]
        mark = self.say("match.example") if row["example"] else ""
        employer = str(row["employer"] or "").removesuffix(FICTITIOUS if mark else "")
        named = ", ".join(word for word in (title, employer, self.place(str(row["area"] or ""))) if word)
        return named + mark

    def number(self, value: float) -> str:
        """A weight as it is written in the language: « 1,5 »."""
        return f"{value:g}".replace(".", self.say("common.decimal"))

    def left_out(self, left: Sequence[tuple[str, str]], *, named: bool = True) -> Iterator[str]:
        """Who a list left out (or how many), by the rule: the length of the list, or what the person declined."""
        by_rule: dict[str, list[str]] = {}
        for who, rule in left:
            by_rule.setdefault(rule, []).append(self.codes[who])
        if left:
            yield self.say("lists.left_out", n=len(left))
        for rule, codes in sorted(by_rule.items()):
            said = self.left_out_rule(rule)
            key = "lists.rule" if named else "lists.rule.count"
            text = self.say(key, said=said, codes=", ".join(sorted(codes)), n=len(codes))
            yield self.say("match.indent", text=text)

    def left_out_rule(self, rule: str) -> str:
        """The rule that left somebody out, in words."""
        kind, _, codes_of = rule.partition(":")
        names = ", ".join(self.say("ways.place" if c == "area" else f"match.constraint.{c}")
                          for c in codes_of.split(",") if c)  # fmt: skip
        return self.say(f"lists.rule.{kind}", names=names)

    def place(self, code: str) -> str:
        """The name of a basin, or « département 76 »."""
        known = basin(code)
        return known.name_fr if known else self.say("match.department", n=code) if code else ""

    def offer_card(self, offer: Offer) -> Iterator[str]:
        """One offer: what it asks and its constraints."""
        yield self.offer(offer.offer_id)
        for r in offer.requirements:
            asked = {"level": self.level(r.level), "weight": self.number(r.weight)}
            yield self.say("match.asks", habilete=self.names[r.habilete], **asked)
        if not offer.requirements:
            yield self.say("match.asks_nothing")
        if offer.constraints:
            yield self.say("match.has", names=", ".join(self.say(f"match.constraint.{c}") for c in offer.constraints))

    def data(self, pair: Pair, side: str = "adviser") -> dict[str, Any]:
        """A pair for a machine: what the screen says, as data and in words; no number that sorts or bands."""
        return {
            "code": self.codes[pair.candidate_id],
            "candidate_id": pair.candidate_id,
            "offer_id": pair.offer_id,
            "example": bool(self.offers[pair.offer_id]["example"]),
            "band": pair.band,
            "outside_wishes": pair.outside_wishes,
            "tenths": pair.tenths,
            "chances": self.tenths(pair),
            "reasons": [
                {"habilete": r.habilete, "level": r.level, "statement": r.statement, "shown": r.shown,
                 "said": self.reason(r, side, pair)}
                for r in pair.reasons
            ],
            "missing": list(pair.missing),
            "conditions": [{"about": c.constraint, "answer": c.state} for c in pair.conditions],
            "changes": [asdict(change) for change in pair.changes],
        }

    def row(self, pair: Pair, side: str = "adviser") -> dict[str, Any]:
        """A pair as a row of a sheet."""
        row = self.offers[pair.offer_id]
        return {
            "code": self.codes[pair.candidate_id],
            "offer": pair.offer_id,
            "title": row["title_en"] if self.language == "en" else row["title_fr"],
            "employer": row["employer"],
            "band": self.say(f"{NAMED[0]}.{pair.band}"),
            "chances": self.tenths(pair),
            "reasons": " | ".join(self.reason(r, side, pair) for r in pair.reasons),
            "conditions": self.condition_line(pair),
            "change": self.change_line(pair),
        }

    def write_csv(self, path: Path, pairs: Sequence[Pair], side: str = "adviser") -> None:
        """The sheet at `path`, and its JSON twin beside it. Raises OSError."""
        rows = [self.row(pair, side) for pair in pairs]
        write_sheet(path, {c: self.say(f"match.column.{c}") for c in COLUMNS}, rows)
