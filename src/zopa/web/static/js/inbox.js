// The inbox: one difference open at a time, and the focus on what is to be decided.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.classList.contains("preview")) return;
  for (const one of document.querySelectorAll(".preview")) if (one !== event.target) one.replaceChildren();
  event.target.querySelector("button.main")?.focus();
});
