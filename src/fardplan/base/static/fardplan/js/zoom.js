/* A picture to look into: buttons, keys and fingers. Without this script the picture stands in the page as it is and
   opens in full size by its link. Panzoom (vendored) moves and scales; everything else is here. */
const frame = document.querySelector("[data-zoom]");

if (frame && window.Panzoom) {
  const find = (name) => frame.querySelector(`[data-zoom-${name}]`);
  const stage = find("stage"), drawing = find("drawing"), status = find("status"), picture = drawing.querySelector("img");
  const small = picture.sizes;
  const panzoom = window.Panzoom(drawing, { minScale: 1, maxScale: 8, step: 0.4, contain: "outside", panOnlyWhenZoomed: true, touchAction: "pan-x pan-y pinch-zoom", cursor: "auto" });
  const move = { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches };

  function shown() {
    const scale = panzoom.getScale();
    const zoomed = scale > 1.01;
    // As wide as it is drawn, so that the browser fetches a sharper rendition when it is needed.
    picture.sizes = zoomed ? `${Math.round(drawing.clientWidth * scale)}px` : small;
    panzoom.setOptions({ cursor: zoomed ? "grab" : "auto", touchAction: zoomed ? "none" : "pan-x pan-y pinch-zoom" });
    drawing.style.touchAction = zoomed ? "none" : "";
    find("out").disabled = !zoomed;
    find("reset").disabled = !zoomed;
    find("in").disabled = scale > 7.99;
    const words = zoomed ? frame.dataset.zoomed.replace("%(percent)s", Math.round(scale * 100)) : frame.dataset.whole;
    if (status.textContent !== words) status.textContent = words;
  }

  // Panzoom draws in the next frame and measures what is drawn, so each step waits for the one before.
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  async function showSpot(number) {
    const spot = drawing.querySelector(`[data-spot="${number}"] rect`);
    if (!spot) return;
    panzoom.reset({ animate: false });
    await drawn();
    const part = spot.getBoundingClientRect(), whole = drawing.getBoundingClientRect();
    panzoom.zoom(Math.min(6, 0.92 * Math.min(whole.width / part.width, whole.height / part.height)), { animate: false });
    await drawn();
    const aside = (whole.left + whole.width / 2) - (part.left + part.width / 2);
    const down = (whole.top + whole.height / 2) - (part.top + part.height / 2);
    panzoom.pan(aside, down, move);
    frame.scrollIntoView({ block: "nearest" });
    stage.focus({ preventScroll: true });
  }

  const keys = {
    "+": () => panzoom.zoomIn(move), "=": () => panzoom.zoomIn(move), "-": () => panzoom.zoomOut(move), 0: () => panzoom.reset(move),
    ArrowLeft: () => panzoom.pan(60, 0, { ...move, relative: true }), ArrowRight: () => panzoom.pan(-60, 0, { ...move, relative: true }),
    ArrowUp: () => panzoom.pan(0, 60, { ...move, relative: true }), ArrowDown: () => panzoom.pan(0, -60, { ...move, relative: true }),
  };
  stage.tabIndex = 0;
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", frame.dataset.label);
  stage.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    const moves = event.key.startsWith("Arrow");
    if (!act || event.ctrlKey || event.metaKey || event.altKey || (moves && panzoom.getScale() <= 1.01)) return;
    event.preventDefault();
    act();
  });
  find("in").addEventListener("click", () => panzoom.zoomIn(move));
  find("out").addEventListener("click", () => panzoom.zoomOut(move));
  find("reset").addEventListener("click", () => panzoom.reset(move));
  // The wheel alone scrolls the page; with Ctrl it zooms, as a pinch on a touchpad does.
  stage.addEventListener("wheel", (event) => { if (event.ctrlKey) panzoom.zoomWithWheel(event); }, { passive: false });
  drawing.addEventListener("panzoomchange", () => requestAnimationFrame(shown));
  for (const button of document.querySelectorAll("[data-zoom-to]")) {
    button.hidden = false;
    button.addEventListener("click", () => showSpot(button.dataset.zoomTo));
  }
  find("controls").hidden = false;
  shown();
}
