// What makes the pages quicker to use; links and forms work without it.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) name in element ? element[name] = value : element.setAttribute(name, value);
  return element;
}

function make(tag, attributes, ...children) {
  const made = set(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

// A reader's choices, in this browser only; where storage is forbidden they last as long as the page.
const prefs = {
  complete: true,
  keys: true,
  load() {
    for (const name of ["complete", "keys"]) {
      try { this[name] = localStorage.getItem("cuakhau." + name) !== "off"; } catch { /* forbidden */ }
    }
  },
  set(name, on) {
    this[name] = on;
    try { localStorage.setItem("cuakhau." + name, on ? "on" : "off"); } catch { /* forbidden */ }
  },
};

function showPreferences() {
  prefs.load();
  const bar = $(".prefs");
  if (!bar) return;
  bar.hidden = false;
  for (const button of $$("[data-pref]", bar)) {
    const show = () => button.setAttribute("aria-pressed", String(prefs[button.dataset.pref]));
    show();
    button.addEventListener("click", () => { prefs.set(button.dataset.pref, !prefs[button.dataset.pref]); show(); });
  }
}

// While a query is typed: completions, the best articles, places as filters; ARIA's combobox, list only, chosen by hand.
// The text is never touched, so that Telex and VNI work.
function combobox(form) {
  const input = $("input[type=search]", form);
  const list = make("div", { id: "completions", hidden: true, role: "listbox", "aria-label": input.labels[0].textContent });
  const status = make("p", { className: "vh", role: "status" });
  let composing = false, timer = 0, request = null, typed = "";

  form.append(list, status);
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });

  const options = () => $$("[role=option]", list);
  const active = () => $("[aria-selected=true]", list);

  function close() {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    close();
    if (option.dataset.page) return location.assign(option.dataset.page);
    input.value = option.dataset.text;
    form.requestSubmit();
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(active());
    // One place more than options: none is active there, as before the first key.
    const next = (at + 1 + step + all.length + 1) % (all.length + 1) - 1;
    active()?.setAttribute("aria-selected", "false");
    if (next < 0) return input.removeAttribute("aria-activedescendant");
    all[next].setAttribute("aria-selected", "true");
    all[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[next].id);
  }

  const shown = (number) => number ? number.toLocaleString(document.documentElement.lang) : "";
  const option = (text, beside, data) => {
    const made = make("div", { role: "option", "aria-selected": "false" }, make("span", { textContent: text }));
    if (beside) made.append(make("span", { className: "n", textContent: beside }));
    Object.assign(made.dataset, data);
    return made;
  };
  const group = (label, members) =>
    members.length ? [make("div", { role: "group", "aria-label": label }, ...members)] : [];

  function show({ suggestions, places = [], articles = [] }) {
    const { words, places: where, articles: best } = form.dataset;
    list.replaceChildren(
      ...group(words, suggestions.map(({ text, label, total }) => option(text.endsWith(label) ? text : label, shown(total), { text }))),
      ...group(where, places.map(({ label, query, total, page }) =>
        option(query ? `${query} · ${label}` : label, shown(total), { page }))),
      ...group(best, articles.map(({ title, date, places: at, page }) => option(title, [date, ...at].join(" · "), { page }))),
    );
    options().forEach((one, i) => { one.id = "completion-" + i; });
    const count = options().length;
    list.hidden = !count;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = count ? form.dataset.count.replace("{n}", count) : form.dataset.none;
  }

  async function ask() {
    const text = input.value.trim();
    if (!prefs.complete || composing || text.length < 2 || text === typed) return text.length < 2 ? close() : undefined;
    typed = text;
    request?.abort();
    request = new AbortController();
    const address = new URL(form.dataset.suggest, location);
    new FormData(form).forEach((value, name) => address.searchParams.append(name, value));
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: request.signal });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  const soon = () => { clearTimeout(timer); timer = setTimeout(ask, 120); };
  input.addEventListener("compositionstart", () => { composing = true; clearTimeout(timer); });
  input.addEventListener("compositionend", () => { composing = false; soon(); });
  input.addEventListener("input", (event) => { if (!composing && !event.isComposing) soon(); });
  input.addEventListener("blur", () => { typed = ""; close(); });
  input.addEventListener("keydown", (event) => {
    if (composing || event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open && event.key === "ArrowDown") { typed = ""; ask(); }
      if (open) { move(event.key === "ArrowDown" ? 1 : -1); event.preventDefault(); }
    } else if (event.key === "Enter" && open && active()) {
      event.preventDefault();
      choose(active());
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the focus in the box
  list.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) choose(option); });
}

// One letter, one action; never while typing, and off when the reader says so (WCAG 2.1.4).
function shortcuts(actions) {
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!prefs.keys || busy || $("dialog[open]") || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const action = actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
}

// The keys, and the reader's choices, in one overlay.
function keysDialog(dialog) {
  const opener = $("button[data-keys]");
  if (opener) { opener.hidden = false; opener.addEventListener("click", () => dialog.showModal()); }
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  return { "?": () => dialog.showModal() };
}

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details");
  if (fold) fold.open = true;
  if (target && target.matches("#hits, #filters, #q")) (target.id === "filters" ? $("summary, a, input", target) : target).focus();
}

showPreferences();
$$("form.find").forEach(combobox);
const keys = $("dialog.keys");
const actions = { "/": () => { $("#q").focus(); $("#q").select(); }, ...(keys ? keysDialog(keys) : {}) };
shortcuts(actions); // the scripts of single pages add theirs
addEventListener("DOMContentLoaded", openTarget); // after those scripts
addEventListener("hashchange", openTarget);
