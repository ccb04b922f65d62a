/* The captions as they come (part public/live/parts/captions.html): new lines, the line that grows, lines written anew.
   It follows the newest until the reader scrolls back. How it looks is the reader's choice and kept in the browser. */
const KEY = "fardplan:captions";
const MOST = 400; // lines on the page; what came before has a page of its own
const NEAR = 48; // pixels from the end that still count as the end

const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
};
const keep = (choice) => {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...choice }));
  } catch {} // the browser keeps nothing: the choice holds on this page
};

for (const part of document.querySelectorAll("[data-captions]")) start(part);

function start(part) {
  const find = (name) => part.querySelector(`[data-${name}]`);
  const [flow, log, growing, newest, follow, off, on] = [
    "flow", "log", "growing-lines", "newest", "follow", "captions-off", "captions-on",
  ].map(find); // prettier-ignore
  const most = Number(part.dataset.most ?? MOST);
  const isScene = "most" in part.dataset;
  let follows = true;
  let hasChosenLanguage = new URLSearchParams(location.search).has("sprak");
  let languages = part.dataset.languages.split(" ").filter(Boolean);

  const reads = (language) => !languages.length || languages.includes(language);
  const toEnd = () => flow && follows && (flow.scrollTop = flow.scrollHeight);

  function setFollow(isSo) {
    follows = isSo;
    if (follow) follow.checked = isSo;
    if (newest) newest.hidden = isSo;
    toEnd();
  }

  // --- what comes ---

  function paragraph({ language, text }) {
    const line = document.createElement("p");
    line.lang = language;
    line.dir = "auto";
    const words = isScene ? line.appendChild(document.createElement("span")) : line;
    words.textContent = text;
    return line;
  }

  function put(said) {
    if (!hasChosenLanguage && !languages.length && said.text) languages = [said.language];
    offer(said.language);
    const old = log.querySelector(`[data-line="${Number(said.id)}"]`);
    if (!said.text) return old?.remove();
    if (!reads(said.language)) return;
    const line = paragraph(said);
    line.dataset.line = said.id;
    log.querySelector("[data-captions-empty]")?.remove();
    if (old) return old.replaceWith(line);
    log.append(line);
    while (log.children.length > most && (follows || isScene)) log.firstElementChild.remove();
  }

  function grow({ others = [], ...first }) {
    const lines = [first, ...others].filter(({ language, text }) => text && reads(language));
    growing.replaceChildren(
      ...lines.map((said) => {
        const line = paragraph(said);
        line.className = "growing";
        line.dataset.growing = said.language;
        return line;
      }),
    );
    const automatic = find("automatic");
    if (automatic && lines.length) automatic.hidden = !lines.some((said) => said.automatic);
  }

  const take = {
    caption(data) {
      put(data);
      const automatic = find("automatic");
      if (automatic && reads(data.language) && data.text) automatic.hidden = !data.automatic;
    },
    line: grow,
    stage({ captions }) {
      if (captions === undefined) return;
      if (on) on.hidden = !captions;
      if (off) off.hidden = captions;
      if (!isScene && !("alone" in part.dataset)) part.hidden = !captions;
    },
  };

  const stageTopic = part.dataset.captions.replace("captions", "stage");
  document.addEventListener("live:news", ({ detail: { name, topic, data } }) => {
    if (topic !== part.dataset.captions && !(topic === stageTopic && name === "stage")) return;
    take[name]?.(data);
    toEnd();
  });
  document.addEventListener("live:page", ({ detail: { page } }) => {
    const fresh = page.querySelector(`[data-captions="${part.dataset.captions}"] [data-log]`);
    for (const line of fresh?.querySelectorAll("[data-line]") ?? [])
      put({ id: line.dataset.line, language: line.lang, text: line.textContent });
    toEnd();
  });

  // --- following, and looking back ---

  flow?.addEventListener("scroll", () => {
    const isAtEnd = flow.scrollHeight - flow.scrollTop - flow.clientHeight < NEAR;
    if (isAtEnd !== follows) setFollow(isAtEnd);
  });
  follow?.addEventListener("change", () => setFollow(follow.checked));
  newest?.addEventListener("click", () => {
    setFollow(true);
    flow.focus();
  });
  if (flow) new ResizeObserver(toEnd).observe(flow);

  // --- how it looks ---

  const form = find("captions-look");
  if (!form) return;
  const field = (name) => form.querySelectorAll(`[name="${name}"]`);

  function offer(language) {
    if (!form || isScene || [...field("sprak")].some((box) => box.value === language)) return;
    const set = form.querySelectorAll("fieldset")[2];
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: "sprak", value: language, checked: reads(language) });
    const name = new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(language);
    label.append(box, ` ${name}`);
    set.querySelector(".choices").append(label);
    set.hidden = field("sprak").length < 2;
  }

  function look({ size, contrast, aloud, chosen }, isAsked) {
    if (size) part.dataset.size = size;
    if (contrast) part.dataset.contrast = contrast;
    if (aloud !== undefined) log.ariaLive = aloud ? "polite" : "off";
    const boxes = [...field("sprak")];
    const here = (chosen ?? []).filter((language) => boxes.some((box) => box.value === language));
    if (!here.length) return toEnd();
    const before = languages.join();
    languages = here;
    hasChosenLanguage = true;
    for (const box of boxes) box.checked = here.includes(box.value);
    if (isAsked && before !== here.join()) refetch();
    for (const line of log.querySelectorAll("[data-line]")) if (!reads(line.lang)) line.remove();
    toEnd();
  }

  /* What was said before in a language that is chosen now: the page has it. */
  async function refetch() {
    const address = new URL(form.action);
    for (const language of languages) address.searchParams.append("sprak", language);
    address.hash = "";
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = [...page.querySelectorAll("[data-log] [data-line]")];
      const last = Number(fresh.at(-1)?.dataset.line ?? 0);
      const later = [...log.querySelectorAll("[data-line]")].filter((line) => Number(line.dataset.line) > last);
      log.replaceChildren(...fresh.map((line) => document.importNode(line, true)), ...later);
      toEnd();
    } catch {} // no network just now: what comes from now on is shown
  }

  form.addEventListener("change", () => {
    const value = (name) => form.querySelector(`[name="${name}"]:checked`)?.value;
    const chosen = [...field("sprak")].filter((box) => box.checked).map((box) => box.value);
    const aloud = form.querySelector("[data-aloud]").checked;
    const choice = { size: value("storlek"), contrast: value("kontrast") };
    choice["alone" in part.dataset ? "aloudAlone" : "aloud"] = aloud;
    if (chosen.length) choice.chosen = chosen;
    keep(choice);
    look({ ...choice, aloud }, true);
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  for (const hidden of part.querySelectorAll("[data-without-script]")) hidden.hidden = true;
  for (const name of ["captions-tools", "captions-aloud"]) find(name).hidden = false;
  part.classList.add("is-live");
  const mine = kept();
  const asked = new URLSearchParams(location.search);
  const aloud = "alone" in part.dataset ? mine.aloudAlone : mine.aloud;
  const choice = { size: asked.get("storlek") ? "" : mine.size, contrast: asked.get("kontrast") ? "" : mine.contrast, aloud };
  look({ ...choice, chosen: hasChosenLanguage ? undefined : mine.chosen }, true);
  for (const [name, value] of [["storlek", part.dataset.size], ["kontrast", part.dataset.contrast]])
    for (const box of field(name)) box.checked = box.value === value;
  if (aloud !== undefined) form.querySelector("[data-aloud]").checked = aloud;
  setFollow(true);
}
