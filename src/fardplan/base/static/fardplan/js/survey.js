/* A page of a survey follows what is answered on it: questions come and go by the same formulas as on the server
   (which decides in any case), points are summed, and "vet inte" empties what it contradicts. */
import { evaluate, holds } from "./expressions.js";

const form = document.querySelector("form[data-survey]");
const DECLINED = ["_dont_know", "_wont_say"];
const fields = (box, selector = "input, select, textarea") => [...box.querySelectorAll(selector)].filter((field) => !field.disabled);
const valueOf = (field) => field.value.trim();
const partOf = (field) => field.name.split(".")[1] ?? "";
const isOwn = (field) => !["decline", "other", "remove", "shown"].includes(partOf(field));
const ticked = (box) => fields(box, "input:checked").filter(isOwn);

const readers = {
  multiple: (box) => ticked(box).map(valueOf),
  ranking: (box) => fields(box, "select").map(valueOf).filter(Boolean),
  matrix: (box) => ticked(box).map(partOf),
  points: (box) => fields(box).filter((field) => isOwn(field) && valueOf(field)).map(partOf),
  number: (box) => {
    const written = valueOf(fields(box).find(isOwn)).replace(/\s/g, "").replace(",", ".").replace("−", "-");
    return /^[-+]?\d+(\.\d+)?$/.test(written) ? Number(written) : "";
  },
  birth_year: (box) => {
    const age = Number(form.dataset.today.slice(0, 4)) - Number(valueOf(fields(box).find(isOwn)) || NaN);
    const classes = JSON.parse(box.dataset.classes);
    const at = classes.findLastIndex((lowest) => lowest <= age);
    return at < 0 ? "" : `${classes[at]}-${classes[at + 1] === undefined ? "" : classes[at + 1] - 1}`;
  },
};
const chosen = (box) => valueOf(ticked(box)[0] ?? fields(box, "select, textarea, input:not([type=radio], [type=checkbox])").find(isOwn) ?? { value: "" });

function answerOf(box, answers, given) {
  const { type, calculation } = box.dataset;
  if (calculation) return evaluate(JSON.parse(calculation), answers, given);
  const declined = fields(box, "input:checked").map(valueOf).find((value) => DECLINED.includes(value));
  if (declined && type !== "matrix") return declined;
  return fields(box).length ? (readers[type] ?? chosen)(box) : "";
}

/* In the order of the page: whether a question is asked depends on the answers before it. */
function follow() {
  const given = { today: form.dataset.today };
  const answers = JSON.parse(form.dataset.answers);
  for (const box of form.querySelectorAll("[data-relevant], [data-question]")) {
    if (box.dataset.relevant) {
      const asked = holds(JSON.parse(box.dataset.relevant), answers, given);
      box.hidden = !asked;
      for (const field of box.querySelectorAll("input, select, textarea")) field.disabled = !asked;
    } else {
      const value = answerOf(box, answers, given);
      if (value !== "") answers[box.dataset.question] = value;
      else delete answers[box.dataset.question];
    }
  }
}

function sum(shares) {
  const numbers = fields(shares, "input").map((field) => (/^\d+$/.test(valueOf(field)) ? Number(valueOf(field)) : 0));
  shares.querySelector("output").textContent = String(numbers.reduce((one, other) => one + other, 0));
}

/* Choosing not to answer takes away the answer, and answering takes away that. */
function agree(field) {
  const box = field.closest("[data-question]");
  if (!box || !["checkbox", "text", "number", "select-one", "date", "textarea"].includes(field.type)) return;
  const declines = fields(box, "input[type=checkbox]").filter((each) => DECLINED.includes(each.value));
  if (!declines.includes(field)) {
    if (field.type === "checkbox" ? field.checked : valueOf(field)) for (const each of declines) each.checked = false;
  } else if (field.checked) {
    for (const each of fields(box)) {
      if (each === field || each.type === "hidden") continue;
      if (each.type === "checkbox") each.checked = false;
      else if (each.type !== "textarea") each.value = ""; // what has been written at length is for its writer to remove
    }
  }
}

if (form) {
  const changed = ({ target }) => {
    agree(target);
    const shares = target.closest("[data-points]") ?? target.closest("[data-question]")?.querySelector("[data-points]");
    if (shares) sum(shares);
    if (form.dataset.answers) follow();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  for (const shares of form.querySelectorAll("[data-points]")) sum(shares);
  if (form.dataset.answers) follow(); // a browser that goes back shows what was answered, not what was sent
}
