// What makes the pages quicker to use. Everything here only adds to links and forms that work without it.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// A reader's choices, kept in this browser only. Storage may be forbidden: then choices last as long as the page.
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

// Completions: the combobox pattern of the ARIA authoring practices, list only, chosen by hand. The text is never
// touched while it is typed, so that Telex and VNI keep working whichever input method composes them.
function combobox(form) {
  const input = $("input[type=search]", form);
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let composing = false, timer = 0, request = null, typed = "";

  list.id = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  status.className = "vh";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }

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
    input.value = option.dataset.text;
    close();
    form.requestSubmit();
  }

  function move(step) {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(active());
    // One place more than there are options: none is active there, as before the first key.
    const next = (at + 1 + step + all.length + 1) % (all.length + 1) - 1;
    active()?.setAttribute("aria-selected", "false");
    if (next < 0) return input.removeAttribute("aria-activedescendant");
    all[next].setAttribute("aria-selected", "true");
    all[next].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[next].id);
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ text, total }, i) => {
      const option = document.createElement("li"), name = document.createElement("span");
      option.id = "completion-" + i;
      option.dataset.text = text;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      name.textContent = text;
      option.append(name);
      if (total) {
        const count = document.createElement("span");
        count.className = "n";
        count.textContent = total.toLocaleString(document.documentElement.lang);
        option.append(count);
      }
      return option;
    }));
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = suggestions.length ? form.dataset.count.replace("{n}", suggestions.length) : form.dataset.none;
  }

  async function ask() {
    const text = input.value.trim();
    if (!prefs.complete || composing || text.length < 2 || text === typed) return text.length < 2 ? close() : undefined;
    typed = text;
    request?.abort();
    request = new AbortController();
    const address = new URL(form.dataset.suggest, location);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: request.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
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

// A long facet beside the results narrows while its name is typed; the server knows all of it, and every spelling.
function facetFilter(form) {
  const input = $("input[type=search]", form);
  const section = form.closest(".facet");
  const whole = $(".values", section);
  let timer = 0, request = null;
  function show(values) {
    $(".values", section).replaceWith(values);
    const more = $(".more", section);
    if (more) more.hidden = values !== whole;
  }
  async function narrow() {
    request?.abort();
    const wanted = input.value.trim();
    if (!wanted) return show(whole);
    request = new AbortController();
    const address = new URL(form.dataset.all, location);
    address.searchParams.set("contains", wanted);
    try {
      const answer = await fetch(address, { signal: request.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok) show(document.adoptNode($(".whole .values", page) ?? Object.assign(document.createElement("ul"), { className: "values" })));
    } catch { /* typed on, or offline: the list stays as it is */ }
  }
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(narrow, 120); });
}

// Drag across the timeline to choose a stretch; a plain click stays a link.
function brush(svg) {
  const slots = $$("[data-key]", svg);
  let first = -1, last = -1;
  const at = (event) => {
    const box = svg.getBoundingClientRect();
    return Math.min(slots.length - 1, Math.max(0, Math.floor((event.clientX - box.left) / box.width * slots.length)));
  };
  const paint = () => slots.forEach((slot, i) => slot.classList.toggle("chosen", first >= 0 && i >= Math.min(first, last) && i <= Math.max(first, last)));
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => { if (event.button === 0 && event.pointerType === "mouse") first = last = at(event); });
  addEventListener("pointermove", (event) => { if (first >= 0) { last = at(event); paint(); } });
  addEventListener("pointerup", () => {
    if (first >= 0 && first !== last) {
      const [from, to] = [Math.min(first, last), Math.max(first, last)].map((i) => slots[i].dataset.key);
      const open = from.startsWith(".."); // the early periods, which share a bar
      addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
      location.assign(svg.dataset.brush.replace("FROM", open ? "" : from).replace("TO", to.replace("..", "")));
    }
    first = last = -1;
    paint();
  });
}

// From mark to mark on the article page.
function markNavigation(bar) {
  const total = Number(bar.dataset.marks);
  const count = document.createElement("span");
  let here = 0;
  function go(step) {
    $$("mark.here").forEach((mark) => mark.classList.remove("here"));
    here = (here + step - 1 + total) % total + 1;
    const parts = $$(`mark[data-m="${here}"]`);
    parts[0]?.closest("details")?.setAttribute("open", "");
    parts.forEach((mark) => mark.classList.add("here"));
    parts[0]?.scrollIntoView({ block: "center" });
    count.textContent = `${here}/${total}`;
  }
  const button = (sign, label, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.title = label;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => go(step));
    return made;
  };
  const previous = () => go(here ? -1 : 0), next = () => go(1);
  count.className = "count n";
  count.setAttribute("role", "status");
  count.textContent = `1/${total}`;
  $$("a", bar).forEach((link) => link.remove());
  bar.append(button("‹", bar.dataset.previous, -1), count, button("›", bar.dataset.next, 1));
  return { n: next, p: previous };
}

// The words that gave a fact light up in the text while the fact is looked at; Escape hides its note.
function facts(aside) {
  const light = (event, on) => {
    const why = event.target.closest(".fact")?.querySelector(".why");
    if (why) $$(`.ev[data-e="${why.dataset.e}"]`).forEach((piece) => piece.classList.toggle("here", on));
  };
  for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
    aside.addEventListener(name, (event) => light(event, on));
  }
  aside.addEventListener("mouseout", () => $$(".hush", aside).forEach((fact) => fact.classList.remove("hush")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") $$(".fact:hover, .fact:focus-within", aside).forEach((fact) => fact.classList.add("hush"));
  });
}

function copying(button) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText($(".reference").textContent);
    button.textContent = button.dataset.copied;
  });
}

// From hit to hit, as one reads: j and k, never past an end.
function hitNavigation() {
  const titles = $$("li.hit :is(h2, h3) a");
  const step = (by) => {
    const at = titles.indexOf(document.activeElement?.closest("li.hit")?.querySelector(":is(h2, h3) a"));
    titles[Math.min(titles.length - 1, Math.max(0, at + by))]?.focus();
  };
  return titles.length ? { j: () => step(1), k: () => step(-1) } : {};
}

// The keys, and the reader's choices, in one overlay.
function keysDialog(dialog) {
  const opener = $("button[data-keys]");
  if (opener) { opener.hidden = false; opener.addEventListener("click", () => dialog.showModal()); }
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  return { "?": () => dialog.showModal() };
}

// Choosing a value keeps the place: no jump to the top, and on a phone the sheet stays open until the reader leaves it.
function keepPlace(fold) {
  const name = "cuakhau.place";
  const page = location.pathname;
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "null");
    sessionStorage.removeItem(name);
    if (kept?.page === page && !location.hash) {
      fold.open = true;
      scrollTo(0, kept.top + fold.getBoundingClientRect().top + scrollY);
    }
  } catch { return; /* storage is forbidden */ }
  const keep = () => sessionStorage.setItem(name, JSON.stringify({ page, top: -fold.getBoundingClientRect().top }));
  fold.addEventListener("click", (event) => { if (event.target.closest(".value, .not, .recent a")) keep(); });
  fold.addEventListener("submit", keep);
  $(".done", fold)?.addEventListener("click", () => { if (!wide.matches) fold.open = false; });
}

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && target.closest("details");
  if (fold) fold.open = true;
  if (target && target.matches("#hits, #filters, #q")) (target.id === "filters" ? $("summary, a, input", target) : target).focus();
}

showPreferences();
$$("form.find").forEach(combobox);
$$(".facet form.within").forEach(facetFilter);
$$("svg[data-brush]").forEach(brush);
$$(".facts").forEach(facts);
$$("button.copy").forEach(copying);
const wide = matchMedia("(min-width: 60rem)");
$$("details.filters").forEach((fold) => { fold.open ||= wide.matches; keepPlace(fold); });
const marks = $("nav.marks");
const keys = $("dialog.keys");
shortcuts({
  "/": () => { $("#q").focus(); $("#q").select(); },
  ...hitNavigation(),
  ...(marks ? markNavigation(marks) : {}),
  ...(keys ? keysDialog(keys) : {}),
});
openTarget();
addEventListener("hashchange", openTarget);
