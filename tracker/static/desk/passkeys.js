// Passkeys: the form is shown where the browser knows them. Its button has the browser make or use one, and sends that.
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function options(form) {
    const given = JSON.parse(form.dataset.options);
    given.challenge = bytes(given.challenge);
    if (given.user) given.user.id = bytes(given.user.id);
    for (const list of [given.allowCredentials, given.excludeCredentials]) {
      for (const one of list || []) one.id = bytes(one.id);
    }
    return { publicKey: given };
  }

  function written(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    const { id, type, authenticatorAttachment } = credential;
    return JSON.stringify({ id, rawId: text(credential.rawId), type, authenticatorAttachment, response, clientExtensionResults: {} });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    for (const without of document.querySelectorAll(".without-passkeys")) without.hidden = true;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      const wrong = form.querySelector("[role=alert]");
      wrong.hidden = true;
      try {
        form.elements.credential.value = written(await navigator.credentials[form.dataset.passkey](options(form)));
        form.submit();
      } catch (error) {
        wrong.textContent =
          error.name === "InvalidStateError"
            ? "This device already has a passkey for your account."
            : "The passkey did not work. You may have cancelled, or it took too long. Try again, or use a code.";
        wrong.hidden = false;
      }
    });
  }
})();
