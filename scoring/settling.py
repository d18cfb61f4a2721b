"""What could still tell of what is not sure, and what to do next: one plan, for a person's pass and an adviser's pages.

How far a workshop would settle something is reckoned in `scoring.circuit`, which fills an `Outlook`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outlook:
    """What could still tell of one habileté. `settle`: titles of the workshops that look at it and do not count yet,
    each with how many moments; `looks`: whether any workshop here looks at it, played or not.

    `enough`: "one" where each of `alone` would settle it by itself, "all" where those left would together, "none" where
    they would not; "" for what is not to confirm, or where none is left.
    """

    habilete: str
    statement: str
    settle: Mapping[str, int]
    looks: bool
    enough: str = ""
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What to do next, in habiletés. `play`: a workshop's title and what it would tell of, the widest first.

    `also`: what those would probably not settle; `see`: what no workshop left looks at. Both are seen on the job.
    """

    play: tuple[tuple[str, tuple[str, ...]], ...] = ()
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()

    def title_of(self, outlook: Outlook) -> str:
        """The workshop that is proposed for a habileté, "" for none."""
        return next((title for title, names in self.play if outlook.habilete in names), "")

    def within(self, outlooks: Sequence[Outlook]) -> "NextSteps":
        """The same plan for some habiletés alone, as an offer asks them: none goes to another workshop than there."""
        first = [title for title, _ in self.play]
        names_of: dict[str, list[str]] = {}
        for outlook in outlooks:
            titles = [title for title, names in self.play if outlook.habilete in names]
            ways = titles or sorted(_ways(outlook), key=lambda title: (title not in first, title))[:1]
            for title in ways:
                names_of.setdefault(title, []).append(outlook.habilete)
        order = sorted(names_of, key=lambda title: first.index(title) if title in first else len(first))
        return NextSteps(tuple((title, tuple(names_of[title])) for title in order), *_elsewhere(outlooks))


def plan_of(outlooks: Iterable[Outlook]) -> NextSteps:
    """The plan of a person: each habileté that is not shown goes to the workshop that tells of most, but for what takes
    all that are left, which stands under each. Of what nothing played looked at and nothing left does, nothing is said.
    """
    about = [outlook for outlook in outlooks if outlook.settle or outlook.statement not in ("shown", "not_measured")]
    left, play = {outlook.habilete: _ways(outlook) for outlook in about if outlook.settle}, []
    while left:
        titles = dict.fromkeys(title for ways in left.values() for title in ways)
        best = max(titles, key=lambda title: sum(title in ways for ways in left.values()))
        play.append((best, tuple(name for name, ways in left.items() if best in ways)))
        left = {
            outlook.habilete: rest for outlook in about
            if (rest := _rest(outlook, left.get(outlook.habilete, ()), best))
        }  # fmt: skip
    return NextSteps(tuple(play), *_elsewhere(about))


def _ways(outlook: Outlook) -> tuple[str, ...]:
    """The workshops that may be proposed for a habileté: those that settle it by themselves, where there are any."""
    return outlook.alone or tuple(outlook.settle)


def _rest(outlook: Outlook, left: Sequence[str], played: str) -> tuple[str, ...]:
    """What is still to be played for a habileté once a workshop is: nothing, but for what takes all of them."""
    done = played in left and outlook.enough != "all"
    return () if done else tuple(title for title in left if title != played)


def _elsewhere(outlooks: Sequence[Outlook]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is to be seen on the job too, and what there alone."""
    return (
        tuple(outlook.habilete for outlook in outlooks if outlook.settle and outlook.enough == "none"),
        tuple(outlook.habilete for outlook in outlooks if outlook.statement != "shown" and not outlook.settle),
    )
