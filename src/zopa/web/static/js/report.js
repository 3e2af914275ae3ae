// Passages and their notes light up together; words are selected, by mouse or sentence by sentence with
// the keyboard, to add a position. Offsets are counted in code points of the text as it was read.
import { keys, notice, token } from "./base.js";

const text = document.getElementById("text");
const dialog = document.getElementById("add");
const button = document.getElementById("add-button");

/* ---------------------------------------------------------------- parts of a long text */

const LINE = 92; // characters on a line of the text column, about
const HIGH = 27; // pixels of a line, with its share of the space between paragraphs

const missing = [...text.querySelectorAll("[data-part]")];
for (const part of missing) part.style.minHeight = `${Math.ceil(part.dataset.size / LINE) * HIGH}px`;

async function fetchPart(part) {
  if (!part.dataset.part) return;
  const number = part.dataset.part;
  delete part.dataset.part;
  const query = new URLSearchParams(location.search).get("at");
  const path = `${location.pathname}/parts/${number}${query ? `?at=${encodeURIComponent(query)}` : ""}`;
  const answer = await fetch(path, { headers: { "HX-Request": "true" } });
  if (!answer.ok) {
    part.dataset.part = number;
    return;
  }
  const before = part.getBoundingClientRect();
  part.innerHTML = await answer.text();
  part.classList.remove("missing");
  part.style.minHeight = "";
  // What is read must not jump when a part above it turns out longer or shorter than was left for it.
  if (before.bottom < 0) scrollBy({ top: part.getBoundingClientRect().height - before.height, behavior: "instant" });
}

if (missing.length) {
  const near = new IntersectionObserver(
    (seen) => {
      for (const one of seen) if (one.isIntersecting) fetchPart(one.target);
    },
    { rootMargin: "1500px 0px" },
  );
  for (const part of missing) near.observe(part);
  // The rest follows while nothing else is to do, so that the browser's own search and printing find all.
  const idle = window.requestIdleCallback ?? ((what) => setTimeout(what, 200));
  const follow = async () => {
    const next = missing.find((one) => one.dataset.part);
    if (!next) return;
    await fetchPart(next);
    idle(follow);
  };
  addEventListener("load", () => setTimeout(() => idle(follow), 500));
}

/* ---------------------------------------------------------------- passages and notes */

function light(numbers) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const number of numbers) {
    for (const piece of text.querySelectorAll(`.m[data-n~="${number}"]`)) piece.classList.add("lit");
    text.querySelector(`[data-note="${number}"]`)?.classList.add("lit");
  }
}

text.addEventListener("click", (event) => {
  if (event.target.closest("a, button")) return;
  const note = event.target.closest("[data-note]");
  const piece = event.target.closest(".m");
  if (note) light([note.dataset.note]);
  else if (piece && getSelection().isCollapsed) light(piece.dataset.n.split(" "));
});
text.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-judge]");
  if (!button) return;
  const note = button.closest(".note");
  const answer = await fetch(`/positions/${note.dataset.id}/judge`, {
    method: "POST",
    headers: { "HX-Request": "true", "X-CSRF-Token": token() },
    body: new URLSearchParams({ decision: button.dataset.judge }),
  });
  if (!answer.ok) {
    const told = document.createElement("template");
    told.innerHTML = await answer.text();
    return notice(told.content.textContent.trim(), true);
  }
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  const fresh = made.content.querySelector(".note");
  fresh.dataset.note = note.dataset.note;
  note.replaceWith(fresh);
  fresh.focus({ preventScroll: true });
});
text.addEventListener("focusin", (event) => {
  const note = event.target.closest(".note[data-note]");
  if (note) light([note.dataset.note]);
});

function arrive() {
  const here = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!here) return;
  here.scrollIntoView({ block: "center" });
  const piece = here.closest(".m");
  if (piece && here.id !== "at") {
    const number = piece.dataset.n.split(" ").find((one) => {
      const note = text.querySelector(`[data-note="${one}"] .link`);
      return note && here.id === `p-${note.getAttribute("href").slice(3)}`;
    });
    light([number ?? piece.dataset.n.split(" ")[0]]);
  }
}
addEventListener("hashchange", arrive);
arrive();

function pass(by) {
  const notes = [...text.querySelectorAll(".note[tabindex]")];
  if (!notes.length) return false;
  const here = notes.indexOf(document.activeElement?.closest(".note"));
  let next = here + by;
  if (here < 0) {
    const below = notes.findIndex((one) => one.getBoundingClientRect().top > 80);
    next = by > 0 ? Math.max(below, 0) : (below < 0 ? notes.length : below) - 1;
  }
  const note = notes[(next + notes.length) % notes.length];
  note.focus({ preventScroll: true });
  note.scrollIntoView({ block: "center" });
  return true;
}
keys({ n: () => pass(1), p: () => pass(-1) });

/* ---------------------------------------------------------------- words and offsets */

const points = (string) => [...string].length;
const paragraphs = () => [...text.querySelectorAll(".text")];

/** The offset in the report of a point in the page; null outside the text. */
function offset(node, at) {
  const paragraph = (node.nodeType === 1 ? node : node.parentElement)?.closest(".text");
  if (!paragraph) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, at);
  return Number(paragraph.dataset.start) + points(range.toString());
}

/** What is selected, as {start, end, exact}, without white space at either end; null for nothing. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const held = paragraphs().filter((one) => range.intersectsNode(one));
  let found = null;
  for (const paragraph of held) {
    const part = document.createRange();
    part.selectNodeContents(paragraph);
    if (paragraph.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (paragraph.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    const said = part.toString();
    if (!said.trim()) continue;
    const start = offset(part.startContainer, part.startOffset);
    const here = { start: start + points(said) - points(said.trimStart()), end: start + points(said.trimEnd()), exact: said.trim() };
    found = found ? { start: found.start, end: here.end, exact: `${found.exact}\n${here.exact}` } : here;
  }
  return found;
}

/* ---------------------------------------------------------------- sentence by sentence */

const language = text.lang && text.lang !== "und" ? text.lang : undefined;
const cutter = new Intl.Segmenter(language, { granularity: "sentence" });
let cursor = null; // {paragraph, start, end} in UTF-16 units of the paragraph's text

function sentences(paragraph) {
  return [...cutter.segment(paragraph.textContent)]
    .map((one) => ({ paragraph, start: one.index, end: one.index + one.segment.trimEnd().length }))
    .filter((one) => one.end > one.start);
}

/** A Range over UTF-16 units of a paragraph's text. */
function rangeOf({ paragraph, start, end }) {
  const range = document.createRange();
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = at + node.length;
    if (!begun && start < next) {
      range.setStart(node, start - at);
      begun = true;
    }
    if (end <= next) {
      range.setEnd(node, end - at);
      break;
    }
    at = next;
  }
  return range;
}

function showCursor() {
  if (!CSS.highlights) return;
  if (!cursor) return CSS.highlights.delete("sentence");
  CSS.highlights.set("sentence", new Highlight(rangeOf(cursor)));
}

function walk(by, extend) {
  const all = paragraphs();
  if (!all.length) return false;
  let paragraph = cursor?.paragraph;
  if (!paragraph) {
    paragraph = all.find((one) => one.getBoundingClientRect().bottom > 90) ?? all[0];
    cursor = sentences(paragraph)[0] ?? null;
  } else if (extend) {
    const next = sentences(paragraph).find((one) => one.start >= cursor.end);
    if (next) cursor = { ...cursor, end: next.end };
  } else {
    const here = sentences(paragraph);
    const next = by > 0 ? here.find((one) => one.start >= cursor.end) : here.findLast((one) => one.end <= cursor.start);
    if (next) cursor = next;
    else {
      const beside = all[all.indexOf(paragraph) + by];
      if (!beside) return true;
      const there = sentences(beside);
      cursor = (by > 0 ? there[0] : there.at(-1)) ?? cursor;
    }
  }
  showCursor();
  cursor?.paragraph.scrollIntoView({ block: "nearest" });
  const box = cursor && rangeOf(cursor).getBoundingClientRect();
  if (box && (box.top < 80 || box.bottom > innerHeight - 40)) scrollBy({ top: box.top - innerHeight / 3 });
  return true;
}

/* ---------------------------------------------------------------- adding */

let chosen = null;

function chosenByCursor() {
  if (!cursor) return null;
  const said = cursor.paragraph.textContent;
  const start = Number(cursor.paragraph.dataset.start);
  return {
    start: start + points(said.slice(0, cursor.start)),
    end: start + points(said.slice(0, cursor.end)),
    exact: said.slice(cursor.start, cursor.end),
  };
}

function ask() {
  const found = selected() ?? chosenByCursor();
  if (!found || !dialog) return false;
  chosen = found;
  fill();
  button.hidden = true;
  dialog.showModal();
  dialog.querySelector("select[name=holder]").focus();
  return true;
}

function fill() {
  const form = dialog.querySelector("form");
  form.elements.start.value = chosen.start;
  form.elements.end.value = chosen.end;
  form.elements.exact.value = chosen.exact;
  document.getElementById("chosen").textContent = chosen.exact;
}

/** The paragraph that holds the chosen words, if it is one. */
function home() {
  const all = paragraphs();
  const at = all.findLastIndex((one) => Number(one.dataset.start) <= chosen.start);
  const end = Number(all[at].dataset.start) + points(all[at].textContent);
  return chosen.end <= end ? all[at] : null;
}

function trim(which) {
  const paragraph = home();
  if (!paragraph) return;
  const base = Number(paragraph.dataset.start);
  const signs = [...paragraph.textContent];
  let start = chosen.start - base;
  let end = chosen.end - base;
  const blank = (at) => /\s/u.test(signs[at] ?? " ");
  if (which === "start-less") {
    while (start > 0 && blank(start - 1)) start -= 1;
    while (start > 0 && !blank(start - 1)) start -= 1;
  } else if (which === "start-more") {
    let next = start;
    while (next < end && !blank(next)) next += 1;
    while (next < end && blank(next)) next += 1;
    if (next < end) start = next;
  } else if (which === "end-more") {
    while (end < signs.length && blank(end)) end += 1;
    while (end < signs.length && !blank(end)) end += 1;
  } else {
    let next = end;
    while (next > start && !blank(next - 1)) next -= 1;
    while (next > start && blank(next - 1)) next -= 1;
    if (next > start) end = next;
  }
  chosen = { start: base + start, end: base + end, exact: signs.slice(start, end).join("") };
  fill();
}

if (dialog) {
  keys({ j: () => walk(1), k: () => walk(-1), J: () => walk(1, true), a: ask });
  document.addEventListener("selectionchange", () => {
    const found = selected();
    button.hidden = !found;
    if (!found) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    button.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 220))}px`;
    button.style.top = `${Math.max(8, Math.min(box.bottom + 8, innerHeight - 48))}px`;
  });
  // Before the click: pressing must not take the selection away.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", ask);
  dialog.addEventListener("click", (event) => {
    const which = event.target.closest("[data-trim]");
    if (which) trim(which.dataset.trim);
  });
}
