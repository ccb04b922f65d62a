/* The producer's screen: the time of day, the function keys, and the page fetched anew (renewing.js) when somebody else
   has done something. */
const screen = document.querySelector("[data-lead]");
const english = document.documentElement.lang === "en";
const timeOfDay = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const opened = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
const began = Date.parse(screen.dataset.liveNow);

function tick() {
  const clock = screen.querySelector("[data-clock]");
  const text = timeOfDay.format(new Date(began + performance.now() - opened)).replaceAll(":", english ? ":" : ".");
  if (clock.textContent !== text) clock.textContent = text;
}
tick();
setInterval(tick, 250);

// --- the page as it is now ---------------------------------------------------------------------------------------------

const renew = () => document.dispatchEvent(new CustomEvent("live:renew"));
const shown = () => document.querySelector("[data-shown]")?.dataset.shown;
const told = (data) =>
  [data.revision, data.situation, data.now?.id, data.next?.id, data.shows?.what, data.shows?.question, data.shows?.poll, data.message?.text].map((part) => String(part || "")).join("|");
document.addEventListener("live:news", ({ detail: { name, data } }) => {
  if (name === "stage" && told(data) !== shown()) renew();
  if (name !== "desk" || !data.seats) return;
  if (data.seats.map((seat) => seat.official_id).join() !== document.querySelector("[data-seated]")?.dataset.seated) renew();
});
setInterval(() => document.hidden || renew(), 30_000); // how late it is, in words

/* For those who listen: what goes on now, when it is something else. */
const said = screen.querySelector("[data-said]");
const title = () => document.querySelector("#now-heading")?.textContent.replace(/\s+/g, " ").trim() ?? "";
const situation = () => document.querySelector(".situation strong")?.textContent ?? "";
let before = `${situation()}. ${title()}`;
document.addEventListener("live:page", () => {
  const now = `${situation()}. ${title()}`;
  if (now !== before) said.textContent = before = now;
});

// --- keys and presses --------------------------------------------------------------------------------------------------

const KEYS = new Set(["F2", "F4", "F8", "F9"]);
document.addEventListener("keydown", (event) => {
  if (!KEYS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
  const target = document.querySelector(`[data-key="${event.key}"]`);
  if (!target) return;
  event.preventDefault();
  if (event.key === "F8" || event.key === "F9") target.focus();
  else target.click();
});

/* Pressed twice in a hurry is pressed once: the same button, or what has come in its place (forward, pause and go on; the
   key says so). Whoever stops and at once goes on means both. */
let pressed = { what: "", at: -Infinity };
addEventListener("submit", (event) => {
  if (!event.target.matches("[data-moves]")) return;
  const { dataset, value } = event.submitter ?? { dataset: {}, value: "" };
  const what = dataset.key ?? value.split(":")[0];
  if (what === pressed.what && performance.now() - pressed.at < 700) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else pressed = { what, at: performance.now() };
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest("[aria-disabled=true]")) event.preventDefault();
});

// --- those who lead see each other -------------------------------------------------------------------------------------

function sit() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!document.hidden && token) fetch(screen.dataset.seat, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
}
setInterval(sit, 20_000);
document.addEventListener("visibilitychange", sit);
