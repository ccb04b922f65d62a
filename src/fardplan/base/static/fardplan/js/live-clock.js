/* Clocks that tick: <p data-until="ISO time"><span data-hand>4.05</span> <span data-left>kvar</span>
   <span data-over hidden>över tiden</span></p> counts down and then over the time; data-from="ISO time" counts up.
   By the server's time (data-live-now), since a phone's own clock may be wrong. Nothing is read aloud while it ticks. */
let opened = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
let openedAt = Date.now() - (performance.now() - opened);
let serverTime;

/* A phone that has slept may have stopped one of its clocks; the one that has gone on is right. */
const passed = () => Math.max(performance.now() - opened, Date.now() - openedAt);

function setBy(page) {
  const time = page.querySelector("[data-live-now]")?.dataset.liveNow;
  if (time) serverTime = Date.parse(time);
}

function written(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function turn(clock) {
  const { until, from } = clock.dataset;
  const left = Math.ceil((Date.parse(until ?? from) - serverTime - passed()) / 1000);
  const isOver = Boolean(until) && left < 0;
  const hand = clock.querySelector("[data-hand]") ?? clock;
  const text = Number.isNaN(left) ? "" : written(until ? Math.abs(left) : Math.max(0, -left));
  if (hand.textContent !== text) hand.textContent = text;
  if (until) clock.dataset.state = isOver ? "over" : "left";
  for (const part of clock.querySelectorAll("[data-left]")) part.hidden = isOver;
  for (const part of clock.querySelectorAll("[data-over]")) part.hidden = !isOver;
}

const turnAll = () => {
  if (serverTime && !document.hidden) document.querySelectorAll("[data-until], [data-from]").forEach(turn);
};

document.addEventListener("live:page", ({ detail }) => {
  [opened, openedAt] = [performance.now(), Date.now()];
  setBy(detail.page);
  turnAll();
});
document.addEventListener("live:news", turnAll);
setBy(document);
turnAll();
setInterval(turnAll, 250);
