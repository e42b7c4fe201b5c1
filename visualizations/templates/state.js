"use strict";
// What the page knows and what the reader has chosen. The data are inert JSON and reach the page as text only.
const data = JSON.parse(document.getElementById("data").textContent);
const state = { language: data.language, hidden: new Set(), chosen: null, table: false };
const nodesById = new Map(data.nodes.map((node) => [node.id, node]));
const linksById = new Map(data.links.map((link) => [link.id, link]));
const linksOf = new Map(data.nodes.map((node) => [node.id, []]));
for (const link of data.links) {
  linksOf.get(link.from).push(link);
  if (link.to !== link.from) linksOf.get(link.to).push(link);
}

function word(key) { return data.words[state.language][key]; }
function named(entry) { return entry ? entry[state.language] : ""; }
function kindName(kind) { return named(data.kinds[kind]); }
function typeName(type) { return named(data.types[type]); }
// What is a field of a node, such as the whole of a stage, has no status and so no standing.
function standing(link) { return !link.status ? "" : link.status === "confirmed" ? "confirmed" : "unconfirmed"; }

function nodeShown(node) { return !state.hidden.has("group:" + node.group); }
function linkShown(link) {
  return !state.hidden.has("tie:" + link.tie) && !state.hidden.has("standing:" + standing(link)) &&
    nodeShown(nodesById.get(link.from)) && nodeShown(nodesById.get(link.to));
}

// What is lit: the chosen node with its neighbours, the chosen link with its ends, or a path.
function lit() {
  const chosen = state.chosen;
  if (!chosen) return null;
  if (chosen.path) return { nodes: new Set(chosen.path.nodes), links: new Set(chosen.path.links) };
  if (chosen.link) {
    const link = linksById.get(chosen.link);
    return { nodes: new Set([link.from, link.to]), links: new Set([link.id]) };
  }
  const links = linksOf.get(chosen.node).filter(linkShown);
  const nodes = new Set([chosen.node]);
  for (const link of links) { nodes.add(link.from); nodes.add(link.to); }
  return { nodes, links: new Set(links.map((link) => link.id)) };
}

// An element with text and children; markup in names stays text.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  for (const child of children) if (child !== null && child !== "") made.append(child);
  return made;
}

function announce(text) { document.getElementById("status").textContent = text; }
