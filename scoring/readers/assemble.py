"""Readers of `assemble`: rivets, heads, the jaw, the points of the plan."""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.check import Named
from scenarios.vocabulary import Event
from scoring.families import middle
from scoring.readers.base import (
    AnyReader,
    Count,
    HolesByZone,
    NameList,
    RawFact,
    Reach,
    Reader,
    Using,
    Word,
    Wrong,
    ZoneHoles,
    ZoneName,
    counted,
    not_offered,
)
from scoring.readers.log import NEVER, Keys, Log, LogEntries, first_at, indexes
from scoring.readers.some import OfHoles, OfSome, OnlyHoles, chosen

MOST_PULLS = 2
"""A head formed in so many pulls at the most is a clean one."""
SOFT = 400
"""The jaw comes down softly at so many units a second at the most."""
STARTS_UM = (2000, 6000)
"""Heads that began lower or higher (um) say nothing of the hand: their rivet was too short or too long."""
IN_A_ROW = 2
"""So many good heads one after the other show that a tool is mastered."""
NEVER_GOOD = 9
"""Raw value of a tool that was never in hand."""
FARTHEST_UM = 20_000


class HoleKeys(Keys):
    x_mm: int
    y_mm: int
    e_um: int
    e_b_um: int
    jaw: int
    oval: bool = False


class PanelZone(ZoneHoles):
    holes: Mapping[str, HoleKeys]


class Panel(HolesByZone):
    """The holes of every zone, with where they are and what is clamped there."""

    zones: Mapping[str, PanelZone]

    def holes(self) -> dict[str, HoleKeys]:
        """Every hole of every zone, by name."""
        return {name: hole for zone in self.zones.values() for name, hole in zone.holes.items()}


class BinKeys(Keys):
    stem_mm: int


class Grips(Panel):
    """The table of lengths: three stems, two limits (um, included below)."""

    bins: tuple[BinKeys, ...]
    stem_limits_um: tuple[int, int]

    def right_stem(self, name: str, revised: bool) -> int:
        """The stem (mm) that the work order gives for a hole, before or after the revision."""
        spec = self.holes()[name]
        e = spec.e_b_um if revised and spec.e_b_um else spec.e_um
        low, high = self.stem_limits_um
        return self.bins[0 if e <= low else 1 if e <= high else 2].stem_mm


class Stems(OfSome):
    zone: ZoneName
    only: OnlyHoles = None
    holes: Annotated[NameList | None, Named("hole"), Field(title="Trous qui comptent seuls")] = None
    left_out: Annotated[NameList | None, Named("hole"), Field(alias="except", title="Trous qui ne comptent pas")] = None
    gauged: Annotated[bool, Field(title="Mesurés d'abord")] = False
    change: Annotated[Word | None, Named("change"), Field(title="Changement qui donne d'autres épaisseurs")] = None

    def counts(self, hole: str) -> bool:
        """Whether a hole of the zone is looked at."""
        return hole not in (self.left_out or ()) and chosen(self.holes, hole) and chosen(self.only, hole)


def right_stems(log: Log, using: Stems, keys: Grips) -> RawFact:
    """Rivets from the right bin in a zone; `holes` limits them, `gauged` asks for a reading of that hole before.

    With a change, the rivets set after it alone are looked at: those before followed another table. Of those offered,
    the holes that hold no rivet are told apart: nothing was tried there.
    """
    bell = log.bell(using.change) if using.change else -1
    if bell == NEVER:
        return not_offered()
    placed = [(at, e) for at, e in log.facet("fit", "place", zone=using.zone) if using.counts(str(e.data["hole"]))]
    after = [(at, e) for at, e in placed if at > bell]
    right = 0
    for at, e in after:
        hole = str(e.data["hole"])
        read = not using.gauged or any(other < at for other, _ in log.of("pige_read", hole=hole))
        right += read and e.data["stem"] == keys.right_stem(hole, using.change is not None)
    of = sum(using.counts(hole) for hole in keys.zones[using.zone].holes)
    left = of - (len(placed) - len(after))
    offered = log.offered_in(using.zone, len(after), left, bell)
    return counted(float(right), indexes(after), offered, of, extra=log.left_in(using.zone, offered - len(after)))


def stems_reach(using: Stems, keys: Grips) -> Reach:
    zone = keys.zones.get(using.zone)
    return 0, sum(using.counts(hole) for hole in zone.holes) if zone else 0


def stems_wrong(using: Stems, keys: Grips) -> Iterator[Wrong]:
    for field, names in (("holes", using.holes), ("except", using.left_out), ("only", using.only)):
        for hole in keys.strangers(using.zone, names or ()):
            yield field, "not_in_zone", {"got": hole, "zone": using.zone}


class Heads(OfSome):
    zone: ZoneName
    only: OnlyHoles = None
    least: Annotated[Count, Field(title="Nombre de têtes au moins")]
    tool: Annotated[Word | None, Named("riveting_tool"), Field(title="Pince, s'il n'en faut qu'une")] = None
    change: Annotated[Word | None, Named("change"), Field(title="Changement de la hauteur visée")] = None
    folder: Annotated[Word | None, Named("folder_right"), Field(title="Dossier qui la montre")] = None

    @model_validator(mode="after")
    def both(self) -> "Heads":
        """A change of target is shown by a folder."""
        if (self.change is None) != (self.folder is None):
            raise PydanticCustomError("both", "both are needed", {"names": "change, folder"})
        return self


class Targets(Panel):
    target_um: int
    target_b_um: int
    tolerance_um: int


def head_error(log: Log, using: Heads, keys: Targets) -> RawFact:
    """Median distance (um) of head height from the target the person was shown, at least `least` heads of a zone.

    Beside it, of the heads looked at, how many stand between the two lines that were shown: told, and not scored.

    Where fewer can be looked at it is missing: the zone was cut off, or its heads began too low, too high or with
    another squeezer. It is lowest where the zone was finished with fewer heads than that, whatever they were.

    `tool` keeps the heads made with one squeezer. After the bell the new target is shown once the right folder is
    open: whoever still works by the old one is judged on the hand here, and on the folder elsewhere.
    """
    low, high = STARTS_UM
    every = [(at, e) for at, e in log.of("head", zone=using.zone) if chosen(using.only, str(e.data["hole"]))]
    heads = [(at, e) for at, e in every if low <= int(e.data["start_um"]) <= high]
    heads = [(at, e) for at, e in heads if using.tool in (None, e.data["tool"])]
    errors = [
        abs(int(e.data["h_um"]) - int(e.data.get("shown_um", _target(log, using, keys, at))))
        for at, e in heads
    ]
    value = middle(errors, using.least)
    if value is not None:
        inside = sum(error <= keys.tolerance_um for error in errors)
        return RawFact(value, indexes(heads), n=len(heads), extra=inside)
    few = log.closed(using.zone) and len(every) < using.least
    return RawFact(None, indexes(every), case="few", n=len(every)) if few else not_offered(indexes(heads))


def _target(log: Log, using: Heads, keys: Targets, at: int) -> int:
    """The height (um) that the open folder gave at an event, in runs whose heads do not say it."""
    bell = log.bell(using.change)
    chosen = [e for when, e in log.of("folder") if bell < when < at]
    new = bool(chosen) and chosen[-1].data["folder"] == using.folder
    return keys.target_b_um if new else keys.target_um


def distance_reach(using: Using, keys: Keys) -> Reach:
    """Any distance above none."""
    return 0, FARTHEST_UM


def heads_wrong(using: Heads, keys: Targets) -> Iterator[Wrong]:
    zone = keys.zones.get(using.zone)
    for hole in keys.strangers(using.zone, using.only or ()):
        yield "only", "not_in_zone", {"got": hole, "zone": using.zone}
    if zone and using.least > (most := len(using.only or zone.holes)):
        yield "least", "beyond", {"got": using.least, "most": most}


def _formed(log: Log, using: OfHoles) -> list[tuple[int, Event]]:
    return [(at, e) for at, e in log.of("head") if e.data["formed"] and chosen(using.only, str(e.data["hole"]))]


def _heads_offered(log: Log, keys: Panel, only: Collection[str] | None = None) -> tuple[int, int]:
    """Heads that could be formed, and the holes that were left empty instead: both of what is looked at.

    Those told of; in a finished zone every hole that was not rightly left. Rightly left are a hole that bears a tag and
    one that is damaged: no head is missing there.
    """
    formed = {str(e.data["hole"]) for _, e in log.of("head")}
    spoiled = {name for name, hole in keys.holes().items() if hole.oval}
    left = (spoiled | {str(e.data["object"]) for _, e in log.of("tag")}) - formed
    total = bare = 0
    for zone, there in keys.zones.items():
        heads = sum(chosen(only, str(e.data["hole"])) for _, e in log.of("head", zone=zone))
        total += log.offered_in(zone, heads, sum(chosen(only, hole) for hole in there.holes.keys() - left))
        filled = {str(e.data["hole"]) for _, e in log.of("place", zone=zone)}
        bare += log.left_in(zone, sum(chosen(only, hole) for hole in there.holes.keys() - left - filled))
    return total, bare


def _number(using: OfHoles, keys: Panel) -> int:
    """How many holes are looked at."""
    return sum(chosen(using.only, hole) for hole in keys.holes())


def clean_heads(log: Log, using: OfHoles, keys: Panel) -> RawFact:
    """Heads formed in one or two pulls without marking the skin."""
    heads = [(at, e) for at, e in _formed(log, using) if int(e.data["pulls"]) <= MOST_PULLS and not e.data["traces"]]
    return _of_heads(log, heads, using, keys)


def _of_heads(log: Log, heads: LogEntries, using: OfHoles, keys: Panel) -> RawFact:
    """So many heads of those that could be formed; the holes left empty are told apart."""
    offered, bare = _heads_offered(log, keys, using.only)
    return counted(float(len(heads)), indexes(heads), offered, _number(using, keys), extra=bare)


def soft_contacts(log: Log, using: OfHoles, keys: Panel) -> RawFact:
    """Heads on which the jaw came down softly."""
    heads = [(at, e) for at, e in _formed(log, using) if 0 <= int(e.data["v_contact"]) <= SOFT]
    return _of_heads(log, heads, using, keys)


def heads_reach(using: OfHoles, keys: Panel) -> Reach:
    return 0, _number(using, keys)


class Placed(Using):
    least: Annotated[Count, Field(title="Nombre de rivets au moins")]


def placement(log: Log, using: Placed, keys: Panel) -> RawFact:
    """Median distance (um) between rivet and hole when it is put in, at least `least` rivets."""
    placed = log.facet("presented", "place")
    if len(placed) < using.least and _heads_offered(log, keys)[0] < using.least:
        return not_offered(indexes(placed))
    value = middle([int(e.data["distance_um"]) for _, e in placed], using.least)
    return RawFact(value, indexes(placed), case="few" if value is None else "", n=len(placed))


def placed_wrong(using: Placed, keys: Panel) -> Iterator[Wrong]:
    if using.least > len(keys.holes()):
        yield "least", "beyond", {"got": using.least, "most": len(keys.holes())}


class ShownPoints(Using):
    stage: Annotated[Word, Named("phase"), Field(title="Étape où ils se montrent")]
    near_mm: Annotated[int, Field(ge=0, le=400, title="Écart d'un voisin sur la même ligne (mm)")]


class PointsKeys(Panel):
    points: dict[str, str]


def points_shown(log: Log, using: ShownPoints, keys: PointsKeys) -> RawFact:
    """Control points of the inside view: exact 2, a neighbour on the same line 1; told are both, each by itself."""
    said = log.of("point")
    last = {str(e.data["id"]): str(e.data["hole"]) for _, e in said}
    holes = keys.holes()
    exact = beside = 0
    for name, right in keys.points.items():
        got = last.get(name, "")
        if got == right:
            exact += 1
        elif got and holes[got].y_mm == holes[right].y_mm:
            beside += abs(holes[got].x_mm - holes[right].x_mm) <= using.near_mm
    of = len(keys.points)
    asked = log.stage_at(first_at(said)) or log.stage(using.stage)
    offered = 0 if asked is None else of if asked.closed else min(of, len(last) + log.idle(asked))
    return counted(float(2 * exact + beside), indexes(said), offered, of, each=2, n=exact, extra=beside)


def points_reach(using: ShownPoints, keys: PointsKeys) -> Reach:
    return 0, 2 * len(keys.points)


def jaw_access(log: Log, using: OfHoles, keys: Panel) -> RawFact:
    """Holes at which the approach of the jaw was right at the first closing; those left empty are told apart."""
    tried = [(at, e) for at, e in log.of("jaw", first=True) if chosen(using.only, str(e.data["hole"]))]
    right = [(at, e) for at, e in tried if e.data["fits"]]
    offered = bare = 0
    closed_on = {str(e.data["hole"]) for _, e in tried}
    for zone, there in keys.zones.items():
        narrow = {name for name, hole in there.holes.items() if hole.jaw >= 0 and chosen(using.only, name)}
        done = sum(e.data["hole"] in narrow for _, e in tried)
        offered += len(narrow) if log.closed(zone) else done
        bare += log.left_in(zone, len(narrow - closed_on))
    return counted(float(len(right)), indexes(right), offered, _narrow(using, keys), extra=bare)


def _narrow(using: OfHoles, keys: Panel) -> int:
    """How many holes with walls beside them are looked at."""
    return sum(hole.jaw >= 0 and chosen(using.only, name) for name, hole in keys.holes().items())


def jaw_reach(using: OfHoles, keys: Panel) -> Reach:
    return 0, _narrow(using, keys)


class DayKeys(Keys):
    id: str
    does: str
    tool: str = ""


class Swaps(HolesByZone):
    """What happens in the day, a tool that is handed over among it."""

    day: tuple[DayKeys, ...] = ()


class NewTool(Using):
    zone: ZoneName
    tool: Annotated[Word, Named("riveting_tool"), Field(title="Nouvelle pince")]
    within_um: Annotated[int, Field(ge=1, le=FARTHEST_UM, title="Écart admis (µm)")]


def new_tool(log: Log, using: NewTool, keys: Swaps) -> RawFact:
    """Trials with the new squeezer until two in a row within `within_um` of the line; 9 when never.

    A head that was closed over again is one trial as it was left; how often the squeezer closed is told beside it.
    Offered once it succeeded, or the step was finished after the new squeezer was used or handed over: with two holes
    or more left to try it on.
    """
    heads = log.facet("trial", "head", zone=using.zone, tool=using.tool)
    good = [abs(int(e.data["h_um"]) - int(e.data["target_um"])) <= using.within_um for _, e in heads]
    for n in range(2, len(good) + 1):
        if good[n - 1] and good[n - 2]:
            closings = sum(int(e.data["pulls"]) for _, e in heads[:n])
            case = "reclosed" if closings > n else "mastered"
            return RawFact(float(n), indexes(heads), case=case, n=n, extra=closings * (closings > n))
    if not log.closed(using.zone) or not (heads or _left_to_try(log, using, keys) >= IN_A_ROW):
        return not_offered(indexes(heads))
    return RawFact(float(NEVER_GOOD), indexes(heads), case="not_yet" if heads else "untried")


def _left_to_try(log: Log, using: NewTool, keys: Swaps) -> int:
    """How many holes of the zone were open as the new squeezer was handed over; 0 where it never was."""
    handed = min((log.bell(h.id) for h in keys.day if h.does == "swaps" and h.tool == using.tool), default=NEVER)
    filled = {str(e.data["hole"]) for at, e in log.facet("trial", "head", zone=using.zone) if at < handed}
    return len(keys.zones[using.zone].holes.keys() - filled) if handed < NEVER else 0


def trials_reach(using: NewTool, keys: Swaps) -> Reach:
    return 2, NEVER_GOOD


READERS: Mapping[str, AnyReader] = {
    "right_stems": Reader(Stems, Grips, right_stems, stems_reach, stems_wrong),
    "head_error": Reader(Heads, Targets, head_error, distance_reach, heads_wrong, whole=False, less=True),
    "clean_heads": Reader(OfHoles, Panel, clean_heads, heads_reach),
    "soft_contacts": Reader(OfHoles, Panel, soft_contacts, heads_reach),
    "placement": Reader(Placed, Panel, placement, distance_reach, placed_wrong, whole=False, less=True),
    "points_shown": Reader(ShownPoints, PointsKeys, points_shown, points_reach),
    "jaw_access": Reader(OfHoles, Panel, jaw_access, jaw_reach),
    "new_tool": Reader(
        NewTool, Swaps, new_tool, trials_reach, cases=("mastered", "reclosed", "not_yet", "untried"), less=True
    ),
}
