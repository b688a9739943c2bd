// Message text -> elements: Slack's mrkdwn, and standard Markdown for `markdown` blocks.

import { el, link } from "./dom.js";
import { emoji } from "./icons.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
export const decode = (text) => text.replace(/&(lt|gt|amp);/g, (entity) => ENTITIES[entity]);

function inline(text, rules) {
  const nodes = [];
  let rest = text;
  while (rest) {
    let first = null;
    for (const [pattern, make] of rules) {
      const match = pattern.exec(rest);
      if (match && (!first || match.index < first.match.index)) first = { match, make };
    }
    if (!first) break;
    if (first.match.index) nodes.push(decode(rest.slice(0, first.match.index)));
    nodes.push(first.make(first.match));
    rest = rest.slice(first.match.index + first.match[0].length);
  }
  if (rest) nodes.push(decode(rest));
  return nodes;
}

// `names` maps user and channel ids to what people call them.
export function mrkdwn(text, names = {}) {
  const nested = (part) => inline(part, rules);
  const rules = [
    [/```([\s\S]+?)```/, (m) => el("pre", {}, decode(m[1].replace(/^\n/, "")))],
    [/`([^`\n]+)`/, (m) => el("code", {}, decode(m[1]))],
    [/<@([A-Z0-9]+)(?:\|[^>]*)?>/, (m) => el("span", { class: "mention" }, `@${names[m[1]] || m[1]}`)],
    [/<#([A-Z0-9]+)(?:\|([^>]*))?>/, (m) => el("span", { class: "mention" }, `#${m[2] || names[m[1]] || m[1]}`)],
    [/<!(\w+)[^>]*>/, (m) => el("span", { class: "mention" }, `@${m[1]}`)],
    [/<([^<>|\s]+)\|([^<>]+)>/, (m) => link(decode(m[1]), decode(m[2]))],
    [/<((?:https?:\/\/|mailto:)[^<>|\s]+)>/, (m) => link(decode(m[1]), decode(m[1]))],
    [/(?<![\w*])\*([^*\n]+)\*(?![\w*])/, (m) => el("strong", {}, ...nested(m[1]))],
    [/(?<![\w_])_([^_\n]+)_(?![\w_])/, (m) => el("em", {}, ...nested(m[1]))],
    [/(?<![\w~])~([^~\n]+)~(?![\w~])/, (m) => el("s", {}, ...nested(m[1]))],
    [/\n/, () => el("br")],
    emoji,
  ];
  return nested(text);
}

// A text object of Block Kit.
export function textObject(text, names) {
  if (!text) return null;
  return el("span", {}, ...(text.type === "plain_text" ? [text.text] : mrkdwn(text.text, names)));
}

function markdownInline(text) {
  const nested = (part) => inline(part, rules);
  const rules = [
    [/`([^`\n]+)`/, (m) => el("code", {}, decode(m[1]))],
    [/\[([^\]\n]+)\]\(([^()\s]+(?:\([^()]*\))?)[^)]*\)/, (m) => link(decode(m[2]), ...nested(m[1]))],
    [/\[(\d{1,2})\]/, (m) => el("sup", { class: "mark", title: `Source ${m[1]}` }, m[1])],
    [/\*\*([^*\n]+)\*\*/, (m) => el("strong", {}, ...nested(m[1]))],
    [/(?<![\w*])\*([^*\n]+)\*(?![\w*])/, (m) => el("em", {}, ...nested(m[1]))],
    [/(?<![\w_])_([^_\n]+)_(?![\w_])/, (m) => el("em", {}, ...nested(m[1]))],
    [/~~([^~\n]+)~~/, (m) => el("s", {}, ...nested(m[1]))],
    [/https?:\/\/[^\s<>()]+[^\s<>().,;:!?]/, (m) => link(decode(m[0]), decode(m[0]))],
    [/ {2,}\n/, () => el("br")],
    [/\n/, () => " "],
    emoji,
  ];
  return nested(text);
}

const BULLET = /^(\s*)[-*+] +(.*)$/;
const NUMBER = /^(\s*)(\d+)[.)] +(.*)$/;
// As JavaScript's own patterns see them: what they take for two lines must be two here.
const LINES = /\r\n?|[\n\u2028\u2029]/;
const ROW = /^\s*\|.*\|\s*$/;

export function markdown(text) {
  const lines = text.split(LINES);
  const out = [];
  let at = 0;
  const take = (test) => {
    const taken = [];
    while (at < lines.length && test(lines[at])) taken.push(lines[at++]);
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at];
    const heading = /^(#{1,6}) +(.*)$/.exec(line);
    if (!line.trim()) at++;
    else if (/^```/.test(line)) {
      at++;
      const code = take((each) => !/^```/.test(each));
      at++;
      out.push(el("pre", {}, decode(code.join("\n"))));
    } else if (heading) {
      at++;
      out.push(el(`h${Math.min(6, heading[1].length + 2)}`, {}, ...markdownInline(heading[2])));
    } else if (/^(-{3,}|\*{3,})$/.test(line.trim())) {
      at++;
      out.push(el("hr"));
    } else if (ROW.test(line) && /^\s*\|[\s:|-]+\|\s*$/.test(lines[at + 1] || "")) {
      out.push(tableOf(take((each) => ROW.test(each))));
    } else if (/^>|^&gt;/.test(line)) {
      const quoted = take((each) => /^>|^&gt;/.test(each)).map((each) => each.replace(/^(>|&gt;) ?/, ""));
      out.push(el("blockquote", {}, ...markdown(quoted.join("\n"))));
    } else if (BULLET.test(line)) {
      const items = take((each) => BULLET.test(each) || /^\s{2,}\S/.test(each));
      out.push(el("ul", {}, listItems(items)));
    } else if (NUMBER.test(line)) {
      const start = NUMBER.exec(line)[2];
      const items = take((each) => NUMBER.test(each) || /^\s{2,}\S/.test(each));
      out.push(el("ol", { start }, listItems(items)));
    } else {
      const paragraph = take((each) => each.trim() && !/^(#{1,6} |```|>|&gt;)/.test(each) && !BULLET.test(each) && !NUMBER.test(each));
      out.push(el("p", {}, ...markdownInline(paragraph.join("\n"))));
    }
  }
  return out;
}

function listItems(lines) {
  const depth = (line) => line.search(/\S/);
  const items = [];
  for (const line of lines) {
    const match = BULLET.exec(line) || NUMBER.exec(line);
    const inner = items.length && (depth(line) > depth(lines[0]) || !match) && items.at(-1).inner;
    if (!inner) items.push({ text: match.at(-1), inner: [] });
    else if (match || inner.length) inner.push(line);
    else items.at(-1).text += ` ${line.trim()}`;
  }
  // What is deeper than an item is a list of its own inside it.
  return items.map(({ text, inner }) => {
    const within = inner.map((line) => line.slice(Math.min(depth(line), depth(inner[0]))));
    return el("li", {}, ...markdownInline(text), ...markdown(within.join("\n")));
  });
}

function tableOf(rows) {
  const cells = (row) => row.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim());
  const [head, , ...body] = rows;
  return el("table", {},
    el("thead", {}, el("tr", {}, cells(head).map((cell) => el("th", {}, ...markdownInline(cell))))),
    el("tbody", {}, body.map((row) => el("tr", {}, cells(row).map((cell) => el("td", {}, ...markdownInline(cell)))))));
}
