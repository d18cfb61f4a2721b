"""The offers of a base as a list to look through: by words, state, place, trade and day; counted and paged."""

import json
from dataclasses import dataclass
from typing import Any

from export.store.store import Store
from scenarios.regions import basins_in

OFFER_COLUMNS = ("reference", "title", "employer", "place", "rome", "state", "posts", "updated", "confirmed")
STATES = ("draft", "open", "filled", "closed")

UPDATED = "substr(coalesce(o.source_updated_at, o.imported_at),1,10)"
"""The day an offer is of: when its source last changed it, where it says so, else when it came in."""
WHERE = f"""
from offers o left join employers e using(employer_id) left join offer_details d using(offer_id)
where (?='' or o.title_fr||' '||o.title_en||' '||coalesce(e.name,'')||' '||coalesce(o.source_id,'') like '%'||?||'%'
  escape '\\')
and (?='' or o.status=?) and (?='' or coalesce(o.area,'')=? or (length(?)=2 and coalesce(d.insee,'') like ?||'%')
  or o.area in (select value from json_each(?)))
and (?='' or coalesce(o.rome,'') like ?||'%')
and (?='' or {UPDATED}>=?) and (?='' or {UPDATED}<=?)
and (?='' or o.offer_id in (select v.offer_id from day_offers v where v.day_id=?))
"""


@dataclass(frozen=True, slots=True)
class OffersWanted:
    """Which offers a list holds; "" for all.

    `words`: in the title, the employer's name or the reference; `state`: one of STATES; `place`: a basin or department;
    `rome`: how the code begins; `since`, `until`: the first and the last day it may be of (`updated` of the list), ISO;
    `of_day`: the sitting that has them in view, by its id.
    """

    words: str = ""
    state: str = ""
    place: str = ""
    rome: str = ""
    since: str = ""
    until: str = ""
    of_day: str = ""


def offers_list(store: Store, wanted: OffersWanted, most: int = -1, after: int = 0) -> list[dict[str, Any]]:
    """The offers, those to complete or confirm first, then the open ones by title; `confirmed`: levels confirmed."""
    return store.rows(
        "select o.offer_id, coalesce(o.source_id,'') as reference, o.title_fr, o.title_en, o.example, "
        "coalesce(e.name,'') as employer, coalesce(o.area,'') as area, coalesce(o.rome,'') as rome, "
        "o.status as state, o.posts, "
        f"{UPDATED} as updated, coalesce(d.to_complete,'') as to_complete, "
        "(select count(*) from requirements r where r.offer_id=o.offer_id and r.basis<>'suggested') as confirmed "
        f"{WHERE} "
        "order by case o.status when 'draft' then 0 when 'open' then 1 else 2 end, o.title_fr, o.offer_id "
        "limit ? offset ?", *_values(wanted), most, after,
    )  # fmt: skip


def offers_count(store: Store, wanted: OffersWanted) -> int:
    """How many `offers_list` holds."""
    row = store.first_row(f"select count(*) as n {WHERE}", *_values(wanted))
    return int(row["n"]) if row else 0


def areas_of(store: Store) -> list[str]:
    """The places there are offers in."""
    rows = store.rows("select distinct area from offers where coalesce(area,'')<>'' order by area")
    return [str(row["area"]) for row in rows]


def _values(wanted: OffersWanted) -> tuple[str, ...]:
    words = wanted.words.strip()
    for sign in "\\%_":
        words = words.replace(sign, "\\" + sign)
    rome = wanted.rome.strip().upper()
    within = json.dumps(basins_in(wanted.place))
    days = (wanted.since, wanted.since, wanted.until, wanted.until, wanted.of_day, wanted.of_day)
    return (words, words, wanted.state, wanted.state, *(wanted.place,) * 4, within, rome, rome, *days)
