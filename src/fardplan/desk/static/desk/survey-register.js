// Taking down forms by keyboard. A digit chooses an answer, 0 empties the question, Enter goes on, Ctrl+Enter saves.
// Without this script the form is filled in as any other.
const form = document.querySelector("[data-register]");

const controls = () =>
  [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button[type=submit]")].filter((each) => !each.disabled);

/** The controls that hold one answer together: the buttons with the same name, or the control alone. */
const group = (control) =>
  ["radio", "checkbox"].includes(control.type) ? [...form.elements].filter((each) => each.name === control.name && each.type === control.type) : [control];

const onward = (control) => {
  const own = new Set(group(control));
  const all = controls();
  const last = Math.max(...all.map((each, place) => (own.has(each) ? place : -1)));
  all[last + 1]?.focus();
};

const choose = (control, digit) => {
  const ours = group(control);
  if (digit === "0" && !ours.some((each) => each.value === "0")) {
    for (const each of ours) each.checked = false;
    return;
  }
  const chosen = ours.find((each) => each.value === digit) ?? ours[Number(digit) - 1];
  if (!chosen) return;
  if (chosen.type === "checkbox") {
    chosen.checked = !chosen.checked;
    chosen.focus();
  } else {
    chosen.checked = true;
    onward(chosen);
  }
};

if (form) {
  document.querySelector("[data-keys-help]")?.removeAttribute("hidden");
  form.addEventListener("keydown", (event) => {
    const control = event.target;
    if (event.altKey || event.metaKey) return;
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Enter" && control.matches("input, select")) {
      event.preventDefault();
      onward(control);
    } else if (!event.ctrlKey && /^[0-9]$/.test(event.key) && control.matches("[type=radio], [type=checkbox]")) {
      event.preventDefault();
      choose(control, event.key);
    }
  });
  const summary = form.querySelector("[data-error-summary]");
  (summary ?? form.elements.kod ?? form.querySelector(".register input, .register select, .register textarea"))?.focus();
}
