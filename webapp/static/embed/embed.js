// <cua-khau-search>: a search box for any page. Frames of /embed on the page take the height of what they show.
(() => {
  "use strict";
  const home = new URL(".", document.currentScript.src);
  const frame = new URL("embed", home).href;
  const words = { vi: { label: "Tìm trong kho tin", button: "Tìm" }, en: { label: "Search the news archive", button: "Search" } };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; max-width: var(--cua-khau-width, 40rem); font: var(--cua-khau-font, inherit); color: var(--cua-khau-text, inherit); }
    :host([hidden]) { display: none; }
    form { display: flex; flex-wrap: wrap; gap: .4em; margin: 0; }
    label { flex: 1 0 100%; }
    input, button { box-sizing: border-box; min-height: 2.5em; font: inherit; padding: .3em .7em; border-radius: var(--cua-khau-radius, .25em); }
    input { flex: 1 1 12em; min-width: 0; color: inherit; background: var(--cua-khau-background, transparent); border: 1px solid var(--cua-khau-border, #767676); }
    button { color: var(--cua-khau-button-text, #fff); background: var(--cua-khau-accent, #0b5d57); border: 1px solid transparent; cursor: pointer; }
    input:focus-visible, button:focus-visible { outline: 2px solid var(--cua-khau-focus, #b3530a); outline-offset: 2px; }
  `);

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  class CuaKhauSearch extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      // The link inside is what readers without JavaScript see; its address, filters included, is where the box leads.
      const link = this.querySelector("a[href]");
      const target = new URL(this.getAttribute("href") || link?.href || home, document.baseURI);
      if (!/^https?:$/.test(target.protocol)) return;
      const said = words[(this.lang || document.documentElement.lang || "vi").slice(0, 2)] || words.vi;
      const form = make("form", { action: target.origin + target.pathname, method: "get", target: this.getAttribute("target") || "" });
      form.setAttribute("role", "search");
      const label = make("label", { htmlFor: "q", textContent: this.getAttribute("label") || link?.textContent.trim() || said.label });
      const input = make("input", { id: "q", name: "q", type: "search", autocomplete: "off", enterKeyHint: "search", placeholder: this.getAttribute("placeholder") || "" });
      const button = make("button", { textContent: this.getAttribute("button") || said.button });
      for (const [name, element] of Object.entries({ form, label, input, button })) element.part = name;
      form.append(label, input, button);
      for (const [name, value] of target.searchParams) {
        if (name === "q") input.value = value;
        else form.append(make("input", { type: "hidden", name, value }));
      }
      const root = this.attachShadow({ mode: "open", delegatesFocus: true });
      root.adoptedStyleSheets = [sheet];
      root.append(form);
    }
  }
  if (!customElements.get("cua-khau-search")) customElements.define("cua-khau-search", CuaKhauSearch);

  const isOurs = (element) => element.tagName === "IFRAME" && (element.src === frame || element.src.startsWith(frame + "?"));
  const ours = () => [...document.querySelectorAll("iframe")].filter(isOurs);
  const greet = (element) => element.contentWindow.postMessage({ type: "cua-khau:hello" }, home.origin);
  const isThere = (element) => { try { return element.contentDocument === null || element.contentDocument.URL !== "about:blank"; } catch { return true; } };

  addEventListener("message", (event) => {
    if (event.origin !== home.origin || event.data?.type !== "cua-khau:height") return;
    const height = Number(event.data.height), sender = ours().find((element) => element.contentWindow === event.source);
    if (sender && height > 0 && height < 20000) sender.style.height = Math.ceil(height) + "px";
  });
  document.addEventListener("load", (event) => { if (isOurs(event.target)) greet(event.target); }, true);
  ours().filter(isThere).forEach(greet);
})();
