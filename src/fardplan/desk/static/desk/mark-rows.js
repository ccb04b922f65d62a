/* Attendance: a row's button sends that row alone and exchanges it where it stands. Without this script, or when the
   network fails, the same button sends the form and the list comes back at the row. */
for (const form of document.querySelectorAll("form[data-mark-rows]")) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const row = button?.name === "rad" ? button.closest("tr") : null;
    if (!row) return;
    event.preventDefault();
    const sent = new FormData(form, button);
    sent.delete("valda"); // what is ticked waits for the buttons below
    row.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent) });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(row.id);
      if (!answer.ok || !fresh) throw new Error(String(answer.status));
      const ticked = row.querySelector("[name=valda]")?.checked;
      row.replaceWith(document.adoptNode(fresh));
      if (ticked) fresh.querySelector("[name=valda]").checked = true;
      fresh.querySelector("button")?.focus();
    } catch {
      row.removeAttribute("aria-busy");
      const again = document.createElement("input");
      Object.assign(again, { type: "hidden", name: "rad", value: button.value });
      form.append(again);
      form.submit();
    }
  });
}
