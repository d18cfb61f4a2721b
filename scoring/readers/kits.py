"""What the readers of `plan` stand on: store, kits and plans as the author wrote them, what stands in each slot."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from scenarios.check import Named
from scenarios.vocabulary import Event
from scoring.readers.base import NameList, RawFact, Using, ZoneName
from scoring.readers.log import Keys, Log, LogEntries
from scoring.readers.some import OfSome, chosen

KitZones = Annotated[NameList, Named("zone"), Field(title="Étapes de kits")]
KitPlace = tuple[str, int]
"""A slot: its kit and its number."""


class RefKeys(Keys):
    shape: str
    yellow: bool = False


class StoredKeys(Keys):
    ref: str
    aisle: str
    until: str = ""
    paper: bool = True
    odd: bool = False


class BinsKeys(Keys):
    """The bins of a store, as the author wrote them."""

    store: Mapping[str, StoredKeys] = {}

    def told_of(self, ref: str) -> bool:
        """Whether a reference is another rule's business: its box is crushed or its paper not signed."""
        return any(bin.ref == ref and (bin.odd or not bin.paper) for bin in self.store.values())


class SlotKeys(Keys):
    ref: str
    n: int


class KitKeys(Keys):
    slots: tuple[SlotKeys, ...]
    due: int


class RoundKeys(Keys):
    kits: dict[str, KitKeys]
    flawed: int = 0


class BarKeys(Keys):
    due: int
    new_due: int = 0


class PlanKeys(Keys):
    bars: dict[str, BarKeys]


class StoreKeys(BinsKeys):
    """The store, the kits and the plans as the author wrote them."""

    refs: dict[str, RefKeys]
    store: dict[str, StoredKeys]
    aisles: tuple[str, ...]
    steps: tuple[tuple[int, ...], ...]
    rounds: dict[str, RoundKeys]
    plans: dict[str, PlanKeys]
    counted: tuple[str, ...]
    today: str

    def kits(self, zones: Sequence[str]) -> dict[str, KitKeys]:
        return {name: kit for zone in zones if zone in self.rounds for name, kit in self.rounds[zone].kits.items()}

    def dated(self, ref: str) -> bool:
        return any(bin.ref == ref and bin.until for bin in self.store.values())

    def alike(self, ref: str) -> bool:
        """Whether another reference has the same outline."""
        shape = self.refs[ref].shape
        return any(other.shape == shape for name, other in self.refs.items() if name != ref)

    def aisles_of(self, ref: str) -> set[str]:
        return {bin.aisle for bin in self.store.values() if bin.ref == ref}

    def slots(
        self, zones: Sequence[str], only: Sequence[str] | None = None, kits: Sequence[str] | None = None
    ) -> dict[KitPlace, SlotKeys]:
        """Every slot of the kits of some steps, but those told of; `only`: of some references, `kits`: of some kits."""
        slot_keys: dict[KitPlace, SlotKeys] = {}
        for name, kit in self.kits(zones).items():
            slots = [(n, slot) for n, slot in enumerate(kit.slots) if chosen(only, slot.ref) and chosen(kits, name)]
            slot_keys |= {(name, n): slot for n, slot in slots if not self.told_of(slot.ref)}
        return slot_keys

    def right_order(self, plan: str) -> list[str]:
        """Bars of a plan by their last flags, the earliest first."""
        bars = self.plans[plan].bars if plan in self.plans else {}
        return sorted(bars, key=lambda name: bars[name].new_due or bars[name].due)

    def until(self, log: Log, bins: Sequence[str]) -> dict[str, str]:
        """Until when the lots of some bins are good, as they were dealt; "" for one without a date."""
        faces = {str(e.data["bin"]): str(e.data["face"]) for _, e in log.of("dealt")}
        return {bin: self.store[faces.get(bin, bin)].until for bin in bins}

    def first_lot(self, log: Log, take: Event) -> bool:
        """Whether a piece was taken from the lot that ends first, of those that lay there and are in date."""
        taken = str(take.data["bin"])
        until = self.until(log, [taken, *(b for b in str(take.data["beside"]).split(",") if b)])
        good = [date for date in until.values() if date >= self.today]
        return bool(good) and until[taken] == min(good)


class OneRound(Using):
    zone: ZoneName


class ManyRounds(Using):
    zones: KitZones


class SomeOfRounds(OfSome):
    unwritten: ClassVar[Mapping[str, object]] = {"only": None, "kits": None}
    narrows: ClassVar[tuple[str, ...]] = ("only", "kits")
    zones: KitZones
    kits: Annotated[NameList | None, Named("kit"), Field(title="Kits regardés seuls")] = None
    only: Annotated[NameList | None, Named("ref"), Field(title="Références regardées seules")] = None


def looked_at(keys: StoreKeys, using: SomeOfRounds) -> dict[KitPlace, SlotKeys]:
    """The slots that a rule looks at."""
    return keys.slots(using.zones, using.only, using.kits)


def layers(log: Log, zones: Sequence[str], facet: str = "fill") -> dict[KitPlace, list[tuple[int, Event]]]:
    """What stands in each slot at the end: the fills that were not taken out again, the first one first.

    `facet`: the event of a fill that is read, so that each habileté stands on one of its own. One fill a slot, but
    where a place was completed: by more of the same bin, or from the next one once the first was empty.
    """
    fills: dict[KitPlace, list[tuple[int, Event]]] = {}
    for zone in zones:
        laid = log.facet(facet, "fill", zone=zone)
        for at, e in sorted([*laid, *log.of("unfill", zone=zone)], key=lambda stamped: stamped[0]):
            place = str(e.data["kit"]), int(e.data["slot"])
            below = fills.pop(place, [])
            if e.kind != "unfill":
                fills[place] = [*(below if e.data.get("onto") else []), (at, e)]
            elif e.data.get("stays"):
                fills[place] = below[:-1]
    return fills


def standing(log: Log, zones: Sequence[str], facet: str = "fill") -> dict[KitPlace, tuple[int, Event]]:
    """The last fill of what stands in each slot at the end; see `layers`."""
    return {place: there[-1] for place, there in layers(log, zones, facet).items()}


def taken_for(log: Log, at: int, fill: Event) -> Event | None:
    """The take with which the pieces of a fill came into the hand."""
    take = _take_for(log, at, fill)
    return take[1] if take else None


def _take_for(log: Log, at: int, fill: Event) -> tuple[int, Event] | None:
    before = [(n, e) for n, e in log.of("take", bin=fill.data["bin"]) if n < at]
    return before[-1] if before else None


def read_for(log: Log, at: int, fill: Event) -> bool:
    """Whether the label of the bin of a fill was read before its take, in the same step."""
    take = _take_for(log, at, fill)
    return take is not None and read_before(log, *take)


def read_before(log: Log, at: int, take: Event) -> bool:
    """Whether the label of a bin was read since the step began, and before a take.

    What was read in between does not take it back, nor does a walk: what a bin holds is the same all through a step,
    and who read every label of it was told « 9 of 10 » for having walked on before taking.
    """
    began = max((n for n, _ in log.of("phase") if n < at), default=-1)
    return any(began < n < at for n, _ in log.of("scan", bin=take.data["bin"]))


def before_more_urgent(order: Sequence[str], right: Sequence[str]) -> int:
    """How many of an order stand before one that is due earlier; `right`: all of them, the earliest due first."""
    ranks = [right.index(name) for name in order]
    return sum(any(later < rank for later in ranks[n + 1 :]) for n, rank in enumerate(ranks))


def order_case(pairs: RawFact, turned: int, compared: bool) -> str:
    """How an order is said: `all` of it right; some `turned`; right `so_far`; or `few`, nothing to compare."""
    if 0 < pairs.n == pairs.of == pairs.offered:
        return "all"
    return "turned" if turned else "so_far" if compared else "few"


def step_closed(log: Log, keys: StoreKeys, kit: str) -> bool:
    """Whether the step of a kit was finished by the person's own word."""
    return log.closed(next(zone for zone, round_ in keys.rounds.items() if kit in round_.kits))


def slots_right(
    log: Log, keys: StoreKeys, zones: Sequence[str], slots: Mapping[KitPlace, SlotKeys], facet: str = "fill"
) -> tuple[dict[KitPlace, list[tuple[int, Event]]], list[KitPlace]]:
    """What stands in some slots, and which of them were offered: filled, or in a step that is finished."""
    there = layers(log, zones, facet)
    offered = [place for place in slots if place in there or step_closed(log, keys, place[0])]
    return {place: there[place] for place in offered if place in there}, offered


def departures(log: Log, zones: Sequence[str]) -> dict[str, tuple[int, Event]]:
    """Kits that left, by name."""
    return {str(e.data["kit"]): (at, e) for zone in zones for at, e in log.of("depart", zone=zone)}


def whole(log: Log, keys: StoreKeys, zones: Sequence[str]) -> dict[str, tuple[int, Event]]:
    """Kits that left with something in every slot; what is only there to be told of may lack."""
    left_at = departures(log, zones)
    kits = keys.kits(zones)

    def lacks(kit: str, empty: str) -> bool:
        return any(not keys.told_of(kits[kit].slots[int(n)].ref) for n in empty.split(",") if n)

    return {kit: departure for kit, departure in left_at.items() if not lacks(kit, str(departure[1].data["empty"]))}


def laid_at(there: Mapping[KitPlace, list[tuple[int, Event]]], places: Iterable[KitPlace]) -> tuple[int, ...]:
    """Where what stands in some slots was laid, in the order in which it was."""
    return tuple(sorted(at for place in places for at, _ in there[place]))


def number_in(laid: Iterable[tuple[int, Event]]) -> int:
    """How many pieces lie in a slot, of whichever bins."""
    return sum(int(e.data["n"]) for _, e in laid)


def unfilled(offered: Sequence[KitPlace], there: Mapping[KitPlace, object]) -> list[str]:
    """The kits of the slots that were offered and hold nothing."""
    return [place[0] for place in offered if place not in there]


def amiss_in(keys: StoreKeys, slot: SlotKeys | None, laid: LogEntries) -> dict[str, int]:
    """What is amiss with what lies in a slot, and where it was laid: `flawed`, `other` (another part) or `number`.

    `slot` is None where it is there to be told of: what number and which part lies there is another rule's business.
    """
    ways: dict[str, int] = {}
    flawed = [at for at, fill in laid if fill.data["flaw"]]
    others = [at for at, fill in laid if slot is not None and keys.store[str(fill.data["bin"])].ref != slot.ref]
    if flawed:
        ways["flawed"] = flawed[0]
    if others:
        ways["other"] = others[0]
    elif slot is not None and number_in(laid) != slot.n:
        ways["number"] = laid[-1][0]
    return ways


def serves(log: Log, keys: StoreKeys, kit: str) -> dict[int, bool]:
    """Of each slot of a kit that left, by its number: whether the station it went to can use what lies there.

    Not what is missing, flawed, out of date, of another part or of another number. What is only there to be told of
    is left out, whatever lies there, unless it is flawed: a kit serves as a whole where no slot here does not.
    """
    zone = next(name for name, round_ in keys.rounds.items() if kit in round_.kits)
    slots, there = keys.slots([zone]), layers(log, [zone])
    served: dict[int, bool] = {}
    for n in range(len(keys.rounds[zone].kits[kit].slots)):
        slot, laid = slots.get((kit, n)), there.get((kit, n), [])
        bad = bool(amiss_in(keys, slot, laid)) if laid else slot is not None
        if slot is not None:
            dates = keys.until(log, [str(fill.data["bin"]) for _, fill in laid])
            bad = bad or any(date and date < keys.today for date in dates.values())
        if slot is not None or bad:
            served[n] = not bad
    return served
