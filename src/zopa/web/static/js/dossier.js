// The dossier editor: a changed field rewrites the text beside it; the text checked as it is typed.
import { notice, token } from "./base.js";

const text = document.getElementById("text");
const numbers = document.getElementById("numbers");
const unsaved = document.getElementById("unsaved");
const saved = text.defaultValue;
let leaving = false;

function number() {
  const wrong = new Set([...document.querySelectorAll("#checked .bad [data-line]")].map((one) => Number(one.dataset.line)));
  const count = text.value.split("\n").length;
  numbers.replaceChildren();
  for (let n = 1; n <= count; n += 1) {
    const line = document.createElement(wrong.has(n) ? "b" : "span");
    line.textContent = `${n}\n`;
    numbers.append(line);
  }
  numbers.scrollTop = text.scrollTop;
  if (unsaved && text.value !== saved) unsaved.hidden = false;
}

function goTo(line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  text.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(text).lineHeight));
}

async function change(fields, keepFocus) {
  const body = new URLSearchParams({ ...fields, text: text.value, digest: document.querySelector('[name="digest"]').value });
  const answer = await fetch("/dossier/edit", {
    method: "POST", body, headers: { "X-CSRF-Token": token(), "HX-Request": "true" },
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok) {
    notice(page.body.textContent.trim().replace(/\s+/g, " ").slice(0, 300), true);
    return;
  }
  const made = page.getElementById("rewritten");
  if (made) text.value = JSON.parse(made.textContent);
  const opened = new Set([...document.querySelectorAll(".part[open]")].map((one) => one.dataset.partName));
  const forms = page.getElementById("forms");
  page.querySelectorAll("#forms, #rewritten").forEach((one) => one.remove());
  document.getElementById("checked").replaceChildren(...page.body.childNodes);
  document.getElementById("forms").replaceChildren(...forms.childNodes);
  for (const one of document.querySelectorAll(".part")) one.open = opened.has(one.dataset.partName);
  number();
  document.querySelector(keepFocus)?.focus({ preventScroll: true });
}

const named = (element) => {
  const { part = "", key = "", field = "", language = "", option = "" } = element.dataset;
  return { part, key, field, language, option };
};
const place = (element) => {
  const { part = "", key = "", field = "", language = "", option = "" } = element.dataset;
  const wanted = { part, key, field, language, option };
  return Object.entries(wanted).map(([name, value]) => `[data-${name}="${CSS.escape(value)}"]`).join("");
};

document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-edit]");
  if (!field) return;
  event.stopPropagation();
  const value = field.type === "checkbox" ? (field.checked ? "yes" : "") : field.value;
  const { part, key, field: name } = field.dataset;
  // Where the change came from a click elsewhere, the focus is there already: leave it.
  const here = document.activeElement === field ? `[data-edit][data-part="${CSS.escape(part)}"][data-key="${CSS.escape(key)}"][data-field="${CSS.escape(name)}"]` : focusOf(document.activeElement);
  change({ action: "set", ...named(field), value }, here);
});

const focusOf = (element) => (element?.matches?.("[data-edit]") ? `[data-edit]${place(element)}` : "nothing");

document.addEventListener("click", (event) => {
  const line = event.target.closest("[data-line]");
  if (line) goTo(Number(line.dataset.line));
  const remove = event.target.closest("[data-remove]");
  if (remove) change({ action: "remove", ...named(remove) }, "nothing");
  const add = event.target.closest("[data-add]");
  if (add) adding(add);
});

function adding(button) {
  const field = button.parentElement.querySelector("[data-new]");
  if (!field.value.trim()) {
    field.focus();
    return;
  }
  const again = `[data-add][data-part="${CSS.escape(button.dataset.part)}"][data-key="${CSS.escape(button.dataset.key)}"]`;
  change({ action: "add", ...named(button), value: field.value }, "nothing").then(() => {
    document.querySelector(again)?.parentElement.querySelector("[data-new]").focus({ preventScroll: true });
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-new]")) {
    event.preventDefault();
    adding(event.target.parentElement.querySelector("[data-add]"));
  } else if (event.key === "Enter" && event.target.matches("input[data-edit]")) {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.getElementById("editor").requestSubmit();
  }
});

text.addEventListener("scroll", () => (numbers.scrollTop = text.scrollTop));
text.addEventListener("input", number);
document.addEventListener("htmx:afterSwap", number);
document.getElementById("editor").addEventListener("submit", () => (leaving = true));
window.addEventListener("beforeunload", (event) => {
  if (!leaving && text.value !== saved) event.preventDefault();
});
number();
