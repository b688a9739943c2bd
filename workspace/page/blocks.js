// Block Kit -> elements. `act(action)` is called when something is pressed.

import { el, link } from "./dom.js";
import { element } from "./elements.js";
import { field } from "./fields.js";
import { markdown, mrkdwn, textObject } from "./text.js";

const SOURCE = /^\[(\d+)\] /;

export function renderBlocks(blocks, names, act) {
  return blocks.map((block) => renderBlock(block, names, act));
}

function renderBlock(block, names, act) {
  switch (block.type) {
    case "markdown":
      return el("div", { class: "markdown" }, ...markdown(block.text));
    case "section":
      return el("div", { class: "section" },
        el("div", {}, textObject(block.text, names),
          block.fields && el("div", { class: "fields" }, block.fields.map((each) => el("div", {}, textObject(each, names))))),
        block.accessory && element(block.accessory, block, names, act));
    case "header":
      return el("h3", {}, block.text.text);
    case "divider":
      return el("hr");
    case "context":
      return context(block, names);
    case "actions":
    case "context_actions":
      return el("div", { class: block.type.replace("_", "-") }, block.elements.map((each) => element(each, block, names, act)));
    case "image":
      return el("p", { class: "muted" }, block.alt_text || "image");
    case "rich_text":
      return el("p", {}, richText(block));
    case "table":
      return el("table", {}, el("tbody", {}, block.rows.map((row) =>
        el("tr", {}, row.map((cell) => el("td", {}, cell.text || richText(cell)))))));
    case "alert":
      return el("div", { class: "alert" }, textObject(block.text, names));
    case "plan":
      return el("div", { class: "plan" }, el("strong", {}, block.title || "Plan"),
        renderBlocks(block.tasks || [], names, act));
    case "task_card":
      return el("div", { class: "task" }, el("span", { class: `dot ${block.status}` }), block.title || "",
        (block.sources || []).map((source) => link(source.url, ` ${source.text}`)));
    case "input":
      return field(block, names, act);
    default:
      return el("p", { class: "muted" }, `(${block.type})`);
  }
}

// A context line that begins with [n] is a footnote: shown as a card with its number.
function context(block, names) {
  const [first] = block.elements;
  const match = first && first.type === "mrkdwn" && SOURCE.exec(first.text);
  if (match) {
    const [place, ...quote] = first.text.slice(match[0].length).split("\n");
    return el("div", { class: "source", "data-testid": "source" },
      el("span", { class: "number" }, match[1]),
      el("div", {}, el("div", { class: "place" }, ...mrkdwn(place, names)),
        el("q", {}, ...mrkdwn(quote.join("\n").replace(/^“|”$/g, ""), names))));
  }
  return el("div", { class: "context" }, block.elements.map((each) =>
    each.type === "image" ? el("span") : el("span", {}, textObject(each, names))));
}

function richText(node) {
  if (node.text) return node.text;
  return (node.elements || []).map(richText).join("");
}
