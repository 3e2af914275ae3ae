// The review queue by single keys, the correction form, and choosing other words in the text.
import { keys } from "./base.js";

const find = (selector) => document.querySelector(selector);
const act = (name) => () => {
  const button = find(`[data-act="${name}"]`);
  if (!button || button.disabled) return false;
  button.click();
};

function correcting(open) {
  const fields = find("#correction");
  if (!fields) return;
  fields.hidden = !open;
  find('[data-act="correct"]').setAttribute("aria-expanded", String(open));
  if (open) fields.querySelector("select").focus();
  else find("#card").focus({ preventScroll: true });
}

keys({
  a: act("accept"),
  r: act("reject"),
  u: act("unsure"),
  s: act("skip"),
  z: act("undo"),
  c: () => (find("#correction") ? correcting(true) : false),
  n: () => (find("#note") ? find("#note").focus() : false),
  m: () => (find("[data-together]") ? find("[data-together]").click() : false),
  x: () => (find("#all") ? find("#all").click() : false),
});

document.addEventListener("click", (event) => {
  if (event.target.closest('[data-act="correct"]')) correcting(find("#correction").hidden);
  if (event.target.closest("#no-correction")) correcting(false);
});
document.addEventListener("keydown", (event) => {
  const fields = find("#correction");
  if (event.key === "Escape" && fields && !fields.hidden) correcting(false);
  // Enter in a field of the correction saves it; without this the browser would take the first button.
  if (event.key === "Enter" && fields && !fields.hidden && fields.contains(event.target) && event.target.matches("select, input")) {
    event.preventDefault();
    fields.querySelector('[value="correct"]').click();
  }
  if (event.key === "Enter" && event.target.id === "note") {
    event.preventDefault();
    event.target.blur();
  }
});

// Offsets count characters as the ledger does, whole code points; JavaScript counts halves of some.
const points = (text) => Array.from(text).length;

function offset(node, at) {
  const piece = node.parentElement?.closest("[data-start]");
  if (!piece || !find("#around").contains(piece)) return null;
  return Number(piece.dataset.start) + points(node.textContent.slice(0, at));
}

document.addEventListener("selectionchange", () => {
  const fields = find("#correction");
  const chosen = document.getSelection();
  if (!fields || fields.hidden || !chosen.rangeCount || chosen.isCollapsed) return;
  const range = chosen.getRangeAt(0);
  if (range.startContainer.nodeType !== Node.TEXT_NODE || range.endContainer.nodeType !== Node.TEXT_NODE) return;
  const start = offset(range.startContainer, range.startOffset);
  const end = offset(range.endContainer, range.endOffset);
  if (start === null || end === null || start >= end) return;
  fields.querySelector('[name="start"]').value = start;
  fields.querySelector('[name="end"]').value = end;
  find("#new-words").hidden = false;
  find("#words-hint").hidden = true;
  find("#new-words q").textContent = chosen.toString();
});

// Judging many together
function counted() {
  const many = find("#how-many");
  if (!many) return;
  const boxes = [...document.querySelectorAll('[name="position"]')];
  const chosen = boxes.filter((box) => box.checked).length;
  many.textContent = chosen;
  find("#all").checked = chosen > 0 && chosen === boxes.length;
  find("#all").indeterminate = chosen > 0 && chosen < boxes.length;
}
document.addEventListener("change", (event) => {
  if (event.target.id === "all") {
    for (const box of document.querySelectorAll('[name="position"]')) box.checked = event.target.checked;
  }
  counted();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "desk") {
    find("#card")?.focus({ preventScroll: true });
    // The next one begins at the top; on a phone one may have scrolled far down.
    if (window.scrollY > 120) window.scrollTo({ top: 0 });
  }
  counted();
});
find("#card")?.focus({ preventScroll: true });
