"""A person's card and the exposure report in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desk.match_words import Words

EASE = ("easy", "medium", "hard", "unknown")


def card_rows(card: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    """One row a habileté, in words: what the screen shows and the file holds."""
    rows = []
    for row in card["rows"]:
        state = f"shown{row['level']}" if row["statement"] == "shown" else row["statement"]
        said = words.say(f"statement.{state}")
        name = words.names[row["habilete"]]
        rows.append({"code": card["code"], "habilete": name, "statement": said, **_counts(row)})
    return rows


def _counts(row: Mapping[str, Any]) -> dict[str, int]:
    return {"observed": row["observed"], "offered": row["offered"]}


def card_lines(card: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], words: Words) -> Iterator[str]:
    """The card for an adviser: what was shown, what the person said, until when it is kept."""
    say = words.say
    yield say("card.head", code=card["code"], since=card["since"], until=card["until"])
    measured = [row for row in rows if row["offered"]]
    for row in measured:
        yield say("card.row", **row)
    yield say("card.not_measured", n=len(rows) - len(measured))
    asked = say("card.not_said")
    areas = ", ".join(words.place(code) for code in card["areas"]) or asked
    shifts = asked if card["shifts"] is None else ", ".join(say(f"wishes.{one}") for one in card["shifts"])
    travel = say(f"card.travel.{card['travel']}") if card["travel"] else asked
    yield say("card.wishes", areas=areas, shifts=shifts or say("card.no_shift"), travel=travel)
    if card["device_ease"] in EASE:
        yield say(f"boarding.ease.{card['device_ease']}")
    yield say("card.note")


def number(value: float | None, words: Words, percent: bool = False) -> str:
    """A figure, or that it is hidden."""
    if value is None:
        return words.say("report.hidden")
    text = f"{100 * value:.0f} %" if percent else f"{value:g}"
    return text.replace(".", ",") if words.language == "fr" else text


def exposure_lines(found: Mapping[str, Any], words: Words) -> Iterator[str]:
    """The exposure report for an adviser's team."""
    say = words.say
    every = found["month"] or say("report.every_month")
    yield say("report.head", month=every, made=found["made"])
    if found["kind"] == "demo":
        yield say("report.robots")
    counts = {name: number(found[name], words) for name in ("people", "able", "able_never_shown", "gini_able")}
    share = number(found["able_never_shown_share"], words, percent=True)
    yield say("report.people", share=share, **counts)
    for row in found["months"]:
        yield say("report.month", **row)
    orphans = found["orphan_offers"]
    yield say("report.orphans", n=len(orphans), all=found["open_offers"], near=len(found["orphans_nobody_near"]))
    for offer in orphans:
        mark = say("report.nobody_near") if offer in found["orphans_nobody_near"] else ""
        yield say("match.indent", text=words.offer(offer) + mark)
    yield say("report.areas")
    for row in found["band_a_by_area"]:
        place = words.place(row["area"]) or say("report.no_place")
        share = number(row["share_a"], words, percent=True)
        yield say("report.area", place=place, share=share, people=number(row["people"], words))
    yield say("report.stations")
    for row in found["se_by_station"]:
        figures = {name: number(row[name], words) for name in ("se", "people")}
        yield say("report.station", label=row["label"], **figures)
    total = {name: number(found[name], words) for name in ("decisions", "overrides")}
    yield say("report.overrides", **total)
    for row in found["overrides_by_reason"]:
        yield say("report.override", reason=say(f"reason.{row['reason']}"), n=number(row["n"], words))
    yield say("report.note")
