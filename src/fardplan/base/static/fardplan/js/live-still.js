/* What arrives moves nothing under a finger: whatever somebody points at, stands in or looks at in the middle of the window
   stays where it is, and what is new goes above or below it. Browsers differ in this (overflow-anchor), so it is done here. */
document.documentElement.style.overflowAnchor = "none";
let pointed = null;
let held = null;

addEventListener("pointermove", ({ target }) => (pointed = target), { passive: true });
addEventListener("pointerdown", ({ target }) => (pointed = target), { passive: true });
addEventListener("scroll", () => (pointed = null), { passive: true });

const isInSight = (element) => {
  if (!element?.isConnected || element === document.body || element === document.documentElement) return false;
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};

function reference() {
  if (scrollY === 0 && !isInSight(pointed) && document.activeElement === document.body) return null; // at the top: see what is new
  const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  return [document.activeElement, pointed, middle].find((each) => isInSight(each) && !each.closest(".live-bar"));
}

function hold() {
  if (held) return;
  const element = reference();
  if (!element) return;
  held = { element, top: element.getBoundingClientRect().top };
  requestAnimationFrame(() => {
    const { element: same, top } = held;
    held = null;
    if (!same.isConnected) return;
    const moved = same.getBoundingClientRect().top - top;
    if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
  });
}

document.addEventListener("live:news", hold, { capture: true });
document.addEventListener("live:page", hold, { capture: true });
