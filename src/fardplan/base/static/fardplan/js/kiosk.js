/* On a computer that many share: asks whether anybody is there, as often as it takes, and clears the page when nobody
   answers. Any key or touch says that somebody is; a scroll does not, as the page may do that by itself. */
const dialog = document.querySelector("[data-kiosk]");
const end = document.querySelector("[data-kiosk-end]");
const WARNED = 30; // seconds to answer in
let idle = 0;

function tick() {
  idle += 1;
  const left = Number(dialog.dataset.kiosk) + WARNED - idle;
  if (left <= WARNED && !dialog.open) {
    dialog.showModal();
    dialog.querySelector("h2").focus();
  }
  if (dialog.open) dialog.querySelector("[data-kiosk-left]").textContent = String(Math.max(left, 0));
  if (left <= 0) end.querySelector("button").click();
}

if (dialog && end) {
  const here = () => {
    idle = 0;
    if (dialog.open) dialog.close();
  };
  for (const sign of ["keydown", "click", "input", "wheel", "touchmove"]) addEventListener(sign, here, { passive: true, capture: true });
  dialog.querySelector("[data-kiosk-stay]").addEventListener("click", here);
  setInterval(tick, 1000);
  addEventListener("pageshow", (event) => event.persisted && location.reload()); // not what somebody else answered
}
