// Adds a copy button to a link that is to be sent to somebody. Without it, the text can be selected.
"use strict";
(() => {
  const input = document.getElementById("link");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy link";
  button.addEventListener("click", async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy link"; }, 2000);
  });
  input.after(" ", button);
})();
