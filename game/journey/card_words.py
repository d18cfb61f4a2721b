"""Sentences of the pass: how many facts of a row stand how, why nothing is said of a habileté, what was answered of
where and when."""

from collections.abc import Callable, Mapping, Sequence

from assets.texts import lowered
from game.scenes.shown import Row, Unsaid
from scenarios.departments import departments
from scenarios.regions import Region
from scoring.types import Measured

STANDS = ("done", "part", "open")
"""How a fact stands, in the order in which an opened row shows them."""


def how_they_stand(states: Sequence[str], heights: Sequence[float], t: Callable[..., str]) -> str:
    """How many facts of a row stand how, as it opens to them; "" where all stand as the first, which stands in front.

    `heights`: how far each fact went, 0 to 1: of facts that stand alike some may still go less far than the first.
    """
    if not states or (set(states) == {states[0]} and min(heights) >= heights[0]):
        return ""
    counts = {state: list(states).count(state) for state in STANDS}
    parts = [t(f"boarding.count.{state}", n=n) for state, n in counts.items() if n]
    # A number stays with the words after it.
    return t("boarding.counts", of=len(states), parts=", ".join(part.replace(" ", "\u00a0") for part in parts))


FRONT = 2
"""Facts that stand under a statement; all else is behind the press."""


def carried(m: Measured) -> tuple[tuple[str, str], ...]:
    """The (workshop, rule) whose facts stand under a statement: those that carried it, else those that spoke most."""
    own = [p for p in m.points if not p.indirect]
    if m.statement == "shown":
        own = sorted((p for p in own if p.points > 0), key=lambda p: (-p.points, p.rule, p.task))
    return tuple((p.task, p.rule) for p in own[:FRONT])


def beside(m: Measured) -> tuple[tuple[str, str], ...]:
    """The (workshop, rule) of all else that was seen of a habileté, for it or against: what spoke most stands first."""
    first = carried(m)
    return tuple(key for p in m.points if not p.indirect and (key := (p.task, p.rule)) not in first)


def on_paper(row: Row, t: Callable[..., str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a row says on paper: the facts in front, then every other one that was in part or is not there yet.

    Each that is not wholly as expected says so: paper has no heads over its facts.
    """
    states = row.states or ("done",) * len(row.seen)
    said = tuple(
        fact if state == "done" else t(f"paper.fact.{state}", fact=fact)
        for state, fact in zip(states, row.seen, strict=True)
    )
    front = len(row.actions)
    behind = zip(states[front:], said[front:], strict=True)
    return said[:front], tuple(fact for state, fact in behind if state != "done")


WHY = ("little", "unseen", "unlooked", "elsewhere")
"""Why nothing is said of a habileté: seen too little, not met, not with this device, not in these workshops."""


def why_unsaid(states: Sequence[str]) -> str:
    """Why nothing is said of a habileté whose facts stand so: of none, no workshop that was tried looks at it."""
    return next((why for why in WHY if why in states), "elsewhere")


def unsaid(states: Mapping[str, Sequence[str]], label: Mapping[str, str], t: Callable[..., str]) -> tuple[Unsaid, ...]:
    """Habiletés of which nothing is said, by why, in the order of `WHY`.

    `states`: of each, how every fact stands that a workshop would have read of it; `label`: their names.
    """
    groups = {why: [label[name] for name, own in states.items() if why_unsaid(own) == why] for why in WHY}
    return tuple(
        Unsaid(
            t(f"boarding.unsaid.{why}", n=len(names)),
            t(f"boarding.unsaid.{why}.named", names=", ".join(lowered(name) for name in names)), tuple(names),
        )
        for why, names in groups.items() if names
    )  # fmt: skip


MOST = 4
"""So many places of an answer are named; of more all but the last ones, and how many other places there are. Hours are
few, and each is named."""


def _places(said: str, wishes: Mapping[str, Sequence[str]], region: Region, t: Callable[..., str]) -> list[str]:
    """Places of an answer by the words that were touched: the whole region, all the others, a department, a place."""
    every = {basin.code: basin for basin in region.basins}
    here = [code for code in wishes.get(said, ()) if code in every]
    if every.keys() == set(here):
        return [lowered(t("wishes.anywhere", region=region.name_fr))]
    yes = every.keys() & set(wishes.get("yes", ()))
    if said == "no" and yes and every.keys() == yes | set(here):
        return [t("boarding.wishes.others")]
    whole = {
        code for code in dict.fromkeys(every[code].department for code in here)
        if {basin.code for basin in region.basins if basin.department == code} <= set(here)
    }  # fmt: skip
    names = {d.code: d.name_fr for d in departments().departments}
    return list(dict.fromkeys(
        names.get(every[code].department, every[code].department) if every[code].department in whole
        else every[code].name_fr
        for code in here
    ))  # fmt: skip


def answers(wishes: Mapping[str, Sequence[str]], region: Region, t: Callable[..., str]) -> str:
    """What the person answered of where and when, and what it is for; that nothing was said, where it was not.

    `wishes`: names by answer, as the screen holds them; `region`: the one whose places were asked for.
    """
    parts, codes = [], {basin.code for basin in region.basins}
    for said in ("yes", "no"):
        conditions = [lowered(t(f"wishes.{name}")) for name in wishes.get(said, ()) if name not in codes]
        places = _places(said, wishes, region, t)
        if len(places) > MOST:
            n = len(places) - MOST + 1
            places = [t("boarding.wishes.and_places", names=", ".join(places[: MOST - 1]), n=n)]
        names = [*places, *conditions]
        parts += [t(f"boarding.wishes.{said}", names=", ".join(names))] if names else []
    parts += [t("boarding.wishes.commute", name=lowered(t(f"wishes.{name}"))) for name in wishes.get("commute", ())]
    return t("boarding.wishes", said=" ".join(parts)) if parts else t("boarding.wishes.nothing")
