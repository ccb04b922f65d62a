/* When the clock reaches the next change (data-until-change="seconds") the parts marked data-by-clock="name" are fetched
   anew and exchanged. Whoever is in the middle of one of them – focus inside, a film playing – is asked instead. */
const english = document.documentElement.lang === "en";
const words = english
  ? { offer: "Something has changed on this page.", button: "Show the change", done: "The page has been updated." }
  : { offer: "Något har ändrats på sidan.", button: "Visa ändringen", done: "Sidan är uppdaterad." };
const LONGEST = 2_000_000_000; // what a timer can hold

const status = document.createElement("div");
status.className = "changed";
status.setAttribute("role", "status");

const busy = (part) => part.contains(document.activeElement) || [...part.querySelectorAll("video, iframe")].some((film) => film.tagName === "IFRAME" || !film.paused);

function say(text, button) {
  const line = document.createElement("p");
  line.textContent = text;
  status.replaceChildren(line, ...(button ? [button] : []));
}

function exchange(fresh) {
  for (const part of document.querySelectorAll("[data-by-clock]")) {
    const next = fresh.querySelector(`[data-by-clock="${part.dataset.byClock}"]`);
    if (next) part.replaceWith(document.adoptNode(next));
  }
  say(words.done);
  wait(fresh.querySelector("[data-until-change]")?.dataset.untilChange);
}

async function change() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (![...document.querySelectorAll("[data-by-clock]")].some(busy)) return exchange(fresh);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button", textContent: words.button, onclick: () => exchange(fresh) });
    say(words.offer, button);
  } catch {
    setTimeout(change, 30_000 + Math.random() * 30_000); // no network just now: try again, not all at once
  }
}

function wait(seconds) {
  const left = Number(seconds) * 1000;
  // A little later than the second itself, and not everyone at the same time.
  if (seconds !== undefined && left >= 0) setTimeout(change, Math.min(left + 1000 + Math.random() * 4000, LONGEST));
}

document.querySelector("main")?.append(status);
wait(document.querySelector("[data-until-change]")?.dataset.untilChange);
