// Searches kept in this browser; after app.js. Storage may be forbidden.
"use strict";

const NEWEST = 100; // articles by which new ones are told
const savedName = "cuakhau.saved " + new URL($("form.find").action).pathname;
const joined = (address, query) => address + (address.includes("?") ? "&" : "?") + query;
const saved = {
  all() {
    try { return JSON.parse(localStorage.getItem(savedName)) ?? []; } catch { return []; }
  },
  keep(searches) {
    try { localStorage.setItem(savedName, JSON.stringify(searches)); return true; } catch { return false; }
  },
  change: (query, to) => saved.keep(saved.all().map((one) => one.query === query ? { ...one, ...to } : one)),
};

// What a search finds now: how much, and its newest articles. Null when unknown.
async function foundNow(api, query) {
  try {
    const answer = await fetch(joined(api, `${query}&sort=newest&per_page=${NEWEST}&facets=none`));
    if (!answer.ok) return null;
    const { total, hits } = await answer.json();
    return { total, ids: hits.map((hit) => hit.id) };
  } catch { return null; }
}

$$("button[data-save]").forEach((button) => {
  const { save: query, label, saved: done, api } = button.dataset;
  const tell = () => {
    if (!saved.all().some((one) => one.query === query)) return;
    button.textContent = done;
    button.disabled = true;
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    saved.keep([{ query, label, opened: new Date().toISOString() }, ...saved.all()]);
    tell(); // at once: the reader may leave
    saved.change(query, await foundNow(api, query));
  });
  tell();
});
