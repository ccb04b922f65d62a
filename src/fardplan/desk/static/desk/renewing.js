/* A page of the desk that is fetched anew when another script asks for it ("live:renew"), and exchanged by live-page.js.
   Nothing is exchanged while a finger or a mouse button is down, so that no press is lost or lands on something else.
   Whoever has been signed out meanwhile is told so: the page would else stand still without a word. */
const RENEWED = "[data-lead], [data-keep-questions]";
const words = document.documentElement.lang === "en"
  ? { out: "You have been signed out, and this page no longer follows what happens.", again: "Sign in again" }
  : { out: "Du är utloggad, och sidan följer inte längre med i det som händer.", again: "Logga in igen" };
let isDown = false;
let fetching = false;
let again = false;
const released = () => new Promise((done) => {
  const look = () => (isDown ? setTimeout(look, 50) : done());
  look();
});
addEventListener("pointerdown", () => (isDown = true), true);
for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, () => setTimeout(() => (isDown = false)), true);

function sayWhetherOut(isOut) {
  const said = document.querySelector("[data-signed-out]");
  if (!isOut) return said?.remove();
  if (said) return;
  const line = document.createElement("p");
  const link = document.createElement("a");
  line.className = "notice warning";
  line.setAttribute("role", "alert");
  line.dataset.signedOut = "";
  link.href = location.href.split("#")[0]; // leads to the signing in, and from there back here
  link.textContent = words.again;
  line.append(`${words.out} `, link);
  document.querySelector("main").prepend(line);
}

async function renew() {
  if (fetching) return (again = true);
  fetching = true;
  try {
    const asked = performance.now();
    const answer = await fetch(location.href.split("#")[0], { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await released();
    const isRenewed = page.querySelector(RENEWED) !== null;
    if (answer.ok) sayWhetherOut(!isRenewed);
    if (answer.ok && isRenewed) document.dispatchEvent(new CustomEvent("live:page", { detail: { page, asked } }));
  } catch { /* no network just now: live.js says so */ }
  fetching = false;
  if (again) renew();
  again = false;
}
document.addEventListener("live:renew", renew);
