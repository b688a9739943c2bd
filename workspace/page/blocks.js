// Block Kit -> elements. `act(action)` is called when something is pressed.

import { el, link } from "./dom.js";
import { icon } from "./icons.js";
import { markdown, mrkdwn } from "./text.js";

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
        el("div", {}, textOf(block.text, names),
          block.fields && el("div", { class: "fields" }, block.fields.map((field) => el("div", {}, textOf(field, names))))),
        block.accessory && element(block.accessory, block, names, act));
    case "header":
      return el("h3", {}, block.text.text);
    case "divider":
      return el("hr");
    case "context":
      return context(block, names);
    case "actions":
    case "context_actions":
      return el("div", { class: "actions" }, block.elements.map((each) => element(each, block, names, act)));
    case "image":
      return el("p", { class: "muted" }, block.alt_text || "image");
    case "rich_text":
      return el("p", {}, richText(block));
    case "table":
      return el("table", {}, el("tbody", {}, block.rows.map((row) =>
        el("tr", {}, row.map((cell) => el("td", {}, cell.text || richText(cell)))))));
    case "alert":
      return el("div", { class: "alert" }, textOf(block.text, names));
    case "plan":
      return el("div", { class: "plan" }, el("strong", {}, block.title || "Plan"),
        renderBlocks(block.tasks || [], names, act));
    case "task_card":
      return el("div", { class: "task" }, el("span", { class: `dot ${block.status}` }), block.title || "",
        (block.sources || []).map((source) => link(source.url, ` ${source.text}`)));
    case "input":
      return el("label", { class: "input" }, block.label.text, element(block.element, block, names, act));
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
    each.type === "image" ? el("span") : el("span", {}, textOf(each, names))));
}

function textOf(text, names) {
  if (!text) return null;
  return el("span", {}, ...(text.type === "plain_text" ? [text.text] : mrkdwn(text.text, names)));
}

function richText(node) {
  if (node.text) return node.text;
  return (node.elements || []).map(richText).join("");
}

function element(item, block, names, act) {
  const send = (extra) => act({ type: item.type, action_id: item.action_id, block_id: block.block_id, ...extra });
  switch (item.type) {
    case "button":
    case "workflow_button":
      return el("button", {
        type: "button",
        class: item.style || "",
        onclick: () => {
          if (item.confirm && !confirm(item.confirm.text.text)) return;
          if (item.url && /^https?:/.test(item.url)) open(item.url, "_blank", "noopener");
          send({ value: item.value });
        },
      }, item.text.text);
    case "feedback_buttons":
      return feedback(item, send);
    case "icon_button":
      return el("button", { type: "button", class: "icon", onclick: () => send({ value: item.value }) }, item.text.text);
    case "static_select":
      return el("select", {
        "aria-label": item.placeholder?.text || "Choose",
        "data-action": item.action_id,
        onchange: (event) => send({ selected_option: (item.options || []).find((o) => o.value === event.target.value) }),
      }, el("option", { value: "" }, item.placeholder?.text || "Choose"),
      (item.options || []).map((option) => el("option", { value: option.value }, option.text.text)));
    case "plain_text_input":
      return el(item.multiline ? "textarea" : "input", {
        "data-action": item.action_id, "data-block": block.block_id, placeholder: item.placeholder?.text,
      });
    default:
      return el("span", { class: "muted" }, `(${item.type})`);
  }
}

function feedback(item, send) {
  const make = (name, drawn, button) => el("button", {
    type: "button",
    class: "thumb",
    "data-testid": `feedback-${name}`,
    "aria-label": button.accessibility_label || button.text.text,
    title: button.text.text,
    "aria-pressed": "false",
    onclick: (event) => {
      for (const each of event.currentTarget.parentElement.children) each.setAttribute("aria-pressed", "false");
      event.currentTarget.setAttribute("aria-pressed", "true");
      send({ value: button.value });
    },
  }, drawn);
  return el("span", { class: "thumbs" },
    make("positive", icon("up"), item.positive_button), make("negative", icon("down"), item.negative_button));
}
