"use strict";
// Search, keyboard, language, and what happens when something is chosen.
const search = document.getElementById("search");
const results = document.getElementById("results");
let offered = [];
let marked = -1;

function render() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = named(data.title);
  document.getElementById("title").textContent = named(data.title);
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  search.placeholder = word("search");
  search.setAttribute("aria-label", word("search"));
  document.getElementById("canvas").setAttribute("aria-label", word("map"));
  renderLegend();
  renderDetails();
  renderTable();
  renderFooter();
  refresh();
}

function choose(chosen, move = true) {
  state.chosen = chosen;
  if (chosen && chosen.node) state.hidden.delete("group:" + nodesById.get(chosen.node).group);
  render();
  if (chosen && move) moveTo([...lit().nodes]);
  announce(chosen && chosen.node ? nodesById.get(chosen.node).label : "");
}

function whole() {
  choose(null);
  moveTo(data.nodes.filter(nodeShown).map((node) => node.id));
}

// The same order of matches as in the library: id, uscc, name, alias, initials, then parts of them.
function normal(text) {
  const letters = text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  return [...letters].map((letter) => data.characters[letter] || letter).join("");
}
function rank(node, key, typed) {
  const [id, name, ...others] = node.search.split("\n");
  const aliases = others.filter((line) => !/^[\t#]/.test(line));
  const letters = others.filter((line) => line.startsWith("\t")).map((line) => line.slice(1));
  if (typed === id) return 0;
  if (!key) return -1;
  const tests = [others.includes("#" + key), key === name, aliases.includes(key), letters.includes(key), name.includes(key), aliases.some((one) => one.includes(key)), key.length > 1 && letters.some((one) => one.includes(key))];
  const at = tests.indexOf(true);
  return at < 0 ? -1 : at + 1;
}

function lookUp() {
  const typed = search.value.trim().toLowerCase();
  const key = normal(search.value);
  const hits = typed ? data.nodes.map((node) => [rank(node, key, typed), node]).filter(([place]) => place >= 0) : [];
  hits.sort(([a, one], [b, other]) => a - b || (one.label < other.label ? -1 : one.label > other.label ? 1 : 0));
  offered = hits.slice(0, 12).map(([, node]) => node);
  marked = offered.length ? 0 : -1;
  offer(typed, hits.length);
}

function offer(typed, found) {
  const items = offered.map((node, at) => element("li", { role: "option", id: "result-" + at, "aria-selected": String(at === marked), onclick: () => take(at) },
    node.label, element("small", {}, kindName(node.kind))));
  if (typed && !items.length) items.push(element("li", { class: "hint" }, word("nothing")));
  results.replaceChildren(...items);
  results.hidden = !typed;
  search.setAttribute("aria-expanded", String(Boolean(typed)));
  search.setAttribute("aria-activedescendant", marked < 0 ? "" : "result-" + marked);
  if (typed) announce(found ? found + " " + word("found") : word("nothing"));
}

function take(at) {
  if (!offered[at]) return;
  const node = offered[at];
  search.value = node.label;
  results.hidden = true;
  search.setAttribute("aria-expanded", "false");
  state.table = false;
  choose({ node: node.id });
}

search.addEventListener("input", lookUp);
search.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && offered.length) {
    marked = (marked + step + offered.length) % offered.length;
    offer(search.value, offered.length);
    event.preventDefault();
  } else if (event.key === "Enter") take(Math.max(marked, 0));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); search.select(); }
  if (event.key !== "Escape") return;
  if (!results.hidden) { results.hidden = true; search.setAttribute("aria-expanded", "false"); }
  else if (state.table) { state.table = false; render(); }
  else { search.value = ""; whole(); }
});
document.addEventListener("click", (event) => { if (!document.getElementById("finder").contains(event.target)) results.hidden = true; });
document.getElementById("fit").addEventListener("click", () => { state.table = false; whole(); });
document.getElementById("table-switch").addEventListener("click", () => { state.table = !state.table; render(); if (state.table) document.getElementById("table").focus(); });
document.getElementById("language").addEventListener("click", () => { state.language = state.language === "zh" ? "en" : "zh"; render(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
network.on("click", (event) => {
  if (event.nodes.length) choose({ node: event.nodes[0] }, false);
  else if (event.edges.length) choose({ link: event.edges[0] }, false);
  else if (state.chosen) choose(null, false);
});
network.on("hoverNode", () => { document.getElementById("canvas").style.cursor = "pointer"; });
network.on("blurNode", () => { document.getElementById("canvas").style.cursor = ""; });
if (matchMedia("(max-width: 820px)").matches) document.getElementById("legend-fold").open = false;
if (data.meta.path) choose({ path: data.meta.path });
else { render(); frame(data.nodes.map((node) => node.id), false); }
document.documentElement.dataset.ready = "yes";
