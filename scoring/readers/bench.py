"""Readers of what every workshop has: tools, orders, checks, the sheet, counts, objects judged, things left, poses."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from scenarios.check import Named, NamedAnswers
from scoring.families import d_prime, steps
from scoring.readers.base import (
    AnyReader,
    Count,
    Counts,
    Holes,
    Keys,
    Log,
    NoKeys,
    Raw,
    Reach,
    Reader,
    Using,
    Word,
    Words,
    Wrong,
    Zone,
    first_at,
    indexes,
    outcomes,
)


class UsesNothing(Using):
    """No setting."""


class ListedTool(Keys):
    id: str
    listed: bool


class ToolBoard(Keys):
    tools: tuple[ListedTool, ...]


def tools_ready(log: Log, using: UsesNothing, keys: ToolBoard) -> Raw:
    """Listed tools taken minus others, before the first piece is set."""
    first = first_at(log.of("place"))
    listed = {t.id for t in keys.tools if t.listed}
    taken = [(at, e) for at, e in log.of("tool_take") if at < first]
    names = {e.data["tool"] for _, e in taken}
    return float(len(names & listed) - len(names - listed)), indexes(taken)


def tools_reach(using: UsesNothing, keys: ToolBoard) -> Reach:
    listed = sum(t.listed for t in keys.tools)
    return listed - len(keys.tools), listed


class Orders(Using):
    zone: Zone
    order: Annotated[Holes, Field(title="Ordre que donne le document")]


class ZoneHoles(Keys):
    holes: dict[str, object]
    order: tuple[str, ...] = ()
    order_b: tuple[str, ...] = ()

    def says(self, order: tuple[str, ...]) -> bool:
        """Whether the document gives these holes in this order, before or after the revision; no document says any."""
        given = [one for one in (self.order, self.order_b) if one]
        return not given or any(tuple(hole for hole in one if hole in order) == order for one in given)


class HolesByZone(Keys):
    zones: dict[str, ZoneHoles]

    def strangers(self, zone: str, holes: tuple[str, ...]) -> tuple[str, ...]:
        """Holes of another zone than the one named; none for a zone that does not exist (it is told elsewhere)."""
        there = self.zones.get(zone)
        return () if there is None else tuple(hole for hole in holes if hole not in there.holes)


def order_followed(log: Log, using: Orders, keys: HolesByZone) -> Raw:
    """Steps at which the piece set is the next one of the document."""
    placed = [(at, e) for at, e in log.of("place", zone=using.zone) if e.data["hole"] in using.order]
    return float(steps([str(e.data["hole"]) for _, e in placed], using.order)), indexes(placed)


def order_reach(using: Orders, keys: HolesByZone) -> Reach:
    return 0, len(using.order)


def order_wrong(using: Orders, keys: HolesByZone) -> Iterator[Wrong]:
    strangers = keys.strangers(using.zone, using.order)
    for hole in strangers:
        yield "order", "not_in_zone", {"got": hole, "zone": using.zone}
    if not strangers and using.zone in keys.zones and not keys.zones[using.zone].says(using.order):
        yield "order", "other_order", {"zone": using.zone}


class Checks(Using):
    calibre: Annotated[Word, Named("gauge"), Field(title="Calibre en vigueur")]
    due: Annotated[Counts, Field(title="Contrôles attendus après tant de pièces posées")]
    until: Annotated[Word | None, Named("change"), Field(title="Avant ce changement seulement")] = None
    since: Annotated[Word | None, Named("change"), Field(title="Après ce changement seulement")] = None


def checks_due(log: Log, using: Checks, keys: HolesByZone) -> Raw:
    """Checks with the calibre in force, made when due: `due` lists counts of pieces set, one more is allowed."""
    after = log.bell(using.since) if using.since else -1
    before = log.bell(using.until)
    checks = [(at, e) for at, e in log.of("check", calibre=using.calibre) if after < at <= before]
    met = [n for n in using.due if any(int(e.data["placed"]) in (n, n + 1) for _, e in checks)]
    return float(len(met)), indexes(checks)


def checks_reach(using: Checks, keys: HolesByZone) -> Reach:
    there = sum(len(zone.holes) for zone in keys.zones.values())
    return 0, sum(n <= there for n in using.due)


def checks_wrong(using: Checks, keys: HolesByZone) -> Iterator[Wrong]:
    there = sum(len(zone.holes) for zone in keys.zones.values())
    if using.due[-1] > there:
        yield "due", "beyond", {"got": using.due[-1], "most": there}


class SheetAnswers(Using):
    answers: Annotated[dict[Word, Word], NamedAnswers(), Field(min_length=1, title="Réponse juste de chaque champ")]
    reviewed: Annotated[
        Word | None, Named("counted_field"), Field(title="Champ qui dit combien sont à revoir")
    ] = None


def sheet_right(log: Log, using: SheetAnswers, keys: NoKeys) -> Raw:
    """Fields of the sheet set right at the end; in `reviewed`, the number that the person marked « to review »."""
    answers = {str(e.data["field"]): str(e.data["value"]) for _, e in log.of("sheet_set")}
    right = sum(answers.get(field) == value for field, value in using.answers.items())
    if using.reviewed:
        last = {(e.data["block"], e.data["index"]): e.data["verdict"] for _, e in log.of("head_verdict")}
        right += answers.get(using.reviewed) == str(sum(verdict == "review" for verdict in last.values()))
    return float(right), indexes(log.of("sheet_set"))


def sheet_reach(using: SheetAnswers, keys: NoKeys) -> Reach:
    return 0, len(using.answers) + (using.reviewed is not None)


class StockedBin(Keys):
    number: int
    quantity: int


class Stock(Keys):
    bins: tuple[StockedBin, ...]
    tags: int


def counts_right(log: Log, using: UsesNothing, keys: Stock) -> Raw:
    """Quantities counted exactly: what is left in each bin, the red box, the tags."""
    said = {str(e.data["item"]): int(e.data["n"]) for _, e in log.of("count_set")}
    truth = {f"bin{b.number}": b.quantity - _out_of(log, b.number) for b in keys.bins}
    truth["red_box"] = len(log.of("isolate"))
    truth["tags"] = keys.tags - len(log.of("tag"))
    return float(sum(said.get(k) == v for k, v in truth.items())), indexes(log.of("count_set"))


def _out_of(log: Log, number: int) -> int:
    """How many pieces are out of a bin."""
    return len(log.of("pick", bin=number)) - len(log.of("put_back", bin=number))


def counts_reach(using: UsesNothing, keys: Stock) -> Reach:
    return 0, len(keys.bins) + 2


class JudgedBlock(Using):
    block: Annotated[Count, Field(le=2, title="Série")]
    faulty: Annotated[Words, Named("feature"), Field(title="Défauts à voir")]
    signals: Annotated[Count, Field(title="Nombre d'objets à revoir")]
    noises: Annotated[Count, Field(title="Nombre d'objets bons")]


class Blocks(Keys):
    heads_per_block: int
    faulty_heads: int


def heads_judged(log: Log, using: JudgedBlock, keys: Blocks) -> Raw:
    """d' on a block of objects: faulty ones marked « to review » against sound ones."""
    features = {int(e.data["index"]): str(e.data["feature"]) for _, e in log.of("head_shown", block=using.block)}
    said = log.of("head_verdict", block=using.block)
    last = {int(e.data["index"]): str(e.data["verdict"]) for _, e in said}
    review = [i for i, verdict in last.items() if verdict == "review"]
    hits = sum(features.get(i) in using.faulty for i in review)
    return d_prime(hits, using.signals, len(review) - hits, using.noises), indexes(said)


def judged_reach(using: JudgedBlock, keys: Blocks) -> Reach:
    return detection(using.signals, using.noises)


def detection(signals: int, noises: int) -> Reach:
    """The least and the most d' with so many signals and noises."""
    return d_prime(0, signals, noises, noises), d_prime(signals, signals, 0, noises)


def judged_wrong(using: JudgedBlock, keys: Blocks) -> Iterator[Wrong]:
    if using.signals != keys.faulty_heads:
        yield "signals", "other_number", {"got": using.signals, "expected": keys.faulty_heads}
    if using.noises != keys.heads_per_block - keys.faulty_heads:
        yield "noises", "other_number", {"got": using.noises, "expected": keys.heads_per_block - keys.faulty_heads}


class LyingThing(Keys):
    foreign: bool


class Left(Keys):
    fod: tuple[LyingThing, ...]


def fod_cleared(log: Log, using: UsesNothing, keys: Left) -> Raw:
    """Foreign objects removed in the movement where they fell, minus things that belong there."""
    fell = {e.data["item"]: e.data["movement"] for _, e in log.of("fod_fall")}
    taken = log.of("fod_take")
    good = sum(fell.get(e.data["item"]) == e.data["movement"] for _, e in taken)
    return float(good - sum(e.data["item"] not in fell for _, e in taken)), indexes(taken)


def fod_reach(using: UsesNothing, keys: Left) -> Reach:
    foreign = sum(one.foreign for one in keys.fod)
    return foreign - len(keys.fod), foreign


class Posed(Using):
    part: Annotated[Word, Named("part"), Field(title="Pièce à poser")]


def pose(log: Log, using: Posed, keys: NoKeys) -> Raw:
    """0 never right, 1 right after a wrong fit, 2 right first but 4 turns too many, 3 a few too many, 4 shortest."""
    tries = log.of("pose", part=using.part)
    if not any(e.data["fits"] for _, e in tries):
        return 0.0, indexes(tries)
    first = tries[0][1].data
    extra = int(first["turns"]) - int(first["shortest"])
    value = 1 if not first["fits"] else 2 if extra >= 4 else 3 if extra > 0 else 4
    return float(value), indexes(tries)


READERS: Mapping[str, AnyReader] = {
    "tools_ready": Reader(UsesNothing, ToolBoard, tools_ready, tools_reach),
    "order_followed": Reader(Orders, HolesByZone, order_followed, order_reach, order_wrong),
    "checks_due": Reader(Checks, HolesByZone, checks_due, checks_reach, checks_wrong),
    "sheet_right": Reader(SheetAnswers, NoKeys, sheet_right, sheet_reach),
    "counts_right": Reader(UsesNothing, Stock, counts_right, counts_reach),
    "heads_judged": Reader(JudgedBlock, Blocks, heads_judged, judged_reach, judged_wrong),
    "fod_cleared": Reader(UsesNothing, Left, fod_cleared, fod_reach),
    "pose": Reader(Posed, NoKeys, pose, outcomes),
}
