"""What pages say of how a run was played and of what read it: what changes its reading, and its versions."""

from collections.abc import Sequence

from tower.call import Call
from tower.circumstances import Passport
from tower.review import Evidence

DEVICES = ("mouse", "touch", "keyboard", "switch")


def under(call: Call, run: Evidence, habilete: str) -> list[str]:
    """What of how a run was played changes the reading of a habileté: facts that weigh less, a seat that was slow."""
    names = [fact.lowered for fact in (*run.of(habilete), *run.beside(habilete)) if fact.rule in run.light]
    device = call.say(f"tower.device.{run.device}") if run.device in DEVICES else run.device
    parts = [call.text("tower.light", n=len(names), names=", ".join(names), device=device)] if names else []
    if (seat := run.seat) and (seat.slow or seat.stopped) and run.of(habilete):
        key = "both" if seat.slow and seat.stopped else "slow" if seat.slow else "stopped"
        said = call.text(f"tower.seat.{key}", ms=seat.median_ms, n=seat.stops, of=seat.frames)
        parts.append(f"{said} {call.text('tower.seat.counts')}")
    return parts


def passports(call: Call, runs: Sequence[Evidence]) -> list[str]:
    """The versions of each run that counts, on a line."""
    lines = [passport_said(call, run.title, run.passport) for run in runs if run.passport]
    return list(dict.fromkeys(lines))


def passport_said(call: Call, title: str, passport: Passport) -> str:
    """The versions of one run, on a line."""
    engine = call.say("tower.passport.engine", engine=passport.engine) if passport.engine else ""
    parts = [
        call.text("tower.passport.line", title=title, rules=passport.rules, scale=passport.scale),
        engine or call.say("tower.passport.no_engine"),
    ]
    parts += [call.say("tower.passport.mechanic", mechanic=passport.mechanic)] if passport.mechanic else []
    parts += [call.say("tower.passport.capped")] if passport.capped else []
    return ", ".join(parts)
