// Keeps a copy of what is typed, in this tab only, until the site confirms that it is saved. Never passwords or codes.
"use strict";
(() => {
  const bar = document.querySelector("[data-person]");
  if (!bar) return;
  const SECRET = ["password", "new_password", "code", "recovery_code", "credential", "csrf_token"];
  const PLAIN = ["hidden", "file", "submit", "button", "reset", "image", "password", "search"];
  // Public pages ask the desk for its bar only where somebody signed in with this browser.
  try { localStorage.setItem("desk", "1"); } catch { /* then they do without */ }
  const MINE = `typed ${bar.dataset.person} `;

  const store = {
    get(key) {
      try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
    },
    set(key, value) {
      try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* it is full or barred: the page still has it */ }
    },
    keys() {
      try { return Object.keys(sessionStorage).filter((key) => key.startsWith("typed ")); } catch { return []; }
    },
    drop(key) {
      try { sessionStorage.removeItem(key); } catch { /* there is none */ }
    },
  };

  // What the site saved: it names the copy in a cookie.
  const saved = (/(?:^|; )saved=([\w-]+)/.exec(document.cookie) || [])[1];
  for (const key of store.keys()) {
    const kept = store.get(key);
    if (!kept || (saved && kept.id === saved) || !key.startsWith(MINE)) store.drop(key);
  }

  const inputs = (form) => [...form.elements].filter((one) => one.name && !PLAIN.includes(one.type) && !SECRET.includes(one.name));
  const values = (form) => inputs(form).filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
    .map((one) => [one.name, one.value]);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  for (const form of document.querySelectorAll("form[method=post]")) {
    if (!inputs(form).length || form.matches("[data-again]") || form.querySelector("fieldset.all[disabled]")) continue;
    const key = () => `${MINE}${location.pathname} ${new URL(form.action).pathname}`;
    let before = store.get(key());
    let id = null;
    if (before && same(before.values, values(form))) before = null;
    if (before) offer(form, before, () => { before = null; });
    form.addEventListener("input", () => {
      id = id || crypto.getRandomValues(new Uint32Array(3)).join("-");
      store.set(key(), { id, at: new Date().toISOString(), values: values(form), earlier: before });
    });
    form.addEventListener("submit", () => {
      if (!id) return;
      let mark = form.elements.kept;
      if (!mark) {
        mark = document.createElement("input");
        mark.type = "hidden";
        mark.name = "kept";
        form.append(mark);
      }
      mark.value = id;
    });
    // A script saved it while somebody wrote.
    form.addEventListener("saved", () => {
      for (const one of store.keys()) if ((store.get(one) || {}).id === id) store.drop(one);
    });
  }
  const out = document.querySelector(".desk-bar form");
  if (out) out.addEventListener("submit", () => {
    store.keys().forEach(store.drop);
    try { localStorage.removeItem("desk"); } catch { /* there is none */ }
  });

  function offer(form, kept, decided) {
    const note = document.createElement("section");
    note.className = "kept";
    note.setAttribute("aria-label", "Text that was not saved");
    const said = document.createElement("p");
    const at = new Date(kept.at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    said.textContent = `This browser has kept what you typed here (${at}). We have no confirmation that it was saved.`;
    const line = document.createElement("p");
    line.className = "actions";
    const done = (event) => {
      note.remove();
      decided();
      if (event) form.dispatchEvent(event);
      if (kept.earlier) offer(form, kept.earlier, decided);
    };
    line.append(button("Put my text back", () => {
      const left = fill(form, kept.values);
      if (left.length) form.before(rest(left));
      done(new Event("input", { bubbles: true }));
    }), button("Discard it", () => {
      for (const one of store.keys()) if ((store.get(one) || {}).id === kept.id) store.drop(one);
      done(null);
    }));
    note.append(said, line);
    form.before(note);
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  // Puts values into the fields of their names, in order; what has no field any more is given back.
  function fill(form, pairs) {
    const left = pairs.slice();
    for (const one of inputs(form)) {
      const choice = ["radio", "checkbox"].includes(one.type);
      const at = left.findIndex(([name, value]) => name === one.name && (!choice || value === one.value));
      if (choice) one.checked = at >= 0;
      if (at < 0) continue;
      if (!choice) one.value = left[at][1];
      left.splice(at, 1);
      for (let up = one.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    }
    return left.filter(([, value]) => value.trim());
  }

  function rest(pairs) {
    const place = document.createElement("section");
    place.className = "kept";
    place.setAttribute("aria-label", "Text without a field on this page");
    const said = document.createElement("p");
    said.textContent = "These texts have no field on this page now. Copy what you need.";
    place.append(said);
    pairs.forEach(([name, value], number) => {
      const label = document.createElement("label");
      const area = document.createElement("textarea");
      area.id = `kept-${number}`;
      area.readOnly = true;
      area.value = value;
      label.htmlFor = area.id;
      label.textContent = name;
      place.append(label, area);
    });
    return place;
  }
})();
