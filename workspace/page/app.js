// The page: who acts, where they look, and what the workspace pushes.

import { get, listen, post } from "./api.js";
import { sure } from "./asking.js";
import { renderBlocks } from "./blocks.js";
import { composer } from "./composer.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, renderList } from "./message.js";
import { modalIn } from "./modal.js";
import { decode } from "./text.js";

const $ = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);

const page = {
  me: query.get("user") || "U0EMMA",
  users: {},
  names: {},
  shortcuts: [],
  channels: [],
  channel: null,
  tab: "messages",
  thread: null,
  messages: [],
  replies: [],
  streams: new Map(),
  unread: new Map(),
  statuses: new Map(),
  drafted: [],
  commands: [],
  bot: null,
  home: null,

  streamed(message) {
    return page.streams.get(message.ts) ?? textOf(message);
  },
  emptyText() {
    if (page.channel?.is_im) return `This is the start of your conversation with ${title(page.channel)}.`;
    return "Nothing here yet. Mention the bot to ask it something.";
  },
  act(message, action) {
    return attempt(() => post("action", { user: page.me, channel: page.channel.id, message_ts: message.ts, action }));
  },
  async shortcut(message, shortcut) {
    await attempt(() => post("shortcut", { user: page.me, channel: page.channel.id, message_ts: message.ts, callback_id: shortcut.callback_id }));
  },
  async edit(message) {
    const text = prompt("Edit message", decode(message.text));
    if (text?.trim()) await attempt(() => post("edit", { user: page.me, channel: page.channel.id, ts: message.ts, text }));
  },
  async remove(message) {
    if (await sure(DELETING)) await attempt(() => post("delete", { user: page.me, channel: page.channel.id, ts: message.ts }));
  },
  openThread(ts) {
    openThread(ts);
  },
};

const DELETING = {
  title: { text: "Delete message" },
  text: { type: "plain_text", text: "Are you sure you want to delete this message? This cannot be undone." },
  confirm: { text: "Delete" },
  deny: { text: "Cancel" },
  style: "danger",
};

function textOf(message) {
  const block = (message.blocks || []).find((each) => each.type === "markdown");
  return block ? block.text : message.text || "";
}

function title(channel) {
  return channel.is_im ? page.users[channel.user]?.name || "?" : channel.name;
}

function toast(text) {
  const shown = el("div", { class: "toast", "data-testid": "toast" }, text);
  $("toasts").append(shown);
  setTimeout(() => shown.remove(), 6000);
}

const REASONS = {
  operation_timeout: "The bot did not respond in time.",
  dispatch_failed: "The bot is not connected.",
  not_in_channel: "You are not in this channel.",
  trigger_expired: "That took too long; try again.",
  not_found: "This is not open any more.",
  unknown_block: "The bot found something wrong with a field that is not there.",
};

const reason = (error) => REASONS[error.message] || `That did not work: ${error.message}`;

async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    toast(reason(error));
    return false;
  }
}

// Drawing

function drawSidebar() {
  const group = (name, channels) => channels.length && [
    el("h2", {}, name),
    el("ul", {}, channels.map((channel) => {
      const count = page.unread.get(channel.id) || 0;
      return el("li", {}, el("button", {
        type: "button",
        "data-testid": `channel-${title(channel)}`,
        "aria-current": channel.id === page.channel?.id ? "page" : null,
        class: count ? "unread" : "",
        onclick: () => openChannel(channel.id),
      }, channel.is_im ? avatar(page.users[channel.user]) : el("span", { class: "hash" }, channel.is_private ? icon("lock") : "#"),
      el("span", {}, title(channel)), count ? el("span", { class: "count", "aria-label": `${count} unread` }, String(count)) : null));
    })),
  ];
  const isBot = (channel) => channel.is_im && page.users[channel.user]?.is_bot;
  $("channels").replaceChildren(...[
    group("Channels", page.channels.filter((each) => !each.is_im && each.is_member)),
    group("Direct messages", page.channels.filter((each) => each.is_im && !isBot(each))),
    group("Apps", page.channels.filter(isBot)),
  ].flat().filter(Boolean));
}

function drawHead() {
  const channel = page.channel;
  const app = channel.is_im && page.users[channel.user]?.is_bot;
  $("title").textContent = channel.is_im ? title(channel) : `# ${channel.name}`;
  $("topic").textContent = app ? page.bot.description : channel.topic || "";
  $("tabs").hidden = !app;
  for (const tab of $("tabs").children) tab.setAttribute("aria-selected", String(tab.dataset.tab === page.tab));
  const home = app && page.tab === "home";
  $("messages").hidden = home;
  $("home").hidden = !home;
  $("composer").hidden = home;
  drawPrompts();
  if (home) drawHome();
}

function drawHome() {
  $("home").replaceChildren(...(page.home
    ? renderBlocks(page.home.blocks, page.names, (action) => attempt(() => post("action", { user: page.me, view_id: page.home.id, action })))
    : [el("p", { class: "empty" }, "Nothing is published here yet.")]));
}

function drawPrompts() {
  const app = page.channel.is_im && page.users[page.channel.user]?.is_bot && page.tab === "messages";
  $("prompts").replaceChildren(...(app ? page.drafted.map((each) => el("button", {
    type: "button", "data-testid": "suggested-prompt", title: each.message, onclick: () => say(each.message),
  }, each.title)) : []));
}

const drawMessages = () => renderList($("messages"), page.messages, page, false);

function drawThread() {
  $("thread").hidden = !page.thread;
  document.body.classList.toggle("threaded", Boolean(page.thread));
  if (!page.thread) return;
  renderList($("replies"), page.replies, page, true);
  drawStatus();
}

function drawStatus() {
  const status = page.thread && page.statuses.get(`${page.channel.id} ${page.thread}`);
  $("status").hidden = !status;
  if (!status) return;
  $("status").replaceChildren(el("span", { class: "dots", "aria-hidden": "true" }), `${page.bot.name} ${status}`,
    el("button", { type: "button", onclick: () => attempt(() => post("stop", { user: page.me, channel: page.channel.id, thread_ts: page.thread })) }, "Stop"));
}

// Going places

async function openChannel(id) {
  page.channel = page.channels.find((each) => each.id === id);
  page.tab = "messages";
  page.thread = null;
  page.unread.delete(id);
  document.body.classList.remove("menu");
  remember();
  drawSidebar();
  drawHead();
  drawThread();
  await reload();
  $("messages").scrollTop = $("messages").scrollHeight;
  if (page.channel.is_im && page.users[page.channel.user]?.is_bot) attempt(() => post("open_home", { user: page.me, tab: "messages" }));
  if (innerWidth > 700) box.focus();
}

function showTab(tab) {
  page.tab = tab;
  drawHead();
  attempt(() => post("open_home", { user: page.me, tab }));
}

async function openHome() {
  await openChannel(page.channels.find((each) => each.is_im && each.user === page.bot.user_id).id);
  showTab("home");
}

async function openThread(ts) {
  page.thread = ts;
  page.replies = [];
  remember();
  drawThread();
  await reloadThread();
  $("replies").scrollTop = $("replies").scrollHeight;
  replyBox.focus();
}

function remember() {
  const now = new URLSearchParams({ user: page.me, channel: page.channel.id });
  if (page.thread) now.set("thread", page.thread);
  history.replaceState(null, "", `?${now}`);
}

async function reload() {
  const channel = page.channel.id;
  await attempt(async () => {
    const { messages } = await get("history", { user: page.me, channel });
    if (page.channel.id === channel) page.messages = messages;
  });
  drawMessages();
}

async function reloadThread() {
  const thread = page.thread;
  if (!thread) return;
  await attempt(async () => {
    const { messages } = await get("history", { user: page.me, channel: page.channel.id, thread_ts: thread });
    if (page.thread === thread) page.replies = messages;
  });
  drawThread();
}

// Saying things

async function say(text, thread) {
  const channel = page.channel.id;
  const [word, ...rest] = text.split(/\s+/);
  const command = page.commands.find((each) => each.command === word);
  if (command) {
    return attempt(() => post("command", { user: page.me, channel, command: word, text: text.slice(word.length).trim() }));
  }
  if (/^\/[a-z]/.test(word)) {
    toast(`${word} is not a command here. There are: ${page.commands.map((each) => each.command).join(", ")}.`);
    return false;
  }
  void rest;
  return attempt(async () => {
    const { ts } = await post("post", { user: page.me, channel, text, ...(thread ? { thread_ts: thread } : {}) });
    const asked = page.channel.is_im || text.includes(`@${page.bot.name}`) || text.includes(page.bot.user_id);
    if (!thread && asked && innerWidth > 700) openThread(ts);
  });
}

const options = (word) => {
  const typed = word.slice(1).toLowerCase();
  if (word.startsWith("/")) {
    return page.commands.filter((each) => each.command.slice(1).startsWith(typed))
      .map((each) => ({ label: each.command, value: each.command, hint: `${each.usage_hint || ""} – ${each.description}` }));
  }
  return Object.values(page.users).filter((user) => user.id !== page.me && user.name.toLowerCase().includes(typed))
    .sort((a, b) => Number(b.is_bot) - Number(a.is_bot))
    .map((user) => ({ label: `@${user.name}`, value: `@${user.name}`, hint: user.title }));
};

const box = composer($("composer"), { testid: "composer", placeholder: "Message", send: (text) => say(text), options });
const replyBox = composer($("reply"), { testid: "thread-composer", placeholder: "Reply", send: (text) => say(text, page.thread), options });

const modal = modalIn($("modal"), {
  names: () => page.names,
  act: (view, action) => post("action", { user: page.me, view_id: view.id, action }),
  submit: (view, values) => post("view_submit", { user: page.me, view_id: view.id, state: { values } }),
  close: (view) => post("view_close", { user: page.me, view_id: view.id }),
  reason,
});

// What the workspace pushes

function put(list, message) {
  const at = list.findIndex((each) => each.ts === message.ts);
  if (at >= 0) list[at] = message;
  else {
    list.push(message);
    list.sort((a, b) => Number(a.ts) - Number(b.ts));
  }
}

function onEvent(event) {
  if (event.type === "message") return onMessage(event.channel, event.message);
  if (event.type === "message_deleted" && event.channel === page.channel.id) {
    page.messages = page.messages.filter((each) => each.ts !== event.ts);
    page.replies = page.replies.filter((each) => each.ts !== event.ts);
    drawMessages();
    drawThread();
  } else if (event.type === "stream" && event.channel === page.channel.id) {
    const message = [...page.replies, ...page.messages].find((each) => each.ts === event.ts);
    if (!message) return undefined;
    page.streams.set(event.ts, page.streamed(message) + event.append);
    drawThread();
    if (!message.thread_ts) drawMessages();
  } else if (event.type === "status") {
    page.statuses.set(`${event.channel} ${event.thread_ts}`, event.status);
    drawStatus();
  } else if (event.type === "suggested_prompts") {
    if (page.channels.find((each) => each.id === event.channel)?.is_im) page.drafted = event.prompts;
    drawPrompts();
  } else if (event.type === "view") {
    if (event.kind === "home") { page.home = event.view; drawHome(); } else modal.show(event.view);
  } else if (event.type === "channel") start();
  return undefined;
}

function onMessage(channel, message) {
  if (!message.streaming) page.streams.delete(message.ts);
  else if (!page.streams.has(message.ts)) page.streams.set(message.ts, textOf(message));
  if (channel !== page.channel?.id) {
    if (message.user !== page.me && !message.thread_ts) {
      page.unread.set(channel, (page.unread.get(channel) || 0) + 1);
      drawSidebar();
    }
    return;
  }
  const reply = message.thread_ts && message.thread_ts !== message.ts;
  if (!reply) {
    put(page.messages, message);
    drawMessages();
    if (message.user === page.me) $("messages").scrollTop = $("messages").scrollHeight;
  } else if (!page.messages.some((each) => each.ts === message.thread_ts && each.reply_count)) {
    reload();
  }
  if (page.thread && (message.thread_ts === page.thread || message.ts === page.thread)) {
    put(page.replies, message);
    drawThread();
  }
}

// Beginning

async function start() {
  const data = await get("bootstrap", { user: page.me });
  Object.assign(page, { commands: data.commands, shortcuts: data.shortcuts || [], channels: data.channels, bot: data.bot, drafted: data.suggested_prompts });
  page.users = Object.fromEntries(data.users.map((user) => [user.id, user]));
  page.names = Object.fromEntries([...data.users, ...data.channels].map((each) => [each.id, each.name]));
  $("team").textContent = data.team.name;
  document.title = `${data.team.name} · Footnote workspace`;
  $("user").replaceChildren(...data.users.filter((user) => !user.is_bot && user.id.startsWith("U0")).map((user) =>
    el("option", { value: user.id, selected: user.id === page.me }, `${user.name} · ${user.title}`)));
  const home = page.users[page.me].is_admin
    ? [el("button", { type: "button", "data-testid": "admin-home", onclick: openHome }, `${data.bot.name} Home`)] : [];
  $("admin").replaceChildren(...home, ...data.admin_pages.map((name) =>
    el("a", { href: `/admin/${name}?user=${page.me}`, target: "_blank", rel: "noopener" }, `${name[0].toUpperCase()}${name.slice(1)} ↗`)));
  page.home = (await get("home", { user: page.me })).view;
  drawSidebar();
}

$("user").addEventListener("change", (event) => { location.search = `?user=${event.target.value}`; });
$("close").addEventListener("click", () => { page.thread = null; remember(); drawThread(); box.focus(); });
$("menu").addEventListener("click", () => document.body.classList.toggle("menu"));
$("tabs").addEventListener("click", (event) => {
  if (!event.target.dataset.tab) return;
  showTab(event.target.dataset.tab);
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && page.thread && !document.querySelector("dialog[open]")) $("close").click();
});

await start();
const wanted = page.channels.find((each) => each.id === query.get("channel") && each.is_member)
  || page.channels.find((each) => each.name === "ask-footnote") || page.channels.find((each) => each.is_member);
await openChannel(wanted.id);
if (query.get("thread")) await openThread(query.get("thread"));
let connectedBefore = false;
listen(page.me, onEvent, async (connected) => {
  $("banner").hidden = connected;
  if (connected && connectedBefore) { await start(); await reload(); await reloadThread(); }
  connectedBefore ||= connected;
});
document.body.dataset.ready = "true";
