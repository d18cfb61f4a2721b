"""The regions of the window that a frame draws anew: few, none drawn twice, each as the processor's cache likes it."""

from collections.abc import Iterable

import pygame


def _area(rect: pygame.Rect) -> int:
    return int(rect.w * rect.h)


LINE, TALL = 16, 100
"""Pixels of a line of the processor's cache; rows from which on a region is made to begin and to end with one."""


def wider(region: pygame.Rect, whole: pygame.Rect) -> pygame.Rect:
    """A tall region with whole lines of the cache on both sides: its ground is copied in a third of the time."""
    if region.h < TALL:
        return region
    left = region.left // LINE * LINE
    return pygame.Rect(left, region.y, -(-region.right // LINE) * LINE - left, region.h).clip(whole)


APART = 4
"""So many times more regions than are wanted do not become few any more."""


def merged(rects: Iterable[pygame.Rect], whole: pygame.Rect, most: int) -> list[pygame.Rect]:
    """Few regions that cover all the rectangles: those that nearly fill their union become one.

    When there are still more than `most`, those of the left, of the middle and of the right become one each: a screen
    changes its centre far more often than its sides. Where so many lie apart that this is sure, none is compared more.
    """
    regions: list[pygame.Rect] = []
    # The largest first: most of the small ones lie within one that is there already.
    clipped = [rect.clip(whole) for rect in rects]
    for rect in sorted(clipped, key=_area, reverse=True):
        if not rect.w * rect.h:
            break
        for region in regions:  # `any` would make a generator for each of some hundred rectangles a frame
            if region.contains(rect):
                break
        else:
            _join(rect, regions, APART * most)
    if len(regions) <= most:
        return regions
    bands: dict[int, list[pygame.Rect]] = {}
    for region in regions:
        across = region.centerx / max(1, whole.w)
        bands.setdefault(0 if across < 0.25 else 1 if across < 0.79 else 2, []).append(region)
    return [band[0].unionall(band[1:]) for band in bands.values()]


def _join(rect: pygame.Rect, regions: list[pygame.Rect], most: int) -> None:
    """One more region, as one with those that it nearly fills a union with; where there are more than `most`, alone."""
    at = 0
    while at < len(regions) <= most:
        both = rect.union(regions[at])
        if _area(both) <= 1.1 * (_area(rect) + _area(regions[at])):
            del regions[at]
            rect, at = both, 0
        else:
            at += 1
    regions.append(rect)


SHARED = 10_000
"""Pixels that two regions have in common, from which on they are drawn once: another region costs as much."""


def apart(regions: Iterable[pygame.Rect]) -> list[pygame.Rect]:
    """The same regions, of which none draws much of what a larger one has drawn already.

    The bands of a screen that slides in lay half over one another: a third of its pixels was drawn twice.
    """
    kept: list[pygame.Rect] = []
    for region in sorted(regions, key=_area, reverse=True):
        parts = [region]
        for other in kept:
            parts = [left for part in parts for left in _less(part, other)]
        kept += parts
    return kept


def _less(region: pygame.Rect, other: pygame.Rect) -> list[pygame.Rect]:
    """What is left of a region without another, in up to four parts; all of it where they share little."""
    both = region.clip(other)
    if _area(both) < min(SHARED, _area(region)):
        return [region]
    parts = (
        pygame.Rect(region.x, region.y, region.w, both.y - region.y),
        pygame.Rect(region.x, both.bottom, region.w, region.bottom - both.bottom),
        pygame.Rect(region.x, both.y, both.x - region.x, both.h),
        pygame.Rect(both.right, both.y, region.right - both.right, both.h),
    )
    return [part for part in parts if _area(part)]
