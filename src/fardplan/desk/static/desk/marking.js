/* Marking with the pointer: the words selected in a letter become the point, to the letter. Without this script, and for
   whoever prefers the keyboard, the sentences have a box each. */
const form = document.querySelector("[data-marking]");
const said = document.querySelector("[data-marked]");
const english = document.documentElement.lang === "en";
const words = english ? "Marked: “{text}”" : "Markerat: ”{text}”";

/* The place in the whole text of a point in the page, or null outside the letter. */
function place(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const sentence = element.closest("[data-from]");
  if (!sentence) return null;
  const before = document.createRange();
  before.setStart(sentence, 0);
  before.setEnd(node, offset);
  return Number(sentence.dataset.from) + before.toString().length;
}

function take() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return;
  form.elements.start.value = start;
  form.elements.end.value = end;
  for (const box of form.querySelectorAll('input[name="mening"]')) box.checked = false;
  said.hidden = false;
  said.textContent = words.replace("{text}", selection.toString().trim());
}

if (form) {
  form.querySelector(".letter").addEventListener("pointerup", () => setTimeout(take));
  form.addEventListener("change", (event) => {
    if (event.target.name !== "mening") return;
    form.elements.start.value = form.elements.end.value = "";
    said.hidden = true;
  });
  /* A selection that begins on a label must not tick its box. */
  form.querySelector(".letter").addEventListener("click", (event) => {
    if (!document.getSelection().isCollapsed && event.target.closest("label") && event.target.tagName !== "INPUT") event.preventDefault();
  });
}
