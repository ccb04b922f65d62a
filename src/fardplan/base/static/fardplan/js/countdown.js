/* Keeps a countdown right on a page that stays open over midnight. Whole days, by the Swedish calendar, as the server
   counts; nothing is read aloud and nothing ticks. The page's own time (data-now) is kept to: it may be moved. */
const swedishDay = (moment) => {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm" }).format(moment);
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
};
const opened = performance.now();

function turn(countdown) {
  const until = new Date(countdown.dataset.countdown);
  const now = new Date(Date.parse(countdown.dataset.now) + performance.now() - opened);
  const number = countdown.querySelector("[data-days]");
  const unit = countdown.querySelector("[data-unit]");
  const days = swedishDay(until) - swedishDay(now);
  if (!number || now > until) return;
  number.hidden = days < 1;
  number.textContent = String(days);
  unit.textContent = days < 1 ? unit.dataset.last : days === 1 ? unit.dataset.one : unit.dataset.many;
}

const countdowns = [...document.querySelectorAll("[data-countdown]")];
if (countdowns.length) setInterval(() => countdowns.forEach(turn), 60_000);
