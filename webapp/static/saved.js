// The page of saved searches; after app.js and saving.js.
"use strict";

function savedPage(room) {
  const { search, feed, api, news, none, opened, remove, rss, imported, refused, file } = room.dataset;
  const list = $("ul", room), status = $("[role=status]", room), MOST = 500, LONG = 4000;
  const isSearch = (one) => [one?.query, one?.label].every((text) => typeof text === "string" && text && text.length < LONG);

  async function tellNew(one, place) {
    const now = await foundNow(api, one.query);
    if (!now) return;
    if (!one.ids) saved.change(one.query, now);
    const known = new Set(one.ids ?? []);
    const fresh = one.ids ? Math.max(now.ids.filter((id) => !known.has(id)).length, now.total - one.total, 0) : 0;
    place.textContent = fresh ? news.replace("{n}", fresh.toLocaleString(document.documentElement.lang)) : none;
    place.classList.toggle("fresh", fresh > 0);
    return now;
  }

  function row(one) {
    const link = make("a", { href: joined(search, one.query), textContent: one.label });
    const fresh = make("span", { className: "n" });
    const when = one.opened ? opened.replace("{date}", new Date(one.opened).toLocaleDateString(document.documentElement.lang)) : "";
    const drop = make("button", { type: "button", textContent: remove });
    drop.setAttribute("aria-label", `${remove}: ${one.label}`);
    const made = make("li", {}, link, fresh, make("span", { className: "when", textContent: when }),
      make("a", { href: joined(feed, one.query), textContent: rss }), drop);
    const told = tellNew(one, fresh);
    const seen = async () => {
      const now = await Promise.race([told, null]); // what is known by now
      saved.change(one.query, { ...now, opened: new Date().toISOString() });
    };
    link.addEventListener("click", seen);
    link.addEventListener("auxclick", seen);
    drop.addEventListener("click", () => {
      saved.keep(saved.all().filter((other) => other.query !== one.query));
      show();
      $("a, button, input", list.children.length ? list : room).focus();
    });
    return made;
  }

  function show() {
    const all = saved.all().filter(isSearch);
    list.replaceChildren(...all.map(row));
    $(".none", room).hidden = all.length > 0;
    $("[data-export]", room).hidden = !all.length;
  }

  $("[data-export]", room).addEventListener("click", () => {
    const content = { cuakhau: "saved", searches: saved.all().map(({ query, label }) => ({ query, label })) };
    const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
    make("a", { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });

  $("input[type=file]", room).addEventListener("change", async ({ target }) => {
    try {
      const { cuakhau, searches } = JSON.parse(await target.files[0].text());
      if (cuakhau !== "saved" || !Array.isArray(searches)) throw new TypeError("another file");
      const old = saved.all(), known = new Set(old.map((one) => one.query));
      const added = searches.filter((one) => isSearch(one) && !known.has(one.query) && known.add(one.query))
        .map(({ query, label }) => ({ query, label }));
      if (!saved.keep([...added, ...old].slice(0, MOST))) throw new TypeError("no storage");
      status.textContent = imported.replace("{n}", added.length);
      show();
    } catch { status.textContent = refused; }
    target.value = "";
  });

  room.hidden = false;
  show();
}

$$(".saved").forEach(savedPage);
