/* A film of our own: chapters and times in the text lead into it without loading the page anew, and its speed
   and the text in it can be chosen, also where the player hides that in a menu.
   Without this script the same links open the page with the film at that time. */
const film = document.querySelector("video[data-film]");

if (film) {
  const times = [...document.querySelectorAll("a[data-seconds]")];
  const chapters = times.filter((link) => link.closest(".chapters"));

  for (const link of times) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      film.currentTime = Number(link.dataset.seconds);
      film.play().catch(() => {}); // a browser may want a press on the film itself
      film.scrollIntoView({ block: "nearest" });
      film.focus({ preventScroll: true });
    });
  }

  film.addEventListener("timeupdate", () => {
    const now = chapters.findLast((link) => Number(link.dataset.seconds) <= film.currentTime + 0.3);
    for (const link of chapters) {
      if (link === now && !film.paused) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });

  const tools = document.querySelector("[data-film-tools]");
  const speed = document.querySelector("[data-film-speed]");
  speed?.addEventListener("change", () => { film.playbackRate = Number(speed.value); });
  film.addEventListener("ratechange", () => { if (speed) speed.value = String(film.playbackRate); });

  const words = document.querySelector("[data-film-words]");
  const tracks = [...film.textTracks];
  words?.addEventListener("change", () => {
    tracks.forEach((track, place) => { track.mode = String(place) === words.value ? "showing" : "disabled"; });
  });
  film.textTracks.addEventListener("change", () => { // the player's own menu, or what the visitor's browser prefers
    const shown = tracks.findIndex((track) => track.mode === "showing");
    if (words) words.value = shown < 0 ? "" : String(shown);
  });
  if (tools) tools.hidden = false;
}
