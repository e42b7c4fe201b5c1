"use strict";
// The page opens with the board; the network is its second view, drawn to the size of the window when it is first seen.
const viewSwitch = document.getElementById("view");

function view(name) {
  document.body.dataset.view = name;
  viewSwitch.dataset.word = name === "board" ? "network" : "board";
  viewSwitch.textContent = word(viewSwitch.dataset.word);
  if (name !== "network") return;
  network.setSize("100%", "100%");
  network.redraw();
  frame(data.nodes.map((node) => node.id), false);
}

if (viewSwitch) {
  viewSwitch.addEventListener("click", () => view(document.body.dataset.view === "board" ? "network" : "board"));
  document.addEventListener("keydown", (event) => { if (event.key === "/" && document.body.dataset.view === "board") { view("network"); search.focus(); } });
}
