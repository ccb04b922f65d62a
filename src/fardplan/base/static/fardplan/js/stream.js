/* A stream (HLS) in browsers that cannot play one themselves. Loaded only when the visitor has asked for the stream. */
const film = document.querySelector("video[data-stream]");
const stuck = document.querySelector("[data-stream-stuck]");
const tell = (isStuck) => { if (stuck) stuck.hidden = !isStuck; };

if (film && !film.canPlayType("application/vnd.apple.mpegurl") && window.Hls?.isSupported()) {
  const stream = new window.Hls({ enableWorker: false });
  stream.on(window.Hls.Events.ERROR, (_name, fault) => {
    if (!fault.fatal) return;
    tell(true);
    if (fault.type === window.Hls.ErrorTypes.MEDIA_ERROR) stream.recoverMediaError();
    else setTimeout(() => stream.loadSource(film.dataset.stream), 5000 + Math.random() * 5000);
  });
  stream.loadSource(film.dataset.stream);
  stream.attachMedia(film);
} else {
  film?.querySelector("source")?.addEventListener("error", () => tell(true));
}
film?.addEventListener("playing", () => tell(false));
