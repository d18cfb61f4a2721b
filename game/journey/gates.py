"""The points of safety on the pass: which were kept, which needed a reminder, and what was missing then."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from assets.texts import lowered
from game.journey.facts import Has, SayKey
from game.workshop.params import WorkshopParams
from scenarios.vocabulary import Event

WORN = "ppe_on"


def safety(
    gates: Sequence[tuple[str, str]], t: Callable[..., str], missing: Mapping[str, Sequence[str]] | None = None
) -> str:
    """The points of safety by their names: those kept unasked, reminded of once a workshop at most, or more often.

    A reminder says nothing of what was done after it: a sheet may never have been signed since. `missing`: by the name
    of a point, what lacked when the reminder came.
    """
    sentences = []
    for state in ("kept", "kept_after_reminder", "not_kept"):
        lacked = {} if state == "kept" else missing or {}
        names = [_name(gate, t, lacked.get(gate, ())) for gate, gate_state in gates if gate_state == state]
        sentences += [t(f"boarding.gates.{state}", names=", ".join(names))] if names else []
    return " ".join(sentences) or t("boarding.gates.none")


def _name(gate: str, t: Callable[..., str], lacked: Sequence[str]) -> str:
    name = t(f"boarding.gate.{gate}")
    return f"{name} {t('boarding.gate.lacked', names=', '.join(lacked))}" if lacked else name


def unworn(params: object, events: Sequence[Event], say: SayKey, has: Has) -> Iterator[str]:
    """The protections of a workshop that were not worn yet each time its work was stopped for them, by their names."""
    if not isinstance(params, WorkshopParams):
        return
    worn = set[str]()
    for e in events:
        if e.kind == "wear":
            worn.add(str(e.data["item"]))
        elif e.kind == "gate" and e.data["id"] == WORN and e.data["state"] != "kept":
            for tool in params.tools:
                if tool.kind == "ppe" and tool.id not in worn:
                    own = f"tool.{tool.id}"
                    yield lowered(say(own if has(own) else f"workshop.tool.{tool.draw}"))
