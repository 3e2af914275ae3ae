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

function light(mark) {
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  if (!mark) return;
  const table = mark.closest("table");
  for (const one of table.querySelectorAll(`[data-column="${mark.dataset.column}"]`)) {
    one.classList.add("lit");
    if (one.classList.contains("dot")) one.closest("tr").classList.add("lit");
  }
}
document.addEventListener("mouseover", (event) => light(event.target.closest?.(".mark.dot, .mark.line")));
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.(".mark.dot, .mark.line");
  if (mark) light(mark);
});
