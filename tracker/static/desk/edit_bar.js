// Shows the bar of the desk on public pages, to people who signed in with this browser. Pages are the same for everyone:
// a mark in the browser says whether to ask at all, so no reader's browser does.
"use strict";
(async () => {
  let mark = null;
  try { mark = localStorage.getItem("desk"); } catch { return; }
  if (!mark || document.querySelector(".desk-bar")) return;
  const own = document.currentScript || document.querySelector('script[src*="/desk/edit_bar.js"]');
  try {
    const path = encodeURIComponent(location.pathname);
    const answer = await fetch(`${own.dataset.bar}?path=${path}`, { redirect: "manual", credentials: "same-origin" });
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      localStorage.removeItem("desk");
      return;
    }
    if (!answer.ok) return;
    const bar = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".desk-bar");
    if (!bar) return;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = own.dataset.style;
    document.head.append(style);
    document.querySelector(".masthead").after(bar);
  } catch { /* without the desk the page is as it is for everyone */ }
})();
