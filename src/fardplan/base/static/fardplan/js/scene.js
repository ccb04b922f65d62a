/* The projector and the speaker's clock. Few look at them, so they may ask: whatever is told, the page is fetched and
   what differs is changed where it stands, so that nothing flickers and bars grow. While nobody answers, what stands
   there stays. The clocks keep the server's time (data-live-now). */
const PACE = 400; // milliseconds between two fetches
// How long it trusts in being told. What is said to the speaker alone is told nobody else: their clock asks for it.
const ANYWAY = document.body.classList.contains("speaker") ? 2_000 : 30_000;
const WHEN_LATE = 3_000; // how often it asks when nothing can be told
const scene = document.querySelector("[data-scene]");

// --- what differs is changed ----------------------------------------------------------------------------------------

const isSame = (old, fresh) =>
  old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && old.dataset?.key === fresh.dataset?.key && old.className?.baseVal === fresh.className?.baseVal;

function changeTo(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  after.forEach((child, place) => {
    const stands = before[place];
    if (!stands) old.append(document.adoptNode(child));
    else if (isSame(stands, child)) changeTo(stands, child);
    else stands.replaceWith(document.adoptNode(child));
  });
  for (const gone of before.slice(after.length)) gone.remove();
}

// --- fetching -------------------------------------------------------------------------------------------------------

let late = false;
let waiting = null;
let fetching = false;
let wanted = false;
let last = 0;

async function fetchPage() {
  waiting = null;
  if (fetching) return (wanted = true);
  fetching = true;
  last = performance.now();
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.status === 404) return location.reload(); // the address has been renewed: say so
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.dispatchEvent(new CustomEvent("live:page", { detail: { page, asked: last } }));
    }
  } catch {
    // no network just now: what stands there stays
  } finally {
    fetching = false;
    if (wanted) renew();
    wanted = false;
  }
}

function renew() {
  waiting ??= setTimeout(fetchPage, Math.max(0, last + PACE - performance.now()));
}

document.addEventListener("live:page", ({ detail: { page } }) => {
  const fresh = page.querySelector("[data-scene]");
  if (!fresh) return;
  changeTo(scene, fresh);
  for (const mark of document.querySelectorAll("[data-live-ticket]:not([data-scene])")) {
    const next = page.querySelector("[data-live-ticket]");
    if (next) mark.dataset.liveTicket = next.dataset.liveTicket;
  }
  setClock();
  tick();
});
document.addEventListener("live:news", renew);
document.addEventListener("live:late", ({ detail }) => (late = detail.late));
setInterval(() => {
  if (performance.now() - last > (late ? WHEN_LATE : ANYWAY)) renew();
}, 1_000);
addEventListener("online", renew);

// --- clocks ---------------------------------------------------------------------------------------------------------

let ahead = 0; // how far the server's clock is ahead of this machine's

const setClock = () => (ahead = Date.parse(scene.dataset.liveNow) - Date.now());
const time = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", hour: "2-digit", minute: "2-digit" });
const separator = document.documentElement.lang === "sv" ? "." : ":";

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function tick() {
  const now = Date.now() + ahead;
  for (const clock of document.querySelectorAll("[data-clock]")) write(clock, time.format(now).replace(":", separator));
  const speaker = document.querySelector("[data-speaker]");
  if (!speaker) return;
  const seconds = (Date.parse(speaker.dataset.speaker) - now) / 1000;
  const minutes = seconds < 0 ? Math.floor(-seconds / 60) : Math.ceil(seconds / 60);
  const state = seconds < 0 ? "over" : minutes <= 1 ? "last" : minutes <= 5 ? "soon" : "plenty";
  speaker.dataset.state = state;
  write(speaker.querySelector("[data-minutes]"), String(minutes));
  for (const words of speaker.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== state;
}

setClock();
tick();
setInterval(tick, 500);
