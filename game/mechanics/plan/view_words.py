"""What is said of a kit before and after it leaves, of what was put under key or labelled; the trays that are counted."""

from collections.abc import Mapping, Sequence

from assets.texts import lowered
from game.mechanics.plan import view_foam, view_part
from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.seen import PlanSeen
from game.simulation.bots import mine
from game.workshop import echo, questions
from game.workshop.echo import Data, Echo, Why
from game.workshop.view_count import Tray
from game.workshop.words import WorkshopWords
from game.workshop.written import Happening
from scenarios.vocabulary import Event, Value

GO_ON = 6
"""How many words of the trade the mentor has between two kits."""


def on_the_way(look: WorkshopWords, seen: PlanSeen, name: str, urgent: Happening | None) -> str:
    """How many kits have left and how many are to come, with a word of who takes the last one to its station, or one of
    the trade; once the next one is on the table, with its hour. "" where a message says another thing.

    `urgent`: what hurries a step; nothing is said so there. Who asks then takes the trolleys along before.
    """
    left = sum(kit_seen.left < 0 for kit_seen in seen.kits)
    if name != seen.phase or not 0 < left < len(seen.kits) or (urgent is not None and urgent.phase == seen.phase):
        return ""
    here = view_foam.open_kit(seen)
    if here is not None:
        return look.t("kits_now", n=len(seen.kits) - left, left=left, kit=look.t(f"kit.{here.id}"), due=here.due)
    gone = max((kit_seen for kit_seen in seen.kits if kit_seen.left >= 0), key=lambda kit_seen: kit_seen.left)
    theirs = f"porter.{urgent.id}.{gone.id}" if urgent is not None else ""
    word = look.t(theirs if theirs and look.has(theirs) else f"go.{seen.done_of[0] % GO_ON}")
    return f"{look.t('kits_gone', n=len(seen.kits) - left, left=left)} {word}"


def stayed(look: WorkshopWords, params: PlanParams, seen: PlanSeen, name: str, events: Sequence[Event]) -> str:
    """As a step of kits begins: which kits of the one before never left, "" where all did or nothing is said of a step."""
    steps = list(params.rounds)
    if name != seen.phase or name not in steps[1:]:
        return ""
    gone = {str(e.data["kit"]) for e in events if e.kind == "depart"}
    kits = [kit for kit in params.rounds[steps[steps.index(name) - 1]].kits if kit not in gone]
    names = ", ".join(lowered(look.t(f"kit.{kit}")) for kit in kits)
    return look.t("kits_stayed", n=len(kits), names=names) if kits else ""


def note(look: WorkshopWords, params: PlanParams, seen: PlanSeen, events: Sequence[Event]) -> str:
    """What was promised, until it was done: who had asked was told, or called about their kit, once it had left."""
    promise, asks = questions.promised(look, params, seen, events), params.first("asks")
    if not promise or asks is None:
        return ""
    theirs = [kit_seen.id for kit_seen in seen.kits if look.has(f"asker.{asks.id}.{kit_seen.id}")]
    left = next((at for at, e in enumerate(events) if e.kind == "depart" and e.data["kit"] in theirs), len(events))
    rung = any(e.kind == "call" and e.data["about"] in (asks.id, *theirs) for e in events[left:])
    return "" if rung else promise


def question(look: WorkshopWords, seen: PlanSeen) -> str:
    """Before a kit leaves whose lid stands open: how many of its places are ready. A shut lid leaves unasked.

    The lid is what anybody sees: the same question whatever lies in the kit, and never how right it is.
    """
    kit_here = view_foam.open_kit(seen)
    if kit_here is None or seen.hand is not None or view_foam.closed(kit_here):
        return ""
    return look.t("ask.lid", n=view_foam.ready(kit_here), of=len(kit_here.slots))


def spoken(seen: PlanSeen, said: Echo) -> Mapping[str, Value]:
    """How a kit left: whole or not, at its hour or so many blocks after it. Of a tag, that a slot waits for it.

    Of what went under key, where there is more of it once its bin is empty.
    """
    data = dict(said.data)
    if said.kind == "isolate":
        return _more_of(seen, str(data["bin"]))
    if said.kind == "tag":
        ref = next((bin.ref for bin in seen.bins if bin.id == data.get("object")), "")
        here = next((kit_seen.slots for kit_seen in seen.kits if kit_seen.here), ())
        return {"way": "waits"} if any(s.waits and s.held is None and s.ref == ref for s in here) else {}
    gone = next((kit_seen for kit_seen in seen.kits if kit_seen.id == data.get("kit")), None)
    if said.kind != "depart" or gone is None or gone.left < 0:
        return {}
    return view_foam.how_left(gone)


def _more_of(seen: PlanSeen, name: str) -> Mapping[str, Value]:
    """Where the next pieces are of what a bin held, nothing while some are left in it."""
    bin = next((lot for lot in seen.bins if lot.id == name), None)
    if bin is None or bin.left:
        return {}
    aisle = next((lot.aisle for lot in seen.bins if lot.ref == bin.ref and lot.left), "")
    return {"way": "elsewhere", "aisle": aisle} if aisle else {"way": "out"}


def trays(look: WorkshopWords, params: PlanParams, seen: PlanSeen) -> tuple[Tray, ...]:
    """The bins whose pieces are counted at the end, as they lie there."""
    there = dict(seen.stock)
    counted = []
    for name in params.counted:
        bin = params.store[name]
        ref, words = params.refs[bin.ref], look.t(f"ref.{bin.ref}")
        counted.append(
            Tray(
                name, words, words, look.t("tray.bin", bin=name), there[name],
                lambda x, y, ref=ref: view_part.part(ref.shape, ref.size, x, y, 0.66),  # type: ignore[misc]
            )
        )  # fmt: skip
    return tuple(counted)


def _take(seen: PlanSeen, args: Data) -> str:
    """Why nothing came into the hand."""
    held = seen.hand
    if held is not None and held.bin != args.get("bin"):
        return "hand_full"
    bin = next((b for b in seen.bins if b.id == args.get("bin")), None)
    return "empty_bin" if bin is not None and not bin.left else "many" if held is not None else "nothing"


def _send(seen: PlanSeen, args: Data) -> str:
    return "hand_full" if seen.hand is not None else "no_kit" if not seen.kit else "nothing"


def _lay(seen: PlanSeen, args: Data) -> str:
    return "slot_full" if seen.hand is not None else "hand_empty"


WHYS: Mapping[str, Why] = {
    **echo.WHYS,
    "take": lambda seen, args: _take(mine(seen, PlanSeen), args),
    "depart": lambda seen, args: _send(mine(seen, PlanSeen), args),
    "fill": lambda seen, args: _lay(mine(seen, PlanSeen), args),
    "unfill": lambda seen, args: _lay(mine(seen, PlanSeen), args),
    "scan": echo.constant("read"),
    "reject": echo.constant("empty_hand"),
}
"""Act -> why it did nothing."""
