// "Are you sure?", in the words of a confirmation object.

import { el } from "./dom.js";
import { textObject } from "./text.js";

// Resolves to whether the person agreed; Escape is a no.
export function sure({ title, text, confirm, deny, style }, names = {}) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "asking", "data-testid": "confirm", onclose: () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    } }, el("form", { method: "dialog" },
      el("header", {}, el("h2", {}, title.text)),
      el("div", { class: "content" }, textObject(text, names)),
      el("footer", {}, el("button", { value: "no" }, deny.text),
        el("button", { value: "yes", class: style === "danger" ? "primary danger" : "primary", autofocus: true }, confirm.text))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
