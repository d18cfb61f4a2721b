"""The region of a database: chosen by its file in `scenarios/content/regions`, kept with the database."""

from datetime import datetime

from export.store.moments import stamp
from export.store.store import Store, StoreError, audit
from scenarios.regions import Region, regions


def find_region(region_id: str) -> Region:
    """A region by its id. Raises StoreError naming those there are, or asking for one where none is named."""
    if not region_id.strip():
        raise StoreError("regions.choose", known=", ".join(region.id for region in regions()))
    region = next((region for region in regions() if region.id == region_id.strip().lower()), None)
    if region is None:
        raise StoreError("regions.unknown", got=region_id, known=", ".join(region.id for region in regions()))
    return region


def use_region(store: Store, region_id: str, now: datetime, by: str = "cli") -> Region:
    """Choose the region of a database. Raises StoreError for one that has no file."""
    region = find_region(region_id)
    with store.writing() as connection:
        connection.execute(
            "insert into settings values('region', ?) on conflict(name) do update set value=excluded.value",
            (region.id,),
        )
        audit(connection, stamp(now), by, "region.use", (region.id, ""))
    return region


def region_of(store: Store) -> Region | None:
    """The region of a database: the chosen one; else, when all its offers lie in one region, that one; else None."""
    chosen = store.first_row("select value from settings where name='region'")
    if chosen:
        return find_region(str(chosen["value"]))
    areas = {str(row["area"]) for row in store.rows("select distinct area from offers where area is not null")}
    held = [r for r in regions() if areas & ({basin.code for basin in r.basins} | set(r.departments()))]
    return held[0] if len(held) == 1 else None
