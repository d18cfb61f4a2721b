// Says on a page that stays open that the tower was closed, from another page or with its machine.
"use strict";
(() => {
  const told = document.getElementById("gone");
  const there = () => { told.hidden = true; }, gone = () => { told.hidden = false; };
  // Asked when the page is looked at: nothing that keeps a door open.
  const ask = () => fetch("/static/icon.svg", { method: "HEAD", cache: "no-store" }).then(there, gone);

  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  addEventListener("focus", ask);
  document.body.addEventListener("htmx:error", gone);
  document.body.addEventListener("htmx:after:request", there);
  addEventListener("gone", event => {
    gone();
    // Nobody looked after the page: what stood here is hidden all the same.
    if (event.detail) document.getElementById("main").replaceChildren(told);
  });
})();
