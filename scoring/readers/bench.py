"""Readers of what every workshop has: tools, orders, checks, the sheet, counts, objects judged, things left, poses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from scenarios.check import Named, NamedAnswers, NamedBy
from scoring.families import astray, d_prime, steps
from scoring.readers.base import (
    AnyReader,
    Count,
    HoleNames,
    HolesByZone,
    NameList,
    RawFact,
    Reach,
    Reader,
    RisingCounts,
    Using,
    Word,
    Wrong,
    ZoneName,
    counted,
    not_offered,
    of_outcomes,
    outcome,
)
from scoring.readers.log import NEVER, Keys, Log, NoKeys, Steps, first_at, indexes, too_late
from scoring.readers.some import OfSome, chosen

WORK = ("place", "decide", "fill")
"""Acts with which the work of a workshop begins: a piece set, a word given on one."""
CLOSING = "close"
"""The kind of the steps in which a job is ended: things counted, the sheet filled, signed."""


class UsesNothing(Using):
    """No setting."""


class ListedTool(Keys):
    id: str
    listed: bool


class ToolBoard(Keys):
    tools: tuple[ListedTool, ...]


def tools_ready(log: Log, using: UsesNothing, keys: ToolBoard) -> RawFact:
    """Listed tools in hand minus others when the first piece is set: one hung back before is no error.

    Who sets none is looked at as the end of the job begins: tools are hung back then. Offered once the step before the
    first work is finished.
    """
    stages = log.stages()
    listed = {t.id for t in keys.tools if t.listed}
    if not stages or not stages[0].closed:
        return not_offered(indexes(log.of("tool_take")))
    first = min(*(first_at(log.of(act)) for act in WORK), *(step.first for step in log.steps_of(CLOSING)))
    moves = [(at, e) for at, e in sorted([*log.of("tool_take"), *log.of("tool_return")]) if at < first]
    names: set[str] = set()
    for _, e in moves:
        (names.add if e.kind == "tool_take" else names.discard)(str(e.data["tool"]))
    n, extra = len(names & listed), len(names - listed)
    return counted(float(n - extra), indexes(moves), len(listed), len(listed), n=n, extra=extra)


def tools_reach(using: UsesNothing, keys: ToolBoard) -> Reach:
    listed = sum(t.listed for t in keys.tools)
    return listed - len(keys.tools), listed


class Orders(Using):
    zone: ZoneName
    order: Annotated[HoleNames, Field(title="Ordre que donne le document")]
    change: Annotated[Word | None, Named("change"), Field(title="Changement qui donne cet ordre")] = None


def order_followed(log: Log, using: Orders, keys: HolesByZone) -> RawFact:
    """Steps at which the piece set is the next one of the document, among those of an order in force.

    An order that a change gives is offered once the change is announced, on what is not set yet. What was offered and
    holds nothing is told apart.
    """
    since = log.bell(using.change) if using.change else -1
    if since == NEVER:
        return not_offered()
    placed = [(at, e) for at, e in log.of("place", zone=using.zone) if e.data["hole"] in using.order]
    before = {str(e.data["hole"]) for at, e in placed if at < since}
    left = [hole for hole in using.order if hole not in before]
    taken = [(at, e) for at, e in placed if at > since]
    offered = log.offered_in(using.zone, len(taken), len(left), since)
    names = [str(e.data["hole"]) for _, e in taken]
    bare = log.left_in(using.zone, offered - len(taken))
    reading = counted(float(steps(names, left)), indexes(taken), offered, len(using.order), extra=bare)
    return replace(reading, faults=tuple(taken[n][0] for n in astray(names, left)) or None)


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
    due: Annotated[RisingCounts, Field(title="Contrôles attendus après tant de pièces posées")]
    until: Annotated[Word | None, Named("change"), Field(title="Avant ce changement seulement")] = None
    since: Annotated[Word | None, Named("change"), Field(title="Après ce changement seulement")] = None


def checks_due(log: Log, using: Checks, keys: HolesByZone) -> RawFact:
    """Checks with the calibre in force, made when due: `due` lists counts of pieces set, one more is allowed.

    A check is offered once it is made, one piece more than allowed is set, or the step in which it came due is
    finished, if the gauge did not change before. Checks at other counts are too many: each as many as were offered
    costs one, so that checking always is no way to be right.
    """
    after = log.bell(using.since) if using.since else -1
    before = log.bell(using.until)
    checks = [(at, e) for at, e in log.of("check", calibre=using.calibre) if after < at <= before]
    counts = {int(e.data["placed"]) for _, e in checks}
    placed = indexes(log.facet("made", "place"))
    due = [n for n in using.due if came_due(log, placed, n, (after, before), counts)]
    met = sum(bool(counts & {n, n + 1}) for n in due)
    spare = counts - {n + d for n in using.due for d in (0, 1)}
    late = too_late([int(e.data["placed"]) for _, e in checks], due, spare)
    value = float(max(0, met - len(spare) // max(1, len(due))))
    missed = [n for n in due if not counts & {n, n + 1}]
    # The piece after those that were allowed is where a check was passed over.
    passed = tuple(placed[min(n + 1, len(placed) - 1)] for n in missed)
    reading = counted(value, indexes(checks), len(due), len(using.due), n=met, extra=len(spare) - len(late))
    return replace(reading, apart=(("late", late),) if late else (), faults=passed or None)


def came_due(log: Log, pieces: Sequence[int], n: int, between: tuple[int, int], counts: set[int]) -> bool:
    """Whether the n-th of the pieces made was made between two events, and a check followed or had time to.

    `pieces`: their places in the run; `counts`: how many were made at each check.
    """
    if len(pieces) < n or not between[0] < pieces[n - 1] <= between[1]:
        return False
    if counts & {n, n + 1}:
        return True
    stage = log.stage_at(pieces[n - 1])
    went_on = pieces[n + 1] if len(pieces) > n + 1 else NEVER
    left = stage.after if stage is not None and stage.closed else NEVER
    return min(went_on, left) < between[1]


def checks_reach(using: Checks, keys: HolesByZone) -> Reach:
    return 0, sum(n <= keys.number() for n in using.due)


def checks_wrong(using: Checks, keys: HolesByZone) -> Iterator[Wrong]:
    if using.due[-1] > keys.number():
        yield "due", "beyond", {"got": using.due[-1], "most": keys.number()}


class SheetAnswers(Using):
    answers: Annotated[dict[Word, Word], NamedAnswers(), Field(min_length=1, title="Réponse juste de chaque champ")]
    after: Annotated[
        dict[Word, Word] | None,
        NamedBy("field", "change"),
        Field(title="Changement sans lequel un champ n'est pas demandé"),
    ] = None
    reviewed: Annotated[Word | None, Named("counted_field"), Field(title="Champ qui dit combien sont à revoir")] = None

    def fields(self) -> tuple[str, ...]:
        """The fields that are looked at."""
        return (*self.answers, *([self.reviewed] if self.reviewed else []))


def sheet_right(log: Log, using: SheetAnswers, keys: NoKeys) -> RawFact:
    """Fields of the sheet set right at the end; in `reviewed`, the number that the person marked « to review ».

    A field whose answer only a change makes right is not asked where that change never came; that it was filled is
    told.
    """
    fields = [f for f in using.fields() if f not in (using.after or {}) or log.bell((using.after or {})[f]) != NEVER]
    filled = [(at, e) for at, e in log.of("sheet_set") if e.data["field"] in fields]
    said = {str(e.data["field"]): str(e.data["value"]) for _, e in filled}
    truth = dict(using.answers)
    if using.reviewed:
        there = log.stock(using.reviewed)
        truth[using.reviewed] = str(_reviewed(log) if there is None else there)
    right = sum(said.get(field) == truth[field] for field in fields)
    offered = offered_at_the_end(log, len(said), len(fields))
    written = {str(e.data["field"]) for _, e in log.of("sheet_set")}
    unasked = tuple(f"sheet.{field}" for field in using.fields() if field in written and field not in fields)
    reading = counted(float(right), indexes(filled), offered, len(using.fields()))
    return replace(reading, apart=(("unasked", unasked),)) if unasked else reading


def _reviewed(log: Log) -> int:
    """How many objects were marked « to review »."""
    last = {(e.data["block"], e.data["index"]): e.data["verdict"] for _, e in log.of("head_verdict")}
    return sum(verdict == "review" for verdict in last.values())


def window_beyond(first: int, n: int, there: int) -> Iterator[Wrong]:
    """A window of `n` trials from the `first` on, of which only so many are there."""
    if first + n - 1 > there:
        yield "n", "beyond", {"got": n, "most": there - first + 1}


def offered_at_the_end(log: Log, done: int, of: int) -> int:
    """Lines of the last step that were offered: all once it is finished, else those filled."""
    stages = [stage for stage in log.stages() if stage.name != "done"]
    last = stages[-1] if stages else None
    if last is None:
        return 0
    return of if last.closed else min(of, done)


def sheet_reach(using: SheetAnswers, keys: NoKeys) -> Reach:
    return 0, len(using.fields())


class StockedBin(Keys):
    number: int
    quantity: int


class Stock(Keys):
    bins: tuple[StockedBin, ...]
    tags: int


def counts_right(log: Log, using: UsesNothing, keys: Stock) -> RawFact:
    """Quantities counted exactly: what is left in each bin, the red box, the tags."""
    said = {str(e.data["item"]): int(e.data["n"]) for _, e in log.of("count_set")}
    truth = {f"bin{b.number}": b.quantity - _out_of(log, b.number) for b in keys.bins}
    truth["red_box"] = len(log.of("isolate"))
    truth["tags"] = keys.tags - len(log.of("tag"))
    # What lay there when it was counted is what the person could see.
    seen = {str(e.data["item"]): log.stock(str(e.data["item"]), at) for at, e in log.of("count_set")}
    right = sum(said.get(k) == (v if seen.get(k) is None else seen[k]) for k, v in truth.items())
    offered = offered_at_the_end(log, len(said.keys() & truth.keys()), len(truth))
    return counted(float(right), indexes(log.of("count_set")), offered, len(truth))


def _out_of(log: Log, number: int) -> int:
    """How many pieces are out of a bin."""
    return len(log.of("pick", bin=number)) - len(log.of("put_back", bin=number))


def counts_reach(using: UsesNothing, keys: Stock) -> Reach:
    return 0, len(keys.bins) + 2


class JudgedBlock(Using):
    block: Annotated[Count, Field(le=2, title="Série")]
    faulty: Annotated[NameList, Named("feature"), Field(title="Défauts à voir")]
    signals: Annotated[Count, Field(title="Nombre d'objets à revoir")]
    noises: Annotated[Count, Field(title="Nombre d'objets bons")]


class Blocks(Steps):
    heads_per_block: int
    faulty_heads: int


def heads_judged(log: Log, using: JudgedBlock, keys: Blocks) -> RawFact:
    """d' on a block of objects: faulty ones marked « to review » against sound ones.

    Offered once the block is finished, or every one of its objects was judged or left idle.
    """
    features = {int(e.data["index"]): str(e.data["feature"]) for _, e in log.of("head_shown", block=using.block)}
    said = log.of("head_verdict", block=using.block)
    last = {int(e.data["index"]): str(e.data["verdict"]) for _, e in said}
    review = [i for i, verdict in last.items() if verdict == "review"]
    hits = sum(features.get(i) in using.faulty for i in review)
    shown = log.of("head_shown", block=using.block)
    stage = log.stage_at(first_at(shown))
    if stage is None or not (stage.closed or len(last) + log.idle(stage) >= keys.heads_per_block):
        return not_offered(indexes(said))
    false = len(review) - hits
    reading = detected((hits, using.signals), (false, using.noises), (using.signals, using.noises), indexes(said))
    if hits < using.signals:
        # What was missed bears no act: the last mark shows the block as it was left.
        return reading
    wrong = [i for i in review if features.get(i) not in using.faulty]
    return replace(reading, faults=tuple(at for at, e in said if int(e.data["index"]) in wrong) or None)


def judged_reach(using: JudgedBlock, keys: Blocks) -> Reach:
    return detection(using.signals, using.noises)


def detected(
    hits: tuple[int, int], false: tuple[int, int], design: tuple[int, int], events: tuple[int, ...]
) -> RawFact:
    """d' on the signals and noises offered: `hits` and `false` are (how many, of how many), `design` all there are.

    Nothing found is lowest: among many noises d' alone would be above chance for who marked nothing at all.
    """
    value = d_prime(hits[0], hits[1], false[0], false[1])
    reach, full = detection(hits[1], false[1])[1], detection(*design)[1]
    return RawFact(value, events, hits[1], design[0], reach, full, n=hits[0], extra=false[0], unfound=not hits[0])


def detection(signals: int, noises: int) -> Reach:
    """The least and the most d' with so many signals and noises."""
    return d_prime(0, signals, noises, noises), d_prime(signals, signals, 0, noises)


def judged_wrong(using: JudgedBlock, keys: Blocks) -> Iterator[Wrong]:
    there = sum(step.kind == "judge" for step in keys.phases)
    if using.block > there:
        yield "block", "beyond", {"got": using.block, "most": there}
    if using.signals != keys.faulty_heads:
        yield "signals", "other_number", {"got": using.signals, "expected": keys.faulty_heads}
    if using.noises != keys.heads_per_block - keys.faulty_heads:
        yield "noises", "other_number", {"got": using.noises, "expected": keys.heads_per_block - keys.faulty_heads}


class Cleared(OfSome):
    only: Annotated[NameList | None, Named("foreign_thing"), Field(title="Objets étrangers regardés seuls")] = None


class LyingThing(Keys):
    id: str
    foreign: bool


class LyingThings(Keys):
    fod: tuple[LyingThing, ...]


def fod_cleared(log: Log, using: Cleared, keys: LyingThings) -> RawFact:
    """Foreign objects removed in the movement where they fell, minus things that belong there.

    One is offered when it was taken, or lay there until its step was finished.
    """
    every = {str(e.data["item"]): (at, e.data["movement"]) for at, e in log.of("fod_fall")}
    fell = {item: fod for item, fod in every.items() if chosen(using.only, item)}
    taken = [(at, e) for at, e in log.of("fod_take") if e.data["item"] in fell or e.data["item"] not in every]
    good = [str(e.data["item"]) for _, e in taken if fell.get(str(e.data["item"]), (0, ""))[1] == e.data["movement"]]
    wrong = sum(e.data["item"] not in fell for _, e in taken)
    closed = [s for s in log.stages() if s.closed]
    offered = sum(item in good or any(s.first < at < s.after for s in closed) for item, (at, _) in fell.items())
    foreign = sum(fod.foreign and chosen(using.only, fod.id) for fod in keys.fod)
    return counted(float(len(good) - wrong), indexes(taken), offered, foreign, n=len(good), extra=wrong)


def fod_reach(using: Cleared, keys: LyingThings) -> Reach:
    foreign = sum(fod.foreign and chosen(using.only, fod.id) for fod in keys.fod)
    return sum(fod.foreign for fod in keys.fod) - len(keys.fod), foreign


class PartOfZone(Keys):
    id: str
    zone: str


class PartsOfZones(Keys):
    parts: tuple[PartOfZone, ...]


class Posed(Using):
    part: Annotated[Word, Named("part"), Field(title="Pièce à poser")]


def pose(log: Log, using: Posed, keys: PartsOfZones) -> RawFact:
    """0 never tried or never right, 1 right after a wrong fit; right first: 2 with 4 turns too many, 3 a few, 4 0."""
    tries = log.of("pose", part=using.part)
    if not any(e.data["fits"] for _, e in tries):
        zone = next(part.zone for part in keys.parts if part.id == using.part)
        there = log.offered_in(zone, 0, 1)
        return outcome("never" if tries else "untried", indexes(tries)) if there else not_offered(indexes(tries))
    first = tries[0][1].data
    extra = int(first["turns"]) - int(first["shortest"])
    value = 1 if not first["fits"] else 2 if extra >= 4 else 3 if extra > 0 else 4
    return outcome(("never", "later", "turns", "few_turns", "shortest")[value], indexes(tries))


READERS: Mapping[str, AnyReader] = {
    "tools_ready": Reader(UsesNothing, ToolBoard, tools_ready, tools_reach),
    "order_followed": Reader(Orders, HolesByZone, order_followed, order_reach, order_wrong),
    "checks_due": Reader(Checks, HolesByZone, checks_due, checks_reach, checks_wrong),
    "sheet_right": Reader(SheetAnswers, NoKeys, sheet_right, sheet_reach),
    "counts_right": Reader(UsesNothing, Stock, counts_right, counts_reach),
    "heads_judged": Reader(JudgedBlock, Blocks, heads_judged, judged_reach, judged_wrong, whole=False),
    "fod_cleared": Reader(Cleared, LyingThings, fod_cleared, fod_reach),
    "pose": of_outcomes(
        Posed, PartsOfZones, pose,
        {"untried": 0, "never": 0, "later": 1, "turns": 2, "few_turns": 3, "shortest": 4}, bare=("untried",),
    ),
}  # fmt: skip
