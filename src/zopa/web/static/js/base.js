// What every page has: keys, dialogs, the form's token for htmx, and what to say when the server is gone.
// Screens add keys of their own: import { keys } from "./base.js"; keys({ a: () => … }).

const bound = new Map();
let going = false;

/** Bind single keys to functions; they are left alone while somebody types. */
export function keys(map) {
  for (const [key, what] of Object.entries(map)) bound.set(key, what);
}

/** Say something in the place for messages, which screen readers read out. */
export function notice(text, fault = false) {
  const place = document.getElementById("notices");
  const line = document.createElement("p");
  line.className = fault ? "notice fault" : "notice";
  line.textContent = text;
  place.replaceChildren(line);
}

export const token = () => document.querySelector('meta[name="csrf"]').content;

const typing = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable || element.matches("input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target)) {
    if (event.key === "Escape" && !event.target.closest("dialog")) event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (going) {
    going = false;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (event.key === "g") {
    going = true;
    setTimeout(() => (going = false), 1500);
    return;
  }
  const own = bound.get(event.key);
  if (own) {
    if (own(event) !== false) event.preventDefault();
  } else if (event.key === "?") {
    event.preventDefault();
    document.getElementById("keys").showModal();
  } else if (event.key === "/") {
    const field = document.querySelector("[data-search]");
    event.preventDefault();
    if (field) field.focus();
    else location.assign("/search");
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  // A click beside a dialog closes it.
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

if (matchMedia("(max-width: 48rem)").matches) {
  for (const one of document.querySelectorAll("details[data-open-when-wide]")) one.open = false;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRF-Token"] = token();
});
document.addEventListener("htmx:sendError", () => {
  notice(document.querySelector('meta[name="network-fault"]').content, true);
});
document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("notices").replaceChildren();
});
