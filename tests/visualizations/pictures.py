"""Where the nodes and links of a picture lie on a page that a browser shows."""

from __future__ import annotations

from typing import Any

# A link is the line that its element draws as `::after`; a box is what has the id of a node.
_CROSSINGS = """() => {
    const box = (element) => element.getBoundingClientRect();
    const line = (element) => {
        const around = box(element), style = getComputedStyle(element, "::after");
        const left = around.left + parseFloat(style.left), top = around.top + parseFloat(style.top);
        return { left, top, right: left + parseFloat(style.width), bottom: top + parseFloat(style.height) };
    };
    const meet = (one, two) =>
        one.left <= two.right && two.left <= one.right && one.top <= two.bottom && two.top <= one.bottom;
    const nodes = [...document.querySelectorAll("figure [data-node]")];
    const links = [...document.querySelectorAll("figure [data-from]")];
    const found = [];
    for (const link of links) {
        const drawn = line(link);
        if (!(drawn.right - drawn.left >= 0 && drawn.bottom - drawn.top >= 0)) found.push("no line");
        if (Math.max(drawn.right - drawn.left, drawn.bottom - drawn.top) < 12) found.push("too short");
        for (const node of nodes) {
            const other = box(node);
            if (meet(drawn, other)) found.push([link.dataset.from, link.dataset.to, node.dataset.node].join(" "));
        }
    }
    for (const [place, node] of nodes.entries())
        for (const other of nodes.slice(0, place)) {
            if (meet(box(node), box(other))) found.push("overlap");
        }
    return [links.length, nodes.length, found];
}"""


def crossings(page: Any) -> tuple[int, int, list[str]]:
    """How many links and nodes a picture has, and which links run over nodes, or nodes over nodes."""
    links, nodes, found = page.evaluate(_CROSSINGS)
    return links, nodes, found
