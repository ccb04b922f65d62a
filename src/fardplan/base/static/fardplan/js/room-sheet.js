/* Saves each line of a room's sheet while it is typed, and says when. What has not been saved is kept in this browser until
   it has; over a bad line it is sent again and again. Two who write in the same sheet see each other's lines, and both
   wordings where they wrote in the same one. The page is an ordinary form: without this its button saves everything. */
const form = document.querySelector("form[data-room-sheet]");
const said = form.dataset;
const writer = form.elements.blad.value;
const PLACE = `fardplan:unsent:${location.pathname}`;
const PAUSE = 700;
const LATEST = 10000;
const NEWS = 8000;
const status = form.querySelector("[data-status]");
const nothing = () => {};

const textOf = (line) => line.querySelector("[data-text]");
const idOf = (line) => line.dataset.id ?? "";
const revisionOf = (line) => line.querySelector("[data-revision]")?.value ?? line.dataset.revision ?? "0";
const setRevision = (line, revision) => {
  const field = line.querySelector("[data-revision]");
  if (field) field.value = revision;
  else line.dataset.revision = revision;
};
const clean = (words) => words.replace(/\s+/g, " ").trim();
const newKey = () => `${writer.slice(0, 12)}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

/* What is not saved yet: line → its text when it was put there. One at a time is sent. */
const waiting = new Map();
let sending = false;
let tries = 0;
let timer;
let since = said.since;
let closed = false;

const store = {
  all() { try { return JSON.parse(localStorage.getItem(PLACE)) ?? { at: 0, lines: {} }; } catch { return { at: 0, lines: {} }; } },
  write(change) {
    const kept = store.all();
    change(kept.lines);
    kept.at = Date.now();
    try {
      if (Object.keys(kept.lines).length) localStorage.setItem(PLACE, JSON.stringify(kept));
      else localStorage.removeItem(PLACE);
    } catch {} // private browsing or a full store: saving works as before
  },
  keep(line) { store.write((lines) => { lines[nameOf(line)] = { text: textOf(line).value, question: questionOf(line), revision: revisionOf(line) }; }); },
  forget(line) { store.write((lines) => { delete lines[nameOf(line)]; }); },
};
const nameOf = (line) => (line.dataset.what === "vilka" ? "vilka" : idOf(line) || line.dataset.key);
const questionOf = (line) => line.closest("[data-question]")?.dataset.question ?? "";

/* Once for everybody at the end of the page, and where one writes for those who see that. */
function say(words, late = false) {
  const place = document.activeElement?.closest?.('[data-question], [data-what="vilka"]')?.querySelector("[data-saved]");
  for (const each of [status, ...form.querySelectorAll("[data-saved]")]) {
    const text = each === status || each === place ? words : "";
    if (each.textContent !== text) each.textContent = text;
    each.classList.toggle("late", late);
  }
}

function fit(field) {
  if (CSS.supports("field-sizing", "content") || field.tagName !== "TEXTAREA" || field.closest("[data-new]")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

/* --- saving --- */

function changed(line, pause = PAUSE) {
  if (!clean(textOf(line).value)) return waiting.delete(line); // an emptied line is taken away when it is left
  store.keep(line);
  waiting.set(line, true);
  clearTimeout(timer);
  timer = setTimeout(sendNext, pause);
}

async function sendNext() {
  clearTimeout(timer);
  if (sending || closed) return;
  for (const each of waiting.keys()) if (!clean(textOf(each).value)) waiting.delete(each);
  const line = [...waiting.keys()].find((each) => !each.contested);
  if (!line) return;
  sending = true;
  say(said.saving);
  const words = textOf(line).value;
  const key = line.dataset.key;
  // A line that is being written now may have gone from the field to the list when the answer comes.
  const now = () => (key && line.dataset.key !== key ? form.querySelector(`[data-key="${CSS.escape(key)}"]`) : line);
  waiting.delete(line);
  try {
    const told = await post(line, words);
    if (now()) await take(now(), words, told);
    tries = 0;
  } catch {
    if (now()) waiting.set(now(), true);
    tries += 1;
    say(said.offline, true);
  }
  sending = false;
  if (waiting.size) timer = setTimeout(sendNext, tries ? Math.min(2000 * 2 ** (tries - 1), 30000) : 50);
}

async function post(line, words, what = line.dataset.what) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const sent = { vad: what, blad: writer, text: words, rev: revisionOf(line), punkt: idOf(line), fraga: questionOf(line), nyckel: line.dataset.key ?? "" };
  for (const [name, value] of Object.entries(sent)) body.set(name, value);
  const answer = await fetch(said.save, { method: "POST", body, signal: AbortSignal.timeout(LATEST) });
  if (!(answer.headers.get("content-type") ?? "").startsWith("application/json")) throw new Error("no answer of ours");
  return { code: answer.status, ...(await answer.json()) };
}

async function take(line, words, told) {
  if (told.code === 409) return contest(line, told);
  if (told.code >= 500) throw new Error(told.message);
  if (told.code !== 200) {
    closed = Boolean(told.final);
    return say(told.message, true);
  }
  if (told.id) {
    store.forget(line); // kept under its key until now
    line.dataset.id = told.id;
    store.keep(line);
  }
  if (told.revision !== undefined) setRevision(line, told.revision);
  showHint(line, told.hint ?? "");
  if (textOf(line).value === words) {
    if (!waiting.has(line)) store.forget(line);
    say(told.saved);
  } else changed(line);
}

function showHint(line, words) {
  const hint = line.querySelector("[data-hint]");
  if (hint && hint.textContent !== words) hint.textContent = words;
}

/* Somebody else's words in the same line: both are shown, and whoever is here chooses. */
function contest(line, told) {
  line.contested = true;
  const box = form.querySelector("[data-contest-template]").content.cloneNode(true);
  box.querySelector("[data-theirs]").textContent = told.gone ? said.gone : told.theirs;
  const here = line.querySelector("[data-contest]") ?? line;
  const shown = box.firstElementChild;
  shown.setAttribute("role", "alert");
  const choose = (which) => {
    const mine = textOf(line).value;
    shown.remove();
    line.contested = false;
    setRevision(line, told.revision);
    if (which === "mine" && !told.gone) return changed(line, 0);
    if (which !== "theirs") add(questionOf(line), { text: mine });
    store.forget(line);
    waiting.delete(line);
    if (told.gone) return line.remove();
    textOf(line).value = told.theirs;
    fit(textOf(line));
  };
  for (const button of box.querySelectorAll("[data-choose]")) {
    if (button.dataset.choose === "both" && line.dataset.what === "vilka") button.remove();
    button.addEventListener("click", () => choose(button.dataset.choose));
  }
  here.append(box);
  say("");
}

/* --- lines --- */

/* A line in the list under a question. `id`: it is stored already; otherwise it is saved now. */
function add(question, { text, id, revision, key, isSaved = Boolean(id) }) {
  const section = form.querySelector(`[data-question="${question}"]`) ?? form.querySelector("[data-question]");
  const list = section.querySelector("[data-points]");
  list.append(form.querySelector("[data-point-template]").content.cloneNode(true));
  const line = list.lastElementChild;
  const field = textOf(line);
  const place = list.children.length;
  field.id = `rad-${question}-${place}-${Date.now().toString(36)}`;
  field.removeAttribute("name");
  line.querySelector("label").htmlFor = field.id;
  line.querySelector("label").textContent += place;
  line.querySelector("[data-remove] .visually-hidden").textContent += place;
  line.querySelector("[data-revision]").value = revision ?? 0;
  const hint = line.querySelector("[data-hint]");
  hint.id = `${field.id}-hint`;
  field.setAttribute("aria-describedby", hint.id);
  field.value = text;
  if (id) line.dataset.id = id;
  if (key || !id) line.dataset.key = key ?? newKey();
  if (!isSaved) changed(line, 0);
  follow(line);
  fit(field);
  return line;
}

function follow(line) {
  const field = textOf(line);
  field.addEventListener("input", () => {
    fit(field);
    changed(line);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || field.tagName !== "TEXTAREA") return;
    event.preventDefault(); // one line, one point
    line.closest("[data-question]").querySelector("[data-new] [data-text]").focus();
  });
  field.addEventListener("blur", () => { if (line.dataset.what === "punkt" && line.isConnected && !clean(field.value)) takeAway(line); });
  line.querySelector("[data-remove]")?.addEventListener("click", (event) => {
    event.preventDefault();
    takeAway(line, true);
  });
}

/* A line goes, and a row in its place says so and can put it back. */
async function takeAway(line, isMoving = false) {
  if (line.leaving) return;
  line.leaving = true;
  const words = textOf(line).value;
  try {
    if (idOf(line)) remember(line, await post(line, "", "bort"));
  } catch {
    line.leaving = false;
    return say(said.offline, true);
  }
  waiting.delete(line);
  store.forget(line);
  const row = form.querySelector("[data-gone-template]").content.cloneNode(true).firstElementChild;
  const text = line.dataset.before || words;
  row.querySelector("[data-words]").textContent = text;
  const button = row.querySelector("button");
  button.addEventListener("click", async () => {
    const told = await post(line, "", "tillbaka").catch(nothing);
    if (!told || told.code !== 200) return say(said.offline, true);
    const again = add(questionOf(row), { text: told.text, id: told.id, revision: told.revision });
    row.replaceWith(again);
    textOf(again).focus();
  });
  if (idOf(line)) line.replaceWith(row);
  else line.remove();
  if (isMoving && idOf(line)) button.focus();
}

function remember(line, told) {
  if (told.text) line.dataset.before = told.text;
}

/* The field for new lines. What stands in it is saved while one writes; Enter, or leaving it, puts it in the list. */
function followNew(area) {
  const field = textOf(area);
  const question = questionOf(area);
  area.dataset.what = "punkt";
  const begin = () => {
    for (const name of ["id", "key", "revision"]) delete area.dataset[name];
    showHint(area, "");
  };
  const put = (words) => {
    const { id, key, revision } = area.dataset;
    const isSaved = Boolean(id) && !waiting.has(area) && !sending;
    const hint = area.querySelector("[data-hint]").textContent;
    waiting.delete(area);
    store.forget(area);
    begin();
    showHint(add(question, { text: words, id, key, revision, isSaved }), hint);
  };
  field.addEventListener("input", () => {
    if (area.contested) return;
    if (field.value.includes("\n")) {
      const lines = field.value.split("\n").map(clean);
      field.value = "";
      for (const words of lines) if (words) put(words);
      return;
    }
    if (clean(field.value)) {
      area.dataset.key ??= newKey();
      changed(area);
    } else if (idOf(area)) {
      post(area, "", "bort").catch(nothing);
      waiting.delete(area);
      store.forget(area);
      begin();
    }
  });
  field.addEventListener("blur", () => {
    const words = clean(field.value);
    if (!words || area.contested) return;
    field.value = "";
    put(words);
  });
}

/* --- what others write --- */

async function news() {
  if (closed || document.hidden) return;
  const answer = await fetch(`${said.news}?sedan=${encodeURIComponent(since)}`, { signal: AbortSignal.timeout(LATEST) }).catch(nothing);
  if (!answer || answer.status !== 200) return;
  const told = await answer.json().catch(nothing);
  if (!told) return;
  if (told.sent) {
    closed = true;
    return say(said.sent, true);
  }
  if (sending || waiting.size) return; // what is on its way first: the next round brings it all
  since = told.since;
  const lines = new Map([...form.querySelectorAll("[data-points] > [data-line]")].map((line) => [idOf(line), line]));
  for (const point of told.points) {
    const line = lines.get(String(point.id));
    lines.delete(String(point.id));
    if (form.querySelector(`[data-new][data-id="${point.id}"]`)) continue; // it is being written here
    if (!line) add(point.question, point);
    else renew(line, point);
  }
  for (const [id, line] of lines) if (id && !isBusy(line)) line.remove(); // taken away elsewhere
  renew(form.querySelector('[data-what="vilka"]'), told.who);
}

const isBusy = (line) => line.contested || waiting.has(line) || line.contains(document.activeElement);

function renew(line, stored) {
  if (isBusy(line) || revisionOf(line) === String(stored.revision)) return;
  setRevision(line, stored.revision);
  textOf(line).value = stored.text;
  fit(textOf(line));
}

/* --- when the page is opened --- */

for (const line of form.querySelectorAll("[data-line]")) {
  follow(line);
  fit(textOf(line));
}
for (const area of form.querySelectorAll("[data-new]")) followNew(area);
/* A button waits for what is on its way, so that nothing written is left out of what it does. */
form.addEventListener("submit", async (event) => {
  const isOnItsWay = () => !closed && (sending || [...waiting.keys()].some((line) => !line.contested));
  if (!isOnItsWay()) return;
  event.preventDefault();
  for (let round = 0; round < 60 && isOnItsWay(); round += 1) {
    if (!tries) sendNext();
    await new Promise((done) => setTimeout(done, 100));
  }
  if (isOnItsWay()) say(said.offline, true);
  else form.requestSubmit(event.submitter);
});
addEventListener("online", () => { tries = 0; sendNext(); });

const kept = store.all();
for (const [name, line] of Object.entries(kept.lines)) {
  const stored = form.querySelector(name === "vilka" ? '[data-what="vilka"]' : `[data-line][data-id="${CSS.escape(name)}"]`);
  store.write((lines) => { delete lines[name]; });
  if (!clean(line.text ?? "")) continue;
  if (stored && clean(textOf(stored).value) !== clean(line.text)) {
    setRevision(stored, line.revision ?? 0);
    textOf(stored).value = line.text;
    changed(stored, 0);
  } else if (!stored) {
    const question = form.querySelector(`[data-question="${CSS.escape(line.question ?? "")}"]`) ?? form.querySelector("[data-question]");
    for (const text of line.text.split("\n").map(clean).filter(Boolean)) add(question.dataset.question, { text, key: name });
  }
}
if (!waiting.size && !status.textContent) say(said.live);
setInterval(news, NEWS);
