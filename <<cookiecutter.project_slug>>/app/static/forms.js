// A form is sent once: its button rests until the next page is there.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const button = event.submitter;
  // Not at once: a disabled button would not be part of what is sent.
  if (button) setTimeout(() => { button.disabled = true; });
});

// Coming back by the browser's "back" shows the page as it was left.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("button[disabled]").forEach((button) => { button.disabled = false; });
});
