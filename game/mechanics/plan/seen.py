"""What a person may see of the store: the aisle one stands in, the kit on the bench, the hand, the strip of blocks."""

from dataclasses import dataclass

from game.mechanics.plan.state import Pieces, PlanState
from game.workshop.seen import WorkshopSeen, shown


@dataclass(frozen=True, slots=True)
class LotSeen:
    id: str
    ref: str
    shape: str
    size: int
    yellow: bool
    aisle: str
    here: bool  # in the aisle one stands in
    lot: str
    until: str  # year-month, "" without a date
    left: int
    odd: bool
    tagged: bool
    read: bool  # its label was read last: the scanner shows it
    paper: bool | None  # what the scanner says of its paper, None while its label is not read


@dataclass(frozen=True, slots=True)
class HeldSeen:
    """Pieces as they look, in the hand or in a slot."""

    bin: str
    ref: str
    shape: str
    size: int
    n: int
    flaw: str
    trace: str


@dataclass(frozen=True, slots=True)
class SlotSeen:
    ref: str
    shape: str
    size: int
    n: int  # how many the list asks for
    held: HeldSeen | None
    waits: bool  # every bin of it is tagged: a card lies there


@dataclass(frozen=True, slots=True)
class KitSeen:
    id: str
    due: int  # block of the day, as on the plan
    here: bool  # on the bench
    left: int  # the block of the day at which it left, -1 while it is here
    slots: tuple[SlotSeen, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class BarSeen:
    id: str
    blocks: int
    flag: int  # the block by which it is due under the order that is open, 0 for none
    place: int  # on the strip from 0, -1 while it lies beside


@dataclass(frozen=True, slots=True)
class PlanSeen(WorkshopSeen):
    aisle: str
    ways: tuple[tuple[str, int], ...]  # every aisle and the blocks to it
    bins: tuple[LotSeen, ...]  # () outside of a step with kits
    kits: tuple[KitSeen, ...]  # of the step, in the order shown
    kit: str  # on the bench, "" for none
    hand: HeldSeen | None
    scanner: str
    starts: int  # the block of the day at which the step begins
    block: int  # of the day
    spent: str  # a letter a block: w walked, t taken, d departed
    bars: tuple[BarSeen, ...]  # of the plan of the step, () in another one
    plan: str
    strip: int  # blocks of the plan's strip
    done_of: tuple[int, int]  # kits that have left in the whole day, of how many
    complete: int  # how many of those that have left lack nothing
    aside: tuple[tuple[str, str], ...]  # shapes under key and what was wrong with them


def see(state: PlanState) -> PlanSeen:
    """A frozen view of the whole store now."""
    params, plan, stands = state.params, state.plan(), bool(state.round())
    starts = _starts(state)
    return shown(
        PlanSeen,
        state,
        {
            "aisle": state.aisle if stands else "",
            "ways": tuple((a, params.walk(state.aisle, a)) for a in params.aisles) if stands else (),
            "bins": tuple(_bin(state, name) for name in params.store) if stands else (),
            "kits": tuple(_kit(state, name) for name in state.open_kits()),
            "kit": state.kit,
            "hand": _held(state, state.hand),
            "scanner": state.scanner,
            "starts": starts,
            "block": starts + state.hour,
            "spent": state.spent,
            "bars": _bars(state, plan),
            "plan": plan,
            "strip": params.plans[plan].blocks if plan else 0,
            "done_of": state.done_of(),
            "complete": state.complete(),
            "aside": tuple((params.refs[ref].shape, flaw) for ref, flaw in state.aside),
        },
    )


def _starts(state: PlanState) -> int:
    """The block of the day at which the step in hand begins."""
    return state.params.rounds[state.round()].starts if state.round() else 0


def _bin(state: PlanState, name: str) -> LotSeen:
    bin, lot = state.params.store[name], state.lot(name)
    ref, read = state.params.refs[bin.ref], state.scanned == name
    return LotSeen(
        name, bin.ref, ref.shape, ref.size, ref.yellow, bin.aisle, bin.aisle == state.aisle, lot.lot, lot.until,
        state.left_in[name], bin.odd, name in state.tagged, read, lot.paper if read else None,
    )  # fmt: skip


def _held(state: PlanState, held: Pieces | None) -> HeldSeen | None:
    """What is held: of a slot of two bins, what was laid last, as many as lie there and any flaw among them."""
    if held is None:
        return None
    flaw = next((part.flaw for part in reversed(held.each()) if part.flaw), "")
    name = state.params.store[held.bin].ref
    ref = state.params.refs[name]
    return HeldSeen(held.bin, name, ref.shape, ref.size, held.total, flaw, held.trace)


def _kit(state: PlanState, name: str) -> KitSeen:
    kit = state.params.kits[name]
    slots = tuple(
        SlotSeen(
            slot.ref, state.params.refs[slot.ref].shape, state.params.refs[slot.ref].size, slot.n, _held(state, held),
            state.excused(slot),
        )
        for slot, held in zip(kit.slots, state.kits[name], strict=True)
    )  # fmt: skip
    starts = _starts(state)
    due, left = starts + kit.due, starts + state.departed[name] if name in state.departed else -1
    return KitSeen(name, due, name == state.kit, left, slots, state.done(name))


def _bars(state: PlanState, plan: str) -> tuple[BarSeen, ...]:
    if not plan:
        return ()
    revised, laid = state.index == state.params.issues[1], state.laid[plan]
    bars = state.params.plans[plan].bars
    return tuple(
        BarSeen(name, bars[name].blocks, bars[name].flag(revised), laid.index(name) if name in laid else -1)
        for name in state.bars(plan)
    )
