// The box to write in: Enter sends, @ and / complete.

import { el } from "./dom.js";

export function composer(form, { testid, placeholder, send, options }) {
  const box = el("textarea", { rows: 1, "aria-label": placeholder, placeholder, "data-testid": testid });
  const menu = el("ul", { class: "completion", role: "listbox", hidden: true });
  const button = el("button", { type: "submit", class: "send", "aria-label": "Send" }, "➤");
  form.replaceChildren(menu, box, button);
  let chosen = 0;
  let offered = [];

  const grow = () => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, 180)}px`; };
  const hide = () => { menu.hidden = true; offered = []; };
  const offer = () => {
    const before = box.value.slice(0, box.selectionStart);
    const word = /^\/\S*$/.exec(before)?.[0] ?? /(?:^|\s)(@[^\s@]*)$/.exec(before)?.[1];
    offered = word ? options(word) : [];
    chosen = 0;
    draw();
  };
  const draw = () => {
    menu.hidden = !offered.length;
    menu.replaceChildren(...offered.map((option, index) => el("li", {
      role: "option", "data-testid": "command-option", "aria-selected": String(index === chosen),
      onmousedown: (event) => { event.preventDefault(); take(index); },
    }, el("strong", {}, option.label), " ", el("span", { class: "muted" }, option.hint || ""))));
  };
  const take = (index) => {
    const before = box.value.slice(0, box.selectionStart).replace(/[@/][^\s]*$/, `${offered[index].value} `);
    box.value = before + box.value.slice(box.selectionStart);
    box.setSelectionRange(before.length, before.length);
    hide();
    box.focus();
  };
  const submit = async () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    grow();
    hide();
    // What could not be sent comes back, so that nothing typed is lost.
    if (!(await send(text)) && !box.value) { box.value = text; grow(); }
  };

  box.addEventListener("input", () => { grow(); offer(); });
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (offered.length) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length;
        draw();
        event.preventDefault();
        return;
      }
      // A command that is written out needs no completing.
      const whole = event.key === "Enter" && box.value.startsWith("/") && box.value === offered[chosen].value;
      if (event.key === "Tab" || (event.key === "Enter" && !whole)) { take(chosen); event.preventDefault(); return; }
      if (event.key === "Escape") { hide(); event.preventDefault(); return; }
    }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
  });
  form.onsubmit = (event) => { event.preventDefault(); submit(); };
  return box;
}
