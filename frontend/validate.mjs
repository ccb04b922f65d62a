// Validates many pages in one process, as starting Node is slow.
// Reads {"name": "<html>…"} on standard input; writes {"name": ["line:column rule: message", …]}, faulty pages only.

import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

const config = JSON.parse(readFileSync(new URL("html-validate.json", import.meta.url), "utf8"));
const validator = new HtmlValidate(config);
const faults = {};
for (const [name, html] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const report = await validator.validateString(html, `${name}.html`);
  const messages = report.results.flatMap((result) => result.messages);
  if (messages.length > 0) {
    faults[name] = messages.map((fault) => `${fault.line}:${fault.column} ${fault.ruleId}: ${fault.message}`);
  }
}
process.stdout.write(JSON.stringify(faults));
