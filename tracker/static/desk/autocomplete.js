// Offers records while somebody types a name (the combobox pattern of ARIA). Without it the button “Find” does.
"use strict";
(() => {
  const WAIT = 200;
  let number = 0;

  const setUp = (field) => {
    const input = field.querySelector(".box input");
    const box = field.querySelector(".box");
    const stands = field.querySelector("input[name$='.is']");
    if (!input || input.disabled) return;
    const list = document.createElement("ul");
    list.className = "offers";
    list.id = `offers-${++number}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    const label = field.querySelector("label");
    list.setAttribute("aria-label", label ? label.textContent : "");
    box.append(list);
    const count = document.createElement("span");
    count.className = "unseen";
    count.setAttribute("role", "status");
    box.append(count);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    let timer = 0, asked = 0, at = -1, taking = false;

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const mark = (to) => {
      const options = [...list.children];
      if (!options.length) return;
      at = (to + options.length) % options.length;
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      input.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    };

    const take = (option) => {
      // The box shows the name; which record that is stands beside it, and holds as long as the name does.
      const title = option.dataset.title.replace(/\s+/g, " ").trim();
      input.value = title || option.dataset.id;
      if (stands) stands.value = title ? `${option.dataset.id} ${title}` : "";
      close();
      tell(option.dataset.title, option.dataset.detail);
      taking = true;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      taking = false;
      // What a topic or company brings with it is asked about at once.
      if (field.hasAttribute("data-reloads")) {
        const button = Object.assign(document.createElement("button"), { name: "do", value: `use:${input.name}`, hidden: true });
        field.append(button);
        button.form.requestSubmit(button);
      }
      clearTimeout(timer);
      asked += 1;
    };

    // What is named stands under the box, as after a save.
    const tell = (title, detail) => {
      let named = field.querySelector(".named");
      if (!named) {
        named = document.createElement("p");
        named.className = "named";
        named.id = `${input.id}-named`;
        box.after(named);
      }
      named.textContent = title ? `${title} ` : "";
      if (detail) {
        const soft = document.createElement("span");
        soft.className = "soft";
        soft.textContent = detail;
        named.append(soft);
      }
      named.hidden = !title;
    };

    const show = (matches) => {
      list.replaceChildren(...matches.map((match, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        Object.assign(option.dataset, match);
        const title = document.createElement("bdi");
        title.textContent = match.title;
        const detail = document.createElement("span");
        detail.className = "soft";
        detail.textContent = match.detail;
        option.append(title, detail);
        // Before the box loses the focus.
        option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
        return option;
      }));
      at = -1;
      list.hidden = !matches.length;
      input.setAttribute("aria-expanded", String(Boolean(matches.length)));
      input.removeAttribute("aria-activedescendant");
      count.textContent = matches.length ? `${matches.length} results` : "No results";
    };

    const ask = async () => {
      const mine = ++asked;
      const query = new URLSearchParams({ q: input.value });
      for (const kind of field.dataset.kinds.split(" ")) query.append("kind", kind);
      const company = document.querySelector("form[data-draft] input[name=company]");
      const named = document.querySelector("form[data-draft] input[name='company.is']");
      if (company && company !== input) query.set("company", named && named.value ? named.value.split(" ")[0] : company.value);
      try {
        const answer = await fetch(`/desk/find?${query}`, { headers: { Accept: "application/json" } });
        if (!answer.ok || mine !== asked || document.activeElement !== input) return;
        show((await answer.json()).matches);
      } catch {
        close();
      }
    };

    input.addEventListener("input", () => {
      if (taking) return;
      tell("", "");
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask();
        else mark(event.key === "ArrowDown" ? at + 1 : (at < 0 ? 0 : at) - 1);
      } else if (event.key === "Enter" && !list.hidden && at >= 0) {
        event.preventDefault();
        take(list.children[at]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
  };

  for (const field of document.querySelectorAll(".reference[data-kinds]")) setUp(field);
})();
