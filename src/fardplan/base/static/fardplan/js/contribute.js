/* The form for saying something follows what is chosen without being sent: other fields for another kind or topic, and
   the change as it will look while one writes. Without this the button "Visa det jag valt" does the same. */
const form = document.querySelector("form[data-contribute]");
const PARTS = ["about", "said"]; // the ids of what depends on the choices
let timer, latest;

async function ask(show) {
  const sent = new FormData(form);
  sent.set("visa", show);
  latest?.abort();
  latest = new AbortController();
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "HX-Request": "true" }, signal: latest.signal });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function follow(show, ids) {
  try {
    const page = await ask(show);
    for (const id of ids) {
      const [old, fresh] = [document, page].map((from) => from.getElementById(id));
      if (!old || !fresh) continue;
      const writing = form.elements.text.value;
      old.replaceWith(document.adoptNode(fresh));
      if (id === "said") form.elements.text.value = writing; // also what was written meanwhile
    }
    offer(page.getElementById(form.elements.about.id));
  } catch {} // no connection: the buttons are there, and what is written stays
}

// Of a long text the sections are offered, and what stands in the one that is chosen.
function offer(fresh) {
  const list = form.elements.about;
  if (!fresh || fresh.length === list.length) return;
  const chosen = list.value;
  list.replaceChildren(...fresh.children);
  list.value = chosen;
}

if (form) {
  form.classList.add("follows"); // the buttons that do the same are not needed
  form.addEventListener("change", ({ target }) => {
    if (target.name === "kind" || target.name === "about") follow("1", PARTS);
  });
  form.addEventListener("input", ({ target }) => {
    if (target.name !== "proposed_text") return;
    clearTimeout(timer);
    timer = setTimeout(() => follow("andring", ["change"]), 500);
  });
}
