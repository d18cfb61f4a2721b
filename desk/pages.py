"""Lists one page at a time: the best pairs with their reasons, then what else there is and how to ask for it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assets.spoken import word
from assets.texts import lowered
from desk.match_words import NAMED, Words
from scoring.match import GROUPS, Pair

MOST_OFFERS = 30


def group(pair: Pair) -> str:
    """The group a pair is read in: its band, or apart when the person said no to something of the job."""
    return "outside" if pair.outside_wishes else pair.band


def only(pairs: Iterable[Pair], wanted: str | None) -> list[Pair]:
    """The pairs of one group, or all."""
    return [pair for pair in pairs if wanted is None or group(pair) == wanted]


def page(
    words: Words, pairs: Sequence[Pair], side: str, most: int | None, counts: Mapping[str, int] | None = None
) -> Iterator[str]:
    """The first pairs of a list in full, then how many more each group holds, and what else can be asked for.

    `counts`: how many each group holds where `pairs` are not all of them.
    """
    shown = pairs if most is None else pairs[:most]
    left = Counter(counts) if counts is not None else Counter(group(pair) for pair in pairs)
    left.subtract(group(pair) for pair in shown)
    yield from words.lines(shown, side)
    if left.total():
        yield from _left(words, left)
    if pairs and side == "person":
        yield words.say("match.also", code=words.codes[pairs[0].candidate_id])
    elif pairs:
        yield words.say("match.also_offer", offer=pairs[0].offer_id)


def _left(words: Words, left: Counter[str]) -> Iterator[str]:
    """How many pairs are not on the page, by group, and what shows them."""
    yield words.say("match.rest", n=left.total())
    for name in (group for group in GROUPS if left[group]):
        said = word(words.say, "band", name)
        typed = f'"{said}"' if " " in said else said
        head = words.say("match.outside") if name == "outside" else words.say(f"match.band.{name}")
        yield words.say("match.rest_line", band=head, n=left[name], typed=typed)
    yield words.say("match.rest_all")


def within(words: Words, name: str) -> str:
    """The name of a group within a sentence."""
    return lowered(words.say("match.outside")) if name == "outside" else words.say(f"{NAMED[1]}.{name}")


def overview(words: Words, lists: Sequence[Sequence[Pair]], most: int | None) -> Iterator[str]:
    """Every offer in one line: how many people stand in each group."""
    yield words.say("match.overview")
    for pairs in [of_offer for of_offer in lists if of_offer][:most]:
        n = Counter(group(pair) for pair in pairs)
        held = [group for group in GROUPS if n[group]]
        counts = [words.say("match.overview_count", band=within(words, name), n=n[name]) for name in held]
        offer = pairs[0].offer_id
        yield words.say("match.overview_line", offer=words.offer(offer), id=offer, counts=", ".join(counts))
    if most is not None and len(lists) > most:
        yield words.say("match.overview_more", n=len(lists) - most)
    yield words.say("match.overview_how")
