"""What a step that has ended gives back: each blade lights up or stays dark, as its mentor turns them round once more.

Pure functions of the events of a run and of what its author wrote. Asked only of a step that is over: nothing of it can
be changed any more. A word is right by `InspectParams.word_for`, the rule by which practice tells it and the evidence
reads it; blades that lack a part or were signed before are another rule's business and give nothing back.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from game.mechanics.inspect.params import FAULTS, InspectParams, Mark
from game.mechanics.inspect.state import mirrored
from scenarios.vocabulary import Event

OPENS_MS, ENDS_MS, CROWN_MS = 320, 700, 1300
"""Before the first one comes; after the last one; and where something shines, for the crown."""
SLOWEST_MS, LEAST_MS, EASES_MS = 460, 250, 56
"""A turn by one blade: out of its rest, at full swing, and how much quicker each is than the one before."""
LIT_MS, PASSED_MS, APART_MS, DARK_MS, DARK_MOST_MS = 120, 60, 420, 560, 2600
"""How long one rests: that lights, that says nothing, that shows its tag, that stays dark under the lens, and all of
these together."""
TONES = 9
"""Steps of the scale that rises."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One blade or piece of a step that is over. `right`: None where nothing is said of it.

    `marks`: what lies on a blade, as it was dealt; `feature`: what a piece of a rack bore; `tagged`: whether the person
    has set it apart with a tag.
    """

    n: int
    right: bool | None
    marks: tuple[Mark, ...] = ()
    feature: str = ""
    tagged: bool = False


def of_rotor(params: InspectParams, events: Sequence[Event], zone: str, *, mirror: bool) -> tuple[Passed, ...]:
    """The blades of a rotor in their order, by the last word on each and the issue in force as it was given.

    `mirror`: whether this is the parallel form, in which every mark lies on the other side.
    """
    rotor = params.rotors[zone]
    faces = {str(e.data["blade"]): str(e.data["face"]) for e in events if e.kind == "dealt"}
    words = {str(e.data["blade"]): e.data for e in events if e.kind == "decide" and e.data["zone"] == zone}
    apart = {str(e.data["object"]) for e in events if e.kind == "tag"}
    passed = []
    for at, name in enumerate(rotor.blades):
        blade, said = params.blades()[faces.get(name, name)], words.get(name)
        judged = said is not None and blade.sort != "kept"
        right = said["word"] == params.word_for(blade, bool(said["revised"])) if said is not None and judged else None
        marks = tuple(mirrored(m) for m in blade.marks) if mirror else blade.marks
        passed.append(Passed(rotor.first + at, right, marks, tagged=name in apart))
    return tuple(passed)


def of_rack(events: Sequence[Event], phase: str) -> tuple[Passed, ...]:
    """The pieces of a rack: right where one to review was marked, and where no other one was.

    () for a rack on which nobody has marked anything: it was passed over, and says nothing.
    """
    begun = next((n for n, e in enumerate(events) if e.kind == "phase" and e.data["name"] == phase), len(events))
    step = list(itertools.takewhile(lambda e: e.kind != "phase", events[begun + 1 :]))
    shown = {int(e.data["index"]): str(e.data["feature"]) for e in step if e.kind == "head_shown"}
    said = {int(e.data["index"]): str(e.data["verdict"]) for e in step if e.kind == "head_verdict"}
    if not said:
        return ()
    return tuple(
        Passed(n + 1, (feature in FAULTS) == (said.get(n) == "review"), feature=feature)
        for n, feature in sorted(shown.items())
    )


@dataclass(frozen=True, slots=True)
class LastTurn:
    """The way round: who passes, and when each one has come and goes on again (ms)."""

    passed: tuple[Passed, ...]
    comes: tuple[int, ...]
    goes: tuple[int, ...]
    lasts: int

    def heard(self, before: float, now: float) -> tuple[str, ...]:
        """What sounds between two moments: a scale that rises with each that lights, a dull knock for what does not."""
        sounds, step = [], 0
        for blade, at in zip(self.passed, self.comes, strict=True):
            step += blade.right is True
            if before < at <= now and (blade.right is not None or blade.tagged):
                dull = "tag" if blade.right is None else "dull"
                sounds.append(f"warm_{min(step, TONES)}" if blade.right else dull)
        lit = sum(blade.right is True for blade in self.passed)
        whole = lit == sum(blade.right is not None for blade in self.passed) > 0
        crown = self.lasts - CROWN_MS
        return (*sounds, *(("block",) if whole and before < crown <= now else ()))

    def burning(self, ms: float) -> tuple[bool, ...]:
        """Which of them burn by now."""
        return tuple(blade.right is True and at <= ms for blade, at in zip(self.passed, self.comes, strict=True))

    def apart(self, ms: float) -> tuple[bool, ...]:
        """Which of them have shown by now that they are set apart: nothing is said of those."""
        return tuple(b.tagged and b.right is None and at <= ms for b, at in zip(self.passed, self.comes, strict=True))


def begun(passed: Sequence[Passed]) -> LastTurn | None:
    """The way round those who pass; None where nothing is said of any of them."""
    judged = [blade.right for blade in passed if blade.right is not None]
    if not judged:
        return None
    dark = min(DARK_MS, DARK_MOST_MS // max(1, judged.count(False)))
    rests = {True: LIT_MS, False: dark, None: PASSED_MS}
    comes, goes, at = [], [], OPENS_MS
    for n, blade in enumerate(passed):
        # Heavy: it comes slowly out of its rest, and slows down before it stops.
        swing = min(n, len(passed) - 1 - n)
        at += max(LEAST_MS, SLOWEST_MS - EASES_MS * swing)
        comes.append(at)
        at += APART_MS if blade.tagged and blade.right is None else rests[blade.right]
        goes.append(at)
    return LastTurn(tuple(passed), tuple(comes), tuple(goes), at + (CROWN_MS if True in judged else ENDS_MS))
