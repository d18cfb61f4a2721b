// Hides a page that nobody looks after any more, and keeps meanwhile what is typed on it for the adviser who typed it.
"use strict";
(() => {
  const { idle, page, token, typed } = document.body.dataset;
  const IDLE_MS = Number(idle) * 1000, WARN_MS = Math.min(60000, IDLE_MS / 2), EVERY_MS = Math.min(5000, IDLE_MS / 10);
  const SAY_MS = IDLE_MS / 20, QUIET_MS = 800, MOST_SIGNS = 90000;
  const NEVER = new Set(["token", "pin", "pin_again", "sure"]);
  const warning = document.getElementById("rest");
  let active = Date.now(), said = Date.now(), kept = "[]", waiting = 0, asking = false;

  const forms = () => [...document.querySelectorAll("main form[method=post]")];
  const to = form => form.getAttribute("action");
  const ticked = field => field.type === "checkbox" || field.type === "radio";
  const unlike = (field, values) => ticked(field) ? field.checked !== values.includes(field.value)
    : field.value !== values[0];

  function values(form) {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !NEVER.has(name)) (found[name] = found[name] || []).push(value);
    }
    return found;
  }

  const first = new Map(forms().map(form => [form, JSON.stringify(values(form))]));
  const changed = but => forms().filter(form => form !== but && first.has(form)
    && JSON.stringify(values(form)) !== first.get(form)).map(form => ({ to: to(form), values: values(form) }));

  function itsForm(one) {
    const same = field => field.name === "token" || (one.values[field.name] || []).includes(field.value);
    return forms().find(form => to(form) === one.to && [...form.querySelectorAll("input[type=hidden]")].every(same));
  }

  function fill(one) {
    const form = itsForm(one), left = {};
    let filled = false;
    for (const field of form ? form.elements : []) {
      if (!field.name || NEVER.has(field.name) || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
      left[field.name] = left[field.name] || [...(one.values[field.name] || [])];
      const given = ticked(field) ? one.values[field.name] || [] : left[field.name].splice(0, 1);
      if (!ticked(field) && !given.length || !unlike(field, given)) continue;
      if (ticked(field)) field.checked = given.includes(field.value); else field.value = given[0];
      filled = true;
      for (let at = field.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    }
    return filled;
  }

  // Seconds the page may stay. `alone`: nobody moved, the page asks by itself.
  async function say({ alone = false, but = null, again = "" } = {}) {
    const all = JSON.stringify(changed(but)), forms = all.length > MOST_SIGNS ? "[]" : all;
    said = Date.now();
    kept = all;
    const answer = await fetch("/draft", {
      method: "POST", body: new URLSearchParams({ token, page, forms, again }), keepalive: forms.length < 30000,
      headers: alone ? { "HX-Request": "true" } : {},
    });
    return answer.ok && !answer.redirected ? Number(await answer.text()) : 0;
  }

  const leave = () => location.replace(page);

  async function look() {
    const still = Date.now() - active, over = still >= IDLE_MS;
    warning.hidden = still < IDLE_MS - WARN_MS;
    if (asking || !over && active - said < SAY_MS) return;
    asking = true;
    try {
      const left = await say({ alone: over });
      if (!(left > 0)) leave();
      else if (over) active = Date.now() - IDLE_MS + left * 1000;
    } catch {
      warning.hidden = true;
      dispatchEvent(new CustomEvent("gone", { detail: over }));
    }
    asking = false;
  }

  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
    addEventListener(kind, () => { active = Date.now(); warning.hidden = true; }, { passive: true });
  }
  for (const kind of ["input", "change"]) {
    document.getElementById("main").addEventListener(kind, () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { if (JSON.stringify(changed(null)) !== kept) say().catch(() => {}); }, QUIET_MS);
    });
  }
  addEventListener("submit", event => {
    const form = event.target;
    clearTimeout(waiting);
    if (to(form) === "/lock") {
      event.preventDefault();
      say().catch(() => {}).then(() => form.submit());
    } else if (first.has(form) && (kept !== "[]" || changed(form).length)) {
      say({ but: form, again: "yes" }).catch(() => {});
    }
  });
  // A press keeps its place on a long page: what came of it is said there, not above, where nobody looks.
  const place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (place && place.matches("section, aside, h2")) {
    const told = [...document.querySelectorAll("main > .told[role]")];
    const head = place.matches("h2") ? place : place.querySelector("h1, h2");
    for (const one of told.reverse()) if (head) head.after(one); else place.prepend(one);
    if (told.length) place.scrollIntoView();
  }
  for (const one of document.querySelectorAll("[data-print]")) {
    one.hidden = false;
    one.addEventListener("click", () => print());
  }
  // What renews itself waits while a press is under way: what is pressed would be gone before it is let go.
  const LONGEST_MS = 3000;
  let held = 0;
  addEventListener("pointerdown", () => { held = Date.now(); }, true);
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => setTimeout(() => { held = 0; }), true);
  document.body.addEventListener("htmx:before:swap", event => {
    if (Date.now() - held < LONGEST_MS) event.preventDefault();
  });
  addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
  if (typed && JSON.parse(typed).map(fill).includes(true)) document.getElementById("typed").hidden = false;
  setInterval(look, EVERY_MS);
})();
