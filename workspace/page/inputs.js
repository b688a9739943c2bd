// Elements that hold a value: how each is drawn, and what it tells the app.

import { el } from "./dom.js";
import { textObject } from "./text.js";

const states = new WeakMap();

// What is typed and chosen, in Slack's shape: `values[block_id][action_id]`.
export function stateOf(form) {
  const values = {};
  for (const node of form.querySelectorAll("[data-action]")) {
    (values[node.dataset.block] ||= {})[node.dataset.action] = states.get(node)();
  }
  return values;
}

// Each makes a node and a function that reads it. What is left empty is null, as in Slack.
const INPUTS = {
  plain_text_input: typed("text"),
  email_text_input: typed("email"),
  url_text_input: typed("url"),
  datepicker(item) {
    const node = el("input", { type: "date", value: item.initial_date });
    return [node, () => ({ selected_date: node.value || null })];
  },
  static_select(item) {
    return select(item, item.options || [], item.initial_option?.value);
  },
  users_select(item, names) {
    const people = Object.keys(names).filter((id) => id.startsWith("U"));
    const [node] = select(item, people.map((id) => ({ text: { text: names[id] }, value: id })), item.initial_user);
    return [node, () => ({ selected_user: node.value || null })];
  },
  checkboxes(item, names) {
    const [node, chosen] = boxes("checkbox", item, names, item.initial_options || []);
    return [node, () => ({ selected_options: chosen() })];
  },
  radio_buttons(item, names) {
    const [node, chosen] = boxes("radio", item, names, [item.initial_option].filter(Boolean));
    return [node, () => ({ selected_option: chosen()[0] || null })];
  },
};

// Null for what holds no value. `send(state)` is called when something is chosen.
export function input(item, block, names, send) {
  if (!(item.type in INPUTS)) return null;
  const [node, read] = INPUTS[item.type](item, names);
  node.dataset.block = block.block_id;
  node.dataset.action = item.action_id || "";
  states.set(node, () => ({ type: item.type, ...read() }));
  node.addEventListener("change", () => send(read()));
  return node;
}

function typed(type) {
  return (item) => {
    const shown = { placeholder: item.placeholder?.text, autofocus: item.focus_on_load };
    const node = item.multiline ? el("textarea", { rows: 3, ...shown }) : el("input", { type, ...shown });
    node.value = item.initial_value || "";
    return [node, () => ({ value: node.value || null })];
  };
}

function select(item, options, initial) {
  const placeholder = item.placeholder?.text || "Choose";
  const node = el("select", { "aria-label": placeholder }, el("option", { value: "" }, placeholder),
    options.map((each) => el("option", { value: each.value, selected: each.value === initial }, each.text.text)));
  return [node, () => ({ selected_option: options.find((each) => each.value === node.value) || null })];
}

let groups = 0;

function boxes(type, item, names, initial) {
  const name = `group-${groups++}`;
  const drawn = item.options.map((option) =>
    el("input", { type, name, checked: initial.some((each) => each.value === option.value) }));
  const node = el("div", { class: "options", role: type === "radio" ? "radiogroup" : "group" }, item.options.map((option, at) =>
    el("label", {}, drawn[at], el("span", {}, textObject(option.text, names),
      option.description && el("span", { class: "muted" }, " ", textObject(option.description, names))))));
  return [node, () => item.options.filter((_, at) => drawn[at].checked)];
}
