"""What an update changes of an offer, field by field, and how an offer's file text is kept and read again."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from export.files.canonical import canonical
from export.offers.fields import SAID, OfferIn
from export.offers.texts import title_key

PLAIN = ("title", "rome", "posts", "contract", "hours", "experience", "licence", "salary", "link")
"""Fields told one by one; place, employer, conditions and habiletés are told in their own words."""


@dataclass(frozen=True, slots=True)
class OfferChange:
    """One field that an update changes: its name, what it was, what it is. `of` names the constraint or habileté."""

    field: str
    before: str
    after: str
    of: str = ""


def kept_text(offer: OfferIn) -> str:
    """An offer as its file says it, as text for the base."""
    kept = asdict(offer)
    for name in ("gaps", "notes", "partial"):
        kept.pop(name)
    return canonical(kept).decode()


def read_kept(text: str) -> OfferIn:
    """The offer of a kept text. Raises ValueError for a damaged one."""
    try:
        kept: dict[str, Any] = json.loads(text)
        pairs = {
            name: tuple((pair[0], pair[1]) for pair in kept[name]) for name in ("conditions", "requirements_suggested")
        }
        return OfferIn(**{**kept, **pairs})
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(text[:80]) from error


def merged(old: OfferIn, new: OfferIn) -> OfferIn:
    """What the file says after an update. A partial row leaves what it does not name; no date keeps the known one."""
    date = new.source_updated_at or old.source_updated_at
    reference = new.source_id or old.source_id
    if not new.partial:
        return replace(new, source_updated_at=date, source_id=reference)
    stated = {name: value for name, value in asdict(new).items() if name in SAID and value not in ("", (), 0)}
    return replace(old, gaps=new.gaps, **{**stated, "source_updated_at": date, "source_id": reference})


def changes(old: OfferIn, new: OfferIn) -> tuple[OfferChange, ...]:
    """Every field that differs, in the order an offer is read."""
    return tuple(_changes(old, new))


def _changes(old: OfferIn, new: OfferIn) -> Iterator[OfferChange]:
    before, after = asdict(old), asdict(new)
    for name in PLAIN:
        if before[name] != after[name]:
            yield OfferChange(name, str(before[name]), str(after[name]))
        if name == "rome" and (old.place, old.area, old.insee) != (new.place, new.area, new.insee):
            yield OfferChange("place", *_places(old, new))
    if (old.employer_label, old.siret) != (new.employer_label, new.siret):
        yield OfferChange("employer", _firm(old), _firm(new))
    yield from _pairs("condition", dict(old.conditions), dict(new.conditions))
    yield from _pairs("habilete", dict(old.requirements_suggested), dict(new.requirements_suggested))


def _places(old: OfferIn, new: OfferIn) -> tuple[str, str]:
    """The two places in the file's words; with their codes where the words are the same."""
    if old.place != new.place:
        return old.place or old.area, new.place or new.area
    was, now = (f"{offer.place} ({offer.insee or offer.area})" if offer.area else offer.place for offer in (old, new))
    return was, now


def _firm(offer: OfferIn) -> str:
    return " ".join(part for part in (offer.employer_label, offer.siret) if part)


def _pairs(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[OfferChange]:
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield OfferChange(name, old.get(key, ""), new.get(key, ""), key)


def another_text(old: OfferIn, new: OfferIn) -> bool:
    """Whether what a person confirmed was confirmed for another job: its title, trade or own habiletés are others.

    A trade or habiletés that were not given and now are leave the job the same.
    """
    trade = bool(old.rome and new.rome and old.rome != new.rome)
    asked, asks = old.requirements_suggested, new.requirements_suggested
    return trade or title_key(old.title) != title_key(new.title) or bool(asked and asks and set(asked) != set(asks))


def mark(offer: OfferIn) -> str:
    """A short mark of what requirements are confirmed for: the same text has the same mark."""
    return hashlib.sha256("\x1f".join(text_mark(offer)).encode()).hexdigest()[:16]


def text_mark(offer: OfferIn) -> tuple[str, str, str]:
    """What a requirement is confirmed for: title, trade, the habiletés the file names."""
    return title_key(offer.title), offer.rome, json.dumps(sorted(offer.requirements_suggested))
