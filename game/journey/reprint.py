"""A pass made once more from the packet of its visit, by the maker of the game's own paper."""

import base64
import math
from collections.abc import Mapping, Sequence
from datetime import date

from assets.texts import Catalogue, languages
from export.packets.body import Body, PlayedWorkshop, ShownHabilete
from game.journey.proposing import can_show, next_steps
from game.journey.result import ReadTry, Shown, boarding_pass, day_of, paper_of, read_try, what_was_shown
from game.mechanics.table import task_of
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.trace import NEEDED, TraceError, from_bytes
from scenarios.model import Scenario
from scenarios.refusal import Refusal
from scoring.types import Measured

FIRST = "fr"
"""The language of a paper whose own is not installed here."""


class ReprintError(Refusal):
    """A pass that cannot be made again as it was; `key` names the sentence that says why."""


def paper_again(
    body: Body, scenarios: Sequence[Scenario], on: date, visited: date | None = None
) -> Mapping[str, object]:
    """What the paper of a visit says, as `export.files.paper.write_pass` takes it, and that it is printed again.

    `scenarios`: the workshops that are installed; `on`: the day it is printed again; `visited`: the day of the visit,
    None where nobody knows it. It is in the person's own language, without the signed proof: only the post that they
    played on could sign. Trades and what to do next are those of this day. Raises ReprintError where a workshop is not
    here as it was played, where its run was not kept, or where it would say something else than what was shared.
    """
    tries = [_read(body, played, scenarios) for played in body.workshops]
    shown = what_was_shown(tries, body.device_ease or "unknown")
    if not _says_the_same(shown, body):
        raise ReprintError("reprint.differs")
    comfort = Comfort(language=body.language if body.language in languages() else FIRST)
    device = str(tries[-1].header["device"])
    plan = next_steps(
        shown.told_profile(), scenarios, [played.scenario for played in body.workshops], can_show(device, shown.ease),
        comfort.language,
    )  # fmt: skip
    whole = Shown(shown.tries, shown.profile, shown.ease, wishes_of(body), plan)
    # What is left of the visit on its post bears the visit's id, and not the person's.
    paper = paper_of(boarding_pass(whole, body.code, comfort), comfort, body.visit_id)
    t, day = Catalogue.load().t, day_of(on, comfort)
    if visited is None:
        return {**paper, "again": t("paper.again_undated", comfort.language, day=day)}
    return {**paper, "again": t("paper.again", comfort.language, day=day, visit=day_of(visited, comfort))}


def of_house(paper: Mapping[str, object], organisation: str, *, robots: bool) -> Mapping[str, object]:
    """A paper with whom the result was shared with, and in a base of robots that nobody's result is on it; in the
    paper's language. `organisation`: its name, "" where it has none."""
    t, language = Catalogue.load().t, str(paper["language"])
    said = [t("paper.shared_with", language, organisation=organisation)] if organisation else []
    said += [t("paper.trial", language)] if robots else []
    return {**paper, "house": " ".join(said)}


def wishes_of(body: Body) -> Mapping[str, tuple[str, ...]]:
    """What the person answered of where and when, by answer, as the screen of the wishes holds it."""
    said = (*body.wishes.places.items(), *body.wishes.conditions.items())
    wishes = {word: tuple(str(name) for name, answer in said if answer == word) for word in ("yes", "no")}
    return wishes | ({"commute": (str(body.wishes.commute),)} if body.wishes.commute else {})


def _read(body: Body, played: PlayedWorkshop, scenarios: Sequence[Scenario]) -> ReadTry:
    """A workshop of the visit, read again from its run by the very rules that scored it. Raises ReprintError."""
    scenario = next((known for known in scenarios if known.head.id == played.scenario), None)
    if scenario is None:
        raise ReprintError("reprint.unknown_workshop", name=played.scenario)
    title = scenario.head.title.of(body.language if body.language in languages() else FIRST)
    if scenario.hash != played.scenario_hash:
        raise ReprintError("reprint.other_version", name=title)
    if not played.trace:
        raise ReprintError("reprint.no_trace", name=title)
    try:
        trace = from_bytes(base64.b64decode(played.trace))
    except TraceError as error:
        raise ReprintError(error.key) from error
    if not set(NEEDED) <= set(trace.header) or trace.header["mechanic"] != scenario.head.mechanic:
        raise ReprintError("trace.not_a_trace")
    session = Session(task_of(scenario, trace.header), stamped=False)
    session.events = list(trace.events)
    header = {**trace.header, "ease": body.device_ease or "unknown"}
    return read_try(scenario, session, header, played.made_at)


NEAR = 1e-3
"""Ends of a margin are the same to the thousandth, which no paper shows: another machine's last digits may differ."""


def _says_the_same(shown: Shown, body: Body) -> bool:
    """Whether the runs read today say of every habileté what the packet said when it was shared."""
    if {m.habilete for m in shown.profile.measured} != set(body.readout) or dict(shown.profile.gates) != body.gates:
        return False
    return all(_same(m, body.readout[m.habilete]) for m in shown.profile.measured)


def _same(now: Measured, was: ShownHabilete) -> bool:
    places = zip((now.low, now.mean, now.high), (was.low, was.mean, was.high), strict=True)
    return (now.statement, now.level, now.n_observed) == (was.statement, was.level, was.n_observed) and all(
        math.isclose(here, there, abs_tol=NEAR) for here, there in places
    )
