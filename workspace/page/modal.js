// The modal on top of a user's stack. The workspace pushes what is shown, and null at the end.

import { renderBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { problems, showErrors } from "./fields.js";
import { stateOf } from "./inputs.js";

// `doing` has `names()` for what blocks mention, `act(view, action)`, `submit(view, values)` and
// `close(view)`, which reject where that did not work, and `reason(error)` for people.
export function modalIn(dialog, doing) {
  let shown = null;

  function show(view) {
    shown = view;
    if (!view) return dialog.close();
    dialog.replaceChildren(drawn(view));
    dialog.setAttribute("aria-labelledby", "modal-title");
    if (!dialog.open) dialog.showModal();
    (dialog.querySelector("[autofocus]") || dialog.querySelector(".content :is(input, textarea, select)"))?.focus();
    return undefined;
  }

  function drawn(view) {
    const failed = el("p", { class: "error", role: "alert", "data-testid": "modal-error", hidden: true });
    const told = (error) => { failed.textContent = error ? doing.reason(error) : ""; failed.hidden = !error; };
    const act = (action) => doing.act(view, action).then(() => told(null), told);
    const send = view.submit && el("button", { type: "submit", class: "primary" }, view.submit.text);
    const form = el("form", {
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const values = stateOf(form);
        const missing = problems(view.blocks, values);
        showErrors(form, missing);
        told(null);
        if (Object.keys(missing).length) return;
        send.disabled = true;
        try {
          const { errors } = await doing.submit(view, values);
          if (errors) showErrors(form, errors);
        } catch (error) {
          told(error);
        }
        send.disabled = false;
      },
    },
    el("header", {}, el("span", { class: "avatar", "aria-hidden": "true" }, "¹"), el("h2", { id: "modal-title" }, view.title.text),
      el("button", { type: "button", "aria-label": "Close", onclick: leave }, "✕")),
    el("div", { class: "content" }, failed, renderBlocks(view.blocks, doing.names(), act)),
    (send || view.close) && el("footer", {}, el("button", { type: "button", onclick: leave }, view.close?.text || "Cancel"), send));
    return form;
  }

  // Closed here at once; the workspace then pushes what was below it.
  function leave() {
    const view = shown;
    dialog.close();
    doing.close(view).catch(() => {});
  }

  dialog.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
  return { show };
}
