"""What an author adds for `plan@1` to the params of any workshop: a store, kits with their slots, a day in blocks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from game.workshop.params import Id, Nonsense, Where, WorkshopParams
from scenarios.model import Strict, among

SHAPES = ("bracket", "bracket_back", "screw", "washer", "nut", "clamp", "seal", "tube", "film", "plate", "clip")
"""What the mechanic can draw of a part; a slot of the foam has the outline of its part's shape."""
FLAWS = ("torn", "bent", "rust")
"""What may be wrong with what was just taken."""
TRACES = ("dust", "chalk", "glint")
"""What is seen on it and matters to nobody."""
FAULTS = ("gap", "stranger", "ripped", "open")
HARMLESS = ("dust", "sticker", "glint")
"""What may be seen in a kit of the team before: to review, and of no matter."""
GESTURES = ("read", "plan", "walk", "scan", "count", "fill", "date", "aside", "depart", "tag", "check", "store", "tidy")
ACTS = ("take", "fill", "depart", "scan", "fod_take")
"""Events that are work done, by their kind."""
MOST_HELD = 12
"""The most pieces of one sort in a hand."""
Blocks = Annotated[int, Field(ge=1, le=60)]


def month(text: str) -> str:
    """A year and a month as they are sorted: 26-12. Raises PydanticCustomError with the nearest that is one."""
    if text and not MONTH.fullmatch(text):
        figures = [part.zfill(2) for part in re.findall(r"\d+", text)][:2]
        tries = ["-".join(order) for order in (figures, figures[::-1]) if MONTH.fullmatch("-".join(order))]
        values = {"got": text, "nearest": tries[0] if tries else "26-12"}
        raise PydanticCustomError("month", "{got} is no year and month such as {nearest}", values)
    return text


Ways = tuple[tuple[Annotated[int, Field(ge=0, le=9)], ...], ...]
MONTH = re.compile(r"\d{2}-(0[1-9]|1[0-2])")
Month = Annotated[str, AfterValidator(month)]


class Ref(Strict, title="Référence"):
    shape: Annotated[str, Field(title="Forme, parmi celles que la mécanique dessine")]
    size: Annotated[int, Field(ge=1, le=3, title="Taille dessinée : deux références de même forme s'y distinguent")] = 2
    yellow: Annotated[bool, Field(title="Bande jaune : se lit à la douchette avant d'être prise")] = False


class Shelved(Strict, title="Bac du magasin"):
    ref: Annotated[Id, Field(title="Référence")]
    aisle: Annotated[Id, Field(title="Allée")]
    lot: Annotated[Id, Field(title="Numéro de lot")]
    quantity: Annotated[int, Field(ge=1, le=60, title="Quantité au départ")]
    until: Annotated[Month, Field(title="Date limite, année-mois (vide : sans)")] = ""
    paper: Annotated[bool, Field(title="Son certificat est signé")] = True
    odd: Annotated[bool, Field(title="Visiblement abîmé : boîte écrasée")] = False

    @property
    def kept(self) -> bool:
        """Whether it stays in its place whatever the draw."""
        return self.odd or not self.paper


class Slot(Strict, title="Place de la mousse"):
    ref: Annotated[Id, Field(title="Référence demandée")]
    n: Annotated[int, Field(ge=1, le=MOST_HELD, title="Quantité")]


class Kit(Strict, title="Kit à préparer"):
    slots: Annotated[tuple[Slot, ...], Field(min_length=1, max_length=6, title="Places, dans l'ordre de la liste")]
    due: Annotated[Blocks, Field(title="Bloc où il doit être parti, depuis le début de l'étape")]


class Round(Strict, title="Kits d'une étape"):
    kits: Annotated[dict[Id, Kit], Field(min_length=1, max_length=5, title="Kits, dans l'ordre affiché")]
    flawed: Annotated[int, Field(ge=0, le=4, title="Prises abîmées à voir")] = 0
    picks: Annotated[int, Field(ge=0, le=30, title="Parmi les tant de premières prises")] = 9


class PlannedKit(Strict, title="Kit à placer sur le planning"):
    blocks: Annotated[int, Field(ge=1, le=12, title="Longueur (blocs)")]
    due: Annotated[int, Field(ge=0, le=60, title="Bloc où il doit être fini (0 : pas encore demandé)")]
    new_due: Annotated[int, Field(ge=0, le=60, title="Le même, après la révision (0 : inchangé)")] = 0

    def flag(self, revised: bool) -> int:
        """The block by which it is due under the order in force, 0 when nobody has asked for it yet."""
        return self.new_due if revised and self.new_due else self.due


class PlannedDay(Strict, title="Planning d'une étape"):
    bars: Annotated[dict[Id, PlannedKit], Field(min_length=3, max_length=8, title="Kits, dans l'ordre affiché")]

    @property
    def blocks(self) -> int:
        """How long the strip is."""
        return sum(bar.blocks for bar in self.bars.values())

    def right(self, revised: bool) -> tuple[str, ...]:
        """Bars in the order of their flags: the earliest due first."""
        asked = [name for name, bar in self.bars.items() if bar.flag(revised)]
        return tuple(sorted(asked, key=lambda name: self.bars[name].flag(revised)))

    def missed(self, *, revised: bool) -> Iterator[tuple[str, int, int]]:
        """(bar, its flag, where it ends) of each bar that passes its flag in the best order there is."""
        end = 0
        for name in self.right(revised):
            end += self.bars[name].blocks
            if end > self.bars[name].flag(revised):
                yield name, self.bars[name].flag(revised), end


def pairs(order: Sequence[str], right: Sequence[str]) -> int:
    """How many pairs of an order stand as they should; what is not in it counts for none."""
    places = {name: n for n, name in enumerate(order)}
    there = [name for name in right if name in places]
    return sum(places[a] < places[b] for n, a in enumerate(there) for b in there[n + 1 :])


class PlanParams(WorkshopParams, title="Réglages de plan@1"):
    """A whole workshop of the store: bins, kits, the day's plan, and all that any workshop has."""

    known: ClassVar[Sequence[str]] = ("ppe_on", "papers", "tools_back")

    refs: Annotated[dict[Id, Ref], Field(min_length=2, max_length=24, title="Références")]
    store: Annotated[dict[Id, Shelved], Field(min_length=2, max_length=30, title="Bacs du magasin")]
    aisles: Annotated[tuple[Id, ...], Field(min_length=2, max_length=4, title="Allées, de gauche à droite")]
    steps: Annotated[Ways, Field(title="Blocs pour aller d'une allée à l'autre")]
    rounds: Annotated[dict[Id, Round], Field(min_length=1, title="Kits de chaque étape de travail")]
    plans: Annotated[dict[Id, PlannedDay], Field(title="Planning de chaque étape où l'on planifie")]
    today: Annotated[Month, Field(min_length=1, title="Aujourd'hui, année-mois")]
    counted: Annotated[tuple[Id, ...], Field(min_length=1, max_length=4, title="Bacs comptés à la fin")]
    scanners: Annotated[tuple[Id, ...], Field(min_length=1, title="Douchettes, la première d'abord")]
    practice_round: Annotated[str, Field(title="Étape de kits où l'on s'entraîne")]
    practice_plan: Annotated[str, Field(title="Planning où l'on s'entraîne")]
    art: Annotated[str, Field(title="Dessin du chariot")]
    art_done: Annotated[str, Field(title="Dessin du chariot prêt")]

    @cached_property
    def kits(self) -> dict[str, Kit]:
        """Every kit of every step."""
        return {name: kit for one in self.rounds.values() for name, kit in one.kits.items()}

    def round_of(self, kit: str) -> str:
        """The step of a kit, "" for an unknown one."""
        return next((name for name, one in self.rounds.items() if kit in one.kits), "")

    def bins_of(self, ref: str) -> list[str]:
        """The bins that hold a reference."""
        return [name for name, bin in self.store.items() if bin.ref == ref]

    def walk(self, a: str, b: str) -> int:
        """Blocks from one aisle to another."""
        return self.steps[self.aisles.index(a)][self.aisles.index(b)]

    def narrowed(self, keeps: Mapping[str, Sequence[str]]) -> Self:
        """Kits and bars of the steps that are left, those of practice beside them.

        A step of which kits are gone hides no flaws among its picks: too few are left to tell seeing from luck.
        """
        zones = {p.zone for p in self.phases}
        rounds = {name: one for name, one in self.rounds.items() if name in zones | {self.practice_round}}
        plans = {name: one for name, one in self.plans.items() if name in zones | {self.practice_plan}}
        for zone, names in keeps.items():
            among([zone], (*rounds, *plans))
            if zone in rounds:
                among(names, rounds[zone].kits)
                kits = {name: kit for name, kit in rounds[zone].kits.items() if name in names}
                rounds[zone] = rounds[zone].model_copy(update={"kits": kits, "flawed": 0, "picks": 0})
            else:
                among(names, plans[zone].bars)
                bars = {name: bar for name, bar in plans[zone].bars.items() if name in names}
                plans[zone] = plans[zone].model_copy(update={"bars": bars})
        return self._narrowed(rounds=rounds, plans=plans)

    def spots(self) -> Sequence[str]:
        return list(self.store)

    def zone_names(self) -> Sequence[str]:
        return [*self.rounds, *self.plans]

    def swappable(self) -> Sequence[str]:
        return self.scanners

    def gestures(self) -> Sequence[str]:
        return GESTURES

    def fullest(self) -> int:
        return max(self.store[name].quantity for name in self.counted)

    def size_of(self, zone: str) -> int:
        if zone in self.plans:
            return len(self.plans[zone].bars)
        return sum(len(kit.slots) for kit in self.rounds[zone].kits.values()) if zone in self.rounds else 0

    def references(self) -> Iterator[tuple[Where, str, Sequence[str]]]:
        yield from super().references()
        yield ("needs",), "scanner", list(self.needs)
        yield from ((("refs", name, "shape"), ref.shape, SHAPES) for name, ref in self.refs.items())
        for name, bin in self.store.items():
            yield ("store", name, "ref"), bin.ref, list(self.refs)
            yield ("store", name, "aisle"), bin.aisle, self.aisles
        for name, one in self.rounds.items():
            for kit, made in one.kits.items():
                where: Where = ("rounds", name, "kits", kit, "slots")
                yield from (((*where, n, "ref"), slot.ref, list(self.refs)) for n, slot in enumerate(made.slots))
        yield from ((("counted", n), name, list(self.store)) for n, name in enumerate(self.counted))
        yield ("practice_round",), self.practice_round, list(self.rounds)
        yield ("practice_plan",), self.practice_plan, list(self.plans)

    def needed_texts(self) -> Iterator[tuple[Where, str]]:
        yield from super().needed_texts()
        yield from ((("refs", name), f"ref.{name}") for name in self.refs)
        for key in ("kit", "kit.short"):
            for name, one in self.rounds.items():
                yield from ((("rounds", name, "kits", kit), f"{key}.{kit}") for kit in one.kits)
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
            "feature": FAULTS,
            "act": ACTS,
            "event": [h.id for h in self.day],
        }

    def nonsense(self) -> Iterator[Nonsense]:
        seen: set[str] = set()
        yield from ((("plans", name), "twice", {"name": name}) for name in self.plans if name in self.rounds)
        for name, one in self.rounds.items():
            for kit in one.kits:
                if kit in seen:
                    yield ("rounds", name, "kits", kit), "twice", {"name": kit}
                seen.add(kit)
            if one.flawed and one.flawed * 2 > one.picks:
                yield ("rounds", name, "flawed"), "beyond", {"got": one.flawed, "most": one.picks // 2}
        yield from self._unstocked()
        for name, plan in self.plans.items():
            late = dict.fromkeys([*plan.missed(revised=False), *plan.missed(revised=True)])
            for bar, due, end in late:
                yield ("plans", name, "bars", bar), "too_soon", {"got": due, "least": end}
        yield from super().nonsense()

    def _unstocked(self) -> Iterator[Nonsense]:
        """A slot asks for what a bin holds, still good today and with its paper, unless it is there to be told of."""
        good = {bin.ref for bin in self.store.values() if bin.kept or not bin.until or bin.until >= self.today}
        for name, one in self.rounds.items():
            for kit, made in one.kits.items():
                for n, slot in enumerate(made.slots):
                    if slot.ref in self.refs and slot.ref not in good:
                        yield ("rounds", name, "kits", kit, "slots", n), "no_stock", {"kit": kit, "ref": slot.ref}

    @field_validator("steps")
    @classmethod
    def ways_make_a_table(cls, steps: Ways, info: ValidationInfo) -> Ways:
        """`steps` has a row and a column for each aisle, 0 on the way to itself, and the same there and back."""
        n = len(info.data.get("aisles", steps))
        ok = len(steps) == n and all(len(row) == n for row in steps)
        if not ok or any(steps[a][b] != steps[b][a] or steps[a][a] for a in range(n) for b in range(n)):
            raise PydanticCustomError("ways_table", "steps: {n} rows of {n} numbers, the same there and back", {"n": n})
        return steps

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
