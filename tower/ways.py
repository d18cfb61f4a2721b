"""Every address of the tower."""

from tower.pages import enter, home, house

WAYS = (*enter.WAYS, *home.WAYS, *house.WAYS)
