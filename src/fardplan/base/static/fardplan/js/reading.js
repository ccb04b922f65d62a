/* Reading the strategy: words one marks in a passage go along to the form, the contents show where one is, and the
   address of a passage can be copied. Without this everything is there but these conveniences. */
const english = document.documentElement.lang === "en";
const LONGEST = 500;

/* The links beside a passage carry the words marked in it. Marking nothing again leaves them as they were: pressing a
   link takes the marking away first. */
function quoted() {
  const marked = getSelection();
  const words = marked.toString().replace(/\s+/g, " ").trim();
  if (!words || words.length > LONGEST || !marked.rangeCount) return;
  const around = marked.getRangeAt(0).commonAncestorContainer;
  const passage = (around.closest ? around : around.parentElement).closest(".passage, #words");
  const links = passage?.id === "words" ? document.querySelector("[data-quotes]") : passage?.querySelector(".tools");
  if (!links || links.contains(around)) return;
  for (const link of links.querySelectorAll('a[href*="om=stycke:"]:not([href*="andra-ord"])')) {
    const address = new URL(link.href);
    address.searchParams.set("citat", words);
    link.href = address.href;
  }
  let told = links.querySelector("[role=status]");
  if (!told) {
    told = Object.assign(document.createElement("span"), { className: "small muted" });
    told.setAttribute("role", "status");
    links.append(told);
  }
  told.textContent = english ? `About the words “${words}”` : `Gäller orden ”${words}”`;
}
let timer;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(quoted, 300);
});

/* The contents of a page with the whole text mark the section being read. */
const entries = new Map([...document.querySelectorAll('.contents a[href^="#"]')].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
if (entries.size) {
  const headings = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const here = () => {
    const read = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3).at(-1) ?? headings[0];
    for (const [id, link] of entries) id === read?.id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  };
  let waiting;
  addEventListener("scroll", () => (waiting ??= requestAnimationFrame(() => { waiting = undefined; here(); })), { passive: true });
  here();
}

const copy = document.querySelector("[data-copy-address]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.setAttribute("aria-live", "polite");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.querySelector("link[rel=canonical]")?.href ?? location.href);
      copy.textContent = english ? "The link is copied" : "Länken är kopierad";
    } catch {}
  });
}
