// Drawn icons: emoji look different, or like empty boxes, on machines without their font.

import { el } from "./dom.js";

const PATHS = {
  up: "M7 21H4V10h3m0 11h9.5a2 2 0 0 0 2-1.6l1.4-7A2 2 0 0 0 18 10h-4.5l.8-4.2A1.9 1.9 0 0 0 11 4.6L7 10",
  down: "M17 3h3v11h-3m0-11H7.500a2 2 0 0 0-2 1.600l-1.400 7A2 2 0 0 0 6 14h4.500l-.8 4.200A1.900 1.900 0 0 0 13 19.400L17 14",
  reply: "M4 5h16v11H10l-5 4v-4H4z",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13m5 11.500L21 21",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  remove: "M5 7h14M9 7V4h6v3m-8 0 1 13h8l1-13",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12m10-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  pin: "M8 3h8M9 3v7l-3 4h12l-3-4V3m-3 11v7",
  warning: "M12 4 2.500 20h19zm0 6v5m0 2.500v.1",
  lock: "M6 11h12v9H6zm2 0V8a4 4 0 0 1 8 0v3",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "drawn");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

const EMOJI = { "📌": "pin", "⚠": "warning" };

// A rule for text: drawn, while what is copied or read aloud is the emoji itself.
export const emoji = [/(📌|⚠)\uFE0F?/, (m) => el("span", { class: `emoji ${EMOJI[m[1]]}` }, icon(EMOJI[m[1]]), el("span", { class: "unseen" }, m[0]))];
