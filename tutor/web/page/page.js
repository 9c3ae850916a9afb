"use strict";
// This tab's number: with it and its cookie the server knows the tab again after a reload.
const terminal = document.getElementById("terminal");
if (terminal) {
  let tab = null;
  try {
    tab = sessionStorage.getItem("tab");
    if (!tab) {
      tab = Array.from(crypto.getRandomValues(new Uint8Array(16)),
        (byte) => byte.toString(16).padStart(2, "0")).join("");
      sessionStorage.setItem("tab", tab);
    }
  } catch {
    // Without storage, a reload begins a new session.
  }
  if (tab) terminal.dataset.sessionWebsocketUrl += "/" + tab;
  terminal.dataset.fontSize = fontSize(window.innerWidth, window.innerHeight);
}
// Letters of 16 pixels; smaller where 80 columns and 24 rows would not fit, larger where there is
// room for more than 160 columns and 40 rows of them.
function fontSize(width, height) {
  const letters = (columns, rows) => Math.min(width / columns / 0.6, height / rows / 1.32);
  return Math.max(7, Math.floor(Math.min(letters(80, 24), Math.max(16, letters(160, 40)))));
}
const again = document.getElementById("again");
again.addEventListener("click", () => window.location.assign("/"));
// Once the session has ended, the Enter key opens it again.
new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) again.focus();
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
// Typing goes to the terminal from the start, without a click into it.
new MutationObserver((_, watcher) => {
  if (!document.body.classList.contains("-first-byte")) return;
  watcher.disconnect();
  document.querySelector(".xterm-helper-textarea")?.focus();
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
