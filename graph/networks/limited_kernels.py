"""Kernels for the k best paths within a number of steps.

The problem is that of the k best loopless paths (Yen 1971, Management Science 17(11)) with a limit on the steps, which
his search does not know: it would run through every longer path first. Four parts:

1. **Reach.** Layers grow from both ends (Pohl 1971, Machine Intelligence 6), on the side whose next layer has fewer
   arcs to scan; then each side goes on only over what the other has reached. So the steps of a node from both ends are
   known wherever both together are within the limit.
2. **Space.** The nodes and arcs of all walks of so many steps, numbered anew: the rest costs as much as these.
3. **Bounds.** For every node and number of steps left the least that leads on to the target, by relaxing every arc once
   a step (Bellman 1958, Quarterly of Applied Mathematics 16(1)). Stops that a path must pass double the nodes: one for
   each set of stops that are behind (Held and Karp 1962, Journal of SIAM 10(1)). Each arc tells the stops it passes.
4. **Search.** Beginnings of paths without repeated nodes grow best first, by what they cost and the bound of the rest
   (A*: Hart, Nilsson and Raphael 1968, IEEE Transactions SSC 4(2)). The ways on from a node are put in order once; only
   the next of them is a beginning, and its successor follows when it is looked at (the idea of Eppstein 1998, SIAM
   Journal on Computing 28(2)), so a hub costs no more than a leaf.

Everything is a whole number and nodes are numbered by name, so paths come out in order of (key, names) exactly: a bound
is never above what it bounds, and among equals the beginning whose names come first is looked at first. It does not
know that a path must not visit a node twice, so there is no polynomial guarantee: a budget counts the beginnings.
"""

from __future__ import annotations

from typing import Any

from .compiling import kernel

__all__ = ["best_within"]
FAR = 2**29
NEVER = 2**62
Array = Any  # of NumPy, or a list in the plain form, which is faster there


@kernel
def best_within(
    space: Any, ahead: Array, behind: Array, ends: Any, stops: Any, hops: int, count: int, budget: int, most: int
) -> Any:
    """The best paths from one end to the other.

    Parameters
    ----------
    space, ahead, behind
        The rows of a network (`Space`), and twice `FAR` for every node, which is written over.
    ends, stops
        The numbers of source and target; the stops that each arc passes, a bit for each, and how many sets there are.
    hops, count, budget, most
        The most steps, paths and beginnings, and the most arcs to scan: when there are more, nothing is searched.

    Returns
    -------
    tuple
        The numbers of the nodes of all paths, where each ends among them, their keys, the beginnings looked at, whether
        the budget ended the search, the links in reach (-1: too many arcs), and the least key of what is not listed.
    """
    source, target = ends
    front, scanned = _reach(space, ahead, behind, ends, hops, most)
    if scanned > most:
        return _none(), _none(), _none(), 0, False, -1, NEVER
    members = [node for node in front if ahead[node] + behind[node] <= hops]
    members.sort()
    before, after = [_whole(ahead[node]) for node in members], [_whole(behind[node]) for node in members]
    for place in range(len(members)):
        ahead[members[place]] = place
    starts, heads, keys, bits, links, passed = _rows_of(space, members, before, behind, ahead, target, hops, stops)
    if not members or passed < stops[1] - 1:
        return _none(), _none(), _none(), 0, False, links, NEVER
    rows, inner = (starts, heads, keys, bits), (_whole(ahead[source]), _whole(ahead[target]))
    table = _bounds(rows, before, after, stops[1], inner[1], hops)
    found, lasts, costs, steps, clipped, least = _grown(rows, table, stops[1], inner, hops, count, budget)
    return [members[place] for place in found], lasts, costs, steps, clipped, links, least


@kernel
def _none() -> Any:
    """A list without numbers; numba knows of which kind only where it is made so."""
    return [0 for _ in range(0)]


@kernel
def _whole(number: Any) -> int:
    """A number of an array as an `int`; in machine code the sum makes 64 bits of 32, which lists must not mix."""
    return int(number) + 0


@kernel
def _reach(space: Any, ahead: Array, behind: Array, ends: Any, hops: int, most: int) -> Any:
    """The nodes that the source reaches, as far as they matter, and how many arcs were scanned.

    Where `ahead` and `behind` of a node together are within the limit, both are right afterwards.
    """
    source, target = ends
    front, back, first, last, layers, scanned = [source], [target], 0, 0, 0, 0
    ahead[source], behind[target] = 0, 0
    onward = (space.starts, space.ends, space.between, ahead, behind)
    rearward = (space.back_starts, space.back_ends, space.between, behind, ahead)
    while layers < hops and first < len(front) and last < len(back):
        arcs, other_arcs = _length(space.starts, front, first), _length(space.back_starts, back, last)
        scanned += min(arcs, other_arcs)
        if scanned > most:
            return front, scanned
        if arcs <= other_arcs:
            first = _layer(onward, front, first, target, NEVER)
        else:
            last = _layer(rearward, back, last, source, NEVER)
        layers += 1
    while last < len(back) and behind[back[last]] < hops and scanned <= most:
        scanned += _length(space.back_starts, back, last)
        last = _layer(rearward, back, last, source, hops)
    while first < len(front) and ahead[front[first]] < hops and scanned <= most:
        scanned += _length(space.starts, front, first)
        first = _layer(onward, front, first, target, hops)
    return front, scanned


@kernel
def _length(starts: Array, queue: Any, first: int) -> int:
    """How many arcs leave the nodes of a queue from a place on."""
    total = 0
    for place in range(first, len(queue)):
        total += _whole(starts[queue[place] + 1] - starts[queue[place]])
    return total


@kernel
def _layer(side: Any, queue: Any, first: int, end: int, limit: int) -> int:
    """Put the nodes one step farther at the end of a queue; returns where they begin.

    Only nodes count whose steps from both ends together are within the limit.
    """
    starts, ends, between, steps, others = side
    last = len(queue)
    for place in range(first, last):
        node = queue[place]
        if node != end and steps[node] + others[node] <= limit:
            step = _whole(steps[node]) + 1
            for arc in range(starts[node], starts[node + 1]):
                other = ends[arc]
                if steps[other] == FAR and (between[other] or other == end) and step + others[other] <= limit:
                    steps[other] = step
                    queue.append(_whole(other))
    return last


@kernel
def _rows_of(
    space: Any, members: Any, before: Any, behind: Array, places: Array, target: int, hops: int, stops: Any
) -> Any:
    """The rows between the nodes in reach by their places among these, with the stops of each arc.

    An arc stays when it lies on a walk of at most so many steps. Also: how many links, and all their stops.
    """
    marks, sets = stops
    starts, heads, keys, bits, links, passed = [0], _none(), _none(), _none(), 0, 0
    for place in range(len(members)):
        node = members[place]
        left = hops - before[place] - 1
        for arc in range(space.starts[node], space.starts[node + 1]):
            head = space.ends[arc]
            if node != target and behind[head] <= left and (space.between[head] or head == target):
                heads.append(_whole(places[head]))
                keys.append(_whole(space.keys[arc]))
                bits.append(_whole(marks[arc]) if sets > 1 else 0)
                passed |= bits[-1]
                links += _whole(space.link_starts[arc + 1] - space.link_starts[arc])
        starts.append(len(heads))
    return starts, heads, keys, bits, links, passed


@kernel
def _bounds(rows: Any, before: Any, after: Any, sets: int, target: int, hops: int) -> Any:
    """The least key that leads on to the target: one value for each number of steps left, set of stops and node.

    It ends with the number of steps from which on nothing changes any more.
    """
    size = sets * len(before)
    table = [NEVER for _ in range(size)]
    table[size - len(before) + target] = 0
    for layer in range(1, hops + 1):
        if not _relaxed(rows, table, before, after, sets, layer, hops):
            break
    return table


@kernel
def _relaxed(rows: Any, table: Any, before: Any, after: Any, sets: int, layer: int, hops: int) -> bool:
    """One number of steps more; whether that is better anywhere. Rows are in order of keys, so each may end early."""
    starts, heads, keys, bits = rows
    nodes, changed = len(before), False
    earlier = len(table) - sets * nodes
    for stops in range(sets):
        for node in range(nodes):
            least = table[earlier + stops * nodes + node]
            if after[node] <= layer <= hops - before[node]:
                for arc in range(starts[node], starts[node + 1]):
                    key, head = keys[arc], heads[arc]
                    if key >= least:
                        break
                    rest = table[earlier + (stops | bits[arc]) * nodes + head]
                    if key + rest < least:
                        least, changed = key + rest, True
            table.append(least)
    return changed


@kernel
def _grown(rows: Any, table: Any, sets: int, ends: Any, hops: int, count: int, budget: int) -> Any:
    """Grow beginnings of paths best first; see `best_within` for what it returns."""
    source, target = ends
    size = sets * (len(rows[0]) - 1)
    top = len(table) // size - 1
    ways = ([-1 for _ in table], _none(), _none())
    # Of every beginning: its last node, the stops behind, what it was grown from, its steps, its key, its place in
    # the ways on from there, and the bound of all paths that begin so.
    nodes, stops, parents, depths, costs, places = [source], [0], [-1], [0], [0], [-1]
    bounds, heap = [table[top * size + source]], [0]
    trail = (nodes, stops, parents, depths, costs, places, bounds, heap)
    found, lasts, keys = _none(), _none(), _none()
    if bounds[0] == NEVER:
        heap.pop()
    while heap and len(keys) < count:
        item = _popped(nodes, parents, depths, bounds, heap)
        parent, place = parents[item], -1
        if parent >= 0 and not _pushed(rows, ways, trail, parent, places[item] + 1, budget):
            return found, lasts, keys, len(nodes), True, bounds[item]
        if nodes[item] == target:
            _write(nodes, parents, item, found)
            lasts.append(len(found))
            keys.append(costs[item])
        elif depths[item] < hops:
            place = _ways_on(rows, table, ways, stops[item], nodes[item], min(hops - depths[item] - 1, top), sets)
            if not _pushed(rows, ways, trail, item, place, budget):
                return found, lasts, keys, len(nodes), True, bounds[item]
    return found, lasts, keys, len(nodes), False, bounds[heap[0]] if heap else NEVER


@kernel
def _ways_on(rows: Any, table: Any, ways: Any, stops: int, node: int, left: int, sets: int) -> int:
    """Where the arcs that lead on from a node begin among the ways, those with the least bound first.

    `left` is how many steps may follow the next. Each list is made once, and ends with -1.
    """
    starts, heads, keys, bits = rows
    (first, arcs, detours), nodes = ways, len(starts) - 1
    layer = left * sets * nodes
    where = layer + stops * nodes + node
    if first[where] < 0:
        first[where] = len(arcs)
        order = [(0, 0, 0) for _ in range(0)]
        for arc in range(starts[node], starts[node + 1]):
            head = heads[arc]
            rest = table[layer + (stops | bits[arc]) * nodes + head]
            if rest < NEVER:
                order.append((keys[arc] + rest, head, arc))
        order.sort()
        for detour, _, arc in order:
            arcs.append(arc)
            detours.append(detour)
        arcs.append(-1)
        detours.append(NEVER)
    return int(first[where])


@kernel
def _pushed(rows: Any, ways: Any, trail: Any, parent: int, place: int, budget: int) -> bool:
    """Put the next beginning on the heap that grows from another one; False when the budget is exhausted."""
    _, heads, keys, bits = rows
    _, arcs, detours = ways
    nodes, stops, parents, depths, costs, places, bounds, heap = trail
    while arcs[place] >= 0 and _visited(nodes, parents, parent, heads[arcs[place]]):
        place += 1
    if arcs[place] < 0:
        return True
    if len(nodes) >= budget:
        return False
    nodes.append(heads[arcs[place]])
    stops.append(stops[parent] | bits[arcs[place]])
    parents.append(parent)
    depths.append(depths[parent] + 1)
    costs.append(costs[parent] + keys[arcs[place]])
    places.append(place)
    bounds.append(costs[parent] + detours[place])
    _sift_up(nodes, parents, depths, bounds, heap)
    return True


@kernel
def _visited(nodes: Any, parents: Any, item: int, node: int) -> bool:
    """Whether a beginning visits a node."""
    while item >= 0:
        if nodes[item] == node:
            return True
        item = parents[item]
    return False


@kernel
def _write(nodes: Any, parents: Any, item: int, found: Any) -> None:
    """Append the nodes of a path, from its beginning."""
    first = len(found)
    while item >= 0:
        found.insert(first, nodes[item])
        item = parents[item]


@kernel
def _less(nodes: Any, parents: Any, depths: Any, bounds: Any, item: int, other: int) -> bool:
    """Whether one beginning comes before another: by its bound, then by the names of its nodes from the first on."""
    if bounds[item] != bounds[other]:
        return bool(bounds[item] < bounds[other])
    less = depths[item] < depths[other]
    while depths[item] > depths[other]:
        item = parents[item]
    while depths[other] > depths[item]:
        other = parents[other]
    while item != other:
        if nodes[item] != nodes[other]:
            less = nodes[item] < nodes[other]
        item, other = parents[item], parents[other]
    return bool(less)


@kernel
def _sift_up(nodes: Any, parents: Any, depths: Any, bounds: Any, heap: Any) -> None:
    """Put the newest beginning on the heap."""
    item, place = len(nodes) - 1, len(heap)
    heap.append(item)
    while place > 0:
        above = (place - 1) >> 1
        if not _less(nodes, parents, depths, bounds, item, heap[above]):
            break
        heap[place], place = heap[above], above
    heap[place] = item


@kernel
def _popped(nodes: Any, parents: Any, depths: Any, bounds: Any, heap: Any) -> int:
    """Take the least beginning from the heap."""
    least, item = heap[0], heap[-1]
    heap.pop()
    if len(heap):
        place, child = 0, 1
        while child < len(heap):
            if child + 1 < len(heap) and _less(nodes, parents, depths, bounds, heap[child + 1], heap[child]):
                child += 1
            if not _less(nodes, parents, depths, bounds, heap[child], item):
                break
            heap[place], place, child = heap[child], child, 2 * child + 1
        heap[place] = item
    return int(least)
