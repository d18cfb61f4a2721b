"""What a fact would have taken to be « comme attendu » or « en partie »: the limits of its rule, to be said aloud."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import ceil, floor

from game.journey.facts import Has, SayKey, fact_sentence
from scoring.families import hits_needed
from scoring.readers import READERS
from scoring.rules import EvidenceRule
from scoring.types import Observation

NEAR = 1e-9


def up(um: float) -> int:
    """A distance that was kept, to the next hundredth of a millimetre: « within » holds wherever it is said."""
    return 10 * ceil(um / 10 - NEAR)


class Thresholds:
    """The limits of the rules of one workshop in words. `mm`: micrometres as they are said."""

    def __init__(self, say: SayKey, has: Has, mm: Callable[[float], str]) -> None:
        self.say, self.has, self.mm = say, has, mm

    def said(self, item: Observation, rule: EvidenceRule, cuts: Sequence[float]) -> str:
        """The limits of a fact that is not wholly as expected, "" for any other. `cuts`: those it was read by."""
        if item.category is None or item.category == item.top or not cuts:
            return ""
        text = self._limits(item, rule, cuts)
        return text + self.say("tower.threshold.left") if text and item.left[1] else text

    def _limits(self, item: Observation, rule: EvidenceRule, cuts: Sequence[float]) -> str:
        reader = READERS[rule.reads]
        if reader.best:
            best = replace(item, case=reader.best, category=item.top, n=0, extra=0, apart=(), left=("", 0, 0))
            return self.say("tower.threshold.outcome", said=fact_sentence(best, rule, self.say, self.has).rstrip("."))
        if self.has(f"tower.expected.{rule.reads}"):
            return self._distance(item, cuts, self.say(f"tower.threshold.to.{rule.reads}"))
        if reader.less:
            # Blocks walked are read against the fewest there could be; heads are counted as they are.
            each = 1 if reader.whole else max(1, item.extra)
            done, part = (floor(cut * each + NEAR) for cut in (cuts[-1], cuts[0]))
            unit = self.say(f"tower.threshold.unit.{rule.reads}", n=done)
            return self.say("tower.threshold.most", done=done, part=part, unit=unit)
        return self._counted(item, rule.reads, cuts) if reader.whole else self._detected(item, cuts)

    def _distance(self, item: Observation, cuts: Sequence[float], to: str) -> str:
        """Of what is read as the distance that the nearer half keeps; `to`: to what."""
        near, far = self.mm(cuts[-1]), self.mm(cuts[0])
        here = "" if item.raw is None else self.say("tower.threshold.here", got=self.mm(up(item.raw)))
        return self.say("tower.threshold.distance", near=near, far=far, to=to) + here

    def _counted(self, item: Observation, reads: str, cuts: Sequence[float]) -> str:
        """Of things counted; where what counts is not what the fact names first, it is said, and why."""
        said = self._from(ceil(cuts[-1] - NEAR), ceil(cuts[0] - NEAR))
        if item.raw is None:
            return said
        counted = {"value": self._number(item.raw), "of": round(item.reach), "said": said}
        if self.has(f"tower.threshold.of.{reads}"):
            return self.say("tower.threshold.counted_of", what=self.say(f"tower.threshold.of.{reads}"), **counted)
        if item.raw == item.n:
            return said
        if item.raw == 2 * item.n + item.extra:
            return self.say("tower.threshold.double", **counted)
        if item.extra and item.raw < item.n:
            less = self._number(item.n - item.raw)
            return self.say("tower.threshold.minus", n=item.n, extra=item.extra, less=less, **counted)
        return self.say("tower.threshold.counted", **counted)

    def _number(self, value: float) -> str:
        return f"{value:g}".replace(".", self.say("common.decimal"))

    def _detected(self, item: Observation, cuts: Sequence[float]) -> str:
        """Of things found among others: how many had to be, with as many marked wrongly as there were."""
        if item.raw is None:
            return ""
        done, part = (hits_needed(cut, item.raw, item.n, item.offered) for cut in (cuts[-1], cuts[0]))
        if done is not None and part is not None:
            said = self._from(done, part)
        else:
            said = self.say("tower.threshold.never" if part is None else "tower.threshold.capped", part=part)
        return self.say("tower.threshold.extra", n=item.extra, said=said) if item.extra else said

    def _from(self, done: int, part: int) -> str:
        return self.say("tower.threshold.count" if part < done else "tower.threshold.count_one", done=done, part=part)
