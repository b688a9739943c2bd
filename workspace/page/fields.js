// Input blocks: a label, the element, a hint, and below it what is wrong with the value.

import { element } from "./elements.js";
import { el } from "./dom.js";

let fields = 0;

export function field(block, names, act) {
  const id = `field-${fields++}`;
  const drawn = element(block.element, block, names, block.dispatch_action ? act : () => {});
  drawn.id = id;
  drawn.setAttribute("aria-labelledby", `${id}-label`);
  drawn.setAttribute("aria-describedby", `${id}-error`);
  return el("div", { class: "input", "data-field": block.block_id },
    el("label", { for: id, id: `${id}-label` }, block.label.text,
      block.optional && el("span", { class: "muted" }, " (optional)")),
    drawn,
    block.hint && el("p", { class: "hint" }, block.hint.text),
    el("p", { class: "error", id: `${id}-error`, role: "alert", "data-testid": `error-${block.block_id}`, hidden: true }));
}

// `errors` by block_id; those of before are gone. The first field with one gets the focus.
export function showErrors(form, errors) {
  for (const shown of form.querySelectorAll("[data-field]")) {
    const error = errors[shown.dataset.field] || "";
    const told = shown.querySelector(".error");
    told.textContent = error;
    told.hidden = !error;
    shown.querySelector("[data-action]")?.setAttribute("aria-invalid", String(Boolean(error)));
  }
  const wrong = form.querySelector("[aria-invalid=true]");
  (wrong?.matches("input, textarea, select") ? wrong : wrong?.querySelector("input"))?.focus();
}

// What Slack itself finds wrong before it asks the app, by block_id.
export function problems(blocks, values) {
  const found = {};
  for (const { block_id: id, element: item, optional } of blocks.filter((each) => each.type === "input")) {
    const { type: _, ...state } = values[id]?.[item.action_id || ""] || {};
    const [value] = Object.values(state);
    if (value === null || value?.length === 0) {
      if (!optional) found[id] = "Please complete this required field.";
    } else if (value?.length < item.min_length) {
      found[id] = `Please write at least ${item.min_length} characters.`;
    } else if (value?.length > item.max_length) {
      found[id] = `Please write at most ${item.max_length} characters; these are ${value.length}.`;
    }
  }
  return found;
}
