"use strict";
// The same as tables: what the map shows, for reading, printing and screen readers.
function tableOf(caption, names, rows) {
  return element("table", {}, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", { class: cell && cell.length < 7 ? "short" : null }, cell || ""))))));
}

function linkRow(link) {
  const sightings = (link.evidence || []).map((one) => (one.quote ? "“" + one.quote + "” " : "") + ((data.sources[one.source] || {}).title || one.source));
  const dates = [link.since && word("since") + " " + link.since, link.until && word("until") + " " + link.until].filter(Boolean).join(" ");
  return [nodesById.get(link.from).label, typeName(link.type), nodesById.get(link.to).label, link.product, dates, named(data.statuses[link.status]), sightings.join("; ")];
}

function inTable(link) {
  return [Object.keys(data.types).indexOf(link.type) + 100, nodesById.get(link.from).label, nodesById.get(link.to).label, link.id].join("\u0000");
}

function renderTable() {
  const place = document.getElementById("table");
  place.hidden = !state.table;
  const button = document.getElementById("table-switch");
  button.setAttribute("aria-pressed", String(state.table));
  button.textContent = word(state.table ? "map" : "table");
  if (!state.table) return place.replaceChildren();
  const light = lit();
  const nodes = data.nodes.filter((node) => nodeShown(node) && (!light || light.nodes.has(node.id)));
  const links = data.links.filter((link) => linkShown(link) && (!light || light.links.has(link.id)))
    .sort((a, b) => inTable(a) < inTable(b) ? -1 : 1);
  place.replaceChildren(
    tableOf(links.length + " " + word("linkcount"), ["from", "relation", "to", "product", "since", "status", "evidence"].map(word), links.map(linkRow)),
    tableOf(nodes.length + " " + word("nodes"), ["name", "kind", "aliases", "place"].map(word), nodes.map((node) => [node.label, kindName(node.kind), (node.aliases || []).join(";"), node.place])));
}
