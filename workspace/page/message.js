// One message as people see it, and lists of them.

import { renderBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { markdown, mrkdwn } from "./text.js";

const time = (ts) => new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const day = (ts) => new Date(Number(ts) * 1000).toDateString();

export function avatar(user) {
  const initials = (user?.name || "?").split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  const made = el("span", { class: "avatar", "aria-hidden": "true" }, user?.is_bot ? "¹" : initials);
  made.style.background = user?.color || "#777";
  return made;
}

// `page` offers users, names, me and what can be done with a message.
export function renderMessage(message, previous, page, inThread) {
  const author = page.users[message.user] || { name: message.username || "Footnote", is_bot: true, color: "#5a3d8a" };
  const grouped = previous && previous.user === message.user && Number(message.ts) - Number(previous.ts) < 300
    && !message.ephemeral && !previous.ephemeral && day(message.ts) === day(previous.ts);
  const body = el("div", { class: "body" });
  if (!grouped) {
    body.append(el("div", { class: "who" }, el("strong", {}, author.name),
      author.is_bot && el("span", { class: "badge" }, "APP"),
      el("time", { datetime: new Date(Number(message.ts) * 1000).toISOString() }, time(message.ts))));
  }
  if (message.ephemeral) body.append(el("div", { class: "only" }, icon("eye"), "Only visible to you"));
  const act = (action) => page.act(message, action);
  const shown = el("div", { class: "text" });
  if (message.streaming) shown.append(el("div", { class: "markdown" }, ...markdown(page.streamed(message))), el("span", { class: "caret", "aria-hidden": "true" }));
  else if (message.blocks?.length) shown.append(...renderBlocks(message.blocks, page.names, act));
  else shown.append(...mrkdwn(message.text || "", page.names));
  if (message.edited) shown.append(el("span", { class: "edited" }, " (edited)"));
  for (const file of message.files || []) shown.append(el("div", { class: "muted" }, `Attached: ${file.name || "file"}`));
  body.append(shown);
  if (!inThread && message.reply_count) {
    body.append(el("button", { type: "button", class: "replies", onclick: () => page.openThread(message.ts) },
      `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`));
  }
  return el("article", {
    class: `message${grouped ? " grouped" : ""}${message.ephemeral ? " ephemeral" : ""}`,
    "data-testid": message.ephemeral ? "ephemeral" : message.streaming ? "streaming" : "message",
    "data-ts": message.ts,
  }, grouped ? el("span", { class: "gap" }, time(message.ts)) : avatar(author), body, toolbar(message, page, inThread));
}

function toolbar(message, page, inThread) {
  if (message.ephemeral || message.streaming) return null;
  const own = message.user === page.me;
  return el("div", { class: "toolbar" },
    !inThread && el("button", { type: "button", title: "Reply in thread", onclick: () => page.openThread(message.thread_ts || message.ts) }, icon("reply")),
    page.shortcuts.map((each) => el("button", { type: "button", title: each.name, onclick: () => page.shortcut(message, each) }, icon("search"))),
    own && el("button", { type: "button", title: "Edit", onclick: () => page.edit(message) }, icon("edit")),
    own && el("button", { type: "button", title: "Delete", onclick: () => page.remove(message) }, icon("remove")));
}

export function renderList(list, messages, page, inThread) {
  const near = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  const nodes = [];
  let previous = null;
  for (const message of messages) {
    if (!inThread && (!previous || day(previous.ts) !== day(message.ts))) {
      const today = day(message.ts) === new Date().toDateString();
      nodes.push(el("div", { class: "day" }, el("span", {}, today ? "Today" : day(message.ts))));
    }
    nodes.push(renderMessage(message, previous, page, inThread));
    previous = message;
  }
  if (!nodes.length) nodes.push(el("p", { class: "empty" }, page.emptyText()));
  list.replaceChildren(...nodes);
  if (near) list.scrollTop = list.scrollHeight;
}
