"""Every address of the tower."""

from tower.pages import enter, home, house, people

WAYS = (*enter.WAYS, *home.WAYS, *people.WAYS, *house.WAYS)
