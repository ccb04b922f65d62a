/* A page of the desk that is fetched anew when another script asks for it ("live:renew"), and exchanged by live-page.js.
   Nothing is exchanged while a finger or a mouse button is down, so that no press is lost or lands on something else. */
const RENEWED = "[data-lead], [data-keep-questions]";
let isDown = false;
let fetching = false;
let again = false;
const released = () => new Promise((done) => {
  const look = () => (isDown ? setTimeout(look, 50) : done());
  look();
});
addEventListener("pointerdown", () => (isDown = true), true);
for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, () => setTimeout(() => (isDown = false)), true);

async function renew() {
  if (fetching) return (again = true);
  fetching = true;
  try {
    const asked = performance.now();
    const answer = await fetch(location.href.split("#")[0], { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await released();
    if (answer.ok && page.querySelector(RENEWED)) document.dispatchEvent(new CustomEvent("live:page", { detail: { page, asked } }));
  } catch { /* no network just now: live.js says so */ }
  fetching = false;
  if (again) renew();
  again = false;
}
document.addEventListener("live:renew", renew);
