/* What an expression comes to for the answers so far: the rules and the trees are those of fardplan.analysis.expressions.
   Values are texts, finite numbers, true and false; what is missing is "". */
const NUMBER = /^[ \t\r\n]*-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?[ \t\r\n]*$/;
const DATE = /^[1-9]\d{3}-\d\d-\d\d$/;
const DAY = 864e5;
const LONGEST = 20000; // characters put together: formulas that double a text and refer to each other grow without end

const finite = (number) => (Number.isFinite(number) ? number : "");
const words = (value) => String(value).match(/[^ \t\r\n]+/g) ?? [];
const truth = (value) => Boolean(value) && value !== "false";
// The years 1000–9999, in days since 1970.
const date = (days) => (days >= -354285 && days <= 2932896 ? new Date(Math.floor(days) * DAY).toISOString().slice(0, 10) : "");

const cut = (text) => (text.length > LONGEST ? [...text.slice(0, 2 * LONGEST)].slice(0, LONGEST).join("") : text);

function number(value) {
  if (typeof value !== "string") return Number(value);
  const days = DATE.test(value) ? Date.parse(value) / DAY : NaN;
  if (date(days) === value) return days; // the 30th of February is no date
  return NUMBER.test(value) && finite(Number(value)) !== "" ? Number(value) : NaN;
}

function valueOf(answer) {
  if (Array.isArray(answer)) return answer.map((each) => (Array.isArray(each) ? "" : valueOf(each))).filter((each) => each !== "").join(" ");
  return ["string", "boolean"].includes(typeof answer) ? answer : finite(answer);
}

function isEqual(one, other) {
  const is = (type) => [one, other].map((value) => typeof value === type);
  if (is("boolean").some(Boolean)) return truth(one) === truth(other);
  return is("string").every(Boolean) ? one === other : number(one) === number(other);
}

function round(value, decimals = 0) {
  const scale = Number(`1e${Math.min(Math.max(Math.trunc(number(decimals)), 0), 15)}`);
  const scaled = number(value) * scale;
  const below = Math.floor(scaled);
  return finite((below + (scaled - below >= 0.5)) / scale);
}

const numbers = (values) => values.map(number).filter((each) => !Number.isNaN(each));
const folded = (step) => (...values) => finite(values.map(number).reduce(step)); // prettier-ignore
const compared = (test) => (...values) => test(...values.map(number)); // prettier-ignore
const meanings = {
  or: (...values) => values.some(truth),
  and: (...values) => values.every(truth),
  not: (value) => !truth(value),
  true: () => true,
  false: () => false,
  "=": isEqual,
  "!=": (one, other) => !isEqual(one, other),
  "<": compared((one, other) => one < other),
  "<=": compared((one, other) => one <= other),
  ">": compared((one, other) => one > other),
  ">=": compared((one, other) => one >= other),
  "+": folded((one, other) => one + other),
  "*": folded((one, other) => one * other),
  "-": (...values) => folded((one, other) => one - other)(...(values[1] === undefined ? [0, ...values] : values)),
  div: folded((one, other) => one / other),
  mod: folded((one, other) => one % other),
  selected: (answer, code) => words(answer).includes(words(code).join(" ")),
  "count-selected": (answer) => words(answer).length,
  "string-length": (value) => [...String(value)].length,
  contains: (whole, part) => String(whole).includes(part),
  concat: (...values) => cut(values.join("")),
  coalesce: (first, second) => (first === "" ? second : first),
  if: (condition, yes, no) => (truth(condition) ? yes : no),
  number: (value) => finite(number(value)),
  int: (value) => finite(Math.trunc(number(value))),
  round,
  min: (...values) => finite(Math.min(...numbers(values))),
  max: (...values) => finite(Math.max(...numbers(values))),
  sum: (...values) => finite(numbers(values).reduce((one, other) => one + other, 0)),
  date: (value) => date(number(value)),
};

/* `answers` by name, `own` for ".", `today` as 2026-05-01. */
export function evaluate(tree, answers, given = {}) {
  if (!Array.isArray(tree)) return tree;
  const [operator, ...parts] = tree;
  if (operator === "ref") return valueOf(answers[parts[0]]);
  if (operator === "." || operator === "today") return valueOf(given[operator === "." ? "own" : operator]);
  return meanings[operator](...parts.map((part) => evaluate(part, answers, given)));
}

export const holds = (...given) => truth(evaluate(...given));
export const allows = (tree, answers, given) => valueOf(given.own) === "" || holds(tree, answers, given);
export const render = (...given) => String(evaluate(...given));
