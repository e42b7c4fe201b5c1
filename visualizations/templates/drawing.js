"use strict";
// The canvas: vis-network brings camera, gestures and shapes; positions come with the data, so nothing moves by itself.
const FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

function pageColours() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  return { ink: colour("ink"), soft: colour("soft"), halo: colour("halo"), outline: colour("outline"), accent: colour("accent") };
}

function radius(node) { return 13 + 3.4 * Math.sqrt(linksOf.get(node.id).length); }

function nodeLook(node, light, colours) {
  const group = data.groups[node.group];
  const dim = light && !light.nodes.has(node.id);
  const strong = state.chosen && state.chosen.node === node.id;
  return {
    id: node.id,
    hidden: !nodeShown(node),
    opacity: dim ? 0.13 : 1,
    shape: group.shape,
    size: radius(node),
    borderWidth: strong ? 4 : 1.6,
    color: { background: group.fill, border: strong ? colours.accent : colours.outline,
      highlight: { background: group.fill, border: colours.accent }, hover: { background: group.fill, border: colours.accent } },
  };
}

function linkLook(link, light, colours) {
  const dim = light && !light.links.has(link.id);
  const strong = light && light.links.has(link.id);
  const colour = stroke(link.tie);
  return {
    id: link.id,
    hidden: !linkShown(link),
    dashes: standing(link) === "unconfirmed" ? [7, 5] : false,
    width: strong ? 2.6 : link.tie === "none" ? 0.8 : 1.5,
    color: { color: colour, highlight: colours.accent, hover: colours.accent, opacity: dim ? 0.06 : strong ? 1 : link.tie === "none" ? 0.45 : 0.8 },
  };
}

function stroke(tie) {
  const colour = data.ties[tie].stroke;
  return matchMedia("(prefers-color-scheme: dark)").matches ? lighter(colour) : colour;
}

function lighter(hex) {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return "rgb(" + parts.map((part) => Math.round(part + (255 - part) * 0.55)).join(",") + ")";
}

// Parallel links are bent apart, so that each can be seen and chosen.
function bends() {
  const seen = new Map();
  return data.links.map((link) => {
    const pair = [link.from, link.to].sort().join("\u0000");
    const number = seen.get(pair) || 0;
    seen.set(pair, number + 1);
    if (!number) return false;
    const turned = (number % 2 === 1) === (link.from < link.to);
    return { enabled: true, type: turned ? "curvedCW" : "curvedCCW", roundness: 0.16 * Math.ceil(number / 2) };
  });
}

function startNodes(colours) { return data.nodes.map((node) => ({ x: node.x, y: node.y, ...nodeLook(node, null, colours) })); }
function startLinks(colours) {
  const bent = bends();
  return data.links.map((link, at) => ({ from: link.from, to: link.to, smooth: bent[at], ...linkLook(link, null, colours) }));
}

const shownNodes = new vis.DataSet(startNodes(pageColours()));
const shownLinks = new vis.DataSet(startLinks(pageColours()));
const network = new vis.Network(document.getElementById("canvas"), { nodes: shownNodes, edges: shownLinks }, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: true, hoverConnectedEdges: false, keyboard: false, multiselect: false, selectConnectedEdges: false, tooltipDelay: 1e9 },
  nodes: { font: { size: 0 }, chosen: false },
  edges: { arrows: { to: { enabled: true, scaleFactor: 0.6 } }, smooth: false, chosen: false, selectionWidth: 0, hoverWidth: 0 },
});
network.on("afterDrawing", (context) => drawLabels(context, network));

function refresh() {
  const colours = pageColours();
  const light = lit();
  shownNodes.update(data.nodes.map((node) => nodeLook(node, light, colours)));
  shownLinks.update(data.links.map((link) => linkLook(link, light, colours)));
}

// What the view was last fitted to, or null when somebody has moved it since. When the canvas changes its size (a panel
// folds, a phone is turned) the same is fitted again, after vis-network has scaled it, which it does behind this event.
let framed = null;
function frame(ids, animated) {
  framed = ids;
  network.fit({ nodes: ids, maxZoomLevel: 1.15, animation: animated ? { duration: 350, easingFunction: "easeInOutQuad" } : false });
}
network.on("zoom", () => { framed = null; });
network.on("dragStart", () => { framed = null; });
network.on("resize", () => requestAnimationFrame(() => { if (framed) frame(framed, false); }));

function moveTo(ids) { frame(ids, !matchMedia("(prefers-reduced-motion: reduce)").matches); }
