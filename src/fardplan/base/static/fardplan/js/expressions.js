/* What an expression comes to for the answers so far: the same rules as fardplan.analysis.expressions, which also says
   what they are and makes the trees. Values are texts, finite numbers, true and false; what is missing is "". */
const FIRST_DAY = -354285; // 1000-01-01, counted from 1970-01-01
const LAST_DAY = 2932896; // 9999-12-31
const NUMBER = /^[ \t\r\n]*-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?[ \t\r\n]*$/;
const DATE = /^[1-9]\d{3}-\d\d-\d\d$/;

const finite = (number) => (Number.isFinite(number) ? number : "");
const words = (value) => String(value).match(/[^ \t\r\n]+/g) ?? [];
const truth = (value) => Boolean(value) && value !== "false";
const date = (days) => (days >= FIRST_DAY && days <= LAST_DAY ? new Date(Math.floor(days) * 864e5).toISOString().slice(0, 10) : "");

function number(value) {
  if (typeof value !== "string") return Number(value);
  if (NUMBER.test(value)) return finite(Number(value)) === "" ? NaN : Number(value);
  const days = DATE.test(value) ? Date.parse(value) / 864e5 : NaN;
  return date(days) === value ? days : NaN; // the 30th of February is no date
}

function single(answer) {
  if (typeof answer === "number") return finite(answer);
  return typeof answer === "string" || typeof answer === "boolean" ? answer : "";
}
const valueOf = (answer) => (Array.isArray(answer) ? answer.map(single).filter((each) => each !== "").join(" ") : single(answer));

function isEqual(one, other) {
  if (typeof one === "boolean" || typeof other === "boolean") return truth(one) === truth(other);
  if (typeof one === "string" && typeof other === "string") return one === other;
  return number(one) === number(other);
}

function rounded(value, decimals = 0) {
  const scale = Number(`1e${Math.min(Math.max(Math.trunc(number(decimals)), 0), 15)}`);
  const scaled = finite(number(value) * scale);
  return scaled === "" ? "" : finite((Math.floor(scaled) + (scaled - Math.floor(scaled) >= 0.5)) / scale);
}

const numbers = (values) => values.map(number).filter((each) => !Number.isNaN(each));
const folded = (step) => (...values) => finite(values.map(number).reduce(step)); // prettier-ignore
const meanings = {
  or: (...values) => values.some(truth),
  and: (...values) => values.every(truth),
  not: (value) => !truth(value),
  true: () => true,
  false: () => false,
  "=": isEqual,
  "!=": (one, other) => !isEqual(one, other),
  "<": (one, other) => number(one) < number(other),
  "<=": (one, other) => number(one) <= number(other),
  ">": (one, other) => number(one) > number(other),
  ">=": (one, other) => number(one) >= number(other),
  "+": folded((one, other) => one + other),
  "*": folded((one, other) => one * other),
  "-": (one, other) => finite(other === undefined ? -number(one) : number(one) - number(other)),
  div: folded((one, other) => one / other),
  mod: folded((one, other) => one % other),
  selected: (answer, code) => words(answer).includes(words(code).join(" ")),
  "count-selected": (answer) => words(answer).length,
  "string-length": (value) => [...String(value)].length,
  contains: (whole, part) => String(whole).includes(part),
  concat: (...values) => values.join(""),
  coalesce: (first, second) => (first === "" ? second : first),
  if: (condition, yes, no) => (truth(condition) ? yes : no),
  number: (value) => finite(number(value)),
  int: (value) => finite(Math.trunc(number(value))),
  round: rounded,
  min: (...values) => finite(Math.min(...numbers(values))),
  max: (...values) => finite(Math.max(...numbers(values))),
  sum: (...values) => finite(numbers(values).reduce((one, other) => one + other, 0)),
  date: (value) => date(number(value)),
};

/* The value; `answers` by name, `own` for ".", `today` as 2026-05-01. */
export function evaluate(tree, answers, { own, today } = {}) {
  if (!Array.isArray(tree)) return tree;
  const [operator, ...parts] = tree;
  if (operator === "ref") return Object.hasOwn(answers, parts[0]) ? valueOf(answers[parts[0]]) : "";
  if (operator === ".") return valueOf(own);
  if (operator === "today") return valueOf(today);
  return meanings[operator](...parts.map((part) => evaluate(part, answers, { own, today })));
}

export const holds = (...given) => truth(evaluate(...given));
export const allows = (tree, answers, given) => valueOf(given.own) === "" || holds(tree, answers, given);
export const render = (...given) => String(evaluate(...given));
