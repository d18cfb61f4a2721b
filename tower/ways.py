"""Every address of the tower."""

from tower.pages import (
    after,
    aside,
    bringing,
    carried,
    closing,
    conductor,
    days,
    enter,
    facts,
    fair_parts,
    fairs,
    home,
    house,
    keeping,
    matching,
    observing,
    offers,
    papers,
    people,
    recap,
    region,
    reprint,
    rescoring,
    room,
    said,
    sitting_people,
    trial,
    turning,
)

WAYS = (
    *enter.WAYS, *closing.WAYS, *home.WAYS, *days.WAYS, *room.WAYS, *recap.WAYS, *sitting_people.WAYS,
    *conductor.WAYS, *papers.WAYS, *carried.WAYS, *people.WAYS, *facts.WAYS, *reprint.WAYS, *said.WAYS,
    *observing.WAYS, *bringing.WAYS, *offers.WAYS, *matching.WAYS, *fairs.WAYS, *fair_parts.WAYS, *after.WAYS,
    *region.WAYS, *house.WAYS, *aside.WAYS, *rescoring.WAYS, *keeping.WAYS, *trial.WAYS, *turning.WAYS,
)  # fmt: skip
