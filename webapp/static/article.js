// An article's marks and facts, quicker to use; after app.js. All of it works without this, by links.
"use strict";

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
    const made = make("button", { type: "button", textContent: sign, title: label });
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

$$(".facts").forEach(facts);
$$("button.copy").forEach(copying);
$$("nav.marks").forEach((bar) => Object.assign(actions, markNavigation(bar)));
