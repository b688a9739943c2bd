// Elements inside blocks that people press, choose from or type in.

import { sure } from "./asking.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { input } from "./inputs.js";

export function element(item, block, names, act) {
  const send = (extra) => act({ type: item.type, action_id: item.action_id, block_id: block.block_id, ...extra });
  switch (item.type) {
    case "button":
    case "workflow_button":
      return el("button", {
        type: "button",
        class: item.style || "",
        "aria-label": item.accessibility_label,
        onclick: async () => {
          if (item.confirm && !(await sure(item.confirm, names))) return;
          if (item.url && /^https?:/.test(item.url)) open(item.url, "_blank", "noopener");
          send({ value: item.value });
        },
      }, item.text.text);
    case "feedback_buttons":
      return feedback(item, block.block_id, send);
    case "icon_button":
      return el("button", { type: "button", class: "icon", onclick: () => send({ value: item.value }) }, item.text.text);
    default:
      return input(item, block, names, send) || el("span", { class: "muted" }, `(${item.type})`);
  }
}

// What was pressed, by block: a message is drawn again whenever something around it changes.
const votes = new Map();

function vote(id, name) {
  votes.set(id, name);
  for (const each of document.querySelectorAll(`[data-vote="${CSS.escape(id)}"]`)) {
    each.setAttribute("aria-pressed", String(each.dataset.name === name));
  }
}

function feedback(item, id, send) {
  const make = (name, drawn, button) => el("button", {
    type: "button",
    class: "thumb",
    "data-testid": `feedback-${name}`,
    "data-vote": id,
    "data-name": name,
    "aria-label": button.accessibility_label || button.text.text,
    title: button.text.text,
    "aria-pressed": String(votes.get(id) === name),
    onclick: async () => {
      const before = votes.get(id);
      vote(id, name);
      if ((await send({ value: button.value })) === false) vote(id, before);
    },
  }, drawn);
  return el("span", { class: "thumbs" },
    make("positive", icon("up"), item.positive_button), make("negative", icon("down"), item.negative_button));
}
