/* Supporting a question and reacting without leaving the page: the button says at once how it is, and the stream has the
   numbers. */
const failed = document.documentElement.lang === "en" ? "It did not reach us. Try again." : "Det kom inte fram. Försök igen.";

function say(form, text) {
  const line = form.querySelector(".not-sent") ?? document.createElement("p");
  line.className = "not-sent small";
  line.setAttribute("role", "alert");
  form.append(line);
  line.textContent = text;
}

function press(button, isPressed) {
  button.setAttribute("aria-pressed", String(isPressed));
  button.value = isPressed ? "ta-tillbaka" : "stod";
}

async function send(form, button) {
  const gives = button.value === "stod";
  const body = new URLSearchParams({ gor: button.value });
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) return say(form, said.error ?? failed);
  form.querySelector(".not-sent")?.remove();
  press(button, said.supported);
  const figure = button.querySelector(".figure");
  const count = Number(figure.textContent.replace(/\D/g, ""));
  if (figure.dataset.seen === figure.textContent) figure.textContent = Math.max(0, count + (gives ? 1 : -1)); // until the stream tells
}

async function react(form, button) {
  const body = new URLSearchParams({ kind: button.value });
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) return say(form, failed);
  form.querySelector(".not-sent")?.remove();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-react]") || !event.submitter) return;
  event.preventDefault();
  react(form, event.submitter).catch(() => say(form, failed));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-support]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  if (form.getAttribute("aria-busy") || !button) return;
  form.setAttribute("aria-busy", "true");
  const figure = button.querySelector(".figure");
  figure.dataset.seen = figure.textContent;
  send(form, button)
    .catch(() => say(form, failed))
    .finally(() => form.removeAttribute("aria-busy"));
});
