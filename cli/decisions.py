"""Decisions at the desk: `decide`, `decisions`, and the `advisers` who take them."""

import argparse
from getpass import getpass
from typing import TYPE_CHECKING

from assets import spoken
from assets.voice import Voice
from cli.commands import DONE, Commands
from cli.database import add_outputs, give_json, now, with_db
from cli.first import add_all, give_first
from cli.situation import add_situation, asked
from cli.spoken import listed
from scenarios.private_words import private_said
from scenarios.reasons import FITTING, REASONS, UNDO_REASONS, VERDICTS

if TYPE_CHECKING:
    from export.store.decisions import Decision
    from export.store.store import Store

COLUMNS = ("id", "at", "code", "offer", "verdict", "reason", "text", "scheme", "proposed", "rules", "adviser", "state")


def add(commands: Commands) -> None:
    """`decide`, `decisions list|undo`, `advisers list|add|close|pin`."""
    say = commands.say
    parser = with_db(commands, "decide", _decide)
    parser.add_argument("offer", help=say("match.cli.offer"))
    parser.add_argument("who", help=say("match.cli.who"))
    parser.add_argument("--verdict", required=True, help=say("decide.verdicts", names=listed(say, "verdict", VERDICTS)))
    parser.add_argument("--reason", required=True, help=say("decide.reasons", names=listed(say, "reason", REASONS)))
    parser.add_argument("--words", default="", help=say("decide.text"))
    parser.add_argument("--sure", action="store_true", help=say("decide.sure"))
    parser.add_argument("--scheme", help=say("decide.scheme"))
    parser.add_argument("--list", dest="list_id", help=say("decide.list"))
    parser.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    parser.add_argument("--overrule", action="store_true", help=say("decide.overrule"))
    parser.add_argument("--despite", action="store_true", help=say("decide.despite"))
    add_situation(parser, commands)
    group = commands.group("decisions", "decisions.about")
    parser = with_db(group, "list", _list, about="decisions.cli.list")
    parser.add_argument("--code", help=say("match.cli.code"))
    parser.add_argument("--offer", help=say("match.cli.offer"))
    add_all(parser, commands)
    add_outputs(parser, commands)
    parser = with_db(group, "undo", _undo, about="decisions.cli.undo")
    parser.add_argument("decision", help=say("decisions.cli.id"))
    names = listed(say, "undo", UNDO_REASONS)
    parser.add_argument("--reason", required=True, help=say("decide.reasons", names=names))
    parser.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    _add_advisers(commands.group("advisers", "adviser.about"))


def _add_advisers(group: Commands) -> None:
    with_db(group, "list", _advisers, about="adviser.cli.list")
    for name, work in (("add", _adviser_add), ("close", _adviser_close)):
        parser = with_db(group, name, work, new=name == "add", about=f"adviser.cli.{name}")
        parser.add_argument("adviser_id", help=group.say("adviser.cli.id"))
    parser = with_db(group, "pin", _adviser_pin, about="tower.cli.pin")
    parser.add_argument("adviser_id", help=group.say("adviser.cli.id"))


def _decide(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.bridge_words import BridgeWords
    from desk.match_words import Words
    from export.store.decisions import decide, decisions_of
    from export.store.store import StoreError
    from scoring.bridges import Reason

    decision = _decision(store, options, voice)
    words = BridgeWords(Words(store, voice))
    try:
        decision_id = decide(store, decision, now())
    except StoreError as error:
        why = error.values.get("why")
        if decision.scheme is None or not isinstance(why, Reason):
            raise
        bridge = words.label(decision.scheme)
        raise StoreError("decide.scheme_left_out", bridge=bridge, why=words.reason(why)) from error
    print(voice.say("decide.done", decision=decision_id))
    kept = decisions_of(store, decision.candidate_id, decision.offer_id)
    first = next(row["proposed_scheme"] for row in kept if row["decision_id"] == decision_id)
    if first:
        print(voice.say("decide.proposed", bridge=words.label(first)))
    return DONE


def _decision(store: "Store", options: argparse.Namespace, voice: Voice) -> "Decision":
    """The decision of a command line. Raises StoreError, in the words of the language, for one that does not hold."""
    from export.store.decisions import Decision
    from export.store.intake import find_candidate
    from export.store.lists import kept_list
    from export.store.store import StoreError
    from scenarios.bridges import bridges

    private = private_said(options.words)
    if private and not options.sure:
        raise StoreError("decide.private", found=private)
    who = find_candidate(store, options.who)
    schemes = tuple(rule.id for rule in bridges().bridges)
    verdict = _word(voice, "verdict", options.verdict, VERDICTS)
    reason = _word(voice, "reason", options.reason, REASONS)
    if reason not in FITTING[verdict]:
        raise StoreError(
            "decide.unfit", verdict=spoken.word(voice.say, "verdict", verdict),
            reason=spoken.word(voice.say, "reason", reason),
            expected=spoken.words(voice.say, "reason", FITTING[verdict]),
        )  # fmt: skip
    scheme = _word(voice, "scheme", options.scheme, schemes) if options.scheme else None
    kept = kept_list(store, options.list_id).list_id if options.list_id else None
    return Decision(
        options.offer, who, verdict, reason, options.adviser, scheme, kept, asked(options), options.overrule,
        text=options.words, despite=options.despite,
    )  # fmt: skip


def _word(voice: Voice, kind: str, text: str, names: tuple[str, ...]) -> str:
    from export.store.store import StoreError

    name = spoken.read(kind, text)
    if name not in names:
        # Why one is undone is a reason too.
        key = "decide.unknown_reason" if kind == "undo" else f"decide.unknown_{kind}"
        raise StoreError(key, got=text, expected=spoken.words(voice.say, kind, names))
    return name


def _list(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.card_words import decision_lines, decision_rows
    from desk.match_words import Words
    from export.store.decisions import decisions_of
    from export.store.intake import find_candidate
    from export.store.sheets import note_taken, write_sheet

    who = find_candidate(store, options.code) if options.code else None
    words = Words(store, voice)
    rows = decision_rows(decisions_of(store, who, options.offer), words)
    if options.csv or options.json:
        note_taken(store, "decisions", who or "", "cli", now())
    if options.csv:
        write_sheet(options.csv, {name: voice.say(f"decisions.column.{name}") for name in COLUMNS}, rows)
    if options.json:
        return give_json(rows)
    give_first(rows, lambda some: decision_lines(some, words), options, voice)
    return DONE


def _undo(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.decisions import find_decision, undo

    decision_id = find_decision(store, options.decision)
    undo(store, decision_id, _word(voice, "undo", options.reason, UNDO_REASONS), options.adviser, now())
    print(voice.say("decisions.is_undone", decision=decision_id[:8]))
    return DONE


def _advisers(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.dates import day
    from export.store.advisers import advisers

    rows = advisers(store)
    for row in rows:
        state = voice.say("adviser.is_closed") if row["closed_at"] else ""
        print(voice.say("adviser.line", id=row["adviser_id"], since=day(row["declared_at"], voice.language)) + state)
    if not rows:
        print(voice.say("adviser.none"))
    return DONE


def _adviser_add(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.advisers import declare

    print(voice.say("adviser.declared", id=declare(store, options.adviser_id, now())))
    return DONE


def _adviser_pin(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Typed, and not shown: a line of the terminal's history would be read by others."""
    from export.store.pins import set_pin
    from export.store.store import StoreError

    pin = getpass(voice.say("tower.cli.pin_ask"))
    if pin != getpass(voice.say("tower.cli.pin_again")):
        raise StoreError("pin.differs")
    set_pin(store, options.adviser_id, pin, "cli", now())
    print(voice.say("tower.cli.pin_set", who=options.adviser_id))
    return DONE


def _adviser_close(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.advisers import close

    close(store, options.adviser_id, now())
    print(voice.say("adviser.closed_now", id=options.adviser_id))
    return DONE
