"""What can be done in the store: planning, walking, reading, taking, filling, sending off; one function an act."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from game.mechanics.plan import teach
from game.mechanics.plan.state import Completed, Pieces, PlanState
from game.mechanics.plan.written import MOST_HELD, SENDS, TAKES
from game.workshop import acts, closing, day
from game.workshop.acts import Args, lacks, number, word
from game.workshop.day import Emit
from game.workshop.state import PRACTICE

PlanAct = Callable[[PlanState, Args, Emit], bool]
AT_WORK = (PRACTICE, "work")


def busy_store(state: PlanState) -> bool:
    """Whether the bench with its shelves is what one stands at."""
    return state.kind in AT_WORK and bool(state.round()) and not state.rack_open


# The plan: bars on a strip of blocks.


def lay(state: PlanState, args: Args, emit: Emit) -> bool:
    """Lay a bar behind the last one of the strip."""
    plan, bar = state.plan(), word(args, "bar")
    if not plan or state.rack_open or bar not in state.bars(plan) or bar in state.laid[plan]:
        return False
    state.laid[plan].append(bar)
    emit("lay", bar=bar, plan=plan, place=len(state.laid[plan]), revised=state.bell)
    return True


def lift(state: PlanState, args: Args, emit: Emit) -> bool:
    """Take a bar off the strip; those behind it slide up."""
    plan, bar = state.plan(), word(args, "bar")
    if not plan or state.rack_open or bar not in state.laid[plan]:
        return False
    state.laid[plan].remove(bar)
    emit("lift", bar=bar, plan=plan)
    return True


# The store.


def walk(state: PlanState, args: Args, emit: Emit) -> bool:
    aisle = word(args, "aisle")
    if not busy_store(state) or aisle not in state.params.aisles or aisle == state.aisle:
        return False
    blocks = state.params.walk(state.aisle, aisle)
    state.aisle, state.visit, state.scanned = aisle, state.visit + 1, ""
    state.spend(blocks, "w")
    emit("walk", aisle=aisle, blocks=blocks, zone=state.zone)
    return True


def within(state: PlanState, bin: str) -> bool:
    """Whether a bin is in the aisle in which one stands."""
    return busy_store(state) and bin in state.params.store and state.params.store[bin].aisle == state.aisle


def scan(state: PlanState, args: Args, emit: Emit) -> bool:
    """Read the label of a bin: its lot, its date, its paper. It costs no block."""
    bin = word(args, "bin")
    if not within(state, bin) or bin == state.scanned or (state.kind == "work" and lacks(state, "scanner")):
        return False
    state.scanned = bin
    emit("scan", bin=bin, kit=state.kit, zone=state.zone)
    return True


def take(state: PlanState, args: Args, emit: Emit) -> bool:
    """Take `n` pieces of a bin (one, when it is not said), or as many more of it.

    The first ones cost a block, but in the place of what has just gone under key: that is no time lost by the person.
    """
    bin, n = word(args, "bin"), number(args, "n") or 1
    held = state.hand
    if not within(state, bin) or n < 1 or state.left_in[bin] < n:
        return False
    if state.kind == "work" and not day.guarded(state, emit):
        return False
    if held is not None:
        if held.bin != bin or held.n + n > MOST_HELD:
            return False
        state.hand = replace(held, n=held.n + n)
        emit("more", bin=bin, n=n)
    else:
        if n > MOST_HELD:
            return False
        state.hand = Pieces(bin, n, state.flaws.get(state.picks, ""), state.traces.get(state.picks, ""))
        state.picks += 1
        state.spend(0 if bin in state.again else TAKES, "t")
        state.again.discard(bin)
        beside = [b for b in state.params.bins_of(state.params.store[bin].ref) if b != bin and state.left_in[b]]
        day.work(
            state, "take", emit, bin=bin, pick=state.picks, kit=state.kit, zone=state.zone,
            scanned=state.scanned == bin, flaw=state.hand.flaw, beside=",".join(beside),
        )  # fmt: skip
    state.left_in[bin] -= n
    return True


def put_back(state: PlanState, args: Args, emit: Emit) -> bool:
    """Let a piece of the hand fall back into its bin."""
    held = state.hand
    if held is None or not within(state, held.bin):
        return False
    state.left_in[held.bin] += 1
    state.hand = replace(held, n=held.n - 1) if held.n > 1 else None
    emit("put_back", bin=held.bin, n=held.n - 1)
    return True


def reject(state: PlanState, args: Args, emit: Emit) -> bool:
    """What is in the hand goes under key."""
    held = state.hand
    if held is None or not busy_store(state):
        return False
    state.rejected += 1
    state.aside.append((state.params.store[held.bin].ref, held.flaw))
    state.again.add(held.bin)
    state.hand = None
    emit("isolate", bin=held.bin, n=held.n, flaw=held.flaw, zone=state.zone, pick=state.picks)
    return True


# The kit.


def open_kit(state: PlanState, args: Args, emit: Emit) -> bool:
    """Bring a kit of the step onto the bench."""
    kit = word(args, "kit")
    if not busy_store(state) or kit not in state.open_kits() or kit in state.departed or kit == state.kit:
        return False
    state.kit = kit
    emit("open_kit", kit=kit, zone=state.zone)
    return True


def fill(state: PlanState, args: Args, emit: Emit) -> bool:
    """Lay what is in the hand into a slot. Another outline does not go in: it rocks, and stays in the hand.

    A slot that holds fewer than the list asks for takes more, of the same bin or another: `onto`, how many lay there.
    """
    kit, n, held = state.kit, number(args, "slot"), state.hand
    if not busy_store(state) or not kit or held is None or not 0 <= n < len(state.kits[kit]):
        return False
    slot, there = state.params.kits[kit].slots[n], state.kits[kit][n]
    if there is not None and there.total >= slot.n:
        return False
    if state.params.refs[slot.ref].shape != state.shape(held.bin):
        emit("rock", kit=kit, slot=n, bin=held.bin)
        return True
    state.kits[kit][n] = held if there is None else Completed(held.bin, held.n, held.flaw, held.trace, under=there)
    state.hand, onto = None, {} if there is None else {"onto": there.total}
    if n not in state.met[kit]:
        state.met[kit].append(n)
    day.work(
        state, "fill", emit, kit=kit, slot=n, bin=held.bin, n=held.n, flaw=held.flaw,
        visit=state.visit, block=state.hour, zone=state.zone, whole=state.done(kit), **onto,
    )  # fmt: skip
    return True


def unfill(state: PlanState, args: Args, emit: Emit) -> bool:
    """Take back into the hand what a slot holds; of two bins, what was laid last, and `stays` says how many lie on."""
    kit, n = state.kit, number(args, "slot")
    if not busy_store(state) or not kit or state.hand or not 0 <= n < len(state.kits[kit]):
        return False
    there = state.kits[kit][n]
    if there is None:
        return False
    under = there.under if isinstance(there, Completed) else None
    state.hand, state.kits[kit][n] = there.each()[-1], under
    stays = {"stays": under.total} if under is not None else {}
    emit("unfill", kit=kit, slot=n, zone=state.zone, **stays)
    return True


def depart(state: PlanState, args: Args, emit: Emit) -> bool:
    """Send the kit off, whole or not. Nothing leaves without its paper."""
    kit = state.kit
    if not busy_store(state) or not kit or state.hand:
        return False
    if any(not state.lot(part.bin).paper for held in state.kits[kit] if held is not None for part in held.each()):
        day.stop_at_gate(state, "papers", emit)
        return True
    if state.phase != PRACTICE:
        day.gate_kept(state, "papers", emit)
    state.spend(SENDS, "d")
    state.departed[kit], state.kit = state.hour, ""
    empty = [str(n) for n, held in enumerate(state.kits[kit]) if held is None]
    emit("depart", kit=kit, block=state.hour, whole=state.done(kit), empty=",".join(empty), zone=state.zone)
    day.job(state, "depart", emit, kit=kit, zone=state.zone)
    return True


def tag(state: PlanState, args: Args, emit: Emit) -> bool:
    """Hang a red tag on a bin that one stands at: slots that ask for it wait for an answer."""
    return within(state, word(args, "object")) and acts.tag(state, args, emit)


def end(state: PlanState, args: Args, emit: Emit) -> bool:
    """Leave the step; what was in the hand goes back."""
    if state.hand is not None:
        state.left_in[state.hand.bin] += state.hand.n
        state.hand = None
    return acts.end(state, args, emit)


ACTS: Mapping[str, PlanAct] = {
    **closing.PLAIN,
    "lesson": teach.begin,
    "lay": lay,
    "lift": lift,
    "walk": walk,
    "scan": scan,
    "take": take,
    "put_back": put_back,
    "reject": reject,
    "open_kit": open_kit,
    "fill": fill,
    "unfill": unfill,
    "depart": depart,
    "tag": tag,
    "end": end,
}
