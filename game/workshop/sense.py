"""What in the params of any workshop makes no sense together, though each value may be written alone."""

from collections.abc import Iterator, Mapping

from game.workshop.written import Nonsense, WrittenWorkshop
from scenarios.days import last_day

LEAST_HOLD_MS = 1000
"""A wait that is over sooner is none."""
ASKED = 2
"""Somebody who asks is given an answer to choose."""


def day_of(label: str) -> tuple[int, int, int] | None:
    """Year, month and day that a label bears (31.10.26), None for one that bears no day there is."""
    parts = label.split(".")
    if len(parts) != 3 or not all(len(part) == 2 and part.isascii() and part.isdecimal() for part in parts):
        return None
    day, month, year = (int(part) for part in parts)
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= last_day(2000 + year, month) else None


def workshop_nonsense(params: WrittenWorkshop) -> Iterator[Nonsense]:
    """Steps, zones, tools, dates, sheet and day, in the order of the file."""
    yield from _steps(params)
    yield from _said(params)
    yield from _zones(params)
    yield from _parts(params)
    yield from _tools(params)
    yield from _dates(params)
    yield from _practised(params)
    yield from _needs(params)
    yield from _lying(params)
    yield from _places(params)
    yield from _sheet(params)
    yield from _day(params)


def _steps(params: WrittenWorkshop) -> Iterator[Nonsense]:
    """Something is taught; whoever prepares does it first, and the end of the job comes once, last.

    Runs stored before practice listed its gestures are of a workshop without any: it is read, and no longer offered.
    """
    if not any(not gesture.before for gesture in params.practice):
        yield ("practice",), "empty", {}
    last = len(params.phases) - 1
    for n, step in enumerate(params.phases):
        if step.kind == "prepare" and n:
            yield ("phases", n), "prepare_first", {"got": step.id}
        if step.writes_stock and step.kind != "close":
            yield ("phases", n, "writes_stock"), "close_only", {"got": step.id}
        if step.zone and step.kind != "work":
            yield ("phases", n, "zone"), "works_nowhere", {"got": step.id}
    if [n for n, step in enumerate(params.phases) if step.kind == "close"] != [last]:
        yield ("phases",), "close_last", {}


def _said(params: WrittenWorkshop) -> Iterator[Nonsense]:
    """Each step and each event has a sentence of its own: not another step's, nor one that the kit says by itself."""
    steps = {step.id for step in params.phases}
    for n, step in enumerate(params.phases):
        if _of_the_kit(params, step.id):
            yield ("phases", n, "id"), "said_already", {"got": step.id}
    for n, what in enumerate(params.day):
        yield from (
            (("day", n), "said_already", {"got": message})
            for message in what.messages() if message in steps or _of_the_kit(params, message)
        )  # fmt: skip


def _of_the_kit(params: WrittenWorkshop, message: str) -> bool:
    return message in params.spoken or message.startswith("gate.")


def _zones(params: WrittenWorkshop) -> Iterator[Nonsense]:
    """Each zone is worked on once, in one step; what is there for practice alone is nobody's work."""
    worked: list[str] = []
    for n, step in enumerate(params.phases):
        if step.kind == "work":
            if step.zone in worked:
                yield ("phases", n, "zone"), "twice", {"name": step.zone}
            worked.append(step.zone)
    for where, zone in params.zones_at():
        if zone in params.practised():
            if zone in worked:
                yield where, "practised_only", {"got": zone}
        elif zone not in worked:
            yield where, "never_worked", {"got": zone}


def _parts(params: WrittenWorkshop) -> Iterator[Nonsense]:
    zones = [part.zone for part in params.parts]
    for n, part in enumerate(params.parts):
        if part.zone in zones[:n]:
            yield ("parts", n, "zone"), "twice", {"name": part.zone}
        if (part.angle, part.face) == (part.start_angle, part.start_face):
            yield ("parts", n), "already_right", {"got": part.id}


def _tools(params: WrittenWorkshop) -> Iterator[Nonsense]:
    by_id = {tool.id: tool for tool in params.tools}
    for field, name in (("missing_tool", params.missing_tool), ("expired_tool", params.expired_tool)):
        if name in by_id and not by_id[name].listed:
            yield (field,), "not_listed", {"got": name}
    for n, tool in enumerate(params.tools):
        if tool.listed and tool.kind != "tool":
            yield ("tools", n, "listed"), "ppe_listed" if tool.kind == "ppe" else "other_listed", {"got": tool.id}


def _dates(params: WrittenWorkshop) -> Iterator[Nonsense]:
    """A label bears a day, and the tool that is out of date is so before any other."""
    by_id = {tool.id: tool for tool in params.tools}
    expired = by_id.get(params.expired_tool)
    if expired is not None and not expired.label.strip():
        yield ("expired_tool",), "no_label", {"got": expired.id}
    gone = day_of(expired.label) if expired is not None else None
    for n, tool in enumerate(params.tools):
        day = day_of(tool.label)
        if tool.label and day is None:
            yield ("tools", n, "label"), "no_day", {"got": tool.label}
        elif day and gone and tool is not expired and day <= gone and expired is not None:
            yield ("tools", n, "label"), "expired_too", {"got": tool.id, "name": expired.id}
    for n, gesture in enumerate(params.practice):
        if gesture.does == "store":
            day = day_of(gesture.label)
            mine = day_of(by_id[gesture.tool].label) if gesture.tool in by_id else None
            if day is None:
                yield ("practice", n, "label"), "no_day", {"got": gesture.label}
            elif mine and day >= mine:
                yield ("practice", n, "label"), "not_past", {"got": gesture.label}


def _practised(params: WrittenWorkshop) -> Iterator[Nonsense]:
    """Practice teaches with another tool than the day tries: nothing of the day is told before it; and an empty place
    of the board is not met first in the exercise."""
    days = {"store": params.expired_tool, "close": params.missing_tool}
    for n, gesture in enumerate(params.practice):
        if gesture.does in days and gesture.tool == days[gesture.does]:
            yield ("practice", n, "tool"), "days_own", {"got": gesture.tool}
        if gesture.does == "close" and not gesture.tool:
            yield ("practice", n), "no_empty_place", {"got": gesture.id}
        if n and gesture.joined and gesture.before != (before := params.practice[n - 1]).before:
            yield ("practice", n, "before"), "joined_apart", {"got": gesture.id, "name": before.id}


def _needs(params: WrittenWorkshop) -> Iterator[Nonsense]:
    """The order lists the tool that a gesture needs, and the gesture can be made to the end of the day."""
    by_id = {tool.id: tool for tool in params.tools}
    for name, tool in params.needs.items():
        if tool in by_id and not by_id[tool].listed:
            yield ("needs", name), "not_listed", {"got": tool}
        elif tool == params.missing_tool:
            yield ("needs", name), "needed_missing", {"got": tool}
    for name, movement in params.arrives.items():
        if movement > params.movements()[-1]:
            yield ("arrives", name), "beyond", {"got": movement, "most": params.movements()[-1]}


def _lying(params: WrittenWorkshop) -> Iterator[Nonsense]:
    if params.faulty_heads >= params.heads_per_block:
        yield ("faulty_heads",), "beyond", {"got": params.faulty_heads, "most": params.heads_per_block - 1}
    falling = {h.id for h in params.day if h.does == "falls"}
    for n, thing in enumerate(params.fod):
        if thing.foreign and thing.id not in falling:
            yield ("fod", n), "never_falls", {"got": thing.id}


def _places(params: WrittenWorkshop) -> Iterator[Nonsense]:
    seen: dict[str, str] = {}
    for name, spot in params.points.items():
        if seen.setdefault(spot, name) != name:
            yield ("points", name), "same_place", {"name": name, "other": seen[spot]}


def _sheet(params: WrittenWorkshop) -> Iterator[Nonsense]:
    for n, choice in enumerate(params.sheet):
        if not choice.counts:
            continue
        if not all(option.isascii() and option.isdecimal() for option in choice.options):
            yield ("sheet", n, "options"), "not_counts", {"got": choice.id}
            continue
        numbers: Mapping[int, str] = {int(option): option for option in reversed(choice.options)}
        for option in choice.options:
            if numbers[int(option)] != option:
                yield ("sheet", n, "options"), "twice", {"name": option}


def _day(params: WrittenWorkshop) -> Iterator[Nonsense]:
    in_use = list(params.swappable())[:1]
    for n, what in enumerate(params.day):
        most = params.size_of(params.progress_zone(what.phase))
        if what.after > most:
            yield ("day", n, "after"), "beyond", {"got": what.after, "most": most}
        if what.does == "swaps" and what.tool in in_use:
            yield ("day", n, "tool"), "in_use_already", {"got": what.tool}
            continue
        in_use = [what.tool] if what.does == "swaps" else in_use
        if what.does == "asks" and len(what.replies) < ASKED:
            yield ("day", n, "replies"), "few_replies", {"got": len(what.replies), "least": ASKED}
        if what.does == "holds" and what.lasts_ms < LEAST_HOLD_MS:
            yield ("day", n, "lasts_ms"), "short_hold", {"got": what.lasts_ms, "least": LEAST_HOLD_MS}


def labels_against(params: WrittenWorkshop, today: str) -> Iterator[Nonsense]:
    """The tool that is out of date is so in the month of the workshop (26-11), and no other is."""
    for n, tool in enumerate(params.tools):
        day = day_of(tool.label)
        if day is not None and (f"{day[0]:02}-{day[1]:02}" < today) != (tool.id == params.expired_tool):
            code = "still_good" if tool.id == params.expired_tool else "out_already"
            yield ("tools", n, "label"), code, {"got": tool.label, "today": today}
