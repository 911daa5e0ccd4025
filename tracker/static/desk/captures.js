// Shows a copy as soon as it is there, while somebody writes. Without it a button shows how far it is.
"use strict";
(() => {
  const part = (page, id) => page.getElementById(`step-${id}`);
  if (!part(document, "copies")) return;
  const EVERY = 2000, MOST = 300;
  let times = 0;

  const waits = () => document.querySelector("[data-copy-job]");

  // What the page says of itself stands below its field, and the button only where nothing is typed now.
  const offer = (page) => {
    for (const line of page.querySelectorAll("[data-offer]")) {
      const input = document.getElementById(`f-${line.dataset.offer}`);
      const field = input && input.closest(".field");
      if (!field || [...field.querySelectorAll("[data-offer]")].some((one) => one.textContent === line.textContent)) continue;
      const use = line.querySelector("button");
      if (use && input.value.trim()) use.remove();
      field.append(line);
    }
  };

  const show = (page) => {
    const chosen = new Map([...document.querySelectorAll("[name=copies]")].map((one) => [one.value, one.checked]));
    for (const id of ["copies", "text", "link"]) {
      const now = part(document, id), then = part(page, id);
      if (now && then && !now.contains(document.activeElement)) now.replaceChildren(...then.childNodes);
    }
    for (const box of document.querySelectorAll("[name=copies]")) if (chosen.has(box.value)) box.checked = chosen.get(box.value);
    const index = document.querySelector("nav.index ol"), steps = page.querySelector("nav.index ol");
    if (index && steps && !index.contains(document.activeElement)) index.replaceChildren(...steps.children);
    offer(page);
  };

  const look = async () => {
    if (!waits() || times++ > MOST) return;
    try {
      const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const before = waits() && waits().textContent, after = page.querySelector("[data-copy-job]");
        if (!after || after.textContent !== before) show(page);
      }
    } catch { /* the site cannot be reached: the next try may */ }
    if (waits()) setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
