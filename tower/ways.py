"""Every address of the tower."""

from tower.pages import days, enter, home, house, keeping, matching, offers, people

WAYS = (*enter.WAYS, *home.WAYS, *days.WAYS, *people.WAYS, *offers.WAYS, *matching.WAYS, *house.WAYS, *keeping.WAYS)
