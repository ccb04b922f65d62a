/* The interpreter's page: what is typed goes out word by word, at most three messages a second, in order. What has not
   arrived stays in the browser and is sent when the line is back; each line has a key of its own, so sending it twice
   does no harm. Docs: docs/captions.md. */
const PACE = 350; // milliseconds between two messages
const PATIENCE = 10_000; // how long a message may take before it is sent again
const PRESENT = 20_000; // so often we say that we are here, though nothing is typed
const AT_ONCE = 20; // lines in one message
const MENDABLE = 20;
const LONG_TURN = 20; // minutes: interpreters change about then

const root = document.querySelector("[data-typing]");
const find = (name) => root.querySelector(`[data-${name}]`);
const [field, form, status, mode, said, growing, list, shorts] = [
  "field", "", "status", "mode", "said", "growing-lines", "typists", "short",
].map((name) => (name ? find(name) : root.querySelector("form"))); // prettier-ignore
const words = JSON.parse(document.getElementById("typing-words").textContent);
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
const key = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join("").slice(0, 22);
const longest = Number(root.dataset.longest);

// --- what is kept in the browser ------------------------------------------------------------------------------------

const PLACE = `fardplan:captioning:${root.dataset.stage}`;
const SHORTS = "fardplan:captioning:short";
const read = (place, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const write = (place, value) => {
  try {
    localStorage.setItem(place, JSON.stringify(value));
  } catch {} // the browser keeps nothing: what is typed lives as long as the page
};

const state = {
  me: root.dataset.me, queue: [], mine: [], text: "", line: key(), began: null, mending: null, ...read(PLACE, {}),
}; // prettier-ignore
state.name ??= form.namn.value;
const save = () => write(PLACE, state);

// --- typing ---------------------------------------------------------------------------------------------------------

let number = Date.now(); // larger for each change of the line, also after a reload
let isDirty = false;

function typed() {
  expand(/(\S+)([\s.,;:!?)])$/);
  if (field.value.includes("\n")) return finish();
  if (state.mending) return;
  if (!state.began && field.value) state.began = Date.now();
  if (field.value.length >= longest - 60 && field.value.endsWith(" ")) return finish();
  state.text = field.value;
  isDirty = true;
  save();
  soon();
}

/* "rp " becomes "Regionplan 2030 " as soon as the word has ended. */
function expand(ended) {
  const before = field.value.slice(0, field.selectionStart);
  const found = before.match(ended);
  const long = found && abbreviations().get(found[1].toLowerCase());
  if (!long) return;
  const start = before.length - found[0].length;
  const isFirst = /(^|[.!?]\s)$/.test(before.slice(0, start));
  const whole = isFirst ? long[0].toLocaleUpperCase() + long.slice(1) : long;
  field.setRangeText(whole, start, start + found[1].length, "end");
  const at = start + whole.length + (found[2] ?? "").length;
  field.setSelectionRange(at, at);
}

function abbreviations() {
  const pairs = shorts.value.split("\n").map((row) => row.split("=").map((part) => part.trim()));
  return new Map(pairs.filter(([short, long]) => short && long).map(([short, long]) => [short.toLowerCase(), long]));
}

function finish() {
  field.setSelectionRange(field.value.length, field.value.length);
  expand(/(\S+)$/);
  const text = field.value.replace(/\s+/g, " ").trim();
  const mending = state.mending;
  if (text || mending) {
    const line = { key: mending?.key ?? state.line, version: (mending?.version ?? 0) + 1, text };
    Object.assign(line, { language: form.sprak.value, began: mending ? null : state.began, ended: Date.now() });
    state.queue.push(line);
    state.mine = [...state.mine.filter((each) => each.key !== line.key), line].slice(-MENDABLE);
    if (mending) state.mine.sort((one, other) => one.ended - other.ended);
  }
  endMending();
  if (!mending) begin("");
  soon();
}

function begin(text) {
  Object.assign(state, { text, line: key(), began: null });
  field.value = text;
  isDirty = Boolean(text);
  save();
}

function mend() {
  const last = (state.mending ? state.mine.slice(0, state.mine.indexOf(state.mending)) : state.mine).findLast((each) => each.text);
  if (!last) return;
  state.mending = last;
  field.value = last.text;
  field.focus();
  mode.textContent = words.correcting;
  root.classList.add("is-mending");
}

function endMending() {
  if (!state.mending) return;
  state.mending = null;
  field.value = state.text;
  mode.textContent = "";
  root.classList.remove("is-mending");
  save();
}

field.addEventListener("input", typed);
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter") (event.preventDefault(), finish());
  if (event.key === "Escape") endMending();
  if (event.key === "ArrowUp" && (!field.value || state.mending)) (event.preventDefault(), mend());
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  finish();
  field.focus();
});
find("mend").addEventListener("click", mend);
form.namn.addEventListener("change", () => ((state.name = form.namn.value), save(), send()));
form.sprak.addEventListener("change", () => ((state.language = field.lang = form.sprak.value), save(), send()));
shorts.addEventListener("input", () => write(SHORTS, shorts.value));

// --- sending --------------------------------------------------------------------------------------------------------

let [isSending, timer, failures, sentAt, isGone] = [false, null, 0, 0, false];

function soon(wait = 0) {
  show();
  if (isGone) return;
  timer ??= setTimeout(send, Math.max(wait, sentAt + PACE - Date.now(), 0));
}

const time = (moment) => (moment ? new Date(moment).toISOString() : null);

function message() {
  const language = state.queue[0]?.language ?? form.sprak.value;
  const lines = state.queue.slice(0, AT_ONCE).filter((line, place, all) => all.slice(0, place + 1).every((each) => each.language === language));
  const isCurrent = isDirty && lines.length === state.queue.length && language === form.sprak.value;
  const partial = isCurrent ? { key: state.line, number: ++number, text: state.text.slice(0, longest) } : null;
  const sent = { typist: state.me, name: state.name, language, sent: time(Date.now()), partial };
  sent.lines = lines.map(({ key, version, text, began, ended }) => ({ key, version, text, began: time(began), ended: time(ended) }));
  return { lines, sent };
}

async function send() {
  clearTimeout(timer);
  timer = null;
  if (isSending || isGone) return;
  isSending = true;
  sentAt = Date.now();
  const { lines, sent } = message();
  const wasDirty = isDirty;
  if (sent.partial) isDirty = false;
  let wait = null;
  try {
    const answer = await fetch(root.dataset.typing, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
      signal: AbortSignal.timeout(PATIENCE), cache: "no-store",
    }); // prettier-ignore
    wait = took(answer.status, await answer.json(), lines);
  } catch {
    failures += 1;
    wait = Math.min(5_000, 500 * 2 ** failures);
  }
  if (wait !== null && wasDirty) isDirty = true;
  isSending = false;
  show();
  if (state.queue.length || isDirty) soon(wait ?? 0);
}

/* What became of it; returns how long to wait before sending again, null when it arrived. */
function took(code, answer, lines) {
  note = "";
  if (code === 200) {
    failures = 0;
    state.queue = state.queue.filter((line) => !lines.includes(line));
    save();
    if (!answer.partial_shown) note = words.other;
    showCaptions(answer.captions_shown);
    showTypists(answer.typists, answer.me);
    return null;
  }
  if (code === 404) isGone = true;
  if (code === 403) note = words.closed;
  if (code === 422) {
    note = fill(words.refused, { reason: answer.error });
    state.queue = state.queue.filter((line) => line !== lines[0]);
    save();
    return 0;
  }
  failures += code === 403 ? 0 : 1;
  return code === 403 ? 10_000 : Math.min(5_000, 500 * 2 ** failures);
}

let note = "";
function show() {
  const waiting = state.queue.length;
  const count = waiting === 1 ? words.one : waiting ? fill(words.several, { number: waiting }) : "";
  const text = isGone ? words.gone : failures ? `${words.waiting} ${count}` : note || (waiting ? count : words.sent);
  if (status.textContent !== text) status.textContent = text;
  status.dataset.state = isGone || failures ? "waiting" : "sent";
}

setInterval(() => Date.now() - sentAt >= PRESENT && send(), 2_000);
addEventListener("online", () => ((failures = 0), send()));
addEventListener("beforeunload", (event) => state.queue.length && event.preventDefault());

// --- what the others see, and who they are --------------------------------------------------------------------------

function paragraph(language, text) {
  const line = document.createElement("p");
  line.lang = language;
  line.dir = "auto";
  line.textContent = text;
  return line;
}

function take({ id, language, text }) {
  const old = said.querySelector(`[data-line="${Number(id)}"]`);
  const line = paragraph(language, text);
  line.dataset.line = id;
  if (!text) old?.remove();
  else if (old) old.replaceWith(line);
  else growing.before(line);
  const lines = said.querySelectorAll("[data-line]");
  for (const each of [...lines].slice(0, -60)) each.remove();
  said.scrollTop = said.scrollHeight;
}

function grow({ others = [], ...first }) {
  const lines = [first, ...others].filter((line) => line.text);
  growing.replaceChildren(...lines.map((line) => paragraph(line.language, line.text)));
  for (const line of growing.children) line.className = "growing";
  said.scrollTop = said.scrollHeight;
}

function showCaptions(isShown) {
  find("shown").hidden = !isShown;
  find("not-shown").hidden = isShown;
}

let [typists, mine] = [[], null];
function showTypists(now = typists, me = mine) {
  [typists, mine] = [now, me];
  const rows = typists.map(({ id, name, since }) => {
    const row = document.createElement("li");
    const who = document.createElement("strong");
    who.textContent = [name || words.nameless, id === mine && `(${words.you})`].filter(Boolean).join(" ");
    row.append(who);
    if (!since) return row;
    const began = new Date(since);
    const minutes = Math.max(0, Math.floor((Date.now() - began) / 60_000));
    const clock = began.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
    row.className = "has-turn";
    row.append(document.createElement("br"), fill(words.types, { time: clock, minutes }));
    if (minutes >= LONG_TURN) row.append(` – ${words.change}`);
    return row;
  });
  const alone = document.createElement("li");
  alone.textContent = words.alone;
  list.replaceChildren(...(typists.length > 1 || !mine ? rows : [...rows, alone]));
}
setInterval(showTypists, 20_000);

document.addEventListener("live:news", ({ detail: { name, topic, data } }) => {
  const { captionsTopic, typingTopic } = root.dataset;
  if ([captionsTopic, typingTopic].includes(topic) && name === "caption") take(data);
  if (topic === typingTopic && name === "line") grow(data);
  if (topic === typingTopic && name === "typists") showTypists(data.typists);
  if (topic === root.dataset.stageTopic && name === "stage" && "captions" in data) showCaptions(data.captions);
});
document.addEventListener("live:page", ({ detail: { page } }) => {
  for (const line of page.querySelectorAll("[data-said] [data-line]"))
    take({ id: line.dataset.line, language: line.lang, text: line.querySelector("span").textContent });
});

// --- beginning ------------------------------------------------------------------------------------------------------

for (const hidden of root.querySelectorAll("[data-without-script]")) hidden.hidden = true;
for (const shown of root.querySelectorAll("[data-with-script], [data-mend]")) shown.hidden = false;
form.namn.value = state.name;
if (state.language) field.lang = form.sprak.value = state.language;
shorts.value = read(SHORTS, "");
state.mending = null;
field.value = state.text;
isDirty = Boolean(state.text);
said.scrollTop = said.scrollHeight;
save();
send();
