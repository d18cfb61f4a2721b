"""A player of known skill in the store: what it overlooks, forgets or plans badly depends on that alone."""

from collections.abc import Mapping
from typing import ClassVar

from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.players import Storekeeper, by_flag, laid_as, nearest
from game.mechanics.plan.seen import HeldSeen, KitSeen, LotSeen, PlanSeen, SlotSeen
from game.simulation.bots import Deed
from game.workshop.players_skill import ATTENTION, INITIATIVE, NORMS, ODD, TENSION, WORDED, Pressed

ORDER = "organiser"
SHOWN = (ORDER, NORMS, ATTENTION, TENSION, INITIATIVE)
"""The habiletés that the store shows."""
MIXES = 1.5
"""SD (places) of where a kit is put in an order at skill 0; it halves every 1.2 SD of skill."""
FLAWS = {"torn": -0.9, "bent": -0.1, "rust": 0.5}
"""How hard each flaw is to see in the hand."""
FAULTS = {"gap": -1.0, "open": -0.4, "ripped": 0.2, "stranger": 0.8}


class GradedKeeper(Pressed[PlanParams, PlanSeen], Storekeeper):
    """Plays with a skill (SD of the population, -2..+2) for each habileté; 0 if absent."""

    hard = FAULTS
    telling: ClassVar[Mapping[str, tuple[float, float, float]]] = {"odd": ODD, "paper": WORDED}

    def __init__(self, params: PlanParams, seed: int, skill: Mapping[str, float], *, pace: int = 30) -> None:
        super().__init__(params, seed, skill, pace=pace)
        self.takes = 0
        self.detour = 0  # slots that are still filled in another kit than the one left in the middle
        self.aim = ""  # the slot in hand, by name

    def checked(self, seen: PlanSeen) -> bool:
        return seen.done_of[0] > 0

    def work(self, seen: PlanSeen) -> Deed:
        if seen.plan:
            return self.plans(seen)
        return self.not_yet(seen) or self.aside(seen) or self.serves(seen)

    # Organising.

    def mixed(self, names: list[str], about: str) -> list[str]:
        """An order, each of whose things stands some places from where it should."""
        sd = MIXES * 2 ** (-self.skill.get(ORDER, 0.0) / 1.2)
        keys = {name: n + self.off(f"{about}:{name}", sd) for n, name in enumerate(names)}
        return sorted(names, key=lambda name: keys[name])

    def next_bar(self, seen: PlanSeen) -> Deed | None:
        return laid_as(seen, self.mixed(by_flag(seen.bars), f"plan:{seen.plan}:{seen.revised}"))

    def next_kit(self, seen: PlanSeen) -> KitSeen | None:
        kits = {kit.id: kit for kit in seen.kits}
        if self._taken_up(seen) and any(kit.left < 0 for kit in seen.kits):
            # The last trolley of the lane is the nearest one: it is gone on with.
            return kits[seen.kit or [kit.id for kit in seen.kits if kit.left < 0][-1]]
        names = self.mixed(sorted(kits, key=lambda name: kits[name].due), "kits")
        return next((kits[name] for name in names if kits[name].left < 0), None)

    def _taken_up(self, seen: PlanSeen) -> bool:
        """Whether one goes on with what stands nearest, after somebody moved the trolleys."""
        swap = self.params.first("swaps")
        if swap is None or swap.phase != seen.phase or seen.scanner != swap.tool:
            return False
        if self.first("resumed") and not self.right(TENSION, "resume", 0.1):
            self.detour = 1 if self.right(TENSION, "resume:second", -0.4) else 3
        return self.detour > 0

    def next_slot(self, seen: PlanSeen, kit: KitSeen) -> int:
        left = self.to_fill(kit)
        if not left or not self.right(ORDER, f"route:{kit.id}", -0.2):
            return left[0] if left else -1
        return nearest(seen, {n: self.params.store[self.params.bins_of(kit.slots[n].ref)[0]].aisle for n in left})

    # What is taken.

    def well(self, seen: PlanSeen, name: str, otherwise: bool) -> bool:
        """Under pressure a slot goes well as a whole or not; in the calm, by its own habileté."""
        return self.right(TENSION, f"well:{name}", -0.3) if self.hurried(seen) else otherwise

    def bin_for(self, seen: PlanSeen, kit: KitSeen, n: int) -> LotSeen | None:
        slot, name = kit.slots[n], f"{kit.id}:{n}"
        today = self.params.today
        bins = [b for b in seen.bins if b.ref == slot.ref and b.left]
        good = sorted((b for b in bins if not b.until or b.until >= today), key=lambda b: b.until)
        twins = [b for b in seen.bins if b.shape == slot.shape and b.ref != slot.ref and b.left]
        if twins and not self.hurried(seen) and not self.right(ATTENTION, f"alike:{name}", -0.8, 0.5):
            return twins[0]
        if len(good) > 1 and not self.well(seen, name, self.right(NORMS, f"lot:{name}", -0.3, 0.3)):
            return good[1 + int(self.draw(f"which:{name}") * (len(good) - 1))]
        return good[0] if good else None

    def reads(self, seen: PlanSeen, kit: KitSeen, n: int, bin: LotSeen) -> bool:
        self.aim = name = f"{kit.id}:{n}"
        if not self.params.store[bin.id].paper:
            return self.doubtful("paper")
        if not bin.yellow:
            return self.slips(TENSION if self.hurried(seen) else NORMS, f"grey:{name}", -2.6)
        if self.hurried(seen):
            return self.right(TENSION, f"label:{name}", 0.0)
        return self.right(NORMS, f"label:{name}", -0.3)

    def number(self, kit: KitSeen, n: int, slot: SlotSeen) -> int:
        """As many as the list asks for, or one more."""
        self.takes += 1
        name = f"{kit.id}:{n}"
        hurry = self.params.first("asks")
        step = next((p for p in self.params.phases if hurry is not None and p.id == hurry.phase), None)
        pressed = step is not None and self.params.round_of(kit.id) == step.zone
        well = self.right(TENSION if pressed else NORMS, f"well:{name}" if pressed else f"number:{name}", -0.5)
        self.detour -= self.detour > 0
        return slot.n if well else slot.n + 1

    def apart(self, seen: PlanSeen, held: HeldSeen) -> bool:
        name = f"{seen.phase}:{self.takes}"
        if self.hurried(seen):
            return bool(held.flaw) and self.well(seen, self.aim, True)
        if held.flaw:
            return self.right(ATTENTION, f"flaw:{name}", FLAWS[held.flaw])
        return bool(held.trace) and self.slips(ATTENTION, f"trace:{name}", -2.2)

    def doubts(self, seen: PlanSeen, kit: KitSeen, n: int, bin: LotSeen) -> list[Deed] | None:
        """A bin that should not be used without a word to somebody."""
        about = "odd" if bin.odd else "paper" if bin.paper is False else ""
        if not about or (about == "odd" and not self.doubtful(about)):
            return None
        self.memory.add(f"left:{kit.id}:{n}")
        return self.told_of(about, bin.id)

    def leaves(self, seen: PlanSeen) -> Deed:
        return self.promised(seen, self.asker())
