// The complete pledge as a table: a change saves the draft and shows at once what an invented pledge would cover, in the
// table and on the sample scorecard. Without scripts the button “Show” does the same.
(() => {
  'use strict';
  const form = document.querySelector('form[data-step="yardstick"], form[data-step="second"]');
  if (!form || !window.fetch) return;
  const ADDED = /^(add-|cell-terms)/;
  let sending = null;
  let again = false;

  async function send() {
    if (sending) {
      again = true;
      return;
    }
    const data = new URLSearchParams(new FormData(form));
    data.set('do', 'try');
    // What is only ticked to be added is not chosen before its button is pressed.
    for (const name of [...data.keys()]) if (ADDED.test(name)) data.delete(name);
    try {
      sending = fetch(form.action, {method: 'POST', body: data});
      const answer = await sending;
      if (!answer.ok) throw new Error(answer.status);
      show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      document.getElementById('saved').textContent = 'Not saved. Use “Save” to try again.';
    }
    sending = null;
    if (again) {
      again = false;
      send();
    }
  }

  function show(fresh) {
    const version = (page) => page.querySelector('form[data-step] [name="draft-version"]');
    if (!version(fresh)) return;
    version(form.ownerDocument).value = version(fresh).value;
    document.getElementById('saved').textContent = fresh.getElementById('saved').textContent;
    const cells = (page) => [...page.querySelectorAll('.drawn tbody td')];
    const now = cells(fresh);
    cells(document).forEach((cell, place) => {
      const mark = now[place] && now[place].querySelector('[data-mark]');
      const old = cell.querySelector('[data-mark]');
      if (mark && old) old.replaceWith(mark);
      if (now[place]) cell.className = now[place].className;
    });
    const plate = fresh.querySelector('.plate');
    const before = document.querySelector('.plate');
    if (plate && before) before.replaceWith(plate);
  }

  form.addEventListener('change', (event) => {
    if (!ADDED.test(event.target.name)) send();
  });
})();
