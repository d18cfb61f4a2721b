"""The commands that show the way: bridges of a pair, facts of an offer, trades from cars to aircraft, regions."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import ServerAddress, add_db, give_json, give_lines, now, room_db, with_db
from cli.situation import add_situation, asked
from scoring.match import arrange

if TYPE_CHECKING:
    from export.store.store import Store

MOST_OFFERS = 3
"""Offers of one page: each takes a dozen lines."""


def add(commands: Commands) -> None:
    """`bridges`, `trades`, `regions`."""
    say = commands.say
    parser = with_db(commands, "bridges", _bridges, about="ways.about")
    parser.add_argument("--code", required=True, help=say("match.cli.code"))
    parser.add_argument("--offer", help=say("match.cli.offer"))
    parser.add_argument("--region", help=say("ways.cli.region"))
    parser.add_argument("--all", action="store_true", help=say("ways.cli.all"))
    add_situation(parser, commands)
    parser.add_argument("--json", action="store_true", help=say("match.cli.json"))
    group = commands.group("trades", "trades.about")
    group.add("list", "trades.cli.list", _trades_list)
    parser = group.add("from", "trades.cli.from", _trades_from)
    parser.add_argument("trade", help=say("trades.cli.trade"))
    add_db(parser, say, "trades.cli.db")
    group = commands.group("regions", "regions.about")
    parser = group.add("list", "regions.cli.list", _regions_list)
    parser.add_argument("--json", action="store_true", help=say("match.cli.json"))
    parser = group.add("show", "regions.cli.show", _regions_show)
    parser.add_argument("region", help=say("regions.cli.region"))
    parser.add_argument("--json", action="store_true", help=say("match.cli.json"))
    parser = with_db(group, "use", _regions_use, new=True, about="regions.cli.use")
    parser.add_argument("region", help=say("regions.cli.region"))


def _bridges(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.bridge_words import BridgeWords
    from desk.telling import told_words
    from export.store.bridging import Bridging
    from export.store.contests import refuse_contested
    from export.store.intake import find_candidate
    from export.store.region import find_region

    who = find_candidate(store, options.code)
    refuse_contested(store, who)
    bridging = Bridging(store, now(), who, find_region(options.region) if options.region else None)
    best = [pair.offer_id for pair in arrange(bridging.pairs.values(), {}, who, by="offer_id")]
    most = len(best) if options.all or options.json else MOST_OFFERS
    offers = [options.offer] if options.offer else best[:most]
    ways = [bridging.ways(offer, asked(options)) for offer in offers]
    words = BridgeWords(told_words(store, voice))
    if options.json:
        return give_json([words.data(way, bridging.region) for way in ways])
    print(voice.say("match.for_person", code=words.words.codes[who]))
    for way in ways:
        give_lines(words.lines(way, bridging.region))
    if not options.offer and len(best) > most:
        print(voice.say("ways.rest", n=len(best) - most))
    region = bridging.region.name_fr if bridging.region else voice.say("ways.no_region")
    print(voice.say("ways.note" if ways else "match.nobody", region=region))
    return DONE


def _trades_list(options: argparse.Namespace, voice: Voice) -> int:
    from desk.bridge_words import TradeWords

    return give_lines(TradeWords(voice.say).listed())


def _trades_from(options: argparse.Namespace, voice: Voice) -> int:
    """Where an automotive trade leads; with a database, the open offers of those trades."""
    from desk.bridge_words import TradeWords
    from scenarios.model import nearest
    from scenarios.trades import trades

    known = {trade.id: trade for trade in trades().automotive}
    car = known.get(options.trade)
    if car is None:
        near = nearest(options.trade, list(known))
        print(voice.say("trades.unknown", got=options.trade, near=f" ({near} ?)" if near else ""), file=sys.stderr)
        return PROBLEMS
    offers: dict[str, list[str]] = {}
    place = options.db or room_db()
    if place is not None:
        status, offers = _offers_by_trade(place, voice)
        if status != DONE:
            return status
    return give_lines(TradeWords(voice.say).way(car, offers))


def _offers_by_trade(place: Path | ServerAddress, voice: Voice) -> tuple[int, dict[str, list[str]]]:
    from cli.database import in_store

    offers: dict[str, list[str]] = {}

    def look(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
        from desk.match_words import Words
        from export.store.matching import trade_ids

        words = Words(store, voice)
        for offer_id, trade in trade_ids(store).items():
            offers.setdefault(trade, []).append(words.offer(offer_id))
        return DONE

    return in_store(argparse.Namespace(db=place), voice, look, False), offers


def _regions_list(options: argparse.Namespace, voice: Voice) -> int:
    from scenarios.regions import regions

    if options.json:
        return give_json([region.model_dump(mode="json") for region in regions()])
    for region in regions():
        days = sum(len(fair.days) for fair in region.fairs)
        counts = {
            "basins": len(region.basins),
            "fairs": len(region.fairs),
            "days": days,
            "partners": len(region.partners),
        }
        print(voice.say("regions.line", id=region.id, name=region.name_fr, **counts))
    return DONE


def _regions_show(options: argparse.Namespace, voice: Voice) -> int:
    from desk.bridge_words import TradeWords
    from export.store.region import find_region

    region = find_region(options.region)
    if options.json:
        return give_json(region.model_dump(mode="json"))
    return give_lines(TradeWords(voice.say).region(region))


def _regions_use(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.region import use_region

    print(voice.say("regions.chosen", name=use_region(store, options.region, now()).name_fr))
    return DONE
