"""The commands of the matching side: match, import, preselection; erasure and purge beside."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands, positive
from cli.database import add_outputs, give_json, give_lines, now, with_db
from cli.engine import add_engine, lists_on, whole_region
from cli.erasing import add_erasing
from cli.first import MOST, add_all, first_of, give_rest
from cli.people import add_people
from cli.spoken import listed, one_of
from scoring.match import GROUPS

if TYPE_CHECKING:
    from export.store.store import Store

MOST_PAIRS = 5
"""Pairs of one page, each with its reasons."""


def add(commands: Commands) -> None:
    """`match`, `candidate`, `packets`, `preselect`, `purge`."""
    say = commands.say
    parser = with_db(commands, "match", _match)
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--code", help=say("match.cli.code"))
    who.add_argument("--offer", help=say("match.cli.offer"))
    parser.add_argument(
        "--group", type=one_of(say, "band", GROUPS), metavar=say("usage.metavar.text"),
        help=say("match.cli.group", names=listed(say, "band", GROUPS)),
    )  # fmt: skip
    parser.add_argument("--most", type=positive, help=say("match.cli.most", n=MOST_PAIRS))
    parser.add_argument("--all", action="store_true", help=say("match.cli.all"))
    add_engine(parser, say)
    add_outputs(parser, commands)
    group = commands.group("candidate", "match.cli.candidate")
    add_people(group)
    add_erasing(commands, group)
    parser = with_db(commands.group("packets", "match.cli.packets"), "import", _import)
    parser.add_argument("source", help=say("match.cli.source"))
    add_all(parser, group)
    parser.add_argument("--keys", type=Path, help=say("match.cli.keys"))
    parser = with_db(commands, "preselect", _preselect)
    parser.add_argument("offer", help=say("match.cli.offer"))
    parser.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    parser.add_argument("--limit", type=positive, default=20, help=say("match.cli.limit"))
    add_outputs(parser, commands)


def _match(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """One page on the screen; files and JSON hold all that was asked for."""
    from desk.pages import MOST_OFFERS, only, overview, page
    from desk.telling import told_words
    from export.store.contests import contested_people, refuse_contested
    from export.store.intake import find_candidate
    from export.store.matching import for_candidate, for_offers, offers_of
    from export.store.sheets import note_taken

    words = told_words(store, voice)
    counts: list[Mapping[str, int]] = []
    if options.code and not options.engine:
        side, lists = "person", [for_candidate(store, find_candidate(store, options.code), now())]
    else:
        held = contested_people(store)
        side = "adviser"
        if options.engine:
            parts = lists_on(store, options, voice)
            lists, counts = [list(part.pairs) for part in parts], [part.counts for part in parts]
        else:
            offers = [options.offer] if options.offer else [o.offer_id for o in offers_of(store)]
            lists = [[p for p in pairs if p.candidate_id not in held] for pairs in for_offers(store, offers, now())]
        if held:
            print(voice.say("match.held_back", n=len(held)), file=sys.stderr)
    lists = [only(of_offer, options.group) for of_offer in lists]
    pairs = [pair for of_offer in lists for pair in of_offer]
    if options.csv or options.json:
        taken = (find_candidate(store, options.code),) if options.code else ()
        for who in taken:
            refuse_contested(store, who)
        note_taken(store, "offers" if taken else "list", "".join(taken), "cli", now())
    if options.csv:
        words.write_csv(options.csv, pairs, side)
    if options.json:
        return give_json([words.data(p, side) for p in pairs])
    if options.code or options.offer or options.all or options.group:
        most = None if options.all else options.most or (MOST if options.group else MOST_PAIRS)
        if whole_region(options):
            for of_offer, held_in in zip(lists, counts, strict=True):
                give_lines(page(words, of_offer, side, options.most, held_in))
        else:
            for of_offer in lists:
                give_lines(page(words, of_offer, side, most))
    elif pairs:
        give_lines(overview(words, lists, options.most or MOST_OFFERS))
    print(voice.say("match.note" if pairs else "match.none_in_group" if options.group else "match.nobody"))
    return DONE


def _import(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.packets.keys import kept_organisation
    from export.packets.packet import MAX_SEALED
    from export.store.beside import organisation_beside
    from export.store.intake import Outcome, import_files, import_packet
    from export.store.matching import load_examples
    from export.store.store import StoreError

    organisation = kept_organisation(options.keys) if options.keys else organisation_beside(options.db)
    load_examples(store, now())
    outcomes: list[Outcome]
    if options.source == "-":
        outcomes = [import_packet(store, sys.stdin.buffer.read(MAX_SEALED + 1), organisation, now())]
    else:
        place = Path(options.source)
        if not place.exists():
            raise StoreError("packet.no_folder", path=place)
        paths = sorted(place.glob("*.envol")) if place.is_dir() else [place]
        outcomes = import_files(store, paths, organisation, now())
    outcomes.sort(key=lambda outcome: outcome.state in ("imported", "already"))
    for outcome in first_of(outcomes, options):
        print(voice.say("packet.line", packet=outcome.packet_id or "-", sentence=voice.say(outcome.key)))
    give_rest(len(outcomes), options, voice)
    landed = sum(o.state in ("imported", "already") for o in outcomes)
    print(voice.say("packet.total", landed=landed, n=len(outcomes)))
    return DONE if landed == len(outcomes) else PROBLEMS


def _preselect(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.telling import told_words
    from export.store.lists import kept_list
    from export.store.matching import preselect
    from export.store.sheets import note_taken

    list_id, pairs = preselect(store, options.offer, options.adviser, now(), options.limit)
    words = told_words(store, voice)
    left = kept_list(store, list_id).left_out
    if options.csv or options.json:
        note_taken(store, "list", "", "cli", now())
    if options.csv:
        words.write_csv(options.csv, pairs)
    if options.json:
        gone = [{"code": words.codes[who], "rule": rule} for who, rule in left]
        shown = [words.data(pair) for pair in pairs]
        return give_json({"list": list_id, "offer_id": options.offer, "shown": shown, "left_out": gone})
    for line in words.lines(pairs, "adviser"):
        print(line)
    for line in words.left_out(left, named=False):
        print(line)
    if left:
        print(voice.say("lists.see", list=list_id[:8]))
    print(voice.say("match.kept", list=list_id, n=len(pairs)))
    return DONE
