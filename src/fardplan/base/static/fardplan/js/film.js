/* A film of our own: chapters and times in the text lead into it without loading the page anew, and its speed can be set.
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
  if (tools) tools.hidden = false;
}
