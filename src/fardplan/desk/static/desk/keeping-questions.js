/* The moderator's screen: fetched anew (renewing.js) when something has happened, and kept with the keyboard. What the keys
   press are the row's own buttons; one box switches them off (WCAG 2.1.4), and they are silent while one writes. */
const screen = document.querySelector("[data-keep-questions]");
const english = document.documentElement.lang === "en";
const told = english ? { one: "A new question to read.", many: "new questions to read." } : { one: "En ny fråga att läsa.", many: "nya frågor att läsa." };

// --- the page as it is now ---------------------------------------------------------------------------------------------

let soon = null;

/* Support comes many times a second: at most one fetch every other second, at once for what officials wait for. */
function renewSoon(wait = 2_000) {
  if (soon && wait >= 2_000) return;
  clearTimeout(soon);
  soon = setTimeout(() => {
    soon = null;
    document.dispatchEvent(new CustomEvent("live:renew"));
  }, wait);
}
document.addEventListener("live:news", ({ detail: { name } }) => {
  if (name === "question-asked" || name === "questions" || name === "stage") renewSoon(150);
  else if (name === "support") renewSoon();
});

/* For those who listen: how many new ones there are to read. */
const said = screen.querySelector("[data-said]");
const waiting = () => Number(screen.querySelector("[data-waiting]")?.dataset.waiting ?? 0);
let before = waiting();
document.addEventListener("live:page", () => {
  const now = waiting();
  if (now > before) said.textContent = now - before === 1 ? told.one : `${now - before} ${told.many}`;
  before = now;
});

// --- keys --------------------------------------------------------------------------------------------------------------

const KEY = "fardplan:shortcuts";
const box = screen.querySelector("[data-keys-on]");
try { box.checked = localStorage.getItem(KEY) !== "off"; } catch { /* this page only */ }
box.addEventListener("change", () => {
  try { box.checked ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "off"); } catch { /* this page only */ }
});
const rows = () => [...screen.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
const here = () => document.activeElement?.closest?.("[data-row]");
let last = null; // where one stood, when the row has moved to another list

function go(step) {
  const all = rows();
  const from = all.indexOf(here() ?? all.find((row) => row.id === last));
  const row = all[Math.min(Math.max(from + step, 0), all.length - 1)];
  row?.focus();
}
document.addEventListener("focusin", () => (last = here()?.id ?? last));

document.addEventListener("keydown", (event) => {
  if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox], [type=radio])")) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    return go(event.key === "j" ? 1 : -1);
  }
  const button = /^[vqsbm]$/.test(event.key) ? here()?.querySelector(`[data-press="${event.key}"]`) : null;
  if (!button) return;
  event.preventDefault();
  const next = here().nextElementSibling;
  button.click();
  if (next?.matches("[data-row]")) next.focus(); // on to the next one while this one is sent
});
