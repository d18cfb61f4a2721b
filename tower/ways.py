"""Every address of the tower."""

from tower.pages import enter, home, house, matching, offers, people

WAYS = (*enter.WAYS, *home.WAYS, *people.WAYS, *offers.WAYS, *matching.WAYS, *house.WAYS)
