"""On the page of a person and an offer: what they were not asked yet, what is said to them, what stands decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from desk.bridge_words import BridgeWords
from desk.match_words import Words
from export.store.answers import PLACE
from export.store.bridging import Bridging
from export.store.decisions import STANDING
from export.store.noting import note_answers
from export.store.store import StoreError
from scenarios.regions import basin
from scoring.match import NO, NOT_ASKED, Pair
from tower.call import Call
from tower.pages.after import to_pair
from tower.saying import decided_say, employer_say, offer_say
from tower.telling import telling_words

ASKED_DESPITE = "decide.said_no"
"""The sentence that asks, before a proposal, about what the person said no to."""
UNASKED = "tower.pair.unasked_first"
"""The sentence that asks, before a proposal, about what nobody asked the person yet."""
ANSWERS = "answers"
"""What the button says that keeps the answers alone."""
DECLINED = "candidate_declined"
NO_LONGER = ("decline", DECLINED)
"""Verdicts after which nothing of the offer is to be asked, unless somebody comes back to it."""


def asked_here(words: Words, pair: Pair) -> list[tuple[str, str]]:
    """What an offer has that the person was not asked: what it is about and its name, each to be answered by yes or no.

    Of an offer whose department alone is known the place is asked on the person's page, basin by basin.
    """
    area = str(words.offers[pair.offer_id]["area"] or "")
    codes = [condition.constraint for condition in pair.conditions if condition.state == NOT_ASKED]
    return [
        (PLACE + area if code == "area" else code, words.condition(code, pair))
        for code in codes if code != "area" or basin(area) is not None
    ]  # fmt: skip


def note_ticked(call: Call) -> int:
    """What the person answered to the questions of an offer, as it is ticked in the form of the decision: kept with who
    noted it, as on the person's page, whatever is decided; how many answers are new."""
    said = {name.removeprefix("a-"): value for name, value in call.form.items() if name.startswith("a-") and value}
    n = note_answers(call.store, call.words["who"], said, call.said_by) if said else 0
    if n:
        call.tell("tower.answers.kept", n=n)
    return n


def weigh_unasked(call: Call, verdict: str) -> str:
    """The words that go with a decision. Of a proposal while questions wait they name these first, and the adviser says
    why all the same: nobody is proposed by not looking. Raises StoreError, with the questions, until that was chosen.

    What is ticked in the same form is asked: to be called once it is noted.
    """
    form, text = call.form, call.form.get("text", "").strip()
    if verdict != "propose" or call.contests(call.words["who"]):
        return form.get("text", "")
    words = telling_words(call)
    ways = Bridging(call.store, call.now, call.words["who"], groups=call.house.held.groups)
    asked = ways.ways(call.words["offer"], None).pair
    names = [words.condition(c.constraint, asked) for c in asked.conditions if c.state == NOT_ASKED]
    if not names or (form.get("despite") != "yes" and any(c.state == NO for c in asked.conditions)):
        # A no is asked about first, by the base itself.
        return form.get("text", "")
    if form.get("unasked") != "yes" or not text:
        raise StoreError(UNASKED, n=len(names), names=", ".join(names))
    return call.say("tower.pair.unasked_kept", names=", ".join(names), text=text)


def answers_alone(call: Call) -> Response:
    """The answers, and no decision yet: the words and the way that stood in the form stand there again."""
    if not note_ticked(call):
        call.tell("tower.answers.same")
    offer_id, who = call.words["offer"], call.words["who"]
    call.login.kept[in_hand(offer_id, who)] = {name: call.form.get(name, "") for name in ("text", "scheme")}
    return to_pair(call, offer_id, who, "decide")


def in_hand(offer_id: str, who: str) -> str:
    """Where what stood in the form of a decision is held while its answers alone are kept."""
    return f"in hand:{offer_id}/{who}"


def said_of(
    call: Call, words: Words, pair: Pair, stands: Mapping[str, Any] | None, waits: bool = False
) -> dict[str, str]:
    """What is said aloud of a pair: to the person, and to the employer where they are proposed.

    `stands`: the decision that stands, None where there is none. `waits`: a disagreement waits for an answer: then
    nothing of the offer is said to anybody before, but that it waits.
    """
    employer = str(words.offers[pair.offer_id]["employer"] or "")
    if waits and (stands is None or stands["verdict"] != DECLINED):
        held = stands is not None and stands["verdict"] in ("propose", "keep")
        return {"person": call.text(f"tower.decided.say.waits{'_held' if held else ''}"), "employer": ""}
    declined = [words.condition(c.constraint, pair) for c in pair.conditions if c.state == NO]
    person = offer_say(call.voice, words, pair)
    if stands is None:
        return {"person": call.whole(person), "employer": ""}
    verdict, reason = str(stands["verdict"]), str(stands["reason_code"])
    said = [decided_say(call.voice, verdict, reason, employer, declined)]
    way = way_said(call, words, stands) if verdict in ("propose", "keep") else ""
    said += [way] if way else []
    # What is shown of an offer that was declined, or that is off, helps nobody.
    said += [offer_say(call.voice, words, pair, said_no=not declined)] if verdict in ("propose", "keep") else []
    proposed = verdict == "propose"
    return {
        "person": call.whole(" ".join(said)),
        "employer": call.whole(employer_say(call.voice, words, pair, way)) if proposed else "",
    }


def way_said(call: Call, words: Words, stands: Mapping[str, Any]) -> str:
    """The way in that was chosen with a decision, in a sentence, and that its conditions are to be checked; "" for
    none."""
    if not stands["scheme"]:
        return ""
    label = BridgeWords(words).label(str(stands["scheme"])).rsplit(" (", 1)[0]
    return call.say("tower.decided.way", way=label)


def standing_of(decisions: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The decision that stands of a pair, held or not, None where there is none."""
    return next((row for row in decisions if row["state"] in STANDING), None)

