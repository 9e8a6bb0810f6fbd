"""Where the nodes of a network stand: a tree of rows when they are few, rings when they are many.

Pure geometry on names: the same nodes and links always give the same places.
"""

import math
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Pair = tuple[str, str]
RING = 24  # nodes of a ring before it is split in two
GAP = 0.6  # between neighbours of a ring, when rings are one apart


@dataclass(frozen=True)
class Spot:
    """The place of one node: ``side`` is -1, 0 or 1 (left of its root, the root itself, right)."""

    x: float
    y: float
    side: int
    depth: int
    inner: bool = False  # has nodes beyond it, so that its name cannot stand outward


@dataclass(frozen=True)
class Tree:
    """One connected part of a network: its root, and what each node leads to, nearest first."""

    root: str
    below: Mapping[str, Sequence[str]]
    depth: Mapping[str, int]

    @cached_property
    def _ends(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for node in sorted(self.depth, key=self.depth.__getitem__, reverse=True):
            found[node] = sum(found[one] for one in self.below[node]) or 1
        return found

    def width(self, node: str) -> int:
        """Count the ends that a node leads to, itself when it leads to none."""
        return self._ends[node]


def trees(nodes: Sequence[str], links: Iterable[Pair], roots: Sequence[str] = ()) -> list[Tree]:
    """Split a network into its connected parts, the largest first.

    A part starts from the first of ``roots`` that it holds, else from the node with most links,
    and reads away from it; the order of ``nodes`` decides between equals. Links to names that are
    not among the nodes are left out.
    """
    near: dict[str, set[str]] = {node: set() for node in nodes}
    for one, other in links:
        if one in near and other in near and one != other:
            near[one].add(other)
            near[other].add(one)
    rank = {node: place for place, node in enumerate(nodes)}
    wanted = {node: place for place, node in enumerate(roots)}
    left, found = set(nodes), []
    for start in nodes:
        if start in left:
            part = _part(start, near)
            left -= part
            root = min(
                part, key=lambda one: (wanted.get(one, len(wanted)), -len(near[one]), rank[one])
            )
            found.append(_tree(root, near, rank))
    return sorted(found, key=lambda one: -len(one.depth))


def columns(parts: Sequence[Tree]) -> dict[str, Spot]:
    """Give each node a row below the one it hangs from, as in a list: for a narrow screen.

    x counts steps away from the root, y rows downwards; every name stands to the right.
    """
    placed: dict[str, Spot] = {}
    row = 0.0
    for tree in parts:
        waiting = [tree.root]
        while waiting:
            node = waiting.pop()
            placed[node] = Spot(float(tree.depth[node]), row, 1, tree.depth[node])
            waiting += reversed(tree.below[node])
            row += 1
        row += 0.5
    return placed


def rows(parts: Sequence[Tree], right: Collection[str] = ()) -> dict[str, Spot]:
    """Give each end a row of its own: names can stand beside the nodes without touching.

    The branches of a root that are in ``right`` stand to its right and the others to its left; when
    one side would be empty they are shared between both. Parts follow one another downwards. x
    counts steps away from the root, y rows downwards.
    """
    placed: dict[str, Spot] = {}
    top = 0.0
    for tree in parts:
        after, before = _sides(tree, right)
        height = max(sum(map(tree.width, after)), sum(map(tree.width, before)), 1)
        for side, branch in ((1, after), (-1, before)):
            start = top + (height - sum(map(tree.width, branch))) / 2
            for node in branch:
                _fill(tree, node, side, start, placed)
                start += tree.width(node)
        placed[tree.root] = Spot(0.0, top + (height - 1) / 2, 0, 0)
        top += height + 1
    return placed


def rings(parts: Sequence[Tree], shape: float = 1.6) -> dict[str, Spot]:
    """Put each part's nodes on rings around its root, and the parts beside one another.

    A crowded ring is split in several. ``shape`` is the width of the whole over its height.
    """
    placed: dict[str, Spot] = {}
    discs = [_disc(tree) for tree in parts]
    area = sum((2 * radius + 1) ** 2 for _spots, radius in discs)
    widest = max(
        [math.sqrt(area * shape), *(2 * radius + 1 for _spots, radius in discs)], default=0
    )
    x, y, low = 0.0, 0.0, 0.0
    for spots, radius in discs:
        size = 2 * radius + 1
        if x and x + size > widest:
            x, y, low = 0.0, y + low, 0.0
        for node, spot in spots.items():
            placed[node] = Spot(
                spot.x + x + size / 2, spot.y + y + size / 2, spot.side, spot.depth, spot.inner
            )
        x, low = x + size, max(low, size)
    return placed


def _part(start: str, near: Mapping[str, set[str]]) -> set[str]:
    seen, waiting = {start}, deque([start])
    while waiting:
        for other in near[waiting.popleft()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def _tree(root: str, near: Mapping[str, set[str]], rank: Mapping[str, int]) -> Tree:
    """Read a part away from its root: each node hangs from the first that reaches it."""
    depth, below, waiting = {root: 0}, {root: list[str]()}, deque([root])
    while waiting:
        node = waiting.popleft()
        for other in sorted(near[node] - depth.keys(), key=rank.__getitem__):
            depth[other] = depth[node] + 1
            below[node].append(other)
            below[other] = []
            waiting.append(other)
    return Tree(root, below, depth)


def _sides(tree: Tree, wanted: Collection[str]) -> tuple[list[str], list[str]]:
    """Share the branches of a root: the wanted ones to the right, else the first half."""
    branches = list(tree.below[tree.root])
    right = [one for one in branches if one in wanted]
    if 0 < len(right) < len(branches):
        return right, [one for one in branches if one not in wanted]
    right, half = [], sum(map(tree.width, branches)) / 2
    while branches and sum(map(tree.width, right)) < half:
        right.append(branches.pop(0))
    return right, branches


def _fill(tree: Tree, node: str, side: int, start: float, placed: dict[str, Spot]) -> None:
    """Place a branch: each end on its row, each inner node in the middle of its ends."""
    waiting = [(node, start)]
    while waiting:
        one, row = waiting.pop()
        below = tree.below[one]
        middle = row + (tree.width(one) - 1) / 2
        placed[one] = Spot(side * tree.depth[one], middle, side, tree.depth[one], bool(below))
        for other in below:
            waiting.append((other, row))
            row += tree.width(other)


def _disc(tree: Tree) -> tuple[dict[str, Spot], float]:
    """Place one part around its root, each branch in a sector as wide as its ends are many."""
    turns = _turns(tree)
    placed, radius = {tree.root: Spot(0.0, 0.0, 0, 0, bool(tree.below[tree.root]))}, 0.0
    for depth in range(1, max(tree.depth.values()) + 1):
        own = sorted((one for one in turns if tree.depth[one] == depth), key=turns.__getitem__)
        split = max(1, math.ceil(math.sqrt(len(own) / RING)))
        first = max(radius + 1, len(own) * GAP / (2 * math.pi * split))
        for place, node in enumerate(own):
            far, turn = first + place % split, 2 * math.pi * turns[node]
            x = far * math.sin(turn)
            spot = Spot(
                x, -far * math.cos(turn), 1 if x >= 0 else -1, depth, bool(tree.below[node])
            )
            placed[node] = spot
        radius = first + split - 1
    return placed, radius


def _turns(tree: Tree) -> dict[str, float]:
    """Share the turn around the root between its branches; a node is in the middle of its part."""
    turns: dict[str, float] = {}
    waiting = [(tree.root, 0.0, 1.0)]
    while waiting:
        node, start, span = waiting.pop()
        for other in tree.below[node]:
            part = span * tree.width(other) / tree.width(node)
            turns[other] = start + part / 2
            waiting.append((other, start, part))
            start += part
    return turns
