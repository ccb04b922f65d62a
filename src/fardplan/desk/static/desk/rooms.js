/* Reads along in the rooms: when live.js tells that something was written, the page is fetched anew, at most every other
   second, and live-page.js exchanges its parts. */
const PAUSE = 2000;
const place = document.querySelector("[data-rooms-live]");
let waiting = null;

async function renew() {
  const asked = performance.now();
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.dispatchEvent(new CustomEvent("live:page", { detail: { page, asked } }));
    }
  } catch {} // no network just now: the next news fetches it
  waiting = null;
}

document.addEventListener("live:news", ({ detail }) => {
  if (detail.topic !== place.dataset.liveTopic || detail.name !== "rooms") return;
  waiting ??= setTimeout(renew, PAUSE);
});
