/* A live page that is fetched anew – after a form was sent, or because the stream cannot tell all that was missed –
   exchanges its parts (data-live-part="name") and keeps the rest: what is being written, where one stands, what is open.
   A form with data-live-send is sent without leaving the page; with data-live-send="short" the answer is a few words for
   the script of that form (live:sent { said, button } on the form) and not a page. Says calmly when what is shown may be
   late. */
const english = document.documentElement.lang === "en";
const words = english
  ? { late: "What you see may be a few seconds old. The page fetches the latest by itself.", failed: "It could not be sent. What you have written is still here. Try again." }
  : { late: "Det som visas kan vara några sekunder gammalt. Sidan hämtar det senaste av sig själv.", failed: "Det gick inte att skicka. Det du har skrivit finns kvar. Försök igen." };

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.querySelector("main")?.append(status);

// --- exchanging the parts -------------------------------------------------------------------------------------------

const fieldsIn = (part) => [...part.querySelectorAll("input:not([type=hidden]), textarea, select")];
const placeOf = (field) => [field.form?.getAttribute("action"), field.name, /radio|checkbox/.test(field.type) ? field.value : ""].join();
const isChanged = (field) =>
  /radio|checkbox/.test(field.type)
    ? field.checked !== field.defaultChecked
    : field.options
      ? [...field.options].some((option) => option.selected !== option.defaultSelected)
      : field.value !== field.defaultValue;

function keepWriting(part, next, sent) {
  const fresh = new Map(fieldsIn(next).map((field) => [placeOf(field), field]));
  for (const field of fieldsIn(part)) {
    const twin = fresh.get(placeOf(field));
    if (!twin || field.form === sent || !isChanged(field)) continue;
    twin.value = field.value;
    twin.checked = field.checked;
  }
  for (const open of part.querySelectorAll("details[id]")) {
    const twin = next.querySelector(`#${CSS.escape(open.id)}`);
    if (twin) twin.open = open.open;
  }
}

/* What the twin of an element is known by: its id, or its name and value in the form with the same address. */
function twinOf(element, next) {
  if (element.id) return next.querySelector(`#${CSS.escape(element.id)}`);
  const same = (each) => placeOf(each) === placeOf(element) && each.value === element.value;
  if (element.form) return [...next.querySelectorAll("input, textarea, select, button")].find(same);
  const address = element.getAttribute("href");
  return address && next.querySelector(`a[href="${CSS.escape(address)}"]`);
}

function exchangePart(part, next, sent) {
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  const selection = active?.matches("textarea, input[type=text]") ? [active.selectionStart, active.selectionEnd] : null;
  keepWriting(part, next, sent);
  part.replaceWith(next);
  if (!active) return;
  const twin = twinOf(active, next);
  if (!twin) next.tabIndex = -1;
  (twin ?? next).focus({ preventScroll: true });
  if (twin && selection) twin.setSelectionRange(...selection);
}

function exchange({ page, sent }) {
  for (const part of document.querySelectorAll("[data-live-part]")) {
    const next = page.querySelector(`[data-live-part="${CSS.escape(part.dataset.livePart)}"]`);
    if (next && !part.isEqualNode(next)) exchangePart(part, document.adoptNode(next), sent);
  }
}

// --- sending --------------------------------------------------------------------------------------------------------

/* Whoever presses Enter presses the first button, also one that is not there to be seen. */
const isThere = (element) => element && !element.closest("[hidden]");

async function sendShort(form, button) {
  const body = new URLSearchParams(new FormData(form, isThere(button) ? button : undefined));
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) return complain(form, said.error);
  form.querySelector(".not-sent")?.remove();
  form.dispatchEvent(new CustomEvent("live:sent", { bubbles: true, detail: { said, button } }));
}

async function send(form, button) {
  if (form.dataset.liveSend === "short") return sendShort(form, button);
  const asked = performance.now();
  const address = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const answer = await fetch(address, { method: "POST", body: new FormData(form, button), headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.querySelector("[data-live-part]")) return receive({ page, asked, sent: form });
  if (answer.ok) return location.assign(answer.url); // it led to another page
  const said = [...page.querySelectorAll("main :is(h1, p)")].slice(0, 2); // the page that says why not
  complain(form, said.map((line) => line.textContent.trim()).join(" ") || words.failed);
}

function receive(detail) {
  const place = detail.sent.closest("[data-live-part]")?.dataset.livePart;
  const said = [...detail.page.querySelectorAll("main .notice[role=status]")].filter((each) => !each.closest("[data-live-part]"));
  document.dispatchEvent(new CustomEvent("live:page", { detail }));
  const part = place && document.querySelector(`[data-live-part="${CSS.escape(place)}"]`);
  status.textContent = said.map((each) => each.textContent.trim()).join(" ");
  for (const each of said) each.removeAttribute("role"); // has been read aloud above
  part?.prepend(...said.map((each) => document.adoptNode(each)));
  part?.querySelector("[data-error-summary]")?.focus();
}

function complain(form, text) {
  const line = form.querySelector(".not-sent") ?? document.createElement("p");
  line.className = "notice warning not-sent";
  line.setAttribute("role", "alert");
  form.prepend(line);
  line.textContent = text;
}

addEventListener("live:page", ({ detail }) => exchange(detail), true); // before anyone else hears of it
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-live-send]") || event.defaultPrevented) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  send(form, event.submitter)
    .catch(() => complain(form, words.failed))
    .finally(() => form.removeAttribute("aria-busy"));
});

// --- what is shown may be late ---------------------------------------------------------------------------------------

const late = document.querySelector("[data-live-late]") ?? document.createElement("p");
late.classList.add("live-late");
late.setAttribute("role", "status");
if (!late.isConnected) document.querySelector("main")?.append(late);

/* Read aloud the first time only: a bad connection comes and goes. */
document.addEventListener("live:late", ({ detail }) => {
  if (late.textContent && !detail.late) late.setAttribute("aria-live", "off");
  late.textContent = detail.late ? words.late : "";
  document.documentElement.classList.toggle("live-follows", !detail.late); // hides "Läget kl. 14.10 · Hämta det senaste"
});
