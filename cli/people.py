"""What an adviser reads at the desk: people and their card, kept lists, the exposure report."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from assets.voice import Voice
from cli.commands import DONE, Commands
from cli.database import add_outputs, give_json, give_lines, now, with_db
from cli.first import add_all, first_of, give_first, give_rest
from cli.outputs import Output
from export.store.sheets import note_taken, write_sheet

if TYPE_CHECKING:
    from export.store.store import Store
    from scenarios.refusal import Refusal


def add_people(group: Commands) -> None:
    """`candidate list`, `candidate card`, `candidate pass`."""
    add_all(with_db(group, "list", _people, about="card.cli.list"), group)
    parser = with_db(group, "card", _card, about="card.cli.card")
    parser.add_argument("who", help=group.say("match.cli.who"))
    add_outputs(parser, group)
    parser = with_db(group, "pass", _pass, about="reprint.cli.about")
    parser.add_argument("who", help=group.say("match.cli.who"))
    parser.add_argument("--out", type=Output, required=True, help=group.say("reprint.cli.out"))
    parser.add_argument("--packet", default="", help=group.say("reprint.cli.packet"))
    parser.add_argument("--adviser", help=group.say("reprint.cli.adviser"))


def add(commands: Commands) -> None:
    """`lists`, `report`."""
    say = commands.say
    group = commands.group("lists", "lists.about")
    add_all(with_db(group, "list", _lists, about="lists.cli.list"), group)
    parser = with_db(group, "show", _list, about="lists.cli.show")
    parser.add_argument("list_id", help=say("lists.cli.list_id"))
    add_all(parser, group)
    add_outputs(parser, commands)
    parser = with_db(commands.group("report", "report.about"), "exposure", _exposure, about="report.exposure")
    parser.add_argument("--month", help=say("report.cli.month"))
    parser.add_argument("--json", action="store_true", help=say("match.cli.json"))


def _people(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.dates import day
    from export.store.people import people_list

    rows = people_list(store)
    for row in first_of(rows, options):
        days = {name: day(row[name], voice.language) for name in ("since", "until")}
        print(voice.say("card.list_line", **{**row, **days}))
    give_rest(len(rows), options, voice)
    if not rows:
        print(voice.say("match.nobody"))
    return DONE


def _card(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.card_words import card_lines, card_rows, with_told
    from desk.telling import told_words
    from export.store.contests import refuse_contested
    from export.store.intake import find_candidate
    from export.store.people import CARD_COLUMNS

    who = find_candidate(store, options.who)
    its_card, why = whole_card(store, who)
    if why is not None:
        print(voice.say("card.moments_unread", why=voice.say(why.key, **why.values)), file=sys.stderr)
    if options.json or options.csv:
        refuse_contested(store, who)
        note_taken(store, "card", who, "cli", now())
    words = told_words(store, voice)
    if options.json:
        return give_json(with_told(its_card, words, who))
    rows = card_rows(its_card, words, who)
    if options.csv:
        write_sheet(options.csv, {name: voice.say(f"card.column.{name}") for name in CARD_COLUMNS}, rows)
    return give_lines(card_lines(rows, words))


def _pass(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.files.paper import write_pass
    from export.packets.meaning import moment
    from export.store.advisers import adviser_of
    from export.store.archive import shared_visits
    from export.store.beside import organisation_beside
    from export.store.contests import refuse_contested
    from export.store.intake import find_candidate
    from export.store.settings import organisation_of
    from export.store.store import StoreError
    from game.journey.reprint import of_house, paper_again
    from game.library import MODELS
    from scenarios.load import load_all, workshop_files
    from scoring.rules import EvidenceRule

    by = "cli" if options.adviser is None else adviser_of(store, options.adviser)
    who = find_candidate(store, options.who)
    refuse_contested(store, who)
    visits = shared_visits(store, organisation_beside(store.path), who)
    visit = next((shared for shared in visits if shared.packet_id.startswith(options.packet.strip().lower())), None)
    if visit is None or visit.body is None:
        raise StoreError(visit.problem if visit else "packet.unknown")
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    visited = None if visit.came_in else moment(visit.body.made_at).astimezone().date()
    paper = paper_again(visit.body, sound, now().astimezone().date(), visited)
    write_pass(options.out, of_house(paper, organisation_of(store), robots=store.kind == "demo"))
    note_taken(store, "pass", who, by, now())
    print(voice.say("reprint.written", path=options.out))
    return DONE


def whole_card(store: "Store", who: str) -> tuple[dict[str, Any], "Refusal | None"]:
    """A card with what its moments showed, and why that cannot be said, where the organisation's key, or what is
    sealed to it, does not open: the card then holds the rest."""
    from export.packets.keys import KeyFileError
    from export.packets.packet import PacketError
    from export.store.archive import NOT_FIRST, runs_of_person
    from export.store.beside import organisation_beside
    from export.store.people import card
    from export.store.shown import shown_states, with_states

    its_card = card(store, who, now())
    try:
        organisation = organisation_beside(store.path)
    except KeyFileError as error:
        return its_card, error
    runs = runs_of_person(store, organisation, who)
    shut = next((run.problem for run in runs if run.problem and run.problem != NOT_FIRST), "")
    return with_states(its_card, shown_states(runs)), PacketError(shut) if shut else None


def _lists(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.match_words import Words
    from export.store.lists import lists_of

    words = Words(store, voice)
    rows = lists_of(store)
    for row in first_of(rows, options):
        values = {name: row[name] for name in ("made_by", "listed", "left_out")}
        at, short = words.day(row["made_at"]), row["preselection_id"][:8]
        print(voice.say("lists.line", id=short, at=at, offer=words.offer(row["offer_id"]), **values))
    give_rest(len(rows), options, voice)
    if not rows:
        print(voice.say("lists.none"))
    return DONE


def _list(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.telling import told_words
    from export.store.lists import kept_list
    from scoring.match import ENGINE_VERSION

    kept = kept_list(store, options.list_id)
    words = told_words(store, voice)
    left = [{"code": words.codes[who], "rule": rule} for who, rule in kept.left_out]
    if options.csv or options.json:
        note_taken(store, "list", "", "cli", now())
    if options.csv:
        words.write_csv(options.csv, kept.pairs)
    if options.json:
        head: dict[str, Any] = {"list": kept.list_id, "offer_id": kept.offer_id, "made_at": kept.made_at}
        return give_json({**head, "engine": kept.engine_version, "n_seen": kept.n_seen,
                          "shown": [words.data(p) for p in kept.pairs], "left_out": left})  # fmt: skip
    if kept.engine_version != ENGINE_VERSION:
        print(voice.say("tower.list.earlier"))
    give_first(kept.pairs, lambda pairs: words.lines(pairs, "adviser"), options, voice)
    give_first(kept.left_out, words.left_out, options, voice)
    print(voice.say("match.note"))
    return DONE


def _exposure(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.card_words import exposure_lines
    from desk.match_words import Words
    from export.store.exposure import exposure

    figures = exposure(store, now(), options.month)
    return give_json(figures) if options.json else give_lines(exposure_lines(figures, Words(store, voice)))
