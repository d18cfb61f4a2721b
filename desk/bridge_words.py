"""Bridges, trades and regions in words: why, what is left to check, limits, law and sources, always to be confirmed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from assets.voice import Say
from desk.match_words import NAMED, Words
from export.store.bridging import Ways
from scenarios.bridges import BridgeRule, bridges
from scenarios.regions import Region
from scenarios.trades import AutoTrade, Link, trades
from scoring.bridges import Bridge, LeftOut, Reason
from scoring.match import Pair

HABILETES, CONSTRAINTS = ("habiletes", "habilete"), ("constraints",)
CALLED_SHOWN = ("bridges.why.all_met", "bridges.why.nearly_met")
WORDED = {"fact": "bridges.fact", "person": "bridges.status", "contract": "bridges.contract"}


class BridgeWords:
    """Sentences about bridges, with the names that `Words` knows."""

    def __init__(self, words: Words) -> None:
        self.words, self.say = words, words.say
        self.worded = {**WORDED, "band": NAMED[1]}
        self.rules: dict[str, BridgeRule] = {rule.id: rule for rule in bridges().bridges}

    def label(self, bridge: str) -> str:
        """The name of a bridge, with « à confirmer »."""
        rule = self.rules[bridge]
        return rule.label_en if self.words.language == "en" else rule.label_fr

    def lines(self, ways: Ways, region: Region | None) -> Iterator[str]:
        """One pair: its bridges, what each rests on, and those left out with the reason."""
        band = self.say(f"match.band.{ways.pair.band}")
        yield self.say("ways.offer", offer=self.words.offer(ways.pair.offer_id), id=ways.pair.offer_id)
        yield self.say("match.indent", text=band)
        for bridge in ways.proposed:
            yield from self._bridge(bridge, ways, region)
        if ways.out:
            yield self.say("ways.out")
        for gone in ways.out:
            name = self.label(gone.id).rsplit(" (", 1)[0]
            yield self.say("ways.out_line", bridge=name, why=self.reason(gone.why))

    def _bridge(self, bridge: Bridge, ways: Ways, region: Region | None) -> Iterator[str]:
        yield self.say("ways.bridge", bridge=self.label(bridge.id))
        yield from (self.say("ways.part", head=head, text=text) for head, text in self.parts(bridge, ways, region))
        sources = self.rules[bridge.id].sources
        more = self.say("ways.more", n=len(sources) - 1) if len(sources) > 1 else ""
        yield self.say("ways.source", source=sources[0], more=more, day=self.words.day(bridges().checked))

    def parts(self, bridge: Bridge, ways: Ways, region: Region | None) -> list[tuple[str, str]]:
        """What a bridge rests on, each a head and a text: why, what is to check, limits, law, doubt."""
        rule = self.rules[bridge.id]
        parts = {"why": [self.reason(self._as_told(reason, ways.pair)) for reason in bridge.reasons]}
        parts["check"] = [self.say(f"bridges.fact.{name}") for name in bridge.to_check]
        if bridge.id in ways.pending and region:
            parts["check"].append(self.say("ways.funding", region=region.name_fr))
        parts["limits"] = [self.say(f"bridges.limit.{name}", n=n) for name, n in bridge.limits.items()]
        parts["law"] = list(rule.legal)
        if rule.doubt_fr:
            parts["doubt"] = [rule.doubt_fr.rstrip(".")]
        return [(self.say(f"ways.{name}"), " ; ".join(texts)) for name, texts in parts.items() if texts]

    def _as_told(self, reason: Reason, pair: Pair) -> Reason:
        """A reason that calls what an offer asks shown, with what is told to confirm of it (`Words.told_reason`)."""
        if reason.key not in CALLED_SHOWN:
            return reason
        told_reasons = [self.words.told_reason(asked, pair) for asked in pair.reasons]
        names = tuple(asked.habilete for asked in told_reasons if asked.state == "open")
        return Reason(CALLED_SHOWN[1], {"habiletes": names}) if names else reason

    def reason(self, reason: Reason) -> str:
        """A reason in words: habiletés, constraints, facts and offers by their names."""
        return self.say(reason.key, **{name: self._worded(name, value) for name, value in reason.values.items()})

    def _worded(self, name: str, value: object) -> object:
        listed = value if isinstance(value, tuple | list) else (value,)
        if name in HABILETES:
            return ", ".join(self.words.short[str(name)] for name in listed)
        if name in CONSTRAINTS:
            return ", ".join(self._constraint(str(name)) for name in listed)
        if name == "names":
            return " ; ".join(self.words.offer(str(offer_id)) for offer_id in listed)
        return self.say(f"{self.worded[name]}.{value}") if name in self.worded else value

    def _constraint(self, code: str) -> str:
        return self.say("ways.place") if code == "area" else self.say(f"match.constraint.{code}")

    def data(self, ways: Ways, region: Region | None) -> dict[str, Any]:
        """One pair for a machine: every bridge with its rule's law, sources, date and doubts."""
        return {
            "code": self.words.codes[ways.pair.candidate_id],
            "offer_id": ways.pair.offer_id,
            "band": ways.pair.band,
            "region": region.id if region else None,
            "rules_version": bridges().version,
            "checked": bridges().checked,
            "proposed": [self._data(bridge, ways) for bridge in ways.proposed],
            "left_out": [self._left_out(left_out) for left_out in ways.out],
        }

    def _data(self, bridge: Bridge, ways: Ways) -> dict[str, Any]:
        rule = self.rules[bridge.id]
        kept: Mapping[str, Any] = asdict(bridge)
        said = [self.reason(self._as_told(reason, ways.pair)) for reason in bridge.reasons]
        return {
            **kept, "label": self.label(bridge.id), "said": said,
            "funding_to_check": bridge.id in ways.pending, "legal": list(rule.legal), "sources": list(rule.sources),
            "doubt": rule.doubt_fr,
        }  # fmt: skip

    def _left_out(self, gone: LeftOut) -> dict[str, Any]:
        return {"id": gone.id, "label": self.label(gone.id), "why": asdict(gone.why), "said": self.reason(gone.why)}


class TradeWords:
    """Trades and regions in words."""

    def __init__(self, say: Say) -> None:
        self.say = say

    def listed(self) -> Iterator[str]:
        """The automotive trades, each with its id; then those of the workshop."""
        yield self.say("trades.cars")
        for car in trades().automotive:
            yield self.say("trades.line", id=car.id, name=car.name_fr, rome=car.rome)
        yield self.say("trades.aero")
        for trade in trades().trades:
            yield self.say("trades.line", id=trade.id, name=trade.name_fr, rome=trade.rome)

    def way(self, car: AutoTrade, offers: Mapping[str, list[str]]) -> Iterator[str]:
        """Where an automotive trade leads, the surest link first; `offers` names open offers by trade."""
        yield self.say("trades.from", name=car.name_fr, rome=car.rome)
        for link in trades().from_auto(car.id):
            yield from self._link(link, offers.get(link.trade, []))
        yield self.say("trades.note", day=trades().checked)

    def _link(self, link: Link, offers: list[str]) -> Iterator[str]:
        trade = next(trade for trade in trades().trades if trade.id == link.trade)
        yield self.say("trades.to", name=trade.name_fr, rome=trade.rome, kind=self.say(f"trades.kind.{link.kind}"))
        yield self.say("match.indent", text=self.say(f"trades.entry.{trade.entry}"))
        for offer in offers:
            yield self.say("match.indent", text=self.say("trades.offer", offer=offer))

    def region(self, region: Region) -> Iterator[str]:
        """One region: basins by department, fairs, partners, schemes; what is not known is said to be so."""
        yield self.say("regions.head", name=region.name_fr, insee=region.insee, day=region.checked)
        yield self.say("regions.basins", n=len(region.basins), source=region.basins_source)
        for department in region.departments():
            names = ", ".join(f"{b.name_fr} ({b.code})" for b in region.basins if b.department == department)
            yield self.say("match.indent", text=f"{department} : {names}")
        none = self.say("regions.none")
        yield self.say("regions.fairs") + ("" if region.fairs else none)
        for fair in region.fairs:
            days = ", ".join(fair.days) or self.say("regions.no_day")
            yield self.say("match.indent", text=f"{fair.name_fr}, {fair.town_fr} : {days} ({fair.sources[0]})")
        yield self.say("regions.partners") + ("" if region.partners else none)
        for partner in region.partners:
            yield self.say("match.indent", text=f"{partner.name_fr}, {partner.since} ({partner.sources[0]})")
        yield self.say("regions.schemes") + ("" if region.schemes else none)
        for scheme in region.schemes:
            state = self.say(f"regions.state.{scheme.state}")
            since = self.say("regions.since", day=scheme.since) if scheme.since else ""
            yield self.say("match.indent", text=f"{scheme.name_fr} : {state}{since} ({scheme.sources[0]})")
        yield self.say("regions.note")
