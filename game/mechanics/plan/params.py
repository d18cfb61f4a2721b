"""What an author adds for `plan@1` to the params of any workshop: a store, kits with their slots, a day in blocks."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from game.mechanics.plan.sense import store_sense
from game.mechanics.plan.written import Kit, WrittenStore
from game.workshop.written import Nonsense
from scenarios.model import among
from scenarios.vocabulary import Where

SHAPES = ("bracket", "bracket_back", "screw", "washer", "nut", "clamp", "seal", "tube", "film", "plate", "clip")
"""What the mechanic can draw of a part; a slot of the foam has the outline of its part's shape."""
FLAWS = ("torn", "bent", "rust")
"""What may be wrong with what was just taken."""
TRACES = ("dust", "chalk", "glint")
"""What is seen on it and matters to nobody."""
FAULTS = ("gap", "stranger", "ripped", "open")
HARMLESS = ("dust", "sticker", "glint")
"""What may be seen in a kit of the team before: to review, and of no matter."""
GESTURES = (
    "read", "plan", "walk", "scan", "count", "fill", "date", "aside", "depart", "tag", "wait", "check", "store",
    "tidy", "folder", "close",
)  # fmt: skip
TOPICS = ("prepare", "plan", "take", "fill", "doubt", "check", "end")
"""Sorts of act of which a line of the order speaks."""
NEEDS = ("scanner",)
"""Sorts of gesture that need a tool."""


def pairs(order: Sequence[str], right: Sequence[str]) -> int:
    """How many pairs of an order stand as they should; what is not in it counts for none."""
    places = {name: n for n, name in enumerate(order)}
    there = [name for name in right if name in places]
    return sum(places[a] < places[b] for n, a in enumerate(there) for b in there[n + 1 :])


def _with_slots(kit: Kit, refs: Sequence[str] | None) -> Kit:
    """A kit with the slots of some references, None for all. Raises ValueError for one that it does not ask for."""
    if refs is None:
        return kit
    among(refs, [slot.ref for slot in kit.slots])
    return kit.model_copy(update={"slots": tuple(slot for slot in kit.slots if slot.ref in refs)})


class PlanParams(WrittenStore, title="Réglages de plan@1"):
    """A whole workshop of the store: bins, kits, the day's plan, and all that any workshop has."""

    known: ClassVar[Sequence[str]] = ("ppe_on", "papers", "tools_back")
    gestures: ClassVar[Sequence[str]] = GESTURES
    needing: ClassVar[Sequence[str]] = NEEDS
    topics: ClassVar[Sequence[str]] = TOPICS
    faults: ClassVar[Sequence[str]] = FAULTS
    acts: ClassVar[Sequence[str]] = ("take", "fill", "depart", "scan", "fod_take")

    @cached_property
    def kits(self) -> dict[str, Kit]:
        """Every kit of every step."""
        return {name: kit for kitting in self.rounds.values() for name, kit in kitting.kits.items()}

    @cached_property
    def told_of(self) -> frozenset[str]:
        """References of which some bin is there to be told of: crushed, or its paper not signed."""
        return frozenset(bin.ref for bin in self.store.values() if bin.kept)

    def round_of(self, kit: str) -> str:
        """The step of a kit, "" for an unknown one."""
        return next((name for name, kitting in self.rounds.items() if kit in kitting.kits), "")

    def bins_of(self, ref: str) -> list[str]:
        """The bins that hold a reference."""
        return [name for name, bin in self.store.items() if bin.ref == ref]

    def walk(self, a: str, b: str) -> int:
        """Blocks from one aisle to another."""
        return self.steps[self.aisles.index(a)][self.aisles.index(b)]

    def narrowed(self, keeps: Mapping[str, Sequence[str]]) -> Self:
        """Kits and bars of the steps that are left, those of practice beside them.

        A step of which kits are gone hides no flaws among its picks: too few are left to tell seeing from luck. Kits
        are shown in the order of `keeps`; one named there too keeps the slots of the references named with it.
        """
        zones = {p.zone for p in self.phases}
        rounds = {name: kitting for name, kitting in self.rounds.items() if name in zones | {self.practice_round}}
        plans = {name: plan for name, plan in self.plans.items() if name in zones | {self.practice_plan}}
        for zone, names in keeps.items():
            if any(zone in kitting.kits for kitting in rounds.values()):
                continue
            among([zone], (*rounds, *plans))
            if zone in rounds:
                among(names, rounds[zone].kits)
                kits = {name: _with_slots(rounds[zone].kits[name], keeps.get(name)) for name in names}
                rounds[zone] = rounds[zone].model_copy(update={"kits": kits, "flawed": 0, "picks": 0})
            else:
                among(names, plans[zone].bars)
                bars = {name: bar for name, bar in plans[zone].bars.items() if name in names}
                plans[zone] = plans[zone].model_copy(update={"bars": bars})
        return self._narrowed(rounds=rounds, plans=plans)

    def spots(self) -> Sequence[str]:
        return list(self.store)

    def spoken_of(self) -> frozenset[str]:
        return super().spoken_of().union(self.refs, self.kits, *(plan.bars for plan in self.plans.values()))

    def zone_names(self) -> Sequence[str]:
        return [*self.rounds, *self.plans]

    def swappable(self) -> Sequence[str]:
        return self.scanners

    def zones_at(self) -> Iterator[tuple[Where, str]]:
        yield from ((("rounds", name), name) for name in self.rounds)
        yield from ((("plans", name), name) for name in self.plans)

    def practised(self) -> Sequence[str]:
        return self.practice_round, self.practice_plan

    def fullest(self) -> int:
        return max(self.store[name].quantity for name in self.counted)

    def size_of(self, zone: str) -> int:
        if zone in self.plans:
            return len(self.plans[zone].bars)
        return sum(len(kit.slots) for kit in self.rounds[zone].kits.values()) if zone in self.rounds else 0

    def references(self) -> Iterator[tuple[Where, str, Sequence[str]]]:
        yield from super().references()
        yield from ((("refs", name, "shape"), ref.shape, SHAPES) for name, ref in self.refs.items())
        for name, bin in self.store.items():
            yield ("store", name, "ref"), bin.ref, list(self.refs)
            yield ("store", name, "aisle"), bin.aisle, self.aisles
        for name, kitting in self.rounds.items():
            for kit, foam in kitting.kits.items():
                where: Where = ("rounds", name, "kits", kit, "slots")
                yield from (((*where, n, "ref"), slot.ref, list(self.refs)) for n, slot in enumerate(foam.slots))
        yield from ((("counted", n), name, list(self.store)) for n, name in enumerate(self.counted))
        yield ("practice_round",), self.practice_round, list(self.rounds)
        yield ("practice_plan",), self.practice_plan, list(self.plans)

    def needed_texts(self) -> Iterator[tuple[Where, str]]:
        yield from super().needed_texts()
        yield from ((("refs", name), f"ref.{name}") for name in self.refs)
        for key in ("kit", "kit.short"):
            for name, kitting in self.rounds.items():
                yield from ((("rounds", name, "kits", kit), f"{key}.{kit}") for kit in kitting.kits)
            for name, plan in self.plans.items():
                yield from ((("plans", name, "bars", bar), f"{key}.{bar}") for bar in plan.bars)

    def needed_drawings(self) -> Iterator[tuple[Where, str]]:
        yield from super().needed_drawings()
        yield ("art",), self.art
        yield ("art_done",), self.art_done

    def vocabulary(self) -> dict[str, Sequence[str]]:
        """The names that a rule's settings may use, by kind (`scenarios.check.Named`)."""
        return super().vocabulary() | {
            "bin": self.spots(),
            "odd_bin": [name for name, bin in self.store.items() if bin.kept],
            "kit": list(self.kits),
            "ref": list(self.refs),
        }

    def nonsense(self) -> Iterator[Nonsense]:
        yield from store_sense(self)
        yield from super().nonsense()

    @model_validator(mode="after")
    def no_plain_order_will_do(self) -> "PlanParams":
        """No order that costs no thought (as written, backwards, longest, shortest first) plans most of a strip."""
        for name, plan in self.plans.items():
            if name == self.practice_plan:
                continue
            listed = list(plan.bars)
            by_length = sorted(listed, key=lambda bar: plan.bars[bar].blocks)
            right = plan.right(True)
            most = len(right) * (len(right) - 1) // 2
            for order in (listed, listed[::-1], by_length, by_length[::-1]):
                if 10 * pairs(order, right) > 7 * most:
                    raise PydanticCustomError(
                        "plain_plan",
                        "plan {plan}: the order {order} is nearly right",
                        {"plan": name, "order": ", ".join(order)},
                    )
        return self
