/* A picture to look into: buttons, keys and fingers. Without this script the picture stands in the page as it is and
   opens in full size by its link. Panzoom (vendored) moves and scales; everything else is here. */
const frame = document.querySelector("[data-zoom]");

if (frame && window.Panzoom) {
  const find = (name) => frame.querySelector(`[data-zoom-${name}]`);
  const stage = find("stage"), drawing = find("drawing"), status = find("status"), picture = drawing.querySelector("img");
  const small = picture.sizes;
  const panzoom = window.Panzoom(drawing, { minScale: 1, maxScale: 8, step: 0.4, contain: "outside", panOnlyWhenZoomed: true, touchAction: "pan-x pan-y pinch-zoom", cursor: "auto", animate: !matchMedia("(prefers-reduced-motion: reduce)").matches, excludeClass: "keep" });

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

  function showSpot(number) {
    const spot = drawing.querySelector(`[data-spot="${number}"] rect`);
    if (!spot) return;
    panzoom.reset({ animate: false });
    const part = spot.getBoundingClientRect(), whole = drawing.getBoundingClientRect();
    const scale = Math.min(6, 0.92 * Math.min(whole.width / part.width, whole.height / part.height));
    panzoom.zoom(scale, { animate: false });
    const middle = (start, size, from, length) => (from + length / 2) - (start + size / 2);
    panzoom.pan(middle(part.left, part.width, whole.left, whole.width), middle(part.top, part.height, whole.top, whole.height));
    frame.scrollIntoView({ block: "nearest" });
    stage.focus({ preventScroll: true });
  }

  const keys = {
    "+": () => panzoom.zoomIn(), "=": () => panzoom.zoomIn(), "-": () => panzoom.zoomOut(), 0: () => panzoom.reset(),
    ArrowLeft: () => panzoom.pan(60, 0, { relative: true }), ArrowRight: () => panzoom.pan(-60, 0, { relative: true }),
    ArrowUp: () => panzoom.pan(0, 60, { relative: true }), ArrowDown: () => panzoom.pan(0, -60, { relative: true }),
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
  find("in").addEventListener("click", () => panzoom.zoomIn());
  find("out").addEventListener("click", () => panzoom.zoomOut());
  find("reset").addEventListener("click", () => panzoom.reset());
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
