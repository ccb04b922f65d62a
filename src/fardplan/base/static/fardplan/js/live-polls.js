/* Polls beside live.js, live-view.js and live-page.js, which sends a vote without leaving the page: what is said of it, the
   numbers that come, given the words the page has, and a ranking put in order with buttons. Without this the forms lead to
   pages of their own. */
const english = document.documentElement.lang === "en";
const words = english
  ? { points: "points, first choice of" }
  : { points: "poäng, förstaval för" };
const number = new Intl.NumberFormat(english ? "en-GB" : "sv-SE", { maximumFractionDigits: 2, useGrouping: false });

// --- voting ---------------------------------------------------------------------------------------------------------

addEventListener("submit", ({ target: form }) => {
  if (form.closest("[data-poll]")) for (const set of form.querySelectorAll("fieldset[hidden]")) set.remove(); // of other kinds
}, true);

document.addEventListener("live:sent", ({ target: form, detail: { said, button } }) => {
  const poll = form.closest("[data-poll]");
  if (!poll) return;
  form.querySelector("[data-error-summary]")?.remove();
  const line = form.querySelector("[data-poll-said]");
  line.textContent = line.dataset.pollSaid.replace("{time}", said.saved);
  line.classList.remove("not-yet");
  for (const each of form.querySelectorAll(".poll-hands button")) {
    each.setAttribute("aria-pressed", String(each === button));
    each.classList.toggle("chosen", each === button);
  }
  const again = form.querySelector("[data-again]");
  if (again) again.textContent = again.dataset.again;
  if (said.ticket) follow(poll, said.ticket);
});

/* From now on this browser may see the tally: live.js finds the ticket on the page. */
function follow(poll, ticket) {
  if (poll.querySelector("[data-live-ticket]")) return;
  const mark = document.createElement("span");
  mark.hidden = true;
  mark.dataset.liveTicket = ticket;
  poll.append(mark);
  document.dispatchEvent(new CustomEvent("live:page", { detail: { page: document, asked: 0 } }));
}

// --- numbers with words ---------------------------------------------------------------------------------------------

const texts = new Map(); // option → its words, of the polls that have been told

const share = (count, n) => (n ? Math.floor((200 * count + n) / (2 * n)) : null);
const written = (count, n) => (n ? `${count} (${share(count, n)} %)` : String(count));

function rowsOf(tally, textOf) {
  const { n } = tally;
  const row = (id, text, count, how) => ({ id, text, count, most: n || 1, how });
  if (tally.options) {
    const counted = Object.entries(tally.options);
    const isAlone = counted.length === 1; // a share of those who raised a hand would say nothing
    return counted.map(([id, count]) => row(id, textOf(id), count, isAlone ? String(count) : written(count, n))).sort(inOrder(textOf.order));
  }
  if (tally.steps) return Object.entries(tally.steps).map(([step, count]) => row(step, step, count, written(count, n)));
  if (tally.bins) {
    const most = Math.max(1, ...tally.bins.map((each) => each[2]));
    return tally.bins.map(([from, to, count]) => {
      const text = from === to ? number.format(from) : `${number.format(from)}–${number.format(to)}`;
      return { id: text, text, count, most, how: written(count, n) };
    });
  }
  const most = n * Math.max(1, Object.keys(tally.points ?? {}).length - 1) || 1;
  return Object.entries(tally.points ?? {})
    .map(([id, count]) => ({ id, text: textOf(id), count, most, how: `${count} ${words.points} ${tally.first[id] ?? 0}` }))
    .sort((one, other) => other.count - one.count);
}

const inOrder = (ids) => (one, other) => ids.indexOf(one.id) - ids.indexOf(other.id);

function result(place, tally) {
  const kept = new Map([...place.querySelectorAll(".poll-bars > [data-key]")].map((row) => [row.dataset.key, row.querySelector("[data-text=text]").textContent]));
  const textOf = (id) => texts.get(id) ?? kept.get(id) ?? id;
  textOf.order = [...new Set([...texts.keys(), ...kept.keys()])];
  const most = Math.max(1, ...(tally.words ?? []).map(([, count]) => count));
  const cloud = (tally.words ?? []).map(([word, count]) => ({ id: word, text: word, count, size: 1 + Math.round((4 * count) / most) }));
  const rows = tally.words ? [] : rowsOf(tally, textOf);
  const said = (value) => (value === null || value === undefined ? "" : number.format(value));
  return {
    n: tally.n, rows, cloud, median: said(tally.median), lower: said(tally.lower), upper: said(tally.upper),
    has_median: said(tally.median) !== "", has_quartiles: said(tally.lower) !== "", is_ranking: Boolean(tally.points),
  };
}

/* The numbers have come, so this browser may see them. */
function show(id, tally) {
  const topic = `poll-${id}`;
  for (const place of document.querySelectorAll(`[data-live-topic="${topic}"] [data-live-state="result"]`)) {
    place.hidden = false;
    place.closest("[data-poll]")?.querySelector("[data-poll-when]")?.remove();
    document.dispatchEvent(new CustomEvent("live:news", { detail: { name: "result", topic, data: result(place, tally) } }));
  }
}

const tallies = new Map(); // poll → what was told last, for one whose place comes later
document.addEventListener("live:news", ({ detail: { name, topic, data } }) => {
  if (name === "tally") keep(topic.replace("poll-", ""), data);
  if (name === "tallies") for (const [id, tally] of Object.entries(data)) keep(id, tally);
  if (name === "polls") told(data);
});

function keep(id, tally) {
  tallies.set(id, tally);
  show(id, tally);
}

let before = null; // the polls that were open
function told({ open, closed }) {
  for (const poll of [...open, ...closed]) for (const option of poll.options) if (poll.kind !== "scale") texts.set(String(option.id), option.text);
  // live-view.js fills the lists when it hears the same news; what stands in them is looked at after that.
  queueMicrotask(() => {
    for (const other of document.querySelectorAll("[data-poll] fieldset[hidden]")) other.remove(); // of other kinds
    document.querySelectorAll("[data-ranking]").forEach(rank);
    for (const [id, tally] of tallies) show(id, tally);
  });
  const now = open.map((poll) => poll.id);
  const line = document.querySelector("[data-polls-news]");
  if (before && line) {
    if (now.some((id) => !before.includes(id))) line.textContent = line.dataset.opened;
    else if (before.some((id) => !now.includes(id))) line.textContent = line.dataset.closed;
  }
  before = now;
}

// --- ranking --------------------------------------------------------------------------------------------------------

/* The places are chosen in lists; with buttons the options change place instead, and the lists follow. */
function rank(set) {
  const list = set.querySelector("ol");
  const rows = () => [...list.children].filter((row) => row.matches("li"));
  if (!rows().length || rows().every((row) => row.querySelector("button"))) return;
  const selects = rows().map((row) => row.querySelector("select"));
  for (const select of selects) {
    while (select.options.length <= selects.length) select.append(new Option(String(select.options.length)));
    select.hidden = true;
  }
  const isGiven = selects.every((select) => select.value);
  if (isGiven) list.append(...rows().sort((one, other) => placeOf(one) - placeOf(other)));
  const follow = () => rows().forEach((row, place) => {
    row.querySelector("select").value = String(place + 1);
    row.querySelector(".place").textContent = String(place + 1);
    row.querySelector("[data-step='-1']").disabled = place === 0;
    row.querySelector("[data-step='1']").disabled = place === rows().length - 1;
  });
  for (const row of rows()) {
    const text = row.querySelector("label span").textContent;
    const place = Object.assign(document.createElement("span"), { className: "place" });
    const label = document.createElement("div");
    label.className = "ranked";
    const buttons = [[-1, set.dataset.up], [1, set.dataset.down]].map(([step, word]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: word });
      button.dataset.step = step;
      button.setAttribute("aria-label", `${word}: ${text}`);
      button.addEventListener("click", () => {
        const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
        if (!other?.matches("li")) return;
        step < 0 ? other.before(row) : other.after(row);
        follow();
        (button.disabled ? row.querySelector("button:not([disabled])") : button).focus();
        status.textContent = `${text}: ${set.dataset.place} ${rows().indexOf(row) + 1}`;
      });
      return button;
    });
    label.append(...buttons);
    row.prepend(place);
    row.append(label);
  }
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  set.append(status);
  follow();
}

const placeOf = (row) => Number(row.querySelector("select").value);

document.addEventListener("live:page", () => queueMicrotask(() => document.querySelectorAll("[data-ranking]").forEach(rank)));
document.querySelectorAll("[data-ranking]").forEach(rank);
