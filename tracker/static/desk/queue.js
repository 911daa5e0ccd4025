// The queue by keyboard: j and k move from row to row, Enter opens, x selects. A box above selects all rows.
(() => {
  const table = document.querySelector("[data-queue]");
  if (!table) return;
  const links = [...table.querySelectorAll("tbody .record")];
  const boxes = [...table.querySelectorAll("tbody [name=item]")];
  const typing = (at) => at.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const here = () => links.findIndex((link) => link.closest("tr").contains(document.activeElement));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const at = here();
    if (event.key === "j" || event.key === "k") {
      const next = at < 0 ? 0 : Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), links.length - 1);
      links[next].focus();
      links[next].scrollIntoView({ block: "center" });
    } else if (event.key === "x" && at >= 0) {
      boxes[at].click();
    } else {
      return;
    }
    event.preventDefault();
  });

  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", `Select all ${boxes.length}`);
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  table.querySelector("thead .tick").append(all);
})();
