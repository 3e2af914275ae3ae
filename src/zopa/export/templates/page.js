// Opens a cell's passages in a drawer, so that the reader keeps his place in the table.
// Without script the same links lead to the same passages further down.
(() => {
  "use strict";
  const drawer = document.getElementById("drawer");
  const body = drawer.querySelector(".drawer-body");
  const title = document.getElementById("drawer-title");
  let opener = null;

  const cells = () => [...document.querySelectorAll("table.positions a[data-cell]")];

  const open = (link) => {
    const source = document.getElementById(link.dataset.cell);
    if (!source) return false;
    const copy = source.cloneNode(true);
    const heading = copy.querySelector("h4");
    title.textContent = heading.textContent;
    heading.remove();
    for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
    body.replaceChildren(...copy.childNodes);
    body.scrollTop = 0;
    if (opener) opener.removeAttribute("aria-current");
    opener = link;
    opener.setAttribute("aria-current", "true");
    drawer.hidden = false;
    document.body.classList.add("has-drawer");
    drawer.focus({ preventScroll: true });
    const box = link.getBoundingClientRect();
    if (box.top < 0 || box.bottom > drawer.getBoundingClientRect().top) {
      link.scrollIntoView({ block: box.height > 240 ? "start" : "center" });
    }
    return true;
  };

  const close = (refocus) => {
    drawer.hidden = true;
    document.body.classList.remove("has-drawer");
    if (!opener) return;
    opener.removeAttribute("aria-current");
    if (refocus) opener.focus({ preventScroll: true });
    opener = null;
  };

  const step = (by) => {
    const all = cells();
    const here = all.findIndex((one) => opener && one.dataset.cell === opener.dataset.cell);
    if (all.length) open(all[(here + by + all.length) % all.length]);
  };

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const target = event.target;
    const action = target.closest("[data-do]");
    if (action) {
      if (action.dataset.do === "close") close(true);
      else step(action.dataset.do === "next" ? 1 : -1);
      return;
    }
    const link = target.closest("a[data-cell]");
    if (link && open(link)) event.preventDefault();
    else if (!link && target.closest("#drawer a[href^='#']")) close(false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !drawer.hidden) close(true);
  });
})();
