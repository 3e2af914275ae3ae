// The day slider redraws the board; cells open beside the table; arrows move from cell to cell.
import { keys } from "./base.js";

const time = document.getElementById("time");
const filters = document.getElementById("filters");
const drawer = document.getElementById("drawer");
const DAY = 86_400_000;

const board = () => document.getElementById("board");
const parse = (text) => Date.parse(`${text}T00:00:00Z`);
const show = (at) => new Date(at).toISOString().slice(0, 10);

/* ---------------------------------------------------------------- days */

const days = time ? time.dataset.days.split(" ").map(parse) : [];
const slider = time?.querySelector("input[type=range]");
const exact = time?.querySelector("input[type=date]");
let playing = 0;

function address(day) {
  const query = new URLSearchParams(new FormData(filters));
  query.delete("as_of");
  for (const [name, value] of [...query]) if (value === "" || (name === "show" && value === "all") || (name === "since" && value === "day")) query.delete(name, value);
  if (day !== null) query.set("as_of", show(day));
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

let chosen = filters.elements.as_of.value ? parse(filters.elements.as_of.value) : null;
let waiting = 0;
let asked = 0;

/** Redraw the board for a day; null is all there is. Only the last one asked for is drawn. */
async function draw(day, patient = false) {
  chosen = day;
  filters.elements.as_of.value = day === null ? "" : show(day);
  if (exact) exact.value = filters.elements.as_of.value;
  const mine = ++asked;
  const path = address(day);
  const whole = patient ? `${path}${path.includes("?") ? "&" : "?"}changes=now` : path;
  const answer = await fetch(whole, { headers: { "HX-Request": "true" } });
  const text = await answer.text();
  if (mine !== asked || !answer.ok) return;
  const made = document.createElement("template");
  made.innerHTML = text;
  const fresh = made.content.querySelector("#board");
  if (!fresh) return;
  const open = document.querySelector("#board a[aria-current]")?.getAttribute("href").split("?")[0];
  board().replaceWith(fresh);
  history.replaceState(null, "", path);
  if (slider) slider.setAttribute("aria-valuetext", fresh.dataset.dayText);
  for (const link of fresh.querySelectorAll("a[data-cell]")) {
    if (link.getAttribute("href").split("?")[0] === open) link.setAttribute("aria-current", "true");
  }
  complete();
}

/** A large ledger gives the table first; what changed is asked for once it is there. */
function complete() {
  if (!("later" in board().dataset)) return;
  const mine = asked;
  setTimeout(() => mine === asked && draw(chosen, true), 150);
}

function soon(day) {
  clearTimeout(waiting);
  waiting = setTimeout(() => draw(day), 60);
}

const at = () => (chosen === null ? days.at(-1) : chosen);

function step(by) {
  const here = at();
  const next = by > 0 ? days.find((one) => one > here) : days.findLast((one) => one < here);
  if (next === undefined) return false;
  slider.value = String((next - days[0]) / DAY);
  draw(next);
  return true;
}

function stop() {
  clearTimeout(playing);
  playing = 0;
  const button = time.querySelector("[data-play-button]");
  button.textContent = "▶";
  button.setAttribute("aria-label", time.dataset.play);
}

function play() {
  if (playing) return stop();
  if (at() >= days.at(-1)) {
    slider.value = "0";
    draw(days[0]);
  }
  const button = time.querySelector("[data-play-button]");
  button.textContent = "❚❚";
  button.setAttribute("aria-label", time.dataset.stop);
  const on = () => {
    if (step(1)) playing = setTimeout(on, 900);
    else stop();
  };
  playing = setTimeout(on, 900);
}

if (time) {
  slider.addEventListener("input", () => soon(days[0] + Number(slider.value) * DAY));
  exact.addEventListener("change", () => {
    if (exact.value) slider.value = String((parse(exact.value) - days[0]) / DAY);
    draw(exact.value ? parse(exact.value) : null);
  });
  time.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.step) step(Number(button.dataset.step));
    else if ("latest" in button.dataset) {
      slider.value = slider.max;
      draw(null);
    } else play();
  });
  keys({ "[": () => step(-1), "]": () => step(1), p: play });
}
complete();
filters.addEventListener("change", () => draw(chosen));
filters.addEventListener("submit", (event) => {
  event.preventDefault();
  draw(chosen);
});

/* ---------------------------------------------------------------- cells */

const wide = matchMedia("(min-width: 62rem)");

async function open(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return location.assign(link.href);
  drawer.innerHTML = await answer.text();
  drawer.hidden = false;
  document.body.classList.add("has-drawer");
  drawer.scrollTop = 0;
  document.querySelector("#board a[aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  window.htmx?.process(drawer);
  drawer.focus({ preventScroll: true });
}

function close() {
  if (drawer.hidden) return false;
  drawer.hidden = true;
  document.body.classList.remove("has-drawer");
  const link = document.querySelector("#board a[aria-current]");
  link?.removeAttribute("aria-current");
  link?.focus();
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close-drawer]")) close();
  const link = event.target.closest("a[data-cell]");
  if (!link || !wide.matches || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
});

function move(rows, columns) {
  const here = document.activeElement?.closest("table.positions td, table.positions th");
  const table = document.querySelector("table.positions");
  if (!table || (document.activeElement && document.activeElement !== document.body && !here)) return false;
  let row = here ? here.parentElement.rowIndex : 0;
  let column = here ? here.cellIndex : 0;
  for (;;) {
    row += rows;
    column += columns;
    if (!here && row === 0) row = 1;
    if (!here && column === 0) column = 1;
    const cell = table.rows[row]?.cells[column];
    if (!cell) return false;
    const link = cell.querySelector("a[data-cell]");
    if (link) {
      link.focus();
      return true;
    }
  }
}
keys({
  ArrowUp: () => move(-1, 0),
  ArrowDown: () => move(1, 0),
  ArrowLeft: () => move(0, -1),
  ArrowRight: () => move(0, 1),
});
