// In /embed: tell the page around, when it is one of the configured origins and asks, how high this one is; nobody else.
"use strict";
const allowed = [location.origin, ...document.documentElement.dataset.origins.split(" ").filter(Boolean)];
const matches = (origin) => allowed.some((one) => {
  const [scheme, host] = one.split("://*");
  return host === undefined ? origin === one : origin.startsWith(scheme + "://") && origin.endsWith(host);
});
let asker = "";
const tell = () => {
  if (!asker) return;
  const { marginTop, marginBottom } = getComputedStyle(document.body);
  const height = document.body.getBoundingClientRect().height + parseFloat(marginTop) + parseFloat(marginBottom);
  parent.postMessage({ type: "cua-khau:height", height }, asker);
};
addEventListener("message", (event) => {
  if (event.source !== parent || event.data?.type !== "cua-khau:hello" || !matches(event.origin)) return;
  asker = event.origin;
  tell();
});
new ResizeObserver(tell).observe(document.body);
