"""What scoring gives and others may hold: frozen dataclasses, and where they lie on the axis that is drawn; no numpy,
so that any room may import them."""

from dataclasses import dataclass

CUT = "cut"
"""Why something is missing: it was never offered, or a ceiling, a stop or a crash cut it off."""

LEVEL_CUTS = (-0.9, 0.1, 1.1)
"""Where levels 1, 2 and 3 begin: midway between nodes, so that P(theta >= cut) is a sum of node masses."""
SHARES = (0.25, 0.5, 0.75)
"""Where the levels begin on the axis: four places of one width, the first lies before them all."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One graded fact. `category` is None when it is missing (never offered, cut off, accommodation, failure)."""

    rule: str
    habilete: str
    task: str
    category: int | None
    top: int  # highest category of the rule (2..4)
    raw: float | None
    weight: float
    a: float
    b: tuple[float, ...]  # increasing thresholds, len == top
    events: tuple[int, ...]  # indexes of the events it rests on, in the run's event list
    why_missing: str = ""  # "device": no cuts for it; "cut": never offered, or cut off by a ceiling, a stop or a crash
    offered: int = 1  # trials offered
    of: int = 1  # trials there are in the scenario
    reach: float = 0  # the highest raw value that those offered allow, 0 where the raw value is no count
    case: str = ""  # which outcome it was, where a rule has named outcomes
    n: int = 0  # how many were right
    extra: int = 0  # how many were done that were not asked
    apart: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what was not as asked: in which way; text keys, or figures
    left: tuple[str, int, int] = ("", 0, 0)  # work left, where that lowered it: of what, how many, of how many
    faults: tuple[int, ...] | None = None  # indexes of the events where it went otherwise; None: `events` show that too
    cuts: tuple[float, ...] = ()  # those that its raw value was read by, where they are known


@dataclass(frozen=True, slots=True)
class Points:
    """Additive share of one observation in one habileté's mean; indirect when it comes through the general factor."""

    rule: str
    points: float
    indirect: bool
    task: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Posterior of one habileté on a scale of mean 0 and SD 1 in the population."""

    habilete: str
    mean: float
    sd: float
    low: float  # 2.5 % quantile
    high: float  # 97.5 % quantile
    p_levels: tuple[float, float, float]  # P(theta >= level 1, 2, 3)
    n_observed: int
    n_offered: int
    statement: str  # "shown" | "to_confirm" | "not_yet" | "not_enough" | "not_measured"
    level: int  # highest level with P >= .8, else the level the statement is about (1..3)
    points: tuple[Points, ...]
    tasks: int = 0  # workshops that looked at it


@dataclass(frozen=True, slots=True)
class Profile:
    """Every habileté of the referential, in its order, observed or not."""

    scale_version: str
    rules_version: str
    measured: tuple[Measured, ...]
    p_general: tuple[float, ...]  # p(g | y) on the grid
    p_level_given_g: tuple[tuple[str, tuple[tuple[float, float, float], ...]], ...]  # habileté -> per g node
    gates: tuple[tuple[str, str], ...]  # gate id -> "kept" | "kept_after_reminder" | "not_kept" | "not_met"
    covariance: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class AxisBand:
    """The parts of a band, each (left, right) in shares of the axis, 0..1; None: there is no such part."""

    pale: tuple[float, float] | None
    """Where the margin goes below the level that is shown: up to the full part."""
    full: tuple[float, float]
    """What the word says: of what is shown, never beyond the top of its level; else the whole margin."""
    beyond: tuple[float, float] | None
    """Where the margin goes above the level that is shown, which is to confirm. Where it touches the full part it
    begins with it and is drawn before it, so that no seam is left."""


def share(value: float) -> float:
    """Where a value of the scale stands on the axis, 0..1: it ends one segment beyond the first and last level."""
    low = LEVEL_CUTS[0] - (LEVEL_CUTS[1] - LEVEL_CUTS[0])
    high = LEVEL_CUTS[-1] + (LEVEL_CUTS[-1] - LEVEL_CUTS[-2])
    return min(1.0, max(0.0, (value - low) / (high - low)))


def begins(level: int) -> float:
    """Where a level begins on the axis, 0..1; 0 for none."""
    return SHARES[level - 1] if level else 0.0


def ends(level: int) -> float:
    """Where a level ends on the axis, 0..1; 1 for the highest, and for none."""
    return (*SHARES, 1.0)[level] if level else 1.0


def cut_band(low: float, high: float, level: int, least: float) -> AxisBand:
    """Cut the margin from `low` to `high` (shares of the axis) at both ends of the level that is said to be shown.

    `level`: 1 to 3, 0 where none is shown: the band is then in one piece. `least`: the full part is no shorter, so that
    it is seen; it grows to the right within its level, at the top of it to the left. A margin that lies above the whole
    level (what was done at other things makes more likely) leaves of it a mark of that length, at its top.
    """
    top = ends(level)
    first = max(low, begins(level))
    pale = (low, first) if low < first else None
    first = min(first, top - least)
    last = max(min(high, top), first + least)
    beyond = (first if low <= last else low, high) if high > top else None
    return AxisBand(pale, (first, last), beyond)
