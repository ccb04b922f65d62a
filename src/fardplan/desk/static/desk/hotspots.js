/* Draw the parts of a graphic note in the picture. The fields of each row stay the truth: drawing fills them in, and
   writing in them moves the drawing. Without this script the fields are enough. */
const NS = "http://www.w3.org/2000/svg";
const board = document.querySelector("[data-draw]");
const rows = [...document.querySelectorAll("ol.rows > li")];

if (board && rows.length) {
  const sheet = board.querySelector("svg");
  const { width: wide, height: high } = sheet.viewBox.baseVal;
  const field = (row, part) => row.querySelector(`[data-place="${part}"]`);
  const place = (row) => ["x", "y", "width", "height"].map((part) => Number.parseFloat(field(row, part).value.replace(",", ".")));
  let active = null, from = null;

  function show() {
    sheet.replaceChildren();
    rows.forEach((row, number) => {
      const [x, y, width, height] = place(row);
      if (![x, y, width, height].every(Number.isFinite)) return;
      const box = document.createElementNS(NS, "rect"), name = document.createElementNS(NS, "text");
      const at = { x: (x * wide) / 100, y: (y * high) / 100, width: (width * wide) / 100, height: (height * high) / 100 };
      for (const [key, value] of Object.entries(at)) box.setAttribute(key, value);
      name.setAttribute("x", at.x + wide * 0.008);
      name.setAttribute("y", at.y + wide * 0.03);
      name.setAttribute("font-size", wide * 0.026);
      name.textContent = number + 1;
      if (row === active) box.setAttribute("class", "active");
      sheet.append(box, name);
    });
  }

  const point = (event) => {
    const area = sheet.getBoundingClientRect();
    const share = (value, start, size) => Math.min(100, Math.max(0, ((value - start) / size) * 100));
    return [share(event.clientX, area.left, area.width), share(event.clientY, area.top, area.height)];
  };
  const write = (row, values) => ["x", "y", "width", "height"].forEach((part, index) => {
    const input = field(row, part);
    input.value = values[index].toFixed(1);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

  function choose(row) {
    active = row;
    board.classList.toggle("drawing", Boolean(row));
    for (const each of rows) {
      const button = each.querySelector("[data-draw-row]");
      const words = each === row ? board.dataset.drawing : board.dataset.word;
      button.firstChild.textContent = words;
      button.setAttribute("aria-pressed", String(each === row));
    }
    if (row) board.scrollIntoView({ block: "nearest" });
    show();
  }

  rows.forEach((row, number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.dataset.drawRow = "";
    button.append(board.dataset.word);
    const hidden = document.createElement("span");
    hidden.className = "visually-hidden";
    hidden.textContent = `, ${board.dataset.row} ${number + 1}`;
    button.append(hidden);
    button.addEventListener("click", () => choose(active === row ? null : row));
    row.querySelector(".actions").prepend(button);
    row.addEventListener("input", show);
  });

  sheet.addEventListener("pointerdown", (event) => {
    if (!active || event.button) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    from = point(event);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = point(event);
    write(active, [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])]);
  });
  const end = () => {
    if (!from) return;
    from = null;
    const row = active;
    choose(null);
    row.querySelector("[name$=heading]").focus();
  };
  sheet.addEventListener("pointerup", end);
  sheet.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && active) { from = null; choose(null); } });
  document.querySelector("[data-draw-hint]").hidden = false;
  choose(null);
}
