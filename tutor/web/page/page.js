"use strict";
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
