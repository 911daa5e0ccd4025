// Saves a form while somebody writes. Without it every button saves.
"use strict";
(() => {
  // Links and saves lead to a field: the next key that is pressed goes there.
  const go = () => {
    const place = location.hash.startsWith("#f-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    for (let up = place.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    const input = place.matches("input, select, textarea") ? place
      : place.querySelector("input:not([type=hidden], [type=radio]:not(:checked)), select, textarea") || place.querySelector("input:not([type=hidden])");
    if (input) input.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", go);
  go();

  const form = document.querySelector("form[data-draft]");
  const told = document.getElementById("saved");
  if (!form || !told || form.querySelector("fieldset.all[disabled]")) return;
  const WAIT = 2500;
  let timer = 0, saving = false, typed = false, stopped = false, leaving = false, pressed = null;

  const say = (text, wrong) => {
    told.textContent = text;
    told.classList.toggle("wrong", Boolean(wrong));
  };

  // What was understood, and what may be wrong, as the page would say it after a save.
  const tell = (got) => {
    const notices = document.getElementById("notices");
    if (notices.innerHTML.trim() !== got.notices.trim()) notices.innerHTML = got.notices;
    const index = document.querySelector("nav.index ol");
    const steps = new DOMParser().parseFromString(got.index, "text/html").querySelector("ol");
    if (index && steps && !index.contains(document.activeElement) && index.innerHTML !== steps.innerHTML) index.replaceChildren(...steps.children);
    for (const [id, says] of Object.entries(got.fields)) {
      const input = document.getElementById(id);
      const field = input && input.closest(".field");
      // Not while it is being typed in.
      if (!field || input === document.activeElement) continue;
      const after = input.closest(".box") || input;
      line(after, `${id}-meant`, "meant", says.meant && `Understood: ${says.meant}`);
      if (says.named || !input.value) line(after, `${id}-named`, "named", says.named);
      line(after, `${id}-problem`, "wrong", says.problem);
      if (says.problem) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      field.classList.toggle("in-error", Boolean(says.problem));
      const known = (input.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && !/-(meant|problem)$/.test(one));
      const now = ["meant", "problem"].filter((what) => says[what]).map((what) => `${id}-${what}`);
      input.setAttribute("aria-describedby", [...known, ...now].join(" "));
    }
  };

  const line = (after, id, name, text) => {
    let found = document.getElementById(id);
    if (found && found.textContent.replace(/\s+/g, " ").trim() === (text || "")) return;
    if (!text) {
      if (found) found.remove();
      return;
    }
    if (!found) {
      found = document.createElement("p");
      found.id = id;
      found.className = name;
      after.after(found);
    }
    found.textContent = text;
  };

  // Whether the page shows what was typed in place of what was saved of it, as somebody else's changes are in it too.
  const typedOver = (typed) => {
    let mark = form.elements["draft-typed"];
    if (!mark) {
      mark = document.createElement("input");
      mark.type = "hidden";
      mark.name = "draft-typed";
      form.append(mark);
    }
    mark.value = typed ? "1" : "";
  };

  const save = async () => {
    if (saving || stopped || leaving) return;
    saving = true;
    typed = false;
    say("Saving …");
    try {
      const body = new URLSearchParams(new FormData(form));
      body.set("do", "save");
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const type = answer.headers.get("Content-Type") || "";
      const got = type.startsWith("application/json") ? await answer.json() : null;
      if (answer.ok && got) {
        form.elements["draft-version"].value = got.version;
        typedOver(got.typed);
        // A record that was not there yet is a draft now: the address of its page is another.
        const query = new URL(form.action).search;
        if (form.elements.draft) {
          form.elements.draft.remove();
          history.replaceState(null, "", got.action + query);
        }
        form.action = got.action + query;
        say(got.others ? `${got.saved}. ${got.others} Both changes are kept. Reload the page to see them.` : got.saved);
        if (!typed) form.dispatchEvent(new Event("saved"));
        const heading = document.querySelector("h1");
        document.title = document.title.replace(heading.textContent, got.title);
        heading.textContent = got.title;
        tell(got);
      } else if (got && answer.status === 409) {
        stopped = true;
        say(`Not saved: ${got.error.detail}. Your text is still here. Press Save to compare the two.`, true);
      } else if (got && answer.status >= 429) {
        say(`Not saved: ${got.error.detail} Your text is still here.`, true);
      } else {
        say("Not saved: you may be signed out. Your text is still here. Sign in in another tab, then press Save.", true);
      }
    } catch {
      say("Not saved: we cannot reach the site. Your text is still here. We will try again as you type.", true);
    }
    saving = false;
    if (pressed) {
      const button = pressed;
      pressed = null;
      form.requestSubmit(button);
    } else if (typed) later();
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };

  form.addEventListener("input", (event) => {
    // What is only looked for, or chosen of what was found, is nothing to save yet.
    if (event.target.matches("[type=search], [name$='.pick'], [name$='.combination']")) return;
    choose(event.target);
    typed = true;
    if (!saving) say("Not saved yet");
    later();
  });
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    clearTimeout(timer);
    typed = true;
    save();
  });
  form.addEventListener("submit", (event) => {
    if (saving) {
      // The button waits: what is being saved changes the version that it must name.
      event.preventDefault();
      pressed = event.submitter;
      return;
    }
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (typed && !leaving) event.preventDefault();
  });

  // Typing into a box that belongs to a choice makes that choice.
  function choose(input) {
    const group = input.closest(".one-of");
    const under = input.closest(".under");
    if (!group || !under || !input.value || input.type === "radio") return;
    const before = under.previousElementSibling && under.previousElementSibling.querySelector("input[type=radio]");
    if (before) before.checked = true;
  }
})();
