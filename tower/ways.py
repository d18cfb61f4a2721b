"""Every address of the tower."""

from tower.pages import (
    after,
    days,
    enter,
    fair_parts,
    fairs,
    home,
    house,
    keeping,
    matching,
    observing,
    offers,
    people,
    region,
)

WAYS = (
    *enter.WAYS, *home.WAYS, *days.WAYS, *people.WAYS, *observing.WAYS, *offers.WAYS, *matching.WAYS, *house.WAYS,
    *keeping.WAYS, *fairs.WAYS, *fair_parts.WAYS, *after.WAYS, *region.WAYS,
)  # fmt: skip
