/* Shortcuts in the queue, described at the foot of the page. Nothing needs them; one box switches them off (WCAG 2.1.4),
   and they are silent while one writes. What they press are the page's own links, buttons and boxes. */
const KEY = "fardplan:shortcuts";
const box = document.querySelector("[data-keys]");
const switchBox = box?.querySelector("[data-keys-on]");
const kept = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
if (box && switchBox) {
  box.hidden = false;
  switchBox.checked = kept() !== "off";
  switchBox.addEventListener("change", () => {
    try { switchBox.checked ? localStorage.removeItem(KEY) : localStorage.setItem(KEY, "off"); } catch { /* this page only */ }
  });
}
/* Beside a contribution the list begins where that one stands. */
const beside = document.querySelector(".split > .queue");
const chosen = beside?.querySelector("a[aria-current]");
if (chosen && beside.scrollHeight > beside.clientHeight) {
  beside.scrollTop += chosen.getBoundingClientRect().top - beside.getBoundingClientRect().top - beside.clientHeight / 3;
}
const links = () => [...document.querySelectorAll(".queue .list a")];
const here = () => links().findIndex((link) => link === document.activeElement || link.parentElement.contains(document.activeElement));
function go(step) {
  const all = links();
  if (!all.length) return;
  const from = here();
  const current = from >= 0 ? from : all.findIndex((link) => link.hasAttribute("aria-current"));
  all[Math.min(Math.max(current + step, 0), all.length - 1)].focus();
}
const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();
const acts = {
  j: () => document.querySelector('[data-key="j"]') ? press("j") : go(1),
  k: () => document.querySelector('[data-key="k"]') ? press("k") : go(-1),
  x: () => links()[here()]?.parentElement.querySelector("input[type=checkbox]")?.click(),
  s: () => press("s"),
  m: () => press("m"),
  u: () => press("u"),
  "/": () => {
    const search = document.querySelector("form[role=search] input[name=sok]");
    search?.closest("details")?.setAttribute("open", "");
    search?.focus();
  },
  "?": () => { box.open = !box.open; box.querySelector("summary").focus(); },
};
document.addEventListener("keydown", (event) => {
  if (!switchBox?.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox], [type=radio])")) return;
  const act = Object.hasOwn(acts, event.key) ? acts[event.key] : null;
  if (!act) return;
  event.preventDefault();
  act();
});
