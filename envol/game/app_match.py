"""`envol match`, `envol candidate erase`: what fits and why, and forgetting for good."""

import argparse
import json
from pathlib import Path
from typing import Any

from envol.game.app import DONE, PROBLEMS, Commands, Voice


def add(commands: Commands) -> None:
    """`match`, `candidate erase`."""
    say = commands.say
    made = commands.add("match", "match.about", match)
    made.add_argument("--db", type=Path, required=True, help=say("match.db"))
    which = made.add_mutually_exclusive_group()
    which.add_argument("--code", default="", help=say("match.code"))
    which.add_argument("--offer", default="", help=say("match.offer"))
    made.add_argument("--json", action="store_true", help=say("match.json"))
    erase = commands.group("candidate", "match.candidate").add("erase", "match.erase", erase_candidate)
    erase.add_argument("who", help=say("match.who"))
    erase.add_argument("--db", type=Path, required=True, help=say("match.db"))


def match(options: argparse.Namespace, voice: Voice) -> int:
    """Bands with reasons, for one person, one offer, or everybody."""
    from envol.export.store import Store, StoreError

    if not options.db.is_file():
        print(voice.say("store.missing", path=options.db))
        return PROBLEMS
    try:
        store = Store.open(options.db)
        try:
            rows = found(store, options.code.upper(), options.offer)
        finally:
            store.close()
    except StoreError as error:
        print(voice.say(error.key, **error.values))
        return PROBLEMS
    if options.json:
        print(json.dumps({"matches": rows}, ensure_ascii=False, indent=1))
        return DONE
    for row in rows:
        tell(row, voice, by_offer=bool(options.offer))
    if not rows:
        print(voice.say("match.nobody"))
    return DONE


def found(store: Any, code: str, offer: str) -> list[dict[str, Any]]:
    """One row a pair, as plain data; the offers of one person, or the people of one offer."""
    if offer:
        store.offer(offer)
    rows = []
    for candidate in store.candidates(code):
        pairs = [p for p in store.matches_of(candidate, seed=store.path.name) if not offer or p.job.id == offer]
        for p in pairs:
            about = store.offer(p.job.id)
            rows.append({
                "code": candidate[1], "offer": p.job.id, "title": {"fr": about["title_fr"], "en": about["title_en"]},
                "employer": about["employer"], "area": p.job.area, "example": bool(about["example"]), "band": p.band,
                "chances_of_10": p.tenths if p.band != "to_complete" else None, "left_out_by": list(p.left_out),
                "would_change": list(p.would_change),
                "terms": [
                    {"habilete": t.need.habilete, "level": t.need.level, "weight": t.need.weight, "state": t.state,
                     "chance": None if t.chance is None else round(t.chance, 6)}
                    for t in p.terms
                ],
            })  # fmt: skip
    if offer:
        order = ("A", "B", "C", "D", "to_complete")
        rows.sort(key=lambda r: (order.index(r["band"]), r["code"]))
    return rows


def tell(row: dict[str, Any], voice: Voice, *, by_offer: bool) -> None:
    """A pair in sentences."""
    from envol.scenarios.reference import habiletes

    short = {h.id: h.short(voice.language) for h in habiletes()}
    title = row["title"][voice.language]
    head = row["code"] if by_offer else f"{row['code']} · {title}"
    band = voice.say(f"match.band.{row['band']}")
    chances = voice.say("match.chances", n=row["chances_of_10"]) if row["chances_of_10"] else ""
    mark = voice.say("match.example") if row["example"] else ""
    print(voice.say("match.row", head=head, offer=row["offer"], band=band, chances=chances, mark=mark))
    for state in ("met", "open", "short", "not_measured"):
        names = ", ".join(
            voice.say("match.level", name=short[t["habilete"]], level=voice.say(f"statement.shown{t['level']}"))
            for t in row["terms"]
            if t["state"] == state
        )
        if names:
            print("   " + voice.say(f"match.state.{state}", names=names))
    for rule in row["left_out_by"]:
        print("   " + voice.say("match.left_out", rule=voice.say(f"match.rule.{rule}")))


def erase_candidate(options: argparse.Namespace, voice: Voice) -> int:
    """Erase everyone with a code or an id, everywhere in the database, its dumps and its free pages."""
    from envol.export.store import Store, StoreError

    if not options.db.is_file():
        print(voice.say("store.missing", path=options.db))
        return PROBLEMS
    try:
        store = Store.open(options.db)
        try:
            n = store.erase(options.who.upper() if "-" in options.who else options.who)
        finally:
            store.close()
    except StoreError as error:
        print(voice.say(error.key, **error.values))
        return PROBLEMS
    print(voice.say("match.erased" if n else "match.nobody_erased", n=n, who=options.who))
    return DONE if n else PROBLEMS
