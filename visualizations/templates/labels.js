"use strict";
// Names on the canvas, drawn after everything else: the most linked first, none over another, at every zoom.
const importance = new Map(data.nodes.map((node) => [node.id, linksOf.get(node.id).length]));
const byImportance = [...data.nodes].sort((a, b) => importance.get(b.id) - importance.get(a.id) || (a.id < b.id ? -1 : 1));
const LONGEST = 16;
const ALWAYS = 26; // so many of the most linked keep their name, even where it crosses another node

function shortened(text, longest) {
  const letters = [...text.replace(/\s+/g, " ")];
  return letters.length > longest ? letters.slice(0, longest - 1).join("") + "…" : letters.join("");
}

function apart(one, other) {
  return one.right < other.left || one.left > other.right || one.bottom < other.top || one.top > other.bottom;
}

class Taken {
  constructor(nodes, width, height) { this.nodes = nodes; this.labels = []; this.width = width; this.height = height; }
  free(box, overNodes) {
    const inside = box.left > 2 && box.right < this.width - 2 && box.top > 2 && box.bottom < this.height - 2;
    return inside && this.labels.every((one) => apart(one, box)) && (overNodes || this.nodes.every((one) => apart(one, box)));
  }
}

function nodeBox(node, network) {
  const at = network.canvasToDOM(network.getPosition(node.id));
  const half = radius(node) * network.getScale() * 0.85;
  return { left: at.x - half, right: at.x + half, top: at.y - half, bottom: at.y + half };
}

function drawLabels(context, network) {
  const ratio = window.devicePixelRatio || 1;
  const colours = pageColours();
  const light = lit();
  const drawn = byImportance.filter((node) => nodeShown(node) && (!light || light.nodes.has(node.id)));
  const boxes = new Map(drawn.map((node) => [node.id, nodeBox(node, network)]));
  const canvas = document.getElementById("canvas");
  const taken = new Taken([...boxes.values()], canvas.clientWidth, canvas.clientHeight);
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  if (light && state.chosen.node) drawn.sort((a, b) => (b.id === state.chosen.node) - (a.id === state.chosen.node));
  drawn.forEach((node, place) => drawName(context, taken, node, boxes.get(node.id), light, place, colours));
  if (light) for (const id of light.links) drawLinkLabel(context, taken, linksById.get(id), network, colours);
  context.restore();
}

// Below the node, else above, right or left of it; the most linked below in any case, unless another name is there.
function drawName(context, taken, node, box, light, place, colours) {
  const strong = state.chosen && state.chosen.node === node.id;
  const size = strong ? 15 : importance.get(node.id) > 12 ? 13 : 12;
  const text = shortened(node.label, light ? LONGEST + 8 : LONGEST);
  context.font = (strong || importance.get(node.id) > 12 ? "600 " : "") + size + "px " + FONTS;
  const half = context.measureText(text).width / 2 + 3;
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  const places = [[middle.x, box.bottom + 3], [middle.x, box.top - size - 5], [box.right + half + 1, middle.y - size / 2], [box.left - half - 1, middle.y - size / 2]]
    .map(([x, y]) => ({ left: x - half, right: x + half, top: y, bottom: y + size + 3 }));
  const found = places.find((one) => taken.free(one, false)) || ((light || place < ALWAYS) && places.find((one) => taken.free(one, true)));
  if (found) write(context, taken, text, found, colours.ink, colours.halo);
}

function write(context, taken, text, box, ink, halo) {
  taken.labels.push(box);
  const x = (box.left + box.right) / 2;
  context.strokeStyle = halo;
  context.lineWidth = 3.5;
  context.strokeText(text, x, box.top);
  context.fillStyle = ink;
  context.fillText(text, x, box.top);
}

function drawLinkLabel(context, taken, link, network, colours) {
  if (!linkShown(link)) return;
  const from = network.canvasToDOM(network.getPosition(link.from));
  const to = network.canvasToDOM(network.getPosition(link.to));
  const text = typeName(link.type) + (link.since ? " " + link.since : "");
  context.font = "11px " + FONTS;
  const half = context.measureText(text).width / 2 + 2;
  for (const part of [0.5, 0.36, 0.64]) {
    const [x, y] = [from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part];
    const box = { left: x - half, right: x + half, top: y - 7, bottom: y + 7 };
    if (taken.free(box, true)) return write(context, taken, text, box, colours.soft, colours.halo);
  }
}
