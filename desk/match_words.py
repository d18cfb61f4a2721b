"""Matches in words: bands, reasons, what would change them, for the person or the adviser; no score, no rank."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assets.voice import Voice
from export.store.matching import offer_rows
from export.store.sheets import write_sheet
from export.store.store import Store
from scenarios.reference import habiletes
from scenarios.regions import basin
from scoring.match import MatchReason, Offer, Pair

COLUMNS = ("code", "offer", "title", "employer", "band", "chances", "reasons", "conditions", "change")


class Words:
    """Sentences about pairs, with the names that the database and the lists give."""

    def __init__(self, store: Store, voice: Voice) -> None:
        self.say = voice.say
        self.language = voice.language
        self.names = {h.id: h.label(voice.language) for h in habiletes()}
        self.short = {h.id: h.short(voice.language) for h in habiletes()}
        self.offers = {row["offer_id"]: row for row in offer_rows(store)}
        self.codes = {r["candidate_id"]: r["code"] for r in store.rows("select candidate_id, code from candidates")}

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
        chances = self.tenths(pair.tenths)
        if pair.outside_wishes:
            band = self.say(f"match.short_band.{pair.band}")
            chances = self.say("match.outside_pair", band=band, chances=chances)
        yield self.say("match.pair", who=who, chances=chances).rstrip()
        for reason in pair.reasons:
            yield self.say("match.indent", text=self.reason(reason, side))
        for text in (self.condition_line(pair), self.change_line(pair)):
            if text:
                yield self.say("match.indent", text=text)

    def tenths(self, n: int | None) -> str:
        """The chance that all is met, in tenths; never a certainty."""
        if n is None:
            return ""
        return self.say("match.tenths.few" if n == 0 else "match.tenths.most" if n == 10 else "match.tenths.some", n=n)

    def reason(self, reason: MatchReason, side: str) -> str:
        """One requirement of a pair, in a sentence."""
        state = reason.state
        if state == "short":
            state = "start" if reason.level == 1 else "near" if reason.near else "short"
        level, below = self.level(reason.level), self.level(max(1, reason.level - 1))
        said = self.say(f"match.{side}.{state}", below=below)
        return self.say("match.reason", habilete=self.names[reason.habilete], level=level, said=said)

    def level(self, level: int) -> str:
        """The word of a level."""
        return self.say(f"match.level.{level}")

    def condition_line(self, pair: Pair) -> str:
        """Place and constraints, by what the person said."""
        parts = []
        for state in ("declined", "to_ask", "accepted"):
            named = [self.condition(c.constraint, pair) for c in pair.conditions if c.state == state]
            if named:
                parts.append(self.say(f"match.condition.{state}", names=", ".join(named)))
        return " ".join(parts)

    def condition(self, code: str, pair: Pair) -> str:
        """The word of a constraint, or the name of the place."""
        if code == "area":
            return self.place(str(self.offers[pair.offer_id]["area"] or ""))
        return self.say(f"match.constraint.{code}")

    def change_line(self, pair: Pair) -> str:
        """What would change the band."""
        said = [
            self.say(
                "match.change",
                names=", ".join(self.short[h] for h in change.habiletes),
                band=self.say(f"match.short_band.{change.band}"),
            )
            for change in pair.changes
        ]
        return " ".join(said)

    def offer(self, offer_id: str) -> str:
        """An offer in one line, marked when it is an example."""
        row = self.offers[offer_id]
        title = row["title_en"] if self.language == "en" else row["title_fr"]
        mark = self.say("match.example") if row["example"] else ""
        employer = str(row["employer"] or "").removesuffix(" (exemple)" if mark else "")
        named = ", ".join(word for word in (title, employer, self.place(str(row["area"] or ""))) if word)
        return named + mark

    def left_out(self, left: Sequence[tuple[str, str]], *, named: bool = True) -> Iterator[str]:
        """Who a list left out (or how many), by the rule: the length of the list, or what the person declined."""
        by_rule: dict[str, list[str]] = {}
        for who, rule in left:
            by_rule.setdefault(rule, []).append(self.codes[who])
        if left:
            yield self.say("lists.left_out", n=len(left))
        for rule, codes in sorted(by_rule.items()):
            declined = [word for word in rule.removeprefix("declined:").split(",") if rule != "limit"]
            names = ", ".join(self.say("ways.place" if c == "area" else f"match.constraint.{c}") for c in declined)
            said = self.say("lists.rule.declined", names=names) if declined else self.say("lists.rule.limit")
            key = "lists.rule" if named else "lists.rule.count"
            text = self.say(key, said=said, codes=", ".join(sorted(codes)), n=len(codes))
            yield self.say("match.indent", text=text)

    def place(self, code: str) -> str:
        """The name of a basin, or « département 76 »."""
        known = basin(code)
        return known.name_fr if known else self.say("match.department", n=code) if code else ""

    def offer_list(self) -> Iterator[str]:
        """Every offer, one line each."""
        for offer_id, row in self.offers.items():
            state = self.say(f"match.status.{row['status']}")
            known_by = row["source_id"] or offer_id
            yield self.say("match.offer_line", id=known_by, offer=self.offer(offer_id), state=state)

    def offer_card(self, offer: Offer) -> Iterator[str]:
        """One offer: what it asks and its constraints."""
        yield self.offer(offer.offer_id)
        for r in offer.requirements:
            asked = {"level": self.level(r.level), "weight": f"{r.weight:g}"}
            yield self.say("match.asks", habilete=self.names[r.habilete], **asked)
        if not offer.requirements:
            yield self.say("match.asks_nothing")
        if offer.constraints:
            yield self.say("match.has", names=", ".join(self.say(f"match.constraint.{c}") for c in offer.constraints))

    def data(self, pair: Pair) -> dict[str, Any]:
        """A pair for a machine: reasons as data, without the number that sorts."""
        kept = asdict(pair)
        kept.pop("score")
        for reason in kept["reasons"]:
            # Finer digits would be mistaken for a rank.
            reason["chance"] = None if reason["chance"] is None else round(reason["chance"], 2)
            reason["term"] = round(reason["term"], 3)
        row = self.offers[pair.offer_id]
        return {"code": self.codes[pair.candidate_id], "example": bool(row["example"]), **kept}

    def row(self, pair: Pair) -> dict[str, Any]:
        """A pair as a row of a sheet."""
        row = self.offers[pair.offer_id]
        return {
            "code": self.codes[pair.candidate_id],
            "offer": pair.offer_id,
            "title": row["title_en"] if self.language == "en" else row["title_fr"],
            "employer": row["employer"],
            "band": self.say(f"match.short_band.{pair.band}"),
            "chances": self.tenths(pair.tenths),
            "reasons": " | ".join(self.reason(r, "adviser") for r in pair.reasons),
            "conditions": self.condition_line(pair),
            "change": self.change_line(pair),
        }

    def write_csv(self, path: Path, pairs: Sequence[Pair]) -> None:
        """The sheet at `path`, and its JSON twin beside it. Raises OSError."""
        rows = [self.row(pair) for pair in pairs]
        write_sheet(path, {c: self.say(f"match.column.{c}") for c in COLUMNS}, rows)
