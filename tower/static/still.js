// What one is about to press stays where it is: what a page asks again by itself waits while the pointer aims at it.
"use strict";
(() => {
  const AIMS_MS = 2500;
  const PRESSED = "a, button, summary, input, select";
  let over = null, moved = 0, down = false;

  addEventListener("pointermove", event => { over = event.target; moved = Date.now(); }, { passive: true });
  addEventListener("pointerdown", event => { over = event.target; moved = Date.now(); down = true; }, { passive: true });
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { down = false; }, { passive: true });
  document.documentElement.addEventListener("pointerleave", () => { over = null; });

  // A pointer that rests says nothing of a hand: after a moment the page goes on.
  const aims = part => over instanceof Element && part.contains(over) && over.closest(PRESSED)
    && (down || Date.now() - moved < AIMS_MS);

  document.addEventListener("htmx:before:swap", event => {
    const part = event.detail.ctx && event.detail.ctx.target;
    if (part instanceof Element && aims(part)) event.preventDefault();
  });
})();
