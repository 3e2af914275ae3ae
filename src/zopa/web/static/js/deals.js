// Deals: pinning by a key, and lighting up one conflict at a time.
import { keys } from "./base.js";

keys({
  p: () => {
    const pin = document.getElementById("pin");
    if (!pin) return false;
    pin.click();
  },
});

// Choosing keeps the focus where it was: the table is drawn anew with what follows from the choice.
let held = "";
document.addEventListener("htmx:beforeSwap", () => {
  const here = document.activeElement;
  held = here && here.closest("#grid") ? here.id || `${here.name}=${here.value}` : "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (!held) return;
  const [name, value] = held.split("=");
  const found = document.getElementById(held) ?? document.querySelector(`#grid input[name="${CSS.escape(name)}"][value="${CSS.escape(value ?? "")}"]`);
  if (found) found.focus({ preventScroll: true });
  held = "";
});

// A conflict looked at, or a sentence: it and all that it is tied to stay bright.
function light(mark) {
  for (const one of document.querySelectorAll(".lighting")) one.classList.remove("lighting");
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  const knot = mark?.closest(".knot");
  if (!knot) return;
  const wanted = mark.dataset.conflicts.split(" ");
  knot.classList.add("lighting");
  for (const one of knot.querySelectorAll("[data-conflicts]")) {
    if (one.dataset.conflicts.split(" ").some((number) => wanted.includes(number))) one.classList.add("lit");
  }
}
for (const kind of ["mouseover", "focusin", "click"]) {
  document.addEventListener(kind, (event) => light(event.target.closest?.("[data-conflicts]")));
}
