// Forms at the desk: buttons over text fields, a warning before unsaved words are left, the cursor in a new row.

const wrap = (field, before, after, empty) => {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const words = value.slice(from, to) || empty;
  field.setRangeText(before + words + after, from, to, "end");
  field.setSelectionRange(from + before.length, from + before.length + words.length);
};

const beginLines = (field, mark) => {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(start, to).split("\n");
  const marked = lines.every((line) => line.startsWith(mark));
  const changed = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
  const gap = start > 0 && value[start - 2] !== "\n" ? "\n" : "";
  field.setRangeText(gap + changed, start, to, "end");
};

const acts = {
  bold: (field) => wrap(field, "**", "**", "…"),
  heading: (field) => beginLines(field, "## "),
  list: (field) => beginLines(field, "- "),
  link: (field, button) => {
    let address = window.prompt(button.dataset.ask, "https://");
    if (!address || address === "https://") return;
    if (/^[^\s@/:]+@[^\s@/]+$/.test(address)) address = `mailto:${address}`;
    wrap(field, "[", `](${address.replace(/\s/g, encodeURIComponent).replace(/\(/g, "%28").replace(/\)/g, "%29")})`, button.dataset.words);
  },
};

async function show(field, button, tools) {
  const shown = tools.nextElementSibling;
  const showing = button.getAttribute("aria-pressed") !== "true";
  if (showing) {
    const body = new FormData();
    body.set("text", field.value);
    body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(tools.dataset.preview, { method: "POST", body });
    if (!answer.ok) return;
    shown.innerHTML = await answer.text();
  }
  button.setAttribute("aria-pressed", showing);
  shown.hidden = !showing;
  field.hidden = showing;
}

function dress(field, template) {
  const tools = template.content.firstElementChild.cloneNode(true);
  const shown = document.createElement("div");
  shown.className = "richtext-shown panel";
  shown.hidden = true;
  field.before(tools, shown);
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.do === "show") {
      show(field, button, tools);
      return;
    }
    acts[button.dataset.do](field, button);
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function warnBeforeLeaving(form) {
  let written = false;
  form.addEventListener("input", () => { written = true; });
  form.addEventListener("submit", () => { written = false; });
  window.addEventListener("beforeunload", (event) => { if (written) event.preventDefault(); });
}

const template = document.getElementById("richtext-tools");
if (template) document.querySelectorAll("textarea[data-richtext]").forEach((field) => dress(field, template));
document.querySelectorAll("form[data-warn]").forEach(warnBeforeLeaving);
document.querySelector("[data-here] :is(input:not([type=hidden]), select, textarea)")?.focus();
