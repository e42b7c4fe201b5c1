"use strict";
// Legend, details and footer.
const SHAPES = {
  dot: "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z", square: "M3 3h10v10h-10z", diamond: "M8 1l7 7l-7 7l-7-7z",
  triangle: "M8 2l7 12h-14z", triangleDown: "M8 14l-7-12h14z", hexagon: "M4.5 2h7l3.5 6l-3.5 6h-7l-3.5-6z",
  star: "M8 1l2.1 4.6l5 .5l-3.8 3.3l1.1 4.9l-4.4-2.6l-4.4 2.6l1.1-4.9l-3.8-3.3l5-.5z",
};

function icon(path, attributes) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const shape = document.createElementNS(space, "path");
  for (const [key, value] of Object.entries({ width: 18, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" })) svg.setAttribute(key, value);
  for (const [key, value] of Object.entries({ d: path, ...attributes })) shape.setAttribute(key, value);
  svg.append(shape);
  return svg;
}

function legendRow(key, picture, label, count) {
  const pressed = !state.hidden.has(key);
  const button = element("button", { type: "button", "aria-pressed": String(pressed), "data-key": key, onclick: () => toggle(key) },
    picture, element("span", {}, label), element("b", {}, String(count)));
  return element("li", {}, button);
}

function toggle(key) {
  if (!state.hidden.delete(key)) state.hidden.add(key);
  render();
  document.querySelector(`[data-key="${key}"]`).focus();
}

function count(items, of) {
  const counts = new Map();
  for (const item of items) counts.set(of(item), (counts.get(of(item)) || 0) + 1);
  return counts;
}

function renderLegend() {
  const outline = "var(--outline)";
  const groups = count(data.nodes, (node) => node.group);
  const ties = count(data.links, (link) => link.tie);
  const standings = count(data.links, standing);
  document.getElementById("legend-groups").replaceChildren(...data.groups.map((group, number) => [group, number])
    .filter(([, number]) => groups.has(number))
    .map(([group, number]) => legendRow("group:" + number, icon(SHAPES[group.shape], { fill: group.fill, stroke: outline }), named(group), groups.get(number))));
  document.getElementById("legend-ties").replaceChildren(...Object.entries(data.ties).filter(([tie]) => ties.has(tie))
    .map(([tie, look]) => legendRow("tie:" + tie, icon("M0 8h16", { stroke: stroke(tie), "stroke-width": 3 }), named(look), ties.get(tie))));
  document.getElementById("legend-standing").replaceChildren(...["confirmed", "unconfirmed"].filter((one) => standings.has(one))
    .map((one) => legendRow("standing:" + one, icon("M0 8h16", { stroke: outline, "stroke-width": 2, "stroke-dasharray": one === "confirmed" ? "none" : "4 3" }), word(one), standings.get(one))));
}

function renderDetails() {
  const panel = document.getElementById("details");
  const chosen = state.chosen;
  const links = chosen && chosen.path ? chosen.path.links.map((id) => linksById.get(id)).filter(Boolean) : [];
  if (!chosen) panel.replaceChildren(...overview());
  else if (chosen.node) panel.replaceChildren(...nodeDetails(nodesById.get(chosen.node)));
  else if (chosen.link) panel.replaceChildren(element("h2", {}, word("relation")), element("ul", {}, linkItem(linksById.get(chosen.link), null)));
  else panel.replaceChildren(element("h2", {}, word(chosen.path.path ? "path" : "selection")), element("ul", {}, ...links.map((link) => linkItem(link, null, chosen.path.reckonings[link.id]))));
  panel.scrollTop = 0;
}

function overview() {
  const first = byImportance.slice(0, 10).map((node) => element("li", {}, jump(node.id), " ",
    element("span", { class: "hint" }, kindName(node.kind) + " · " + linksOf.get(node.id).length)));
  return [element("h2", {}, word("details")), element("p", { class: "hint" }, word("hint")), element("h2", {}, word("start")), element("ul", {}, ...first)];
}

function nodeDetails(node) {
  const facts = [["aliases", (node.aliases || []).join(";")], ["level", node.level], ["place", node.place], ["parent", node.parent],
    ["count", node.count && node.count + (node.aggregate ? " (" + word("aggregate") + ")" : "")]];
  const rows = facts.filter(([, value]) => value).map(([key, value]) => [word(key), value]);
  rows.push(...Object.entries(node.attributes || {}).map(([key, value]) => [named(data.attributes[key]) || key, String(value)]));
  const links = linksOf.get(node.id).filter(linkShown).sort((a, b) => order(a, node.id) < order(b, node.id) ? -1 : 1);
  const parts = [element("h3", {}, node.label), element("span", { class: "badge" }, kindName(node.kind)),
    element("dl", {}, ...rows.flatMap(([key, value]) => [element("dt", {}, key), element("dd", {}, value)])), ...(node.evidence || []).map(evidence)];
  if (node.figures) parts.push(element("h2", {}, word("figures")), element("dl", {}, ...node.figures.flatMap(figure)));
  parts.push(element("h2", {}, word("links") + " " + links.length), element("ul", {}, ...links.map((link) => linkItem(link, node.id))));
  return parts;
}

function order(link, here) {
  const other = nodesById.get(link.from === here ? link.to : link.from);
  return [link.type, link.from === here ? "0" : "1", other.label, link.id].join("\u0000");
}

function figure(one) {
  const name = one.metric + (one.group ? " · " + one.group : "");
  const value = (one.value || word("unknown")) + (one.value ? " " + (one.unit || "") : "") + (one.period ? " (" + one.period + ")" : "");
  return [element("dt", {}, name), element("dd", {}, value + (one.note ? " — " + one.note : ""))];
}

function jump(id) {
  const node = nodesById.get(id);
  return element("button", { type: "button", class: "jump", onclick: () => choose({ node: id }) }, node.label);
}

function linkItem(link, here, reckoning = link.reckoning) {
  const dates = [link.since && word("since") + " " + link.since, link.until && word("until") + " " + link.until, link.seen && word("seen") + " " + link.seen];
  const status = link.status && element("div", { class: link.status === "confirmed" ? "confirmed" : "open" },
    named(data.statuses[link.status]) + " · " + word(reckoning.word) + " " + named(reckoning));
  const line = here === link.from ? [typeName(link.type) + " → ", jump(link.to)]
    : here === link.to ? [typeName(link.type) + " ← ", jump(link.from)]
      : [jump(link.from), " " + typeName(link.type) + " → ", jump(link.to)];
  const more = Object.entries(link.attributes || {}).map(([key, value]) => (named(data.attributes[key]) || key) + " " + value);
  const facts = [link.product, ...more, ...dates].filter(Boolean).join(" · ");
  return element("li", { class: "link" }, element("div", {}, ...line), facts ? element("div", { class: "hint" }, facts) : null,
    status || null, ...(link.evidence || []).map(evidence));
}

function evidence(one) {
  const source = data.sources[one.source] || {};
  const words = [source.title || one.source, source.publisher, source.date].filter(Boolean).join(" ");
  const kind = [word(source.reliability || "") || source.reliability, one.method === "inferred" ? word("inferred") : one.method].filter(Boolean).join(" · ");
  const safe = /^https?:\/\//i.test(source.link || "");
  const name = safe ? element("a", { href: source.link, rel: "noopener noreferrer", target: "_blank" }, words) : words;
  return element("p", { class: "evidence" }, one.quote ? element("q", {}, one.quote) : null, one.quote ? " — " : null, name,
    kind ? " (" + kind + ")" : null, one.locator ? " [" + one.locator + "]" : null);
}

function renderFooter() {
  const meta = data.meta;
  const open = data.links.filter((link) => standing(link) === "unconfirmed").length;
  const parts = [word("drawn") + " " + data.nodes.length + " " + word("nodes") + ", " + data.links.length + " " + word("linkcount") + " (" + open + " " + word("tentative") + ")"];
  if (meta.left) parts.push(word("left") + " " + meta.left.nodes + " " + word("nodes") + ", " + meta.left.links + " " + word("linkcount"));
  if (meta.left) parts.push(meta.asof ? word("asof") + " " + meta.asof : word("anytime"));
  if (meta.version) parts.push(word("version") + " " + meta.version.slice(0, 12));
  document.getElementById("footer").textContent = parts.join(" · ") + " · " + word("limits");
}
