"""What the pass says to do next, from the one plan that an adviser reads of the same person (`scoring.settling`)."""

from collections.abc import Callable

from assets.texts import Catalogue
from game.journey.proposing import MOST_NAMES, in_words
from game.screen.scene import Comfort
from scoring.settling import NextSteps
from scoring.types import Measured


def onward(plan: NextSteps, comfort: Comfort) -> tuple[str, str]:
    """What to do next, in a sentence, and what of: the first workshop of the plan, else a try in a real one where
    something is open, else to speak of what is shown."""
    t = Catalogue.load().t
    if plan.play:
        title, names = plan.play[0]
        of = in_words(names[:MOST_NAMES], comfort.language)
        return (
            t("boarding.next", comfort.language, comfort.easy, name=title),
            t("boarding.next_says", comfort.language, comfort.easy, names=of),
        )
    return t(f"boarding.next_{'elsewhere' if plan.see else 'talk'}", comfort.language, comfort.easy), ""


def clearer(plan: NextSteps, comfort: Comfort) -> str:
    """Which workshops installed here to try next, in the order of the plan, and of what each would say more, in the
    words of the rows; else that a try in a real one would, where something is open."""
    t = Catalogue.load().t
    parts = [f"{title} ({in_words(names, comfort.language)})" for title, names in plan.play]
    if parts:
        names = t("common.and_then", comfort.language).join(parts)
        return t("boarding.clearer", comfort.language, comfort.easy, names=names)
    return t("boarding.clearer_elsewhere", comfort.language, comfort.easy) if plan.see else ""


def settled_by(plan: NextSteps, m: Measured, t: Callable[..., str]) -> str:
    """What would say more of a habileté, as the plan has it: a workshop that is installed here, one that would probably
    not be enough, or a try in a real one; "" for what is shown, unless the plan tells more of it."""
    titles = [title for title, names in plan.play if m.habilete in names]
    if m.statement == "shown" and not titles:
        return ""
    if not titles:
        return t("boarding.settle")
    named = t("boarding.settle_and").join(titles)
    return t("boarding.settle_part" if m.habilete in plan.also else "boarding.settle_by", name=named)
