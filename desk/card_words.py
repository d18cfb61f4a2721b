"""A person's card, decisions and the exposure report in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from assets.spoken import word
from assets.texts import lowered
from desk.match_words import Words
from export.store.answers import PLACE
from export.store.decisions import STANDING
from export.store.noting import COMMUTE
from export.store.shown import STATES, UNSEEN
from scoring.match import NO, NOT_ASKED, UNMEASURED, YES
from scoring.told import ABOVE, EXPECTED

MOST_ORPHANS = 15
COUNTED = ("observed", "offered", *STATES, UNSEEN)
EASE = ("easy", "medium", "hard", "unknown")


def card_rows(card: Mapping[str, Any], words: Words, who: str = "") -> list[dict[str, Any]]:
    """Everything on the card, a row each, in words: what the screen shows and the file holds.

    `who`: the person, where the words know whether its own moments say a level too.
    """
    say = words.say
    card, rows = told_card(card, words, who), []
    for row in card["rows"]:
        by = told_said(row, words, who)
        said = words.stated(row["statement"], row["level"], named=True) + (f" ; {by}" if by else "")
        counted = {name: row[name] for name in COUNTED if name in row} if row["offered"] else {}
        rows.append({"about": words.names[row["habilete"]], "said": said, **counted})
        rows += [
            {"about": say("card.override", habilete=words.names[override["habilete"]]),
             "said": override_said(override, words)}
            for override in card["overrides"] if override["habilete"] == row["habilete"]
        ]  # fmt: skip
    return [{"code": card["code"], **row} for row in (*rows, *said_rows(card, words), *around_rows(card, words))]


def told_card(card: Mapping[str, Any], words: Words, who: str) -> dict[str, Any]:
    """A card as it is told (`scoring.told`); `above`: the level that all together let expect and its own moments do not
    show, which is to confirm."""
    rows = []
    for row in card["rows"]:
        said, level = words.told_statement(who, row["habilete"], row["statement"], row["level"])
        above = {"above": row["level"]} if (said, level) != (row["statement"], row["level"]) else {}
        rows.append({**row, "statement": said, "level": level, **above})
    return {**card, "rows": rows}


def with_told(card: Mapping[str, Any], words: Words, who: str) -> dict[str, Any]:
    """A card as it is stored, each row with how it is told: `told`, its verdict in words, the same as on every page;
    `own_moments`, whether its own moments say its level too ("" where it has none, or nobody knows)."""
    as_told = told_card(card, words, who)["rows"]
    rows = [
        {**row, "told": words.stated(said["statement"], said["level"], named=True),
         "own_moments": told_said(said, words, who)}
        for row, said in zip(card["rows"], as_told, strict=True)
    ]  # fmt: skip
    return {**card, "rows": rows}


def told_said(row: Mapping[str, Any], words: Words, who: str) -> str:
    """Whether the own moments of a row of a card, alone, say its level too; "" where it has none, or nobody knows."""
    by = told_by(row, words, who)
    level = words.level(row["above"]) if "above" in row else ""
    return words.say(f"tower.told_by.{by}", level=level) if by else ""


def told_by(row: Mapping[str, Any], words: Words, who: str) -> str:
    """What the own moments of a row of a card, told (`told_card`), say of its level: OWN, OTHERS or "";
    where a level above is expected: EXPECTED, ABOVE where one below it is shown."""
    if row["statement"] in UNMEASURED:
        return ""
    if "above" in row:
        return ABOVE if row["statement"] == "shown" else EXPECTED
    return words.told_by(who, row["habilete"], row["level"])


LINES = ("shown", "to_confirm", "not_yet", "not_enough", "not_measured")
ALWAYS = ("shown", "to_confirm")
"""The lines in which a result is said first, in the words of the pass; but for the first two each stands where there is
any."""


def first_lines(card: Mapping[str, Any], words: Words) -> list[tuple[str, str, str]]:
    """A result in plain lines: which line, its word, and the habiletés in it; what is shown by its level, the highest
    first. The same rows as the card's, each in one line.
    """
    names_of: dict[str, list[str]] = {line: [] for line in LINES}
    levels: dict[int, list[str]] = {}
    for row in card["rows"]:
        name = words.short[row["habilete"]]
        if row["statement"] == "shown":
            levels.setdefault(row["level"], []).append(name)
        else:
            names_of[row["statement"]].append(name)
        if row["statement"] == "shown" and "above" in row:
            names_of["to_confirm"].append(words.say("card.first.above", name=name, level=words.level(row["above"])))
    names_of["shown"] = [
        words.say("card.first.level", level=words.level(level), names=", ".join(names))
        for level, names in sorted(levels.items(), reverse=True)
    ]
    nothing, between = words.say("card.nothing"), {"shown": " ; "}
    return [
        (line, words.say(f"card.first.{line}"), between.get(line, ", ").join(names) or nothing)
        for line, names in names_of.items() if names or line in ALWAYS
    ]  # fmt: skip


def said_rows(card: Mapping[str, Any], words: Words) -> list[dict[str, str]]:
    """The rows of a card that hold what the person said, and what the team noted of their answers."""
    say, rows = words.say, []
    for answer in (YES, NO, NOT_ASKED):
        rows.append({"about": say(f"card.answer.{answer}"), "said": _answered(card, answer, words)})
    rows.append({"about": say("card.commute"), "said": say(f"card.commute.{card['commute']}")})
    if card["noted_answers"]:
        noted = " ; ".join(noted_by(card["noted_answers"], words))
        rows.append({"about": say("card.noted"), "said": noted})
    return rows


def around_rows(card: Mapping[str, Any], words: Words) -> list[dict[str, str]]:
    """The rows of a card that nobody asked the person: ease with the device, what was noted in the room, the days."""
    say, rows = words.say, []
    if card["device_ease"] in EASE:
        rows.append({"about": say("card.device"), "said": say(f"card.device.{card['device_ease']}")})
    for note in card["notes"]:
        sentence = say("card.note_said", seat=note["seat"], what=say(f"tower.note.{note['kind']}"), text=note["text"])
        about = say("card.note_of", day=words.day(note["written_at"]), who=note["written_by"])
        rows.append({"about": about, "said": sentence.rstrip()})
    rows += [{"about": say(f"card.{name}"), "said": words.day(card[name])} for name in ("since", "until")]
    return rows


def looked_said(row: Mapping[str, Any], words: Words) -> str:
    """How many moments were looked at and what they showed, how many were not seen: as many as the page lists.

    Where the base cannot say that, how many were offered stands there (`export.store.shown.with_states`).
    """
    n, of = row["observed"], row["offered"]
    if not n or STATES[0] not in row:
        return words.say("card.looked", n=n, of=of)
    unseen = words.say("card.looked.unseen", n=row[UNSEEN]) if row[UNSEEN] else ""
    return words.say("card.looked.showed", n=n, unseen=unseen, **{name: row[name] for name in STATES})


def override_said(override: Mapping[str, Any], words: Words) -> str:
    """A level that an adviser says beside the game's: which, by whom, when, why."""
    reason = words.say(f"observe.reason.{override['reason_code']}")
    why = f"{reason}. {override['text']}" if override["text"] else reason
    return words.say(
        "card.override_said", level=mark_said(override["mark"], words), who=override["said_by"],
        day=words.day(override["said_at"]),
        why=why,
    )  # fmt: skip


def mark_said(mark: int, words: Words) -> str:
    """A mark of a grid in the words of the levels: « pas encore montré », « premiers gestes »."""
    return words.level(mark) if mark else words.stated("not_yet", 1)


def noted_by(noted: Sequence[Mapping[str, Any]], words: Words) -> list[str]:
    """Which answers somebody of the team noted, by whom and when: what was answered stands in its own row already."""
    of: dict[tuple[str, str], list[str]] = {}
    for answer in noted:
        signed = str(answer["noted_by"]), words.day(answer["noted_at"])
        of.setdefault(signed, []).append(noted_name(str(answer["about"]), words))
    return [words.say("card.noted_said", about=", ".join(names), who=by, day=on) for (by, on), names in of.items()]


def noted_name(about: str, words: Words) -> str:
    """What an answer is about, by name."""
    if about == COMMUTE:
        return lowered(words.say("card.commute"))
    place = about.removeprefix(PLACE)
    return words.place(place) if about.startswith(PLACE) else words.condition_name(about)


def _answered(card: Mapping[str, Any], answer: str, words: Words) -> str:
    """The places and conditions with one answer; of places not asked, only that there are."""
    places = [words.place(code) for code, said in card["places"].items() if said == answer]
    if answer == NOT_ASKED:
        places = [words.say("card.other_places" if card["places"] else "card.every_place")]
    named = [words.condition_name(name) for name, said in card["conditions"].items() if said == answer]
    return ", ".join([*places, *named]) or words.say("card.nothing")


def card_lines(rows: Sequence[Mapping[str, Any]], words: Words) -> Iterator[str]:
    """The card for an adviser, from its rows; what was never offered stands together, below what was."""
    say = words.say
    yield say("card.head", code=rows[0]["code"])
    unmeasured = words.stated("not_measured", 1)
    for row in rows:
        if row.get("offered"):
            yield say("card.row", about=row["about"], said=row["said"], looked=looked_said(row, words))
    never = [row["about"] for row in rows if row["said"] == unmeasured and not row.get("offered")]
    if never:
        yield say("card.not_measured", said=unmeasured[:1].upper() + unmeasured[1:], names=", ".join(never))
    for row in rows:
        if not row.get("offered") and row["about"] not in never:
            yield say("card.line", about=row["about"], said=row["said"])
    yield say("card.note")


def decision_rows(decisions: Sequence[Mapping[str, Any]], words: Words) -> list[dict[str, Any]]:
    """Decisions in words, a row each: the verdict, why, by whom, what the rules put first, and whether it stands."""
    return list(decisions_in_words(decisions, words))


def decisions_in_words(decisions: Iterable[Mapping[str, Any]], words: Words) -> Iterator[dict[str, Any]]:
    """The same rows, each made as it is asked for."""
    # Many say the same of few offers: each word is asked for once.
    say, offer, on = cache(words.say), cache(words.offer), cache(words.day)
    for decision in decisions:
        state = say(f"decisions.state.{decision['state']}")
        if decision["state"] == "undone":
            why = word(say, "undo", decision["undone_reason"])
            state += say("decisions.undone", why=why, by=decision["undone_by"], at=on(decision["undone_at"]))
        if decision["state"] in STANDING and decision["became"]:
            news = say(f"tower.after.kind.{decision['became']}")
            state += say("decisions.became", news=news, day=on(decision["became_on"]))
        yield {
            "id": decision["decision_id"][:8],
            "at": on(decision["decided_at"]),
            "code": decision["code"],
            "offer": offer(decision["offer_id"]),
            "verdict": say(f"decisions.made.{decision['verdict']}"),
            "reason": word(say, "reason", decision["reason_code"]),
            "text": decision["words"],
            "scheme": word(say, "scheme", decision["scheme"]) if decision["scheme"] else "",
            "proposed": word(say, "scheme", decision["proposed_scheme"]) if decision["proposed_scheme"] else "",
            "rules": decision["rules_version"] or "",
            "adviser": decision["adviser"],
            "state": state,
        }


def decision_lines(rows: Sequence[Mapping[str, Any]], words: Words) -> Iterator[str]:
    """Decisions for the screen, from the rows of the file."""
    for row in rows:
        yield words.say("decisions.line", **row)
        for line in row["text"].splitlines():
            yield words.say("match.indent", text=line)
        for name in ("scheme", "proposed"):
            if row[name]:
                sentence = words.say(f"decisions.{name}", bridge=row[name], rules=row["rules"])
                yield words.say("match.indent", text=sentence)
        yield words.say("match.indent", text=row["state"])
    if not rows:
        yield words.say("decisions.none")


def number(value: float | None, words: Words, percent: bool = False) -> str:
    """A figure about people, told to the nearest ten, or that it is hidden."""
    if value is None:
        return words.say("report.hidden")
    return words.say("report.share", n=round(100 * value)) if percent else words.say("report.about_n", n=int(value))


def exposure_lines(figures: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The exposure report for an adviser's team."""
    say = words.say
    every = words.day(figures["month"]) if figures["month"] else say("report.every_month")
    yield say("report.head", month=every, made=words.day(figures["made"]))
    if figures["kind"] == "demo":
        yield say("report.robots")
    yield from _shown_lines(figures, words)
    yield from _measured_lines(figures, words)
    total = {name: number(figures[name], words) for name in ("decided", "overridden")}
    yield say("report.overrides", **total)
    for row in figures["overrides_by_reason"]:
        yield say("report.override", reason=word(say, "reason", row["reason"]), n=number(row["people"], words))
    yield say("report.note")


def _shown_lines(figures: Mapping[str, Any], words: Words) -> Iterator[str]:
    """Who is shown in lists, and the offers that no list was made for."""
    say = words.say
    for name in ("people", "able", "able_never_shown"):
        yield say(f"report.{name}", n=number(figures[name], words))
    yield say("report.spread", said=say(f"report.spread.{figures['spread_able'] or 'hidden'}"))
    for row in figures["months"]:
        shown = number(row["people"], words)
        yield say("report.month", month=words.day(row["month"]), lists=row["lists"], people=shown)
    orphans = figures["orphan_offers"]
    yield say("report.orphans", n=len(orphans), all=figures["open_offers"], near=len(figures["orphans_few_near"]))
    for offer in orphans[:MOST_ORPHANS]:
        mark = say("report.few_near") if offer in figures["orphans_few_near"] else ""
        yield say("match.indent", text=words.offer(offer) + mark)
    if len(orphans) > MOST_ORPHANS:
        yield say("report.more", n=len(orphans) - MOST_ORPHANS)


def _measured_lines(report: Mapping[str, Any], words: Words) -> Iterator[str]:
    """People in band A by place, and whether a station measures less surely than the others."""
    say = words.say
    yield say("report.areas")
    for row in report["band_a_by_area"]:
        place = words.place(row["area"]) or say("report.no_place")
        share_said = number(row["share_a"], words, percent=True)
        share = "" if row["share_a"] is None else say("report.of_them", share=share_said)
        figures = {name: number(row[name], words) for name in ("in_a", "people")}
        yield say("report.area", place=place, share=share, **figures)
    yield say("report.stations")
    for row in report["margin_by_station"]:
        said = say(f"report.margin.{row['margin'] or 'hidden'}")
        yield say("report.station", label=row["label"], said=said, people=number(row["people"], words))
