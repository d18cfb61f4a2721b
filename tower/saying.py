"""What is said aloud to a person of their result: whole sentences, of the very rows and plan that pages show."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from assets.spoken import confirm_said
from assets.texts import lowered
from assets.voice import Voice
from desk.card_words import told_by
from desk.match_words import Words
from scenarios.plain import unbroken
from scenarios.reference import habiletes
from scoring.match import NO, NOT_ASKED, UNMEASURED, YES, MatchReason, Pair
from scoring.told import OTHERS
from tower.settling import NextSteps


def to_say(
    voice: Voice, rows: Sequence[Mapping[str, Any]], plan: NextSteps, others: Mapping[str, int] = MappingProxyType({}),
) -> str:
    """A short paragraph: what is shown, at which level, what is open, what was not seen enough, and how to know more.

    `rows`: those of the card, as it is told, with `habilete`, `statement` and `level`; `others`: the
    habiletés of which all together let a level be expected that their own moments do not show, and that level.

    In the plain words of easy French; no count, no chance, nothing about anybody else.
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
    parts += [
        say("tower.say.others", level=lowered(say(f"statement.shown{level}")), names=plain(voice, names))
        for level in (3, 2, 1) if (names := [name for name, above in others.items() if above == level])
    ]  # fmt: skip
    if not parts:
        seen = any(row["statement"] not in UNMEASURED for row in rows)
        parts.append(say("tower.say.none" if seen else "tower.say.nothing"))
    for name in ("to_confirm", "not_yet"):
        names = [row["habilete"] for row in rows if row["statement"] == name and row["habilete"] not in others]
        parts += [say(f"tower.say.{name}", names=plain(voice, names))] if names else []
        unsure = name == "to_confirm" and (names or others)
        parts += [say("tower.say.sure", says=confirm_said(say))] if unsure else []
    if any(row["statement"] in UNMEASURED for row in rows):
        parts.append(say("tower.say.unseen"))
    titles = [say("tower.say.title", title=title) for title, _ in plan.play]
    onwards = "both" if titles and (plan.also or plan.see) else "play" if titles else "see" if plan.see else ""
    parts += [say(f"tower.say.onwards.{onwards}", titles=", ".join(titles))] if onwards else []
    return " ".join(parts)


def own_words(words: Words, its_card: Mapping[str, Any], plan: NextSteps, who: str) -> str:
    """What is said aloud to a person: nothing is called shown that its own moments, alone, would not show."""
    others = {row["habilete"]: int(row["above"]) for row in its_card["rows"] if "above" in row}
    return to_say(words.voice, its_card["rows"], plan, others)


def by_others(words: Words, row: Mapping[str, Any], who: str) -> bool:
    """Whether a level was measured that its own moments, alone, would not say."""
    return told_by(row, words, who) == OTHERS


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


def point_row(words: Words, reason: MatchReason, pair: Pair) -> tuple[str, str, str, str, str]:
    """What an offer asks, as a page shows it: how it stands, of what, at which level, what more, and whether its own
    moments say so (OWN, OTHERS, EXPECTED or ""). No line breaks inside French quotation marks.
    """
    parts = (unbroken(text) if "«" in text else text for text in words.asked_parts(reason, pair, by=False))
    name, said, more = parts
    return words.standing(words.told_reason(reason, pair)), name, said, more, words.said_by(reason, pair)


def pair_say(voice: Voice, words: Words, pair: Pair) -> str:
    """What to say to the person in place of « moins d'une chance sur 10 »: the words of the page of the pair."""
    return voice.say("tower.say.pair", said=offer_say(voice, words, pair)) if pair.tenths == 0 else ""


def points_of(words: Words, pair: Pair) -> dict[str, list[str]]:
    """What an offer asks by how it stands, as it is told (`Words.told_reason`): the words of the page of the pair."""
    points: dict[str, list[str]] = {state: [] for state in ("met", "open", "short", "not_measured")}
    for reason in pair.reasons:
        points[words.told_reason(reason, pair).state].append(reason.habilete)
    return points


def offer_say(voice: Voice, words: Words, pair: Pair, *, said_no: bool = True) -> str:
    """What to say to a person of one offer: what of it they show, what is open, what nobody looked at, and what they
    were not asked yet. No chance and no group is in it. `said_no`: with what they said no to, where the sentence of the
    decision has not said it already."""
    parts = [
        voice.say(f"tower.pair.aloud.{state}", names=plain(voice, names))
        for state, names in points_of(words, pair).items() if names
    ] or [voice.say("tower.pair.aloud.nothing")]
    for state in (NO, NOT_ASKED) if said_no else (NOT_ASKED,):
        names = [words.condition(c.constraint, pair) for c in pair.conditions if c.state == state]
        parts += [voice.say(f"tower.pair.aloud.{state}", names=", ".join(names))] if names else []
    return " ".join(parts)


def decided_say(voice: Voice, verdict: str, reason: str, employer: str, declined: Sequence[str] = ()) -> str:
    """What to say to a person of what was decided, with its reason in words. `declined`: what of the offer they said no
    to: a proposal or an offer in view then says that first, and asks; that both go together would be false."""
    firm = employer or voice.say("tower.decided.employer")
    if declined and verdict in ("propose", "keep"):
        return voice.say(f"tower.decided.say.{verdict}_despite", names=", ".join(declined), employer=firm)
    return voice.say(f"tower.decided.say.{verdict}", why=voice.say(f"tower.decided.why.{reason}"), employer=firm)


def employer_say(voice: Voice, words: Words, pair: Pair, way: str = "") -> str:
    """What to say to an employer of somebody who is proposed: how much they played, the four words of a line and by
    what, what they answered, and the way in that was chosen, in a sentence. No chance is in it."""
    of = {state: [words.names[name] for name in names] for state, names in points_of(words, pair).items()}
    between, played = voice.say("tower.say.between"), words.alone.counted(pair.candidate_id)
    by = voice.say(f"match.tenths.by_{'one' if played == 1 else 'played'}")
    parts = [
        voice.say(f"tower.decided.employer_say.{state}", names=between.join(map(lowered, names)), by=by)
        for state, names in of.items() if names
    ]  # fmt: skip
    for state in (YES, NO, NOT_ASKED):
        names = [words.condition(c.constraint, pair) for c in pair.conditions if c.state == state]
        parts += [voice.say(f"tower.decided.employer_say.said_{state}", names=", ".join(names))] if names else []
    parts += [way] if way else []
    begin = voice.say(f"tower.decided.employer_say.begin{'_one' if played == 1 else ''}", n=played)
    declined = any(c.state == NO for c in pair.conditions)
    return " ".join([begin, *parts, voice.say(f"tower.decided.employer_say.end{'_despite' if declined else ''}")])
