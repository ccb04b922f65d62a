/* Shows on the page what live.js tells. The server has rendered it once; from then on, in an element of the topic
   (data-live-topic="stage-17" on it or around it):
     data-live-state="questions"     is filled with the newest value of that state
     data-live-event="caption"       gets a copy of its template for each event, at its end (data-most="200" at most)
   and inside, by the names in the value ("now.title"):
     data-text="now.title"           its words; a number as the page's language writes it
     data-time="now.began"           the time of day of a moment, in a <time>
     data-words="support" data-one="stöd" data-many="stöd"    the word that goes with a number
     data-show="situation=break|pause", data-show="!message"  whether it is there at all
     data-set="value={support}; href=/fragor/{id}/"           attributes, of those in SETTABLE
     data-list="shown"               one copy of its template for each, known by its id (data-key); with data-order="support.order"
                                     in the order that another state tells, which is a list of ids
   {key} in a name is the data-key around the element: data-live-state="support" data-text="support.{key}".
   Everything is written as text. A list is put in another order only while nobody is in it. */
const SETTABLE = /^(href|action|value|max|datetime|id|for|name|lang|disabled|open|aria-(current|pressed|describedby|labelledby)|data-(state|until|from|live-topic))$/;
const PARTS = "[data-text], [data-time], [data-words], [data-show], [data-set], [data-list]";
const SCOPE = "[data-key], [data-live-state], [data-live-event]";
const english = document.documentElement.lang === "en";
const words = english ? "Show the new order" : "Visa ny ordning";
const number = new Intl.NumberFormat(english ? "en-GB" : "sv-SE");
const timeOfDay = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", hour: "2-digit", minute: "2-digit" });

const newest = new Map(); // topic and name → value
let paused = null; // what has come while the reader has asked for quiet

const at = (value, path) => path.split(".").reduce((inner, name) => inner?.[name], value);
const written = (value) => (typeof value === "number" ? number.format(value) : String(value ?? ""));
const isSo = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

function holds(condition, value) {
  const [, not, path, wanted] = condition.match(/^(!?)([^=]*)=?(.*)$/);
  const found = at(value, path);
  return (wanted ? wanted.split("|").includes(String(found)) : isSo(found)) !== Boolean(not);
}

function set(element, pattern, value) {
  for (const each of pattern.split(";")) {
    const [, name, text] = each.match(/^\s*([a-z-]+)=(.*)$/) ?? [];
    if (!SETTABLE.test(name)) continue;
    const isAddress = name === "href" || name === "action";
    const only = /^\{([\w.]+)\}$/.exec(text);
    const found = only && at(value, only[1]);
    if (only && (found === null || found === undefined || found === false)) {
      element.removeAttribute(name);
      continue;
    }
    const fill = (_, path) => (isAddress && !only ? encodeURIComponent(at(value, path)) : String(at(value, path) ?? ""));
    const filled = found === true ? "" : text.replace(/\{([\w.]+)\}/g, fill);
    if (isAddress && !/^(#|\/(?!\/)|\?)/.test(filled)) continue; // addresses of our own only
    if (element.getAttribute(name) !== filled) element.setAttribute(name, filled);
  }
}

function writeTime(element, moment) {
  const text = moment ? timeOfDay.format(new Date(moment)).replace(":", english ? ":" : ".") : "";
  if (moment) element.setAttribute("datetime", moment);
  if (element.textContent !== text) element.textContent = text;
}

function fill(scope, value) {
  const inside = [...scope.querySelectorAll(PARTS)].filter((element) => element.closest(SCOPE) === scope);
  for (const element of scope.matches(PARTS) ? [scope, ...inside] : inside) {
    const key = element.closest("[data-key]")?.dataset.key;
    const given = ["text", "time", "words", "show", "set", "list"].map((name) => element.dataset[name]?.replaceAll("{key}", key));
    const [text, time, counted, show, pattern, list] = given;
    if (show !== undefined) element.hidden = !holds(show, value);
    if (pattern) set(element, pattern, value);
    const line = counted ? element.dataset[at(value, counted) === 1 ? "one" : "many"] : text && written(at(value, text));
    if (line !== undefined && element.textContent !== line) element.textContent = line;
    if (time) writeTime(element, at(value, time));
    if (list) fillList(element, at(value, list) ?? []);
  }
}

// --- lists ----------------------------------------------------------------------------------------------------------

const rows = (list) => [...list.children].filter((row) => row.dataset.key);
const waiting = new Map(); // list → its rows in the order they are to stand in

function rowOf(list, value) {
  const key = String(value.id ?? value[0]);
  let row = rows(list).find((each) => each.dataset.key === key);
  if (!row) {
    row = list.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
    row.dataset.key = key;
    list.append(row);
  }
  fill(row, value);
  row.querySelectorAll("[data-live-state]").forEach((part) => show(part));
  return row;
}

function fillList(list, values) {
  const wanted = values.map((value) => rowOf(list, value));
  for (const row of rows(list)) if (!wanted.includes(row)) remove(list, row);
  sort(list, wanted);
}

function sort(list, wanted) {
  const [name, path] = list.dataset.order?.split(/\.(.*)/) ?? [];
  const ids = name && at(newest.get(`${topicOf(list)} ${name}`)?.data, path)?.map(String);
  const place = (row) => (ids ? ids.indexOf(row.dataset.key) + 1 || Infinity : 0); // who is not named yet stands last
  waiting.set(list, [...wanted].sort((one, other) => place(one) - place(other) || 0));
  arrange(list);
}

function remove(list, row) {
  const hadFocus = row.contains(document.activeElement);
  row.remove();
  if (hadFocus) stayIn(list);
}

/* Whoever stood in what is gone is not sent to the top of the page. */
function stayIn(list) {
  list.tabIndex = -1;
  list.focus({ preventScroll: true });
}

const isRead = (list) => {
  const { top, bottom } = list.getBoundingClientRect();
  const inside = list.contains(document.activeElement) && document.activeElement !== list;
  return inside || list.matches(":hover") || (top < 0 && bottom > 0);
};

function arrange(list) {
  const wanted = waiting.get(list);
  const isRight = rows(list).every((row, place) => row === wanted[place]);
  if (isRight || !list.isConnected) settle(list);
  else if (isRead(list)) offer(list);
  else order(list);
}

function order(list) {
  for (const [place, row] of waiting.get(list).entries()) {
    const standing = rows(list)[place];
    if (standing !== row) list.insertBefore(row, standing);
  }
  settle(list);
}

function settle(list) {
  waiting.delete(list);
  if (list.previousElementSibling?.matches(".new-order")) list.previousElementSibling.remove();
}

/* Lies over the top of the list, so that nothing moves when it comes. */
function offer(list) {
  if (list.previousElementSibling?.matches(".new-order")) return;
  const [line, button] = ["p", "button"].map((name) => document.createElement(name));
  line.className = "new-order";
  Object.assign(button, { type: "button", className: "button", textContent: words });
  button.addEventListener("click", () => {
    order(list);
    stayIn(list);
  });
  line.append(button);
  list.before(line);
}

let soon;
const lookAgain = () => {
  clearTimeout(soon);
  if (waiting.size) soon = setTimeout(() => [...waiting.keys()].forEach(arrange), 1_000);
};
for (const kind of ["focusout", "pointerout", "scroll"]) addEventListener(kind, lookAgain, { passive: true });

// --- what comes -----------------------------------------------------------------------------------------------------

const topicOf = (part) => part.closest("[data-live-topic]")?.dataset.liveTopic;

/* `least`: only a value that came after this moment, since the page itself is newer than others. */
function show(part, least = 0) {
  const value = newest.get(`${topicOf(part)} ${part.dataset.liveState}`);
  if (value && value.at >= least) fill(part, value.data);
}

function happen(part, data) {
  if (!part.querySelector(":scope > template")) return fill(part, data);
  const isAtEnd = part.scrollTop + part.clientHeight >= part.scrollHeight - 4;
  rowOf(part, data);
  for (const row of rows(part).slice(0, -(part.dataset.most ?? 200))) remove(part, row);
  if (isAtEnd) part.scrollTop = part.scrollHeight; // who reads further up stays there
}

function tell(news) {
  const { id, name, topic, data } = news;
  if (!id) newest.set(`${topic} ${name}`, { data, at: performance.now() });
  if (paused) return id && paused.push(news);
  const parts = [...document.querySelectorAll(`[data-live-${id ? "event" : "state"}="${name}"]`)];
  for (const part of parts.filter((each) => topicOf(each) === topic)) id ? happen(part, data) : show(part);
  for (const list of id ? [] : document.querySelectorAll(`[data-order^="${name}."]`)) if (topicOf(list) === topic) sort(list, rows(list));
}

const showAll = (least) => document.querySelectorAll("[data-live-state]").forEach((part) => show(part, least));

document.addEventListener("live:news", ({ detail }) => tell(detail));
document.addEventListener("live:page", ({ detail }) => paused || showAll(detail.asked));

/* Whoever wants to read in peace stops what moves, and sees the newest when it goes on. */
for (const button of document.querySelectorAll("[data-live-pause]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const missed = paused;
    paused = missed ? null : [];
    button.setAttribute("aria-pressed", String(!missed));
    if (missed) showAll();
    missed?.forEach(tell);
  });
}
