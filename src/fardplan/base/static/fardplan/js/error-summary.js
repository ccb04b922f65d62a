/* A form came back with errors: the summary takes focus, the tab says so, and its links put the cursor in the field. */
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  const word = document.documentElement.lang === "en" ? "Error" : "Fel";
  if (!document.title.startsWith(`${word}:`)) document.title = `${word}: ${document.title}`;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    // The question comes into sight together with the field it belongs to.
    (field.closest(".field") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
