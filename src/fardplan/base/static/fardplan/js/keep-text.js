/* Keeps what has been written but not sent in the visitor's own browser, one place per form address.
   <form data-keep="…"> is kept while one writes; [data-kept-clear="/address/"] on the receipt forgets it. With
   data-keep-as="key" on the form and data-kept-as="key" on the receipt only what was sent with that key is forgotten:
   an old receipt opened again does not take what is being written now. A field with data-keep-name is kept by that name:
   what is written about one passage does not turn up at another. Text the page came with is not somebody's own. */
const PREFIX = "fardplan:unsent:";
const LASTS = 30 * 24 * 3600 * 1000;
const english = document.documentElement.lang === "en";
const words = english
  ? { kept: "We have kept your text in this browser. Nothing has been sent.", remove: "Remove the text", gone: "The text is removed." }
  : { kept: "Vi har sparat din text i den här webbläsaren. Inget är inskickat.", remove: "Ta bort texten", gone: "Texten är borttagen." };

const placeOf = (address) => {
  const { pathname, search } = new URL(address, location.href);
  return PREFIX + pathname + search;
};
const store = {
  read(place) {
    try {
      const kept = JSON.parse(localStorage.getItem(place));
      return kept && Date.now() - kept.at < LASTS ? kept.texts : null;
    } catch {
      return null;
    }
  },
  write(place, texts, as) {
    try {
      if (!Object.values(texts).some(Boolean)) return localStorage.removeItem(place);
      localStorage.setItem(place, JSON.stringify({ at: Date.now(), as, texts }));
      return true;
    } catch {
      return false; // private browsing or a full store: the page works as before
    }
  },
  forget(place, as) {
    try {
      if (as && (JSON.parse(localStorage.getItem(place))?.as ?? as) !== as) return;
      localStorage.removeItem(place);
    } catch {}
  },
};
const nameOf = (field) => field.dataset.keepName ?? field.name;
const ownWords = (field) => (field.dataset.keepName && field.value === field.defaultValue ? "" : field.value);
const fieldsOf = (form) => [...form.querySelectorAll("textarea[name], input[type=text][name]:not(.trap *)")];

function keep(form) {
  const place = placeOf(form.dataset.keep || location.href);
  const [line, text, button] = ["p", "span", "button"].map((name) => document.createElement(name));
  let timer;
  line.className = "kept";
  line.hidden = true;
  text.setAttribute("role", "status");
  Object.assign(button, { type: "button", className: "button quiet", textContent: words.remove });
  line.append(text, button);
  (fieldsOf(form)[0]?.closest(".field") ?? form.firstElementChild).after(line);

  const show = () => {
    line.hidden = button.hidden = false;
    if (text.textContent !== words.kept) text.textContent = words.kept;
  };
  const save = () => {
    if (!form.isConnected) return; // it was sent, and another stands in its place
    const texts = { ...store.read(place), ...Object.fromEntries(fieldsOf(form).map((field) => [nameOf(field), ownWords(field)])) };
    if (store.write(place, texts, form.dataset.keepAs)) show();
  };

  const kept = store.read(place);
  for (const field of fieldsOf(form)) {
    if (kept?.[nameOf(field)] && !ownWords(field)) {
      field.value = kept[nameOf(field)];
      show();
    }
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 600);
  });
  addEventListener("pagehide", save);
  button.addEventListener("click", () => {
    clearTimeout(timer);
    store.forget(place);
    for (const field of fieldsOf(form)) field.value = "";
    text.textContent = words.gone;
    button.hidden = true;
    fieldsOf(form)[0]?.focus();
  });
}

for (const sent of document.querySelectorAll("[data-kept-clear]")) store.forget(placeOf(sent.dataset.keptClear), sent.dataset.keptAs);
const kept = new WeakSet();
const keepAll = () => {
  for (const form of document.querySelectorAll("form[data-keep]")) if (!kept.has(form)) kept.add(form) && keep(form);
};
keepAll();

/* On a live page a form is sent without leaving it, and parts of the page are exchanged (live-page.js). */
document.addEventListener("live:page", ({ detail: { sent } }) => {
  if (sent?.dataset.keep && !document.querySelector("[data-error-summary]")) store.forget(placeOf(sent.dataset.keep));
  keepAll();
});
