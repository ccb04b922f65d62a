/* Saves each passage as one writes, and says when. What could not be saved stays in this browser until it is. The page is
   an ordinary form: without this script its button saves everything. */
const PREFIX = "fardplan:unsent:skrivbord:";
const PAUSE = 1200;
const AGAIN = 15000;
const LATEST = 4000;
const form = document.querySelector("form[data-writing]");
const said = form?.dataset;

const fieldsIn = (line) => ["code", "heading", "text"].map((name) => field(line, name));
const field = (line, name) => line.querySelector(`[name$="-${name}"]`);
const wordsOf = (line) => fieldsIn(line).map((each) => each.value);
const placeOf = (line) => PREFIX + (line.dataset.passage || `${location.pathname}#${line.dataset.prefix}`);

const store = {
  read(line) {
    try { return JSON.parse(localStorage.getItem(placeOf(line))); } catch { return null; }
  },
  write(line) {
    try {
      localStorage.setItem(placeOf(line), JSON.stringify({ at: Date.now(), words: wordsOf(line), revision: field(line, "revision").value }));
    } catch {} // private browsing or a full store: saving works as before
  },
  forget(place) {
    try { localStorage.removeItem(place); } catch {}
  },
};

const lines = new Map(); // each passage: whether it is being sent, and whether it has been written in since

function say(line, words) {
  const status = line.querySelector("[data-status]");
  if (status.textContent !== words) status.textContent = words;
}

function written(line, state) {
  state.dirty = true;
  store.write(line);
  if (state.contested) return;
  say(line, said.waiting);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(line), PAUSE);
}

function bodyOf(line) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("prefix", line.dataset.prefix);
  for (const each of line.querySelectorAll("[name]")) if (each.type !== "radio") body.set(each.name, each.value);
  return body;
}

function save(line, theirs = false) {
  const state = lines.get(line);
  clearTimeout(state.timer);
  const nothing = !line.dataset.passage && !field(line, "text").value.trim();
  if (!state.sending && !nothing && (theirs || !state.contested)) state.sent = send(line, state, theirs);
}

async function send(line, state, theirs) {
  state.sending = true;
  state.dirty = false;
  const body = bodyOf(line);
  if (theirs) body.set(`${line.dataset.prefix}-val`, "deras");
  say(line, said.saving);
  try {
    await answered(line, state, await fetch(line.dataset.passage || said.new, { method: "POST", body }), theirs);
  } catch {
    state.dirty = true;
    say(line, said.offline);
    state.timer = setTimeout(() => save(line), AGAIN);
  }
  state.sending = false;
  if (state.again) {
    state.again = false;
    if (state.dirty) written(line, state);
  }
}

async function answered(line, state, answer, theirs) {
  const kind = answer.headers.get("content-type") ?? "";
  if (answer.status === 409 && kind.startsWith("text/html")) return contest(line, state, await answer.text());
  if (answer.redirected || !kind.startsWith("application/json")) {
    state.dirty = true;
    say(line, answer.redirected ? said.signedOut : said.offline);
    state.timer = setTimeout(() => save(line), AGAIN);
    return;
  }
  const told = await answer.json();
  if (!answer.ok) {
    state.dirty = true;
    say(line, told.message);
    return;
  }
  saved(line, state, told, theirs);
}

function saved(line, state, told, theirs) {
  if (!line.dataset.passage) becomes(line, told);
  field(line, "revision").value = told.revision;
  field(line, "was").value = told.was;
  if (theirs) [told.code, told.heading, told.text].forEach((words, place) => { fieldsIn(line)[place].value = words; });
  if (!state.dirty) store.forget(placeOf(line));
  else state.again = true;
  say(line, said.saved + told.at);
}

/* A passage saved for the first time: from now on its fields are those of a passage that is there. */
function becomes(line, told) {
  const before = line.dataset.prefix;
  store.forget(placeOf(line));
  line.dataset.prefix = line.id = `stycke-${told.id}`;
  line.dataset.passage = said.new.replace(/avsnitt\/\d+\/nytt-stycke\/$/, `stycke/${told.id}/`);
  for (const each of line.querySelectorAll("[name]")) each.name = each.name.replace(before, line.dataset.prefix);
  const known = document.createElement("input");
  Object.assign(known, { type: "hidden", name: "stycke[]", value: told.id });
  line.querySelector("fieldset").prepend(known);
  const order = form.elements.ordning;
  if (Number(order.value) === told.order - 1) order.value = told.order;
}

function contest(line, state, html) {
  state.contested = state.dirty = true;
  const here = line.querySelector("[data-contest-here]");
  here.innerHTML = html;
  say(line, said.contested);
  here.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choose]")?.dataset.choose;
    if (!choice) return;
    const box = here.querySelector("[data-contest]");
    field(line, "revision").value = box.dataset.revision;
    field(line, "was").value = box.dataset.was;
    here.replaceChildren();
    state.contested = false;
    field(line, "text").focus();
    save(line, choice === "deras");
  });
}

/* Words from last time that never reached the server come back, over the revision they were written on. */
function restore(line, state) {
  const kept = store.read(line);
  if (!kept) return;
  if (kept.words.join("\n") === wordsOf(line).join("\n")) return store.forget(placeOf(line));
  if (line.querySelector("[data-contest-here] > *")) return;
  fieldsIn(line).forEach((each, place) => { each.value = kept.words[place]; });
  if (kept.revision) field(line, "revision").value = kept.revision;
  state.dirty = true;
  say(line, said.back);
  state.timer = setTimeout(() => save(line), PAUSE);
}

function begin(line) {
  const state = { dirty: false, sending: false, contested: false, again: false };
  lines.set(line, state);
  restore(line, state);
  line.addEventListener("input", () => {
    if (state.sending) state.again = true;
    written(line, state);
  });
  line.addEventListener("change", () => { if (state.dirty && !state.contested) save(line); });
}

if (form) {
  form.querySelectorAll("[data-passage]").forEach(begin);
  let leaving = false;
  form.addEventListener("submit", (event) => {
    // What is on its way arrives first: otherwise one would seem to have been contested by oneself.
    const underway = [...lines.values()].filter((state) => state.sending).map((state) => state.sent);
    if (underway.length && !leaving) {
      event.preventDefault();
      const late = new Promise((resolve) => { setTimeout(resolve, LATEST); });
      Promise.race([Promise.allSettled(underway), late]).then(() => {
        leaving = true;
        form.requestSubmit(event.submitter);
      });
      return;
    }
    leaving = true;
    const pressed = event.submitter?.closest("[data-passage]");
    const text = pressed && field(pressed, "text");
    // Where the cursor stands is where the text is divided; a code point is one character there.
    if (event.submitter?.hasAttribute("data-split")) form.elements.vid.value = [...text.value.slice(0, text.selectionStart)].length;
    for (const [line, state] of lines) {
      clearTimeout(state.timer);
      if (state.dirty) store.write(line);
    }
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && [...lines.values()].some((state) => state.dirty || state.sending)) event.preventDefault();
  });
  addEventListener("online", () => { for (const [line, state] of lines) if (state.dirty) save(line); });
}
