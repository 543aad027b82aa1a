// Lists and charts, quicker to use; after app.js.
"use strict";

const wide = matchMedia("(min-width: 60rem)");

// A long facet narrows while its name is typed; the server knows all of it, and every spelling.
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
      if (answer.ok) show(document.adoptNode($(".whole .values", page) ?? make("ul", { className: "values" })));
    } catch { /* typed on, or offline: the list stays as it is */ }
  }
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(narrow, 120); });
}

// Drag across the timeline to choose a stretch.
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

// What to take away; ticks go along from page to page.
function taking(form) {
  const what = $(".what", form), all = what.textContent;
  const ticked = () => $$('.pick:checked, .take [name="chosen"]');
  const tell = () => {
    const chosen = ticked().length;
    what.textContent = chosen ? what.dataset.chosen.replace("{n}", chosen) : all;
  };
  document.addEventListener("change", tell);
  document.addEventListener("click", ({ target }) => {
    const page = target.closest(".pager a");
    if (page) page.search += "&" + new URLSearchParams(ticked().map((one) => ["chosen", one.value]));
  });
  const print = $("[data-print]", form), link = $("[data-copy]", form);
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  link.addEventListener("click", async (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await navigator.clipboard.writeText(link.href);
    link.textContent = link.dataset.copy;
  });
  tell();
}

// From hit to hit by j and k.
function hitNavigation() {
  const titles = $$("li.hit :is(h2, h3) a");
  const step = (by) => {
    const at = titles.indexOf(document.activeElement?.closest("li.hit")?.querySelector(":is(h2, h3) a"));
    titles[Math.min(titles.length - 1, Math.max(0, at + by))]?.focus();
  };
  return titles.length ? { j: () => step(1), k: () => step(-1) } : {};
}

// Choosing a value keeps the place; on a phone the sheet stays open.
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

$$(".facet form.within").forEach(facetFilter);
$$("svg[data-brush]").forEach(brush);
$$("form.take").forEach(taking);
$$("details.filters").forEach((fold) => { fold.open ||= wide.matches; keepPlace(fold); });
Object.assign(actions, hitNavigation());
