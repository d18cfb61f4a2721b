"""What is said aloud to a person of their result: whole sentences, of the very rows and plan that pages show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assets.texts import lowered
from assets.voice import Voice
from desk.match_words import Words
from scenarios.reference import habiletes
from scoring.match import UNMEASURED, Pair
from tower.settling import NextSteps


def to_say(voice: Voice, rows: Sequence[Mapping[str, Any]], plan: NextSteps) -> str:
    """A short paragraph: what is shown, at which level, what is open, what was not seen enough, and how to know more.

    `rows`: those of the card, with `habilete`, `statement` and `level`. In the plain words of easy French; no count, no
    chance, nothing about anybody else.
    """
    levels: dict[int, list[str]] = {}
    for row in rows:
        if row["statement"] == "shown":
            levels.setdefault(int(row["level"]), []).append(row["habilete"])
    say = voice.say
    parts = [
        say("tower.say.shown", names=plain(voice, names), level=lowered(say(f"statement.shown{level}")))
        for level, names in sorted(levels.items(), reverse=True)
    ]
    if not parts:
        seen = any(row["statement"] not in UNMEASURED for row in rows)
        parts.append(say("tower.say.none" if seen else "tower.say.nothing"))
    for name in ("to_confirm", "not_yet"):
        names = [row["habilete"] for row in rows if row["statement"] == name]
        parts += [say(f"tower.say.{name}", names=plain(voice, names))] if names else []
    if any(row["statement"] in UNMEASURED for row in rows):
        parts.append(say("tower.say.unseen"))
    titles = [say("tower.say.title", title=title) for title, _ in plan.play]
    onwards = "both" if titles and (plan.also or plan.see) else "play" if titles else "see" if plan.see else ""
    parts += [say(f"tower.say.onwards.{onwards}", titles=", ".join(titles))] if onwards else []
    return " ".join(parts)


def plain(voice: Voice, names: Iterable[str]) -> str:
    """Habiletés in the words of easy French, as they stand inside a sentence: some of these hold a comma."""
    labels = {habilete.id: habilete.label(voice.language, easy=True) for habilete in habiletes()}
    return voice.say("tower.say.between").join(lowered(labels[name]) for name in names)


def plan_said(words: Words, plan: NextSteps) -> dict[str, Any]:
    """A plan in short names, as every page shows it; empty where there is nothing to do."""

    def short(names: Iterable[str]) -> str:
        return ", ".join(words.short[name] for name in names)

    named = {"play": [(title, short(names)) for title, names in plan.play], "also": short(plan.also),
             "see": short(plan.see)}  # fmt: skip
    return named if any(named.values()) else {}


def pair_say(voice: Voice, pair: Pair) -> str:
    """What to say to the person in place of « moins d'une chance sur 10 »: what they show of it, and what is left."""
    if pair.tenths != 0:
        return ""
    met = [reason.habilete for reason in pair.reasons if reason.state == "met"]
    left = [reason.habilete for reason in pair.reasons if reason.state != "met"]
    named = {"met": plain(voice, met), "left": plain(voice, left)}
    return voice.say(f"tower.say.pair.{'met' if met else 'none'}", **named) if left else ""
