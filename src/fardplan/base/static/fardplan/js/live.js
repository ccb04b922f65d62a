/* Follows what happens live: the tickets on the page (data-live-ticket, data-live-since), in one stream for the whole
   browser. One tab leads (Web Locks): it reads /live/ for all and shares what comes (BroadcastChannel); where a browser has
   neither, each tab reads for itself. It reads with fetch and not with EventSource, which tells neither why it was refused
   nor that it has fallen silent.
   The page hears of it by events on the document: live:news { id, name, topic, data }, live:late { late }, and live:page
   { page, asked } when it was fetched anew (asked: performance.now() before). Whoever else fetches it dispatches that too. */
const REST = 60_000; // a tab nobody has looked at for so long does nothing until somebody does
const SILENCE = 65_000; // the server gives a sign of life every 25 seconds
const LONGEST = 30_000;
const LONGEST_AWAY = 20_000; // everybody is back within half a minute when the server begins anew
const KEPT = 300; // events told again when a page that was fetched is older than they are

const me = crypto.getRandomValues(new Uint32Array(2)).join("-");
const upTo = (most, least = 0) => least + Math.random() * (most - least);
let bus = null;
try {
  if (navigator.locks) bus = new BroadcastChannel("fardplan-live");
} catch {} // a browser that lets this site keep nothing

// --- every tab ------------------------------------------------------------------------------------------------------

let tickets = [];
let since = 0; // what the page shows already
let seen = 0; // what need not be asked for again
let told = new Set();
let recent = [];
let carried = new Set(); // the topics of the stream that is open
let [follows, isStale, isLate, unanswered, renewing, resting] = [false, false, null, 0];

const topics = (ticket) => ticket.split(":")[0]; // the rest of a ticket is when it was signed, and by whom
const carries = (these) => these.every((ticket) => carried.has(topics(ticket)));
const dispatch = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
const want = () => tell(tickets.length ? "want" : "bye", { tickets, seen });

/* A ticket that came by itself to the page that is open (page === document) is followed from its own data-live-since,
   or from now on without one; a page that was fetched shows everything up to then. */
function look(page) {
  const before = tickets.map(topics);
  const isOpen = page === document && before.length > 0;
  const marks = [...page.querySelectorAll("[data-live-ticket]")].map((mark) => mark.dataset);
  const fresh = marks.filter((mark) => mark.liveSince && !(isOpen && before.includes(topics(mark.liveTicket))));
  const from = fresh.map((mark) => Number(mark.liveSince));
  tickets = marks.map((mark) => mark.liveTicket);
  if (!isOpen) since = Math.min(...from);
  if (tickets.map(topics).join() === before.join()) return;
  seen = before.length ? Math.min(seen, ...from) : since;
  if (follows) want();
}

/* The page as it is now: each in its own time, so that not all come at once, and again until it comes. */
const renew = (most) => (renewing ??= fetchPage(most).finally(() => (renewing = null)));
async function fetchPage(most) {
  await new Promise((done) => setTimeout(done, upTo(most)));
  const asked = performance.now();
  try {
    const answer = follows && (await fetch(location.href, { headers: { Accept: "text/html" } }));
    if (!answer) return;
    const text = await answer.text();
    if (answer.ok) return dispatch("live:page", { page: new DOMParser().parseFromString(text, "text/html"), asked });
  } catch {} // no network just now
  return fetchPage(LONGEST);
}

function rise() {
  clearTimeout(resting);
  if (follows || document.hidden || !tickets.length) return;
  follows = true;
  want();
  stand();
  if (isStale) renew(1_000);
}

function rest() {
  if (!follows) return;
  follows = false;
  tell("bye");
  stepDown();
}

// --- between the tabs -----------------------------------------------------------------------------------------------

function tell(kind, said) {
  const message = { kind, from: me, ...said };
  bus?.postMessage(message);
  hear(message);
}

function hear({ kind, ...said }) {
  if (kind in forTabs) forTabs[kind](said);
  else if (leads) forLeader[kind](said);
}

const forTabs = {
  who: () => follows && want(),
  open(said) {
    unanswered = 0;
    carried = new Set(said.carried);
    if (follows && !carries(tickets)) want();
    if (said.late !== isLate) dispatch("live:late", { late: (isLate = said.late) });
  },
  news({ news }) {
    const { id, name } = news;
    unanswered = 0;
    if (!follows) return;
    if (name === "reset") {
      [seen, told, recent, isStale] = [id, new Set(), [], true];
      return renew(5_000);
    }
    if (id && carries(tickets)) seen = Math.max(seen, id);
    if (id && (id <= since || told.has(id))) return;
    if (id) {
      told.add(id);
      recent = [...recent.slice(1 - KEPT), news];
    }
    dispatch("live:news", news);
  },
  renew: ({ most }) => follows && renew(most).then(want),
  alone() {
    bus?.close();
    bus = null;
    stepDown();
    if (follows) lead();
  },
};

// --- the tab that leads ---------------------------------------------------------------------------------------------

const tabs = new Map();
let [leads, late, failures, refusals, heard] = [false, false, 0, 0, 0];
let stream, timer, lateTimer, queue, release;

const forLeader = {
  want({ from, ...tab }) {
    tabs.set(from, tab);
    soon(upTo(800, 100));
  },
  bye: ({ from }) => tabs.delete(from),
  ping: () => setLate(late),
};

function stand(options) {
  if (!bus) return lead();
  queue?.abort();
  const mine = (queue = new AbortController());
  navigator.locks.request("fardplan-live", options ?? { signal: mine.signal }, lead).catch((error) => {
    if (error.name !== "AbortError") return forTabs.alone();
    if (mine !== queue || !leads) return;
    stepDown(); // another tab thought that this one was gone
    stand();
  });
}

function lead() {
  leads = true;
  tabs.clear();
  tell("who");
  return new Promise((done) => (release = done));
}

function stepDown() {
  leads = false;
  clearTimeout(timer);
  clearTimeout(lateTimer);
  stream?.abort();
  queue?.abort();
  release?.();
  stream = timer = lateTimer = null;
}

function soon(milliseconds) {
  timer ??= setTimeout(connect, milliseconds);
}

async function connect() {
  timer = null;
  stream?.abort();
  const mine = (stream = new AbortController());
  const all = new Map([...tabs.values()].flatMap((tab) => tab.tickets.map((ticket) => [topics(ticket), ticket])));
  if (!all.size) return;
  const words = new URLSearchParams([...all.values()].map((ticket) => ["biljett", ticket]));
  words.set("sedan", Math.min(...[...tabs.values()].map((tab) => tab.seen)));
  let status = 0;
  try {
    const answer = await fetch(`/live/?${words}`, { signal: mine.signal, cache: "no-store" });
    status = answer.status;
    if (answer.ok) await read(answer.body.getReader(), [...all.keys()], mine);
  } catch {} // no network, silent for too long, or another stream takes the place of this one
  if (mine !== stream) return;
  lateTimer ??= setTimeout(setLate, 3_000, true);
  if (status !== 403) return soon(upTo(Math.min(LONGEST_AWAY, 8_000 * 1.5 ** failures++), 500));
  tabs.clear();
  refusals += 1; // a ticket is older than a day; or, when new ones do not help, the tabs are too many for one stream
  tell(bus && refusals === 2 ? "alone" : "renew", { most: Math.min(LONGEST, 1_000 * 4 ** refusals) });
}

async function read(reader, opened, mine) {
  const decoder = new TextDecoder();
  failures = refusals = 0;
  clearTimeout(lateTimer);
  lateTimer = null;
  carried = new Set(opened);
  setLate(false);
  for (let rest = ""; ; ) {
    heard = Date.now();
    const silence = setTimeout(() => mine.abort(), SILENCE);
    const { done, value } = await reader.read().finally(() => clearTimeout(silence));
    if (done || mine !== stream) return;
    const frames = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = frames.pop();
    frames.forEach(take);
  }
}

function take(frame) {
  const fields = Object.fromEntries(frame.split("\n").map((line) => line.split(/: ?(.*)/, 2)));
  if (!fields.event) return;
  const { topic, data, late: hubIsLate } = JSON.parse(fields.data);
  if (fields.event === "trouble") return setLate(hubIsLate);
  const id = Number(fields.id ?? 0);
  for (const tab of id ? tabs.values() : []) if (carries(tab.tickets)) tab.seen = id;
  tell("news", { news: { id, name: fields.event, topic, data } });
}

function setLate(isSo) {
  late = isSo;
  tell("open", { carried: [...carried], late });
}

// --- beginning, and coming back -------------------------------------------------------------------------------------

bus?.addEventListener("message", (event) => bus && hear(event.data));
document.addEventListener("live:page", ({ detail }) => {
  isStale = false;
  look(detail.page);
  rise();
  // When everyone has shown the page that was fetched: what has come since it was made.
  if (detail.page !== document) queueMicrotask(() => recent.filter((news) => news.id > since).forEach((news) => dispatch("live:news", news)));
});
document.addEventListener("visibilitychange", () => {
  clearTimeout(resting);
  if (document.hidden) resting = setTimeout(rest, REST);
  else if (follows) hurry();
  else rise();
});
addEventListener("pagehide", rest);
addEventListener("pageshow", rise);
addEventListener("online", hurry);
setInterval(() => {
  if (!bus || leads || !follows || document.hidden) return;
  if (unanswered++) stand({ steal: true }); // whoever led is frozen
  else tell("ping");
}, 6_000);

/* Somebody looks again, or the network is back: a phone that slept has lost its stream without knowing. */
function hurry() {
  if (!leads || (!lateTimer && Date.now() - heard < SILENCE / 2)) return;
  clearTimeout(timer);
  timer = setTimeout(connect, upTo(1_500));
}

look(document);
rise();
