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
    sending = post();
    await sending;
    sending = null;
    if (again) {
      again = false;
      send();
    }
  }

  async function post() {
    const data = new URLSearchParams(new FormData(form));
    data.set('do', 'try');
    // What is only ticked to be added is not chosen before its button is pressed.
    for (const name of [...data.keys()]) if (ADDED.test(name)) data.delete(name);
    try {
      const answer = await fetch(form.action, {method: 'POST', body: data});
      if (!answer.ok) throw new Error(answer.status);
      show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      document.getElementById('saved').textContent = 'Not saved. Use “Save” to try again.';
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
    for (const place of document.querySelectorAll('[data-told]')) {
      const told = fresh.querySelector(`[data-told="${place.dataset.told}"]`);
      if (told) place.replaceWith(told);
    }
    const preview = fresh.querySelector('[data-preview]');
    const before = document.querySelector('[data-preview]');
    if (preview && before) before.replaceWith(preview);
    takeOver(fresh);
  }

  // What somebody else changed meanwhile is in the answer: the page shows it, so that its next save leaves it alone.
  function takeOver(fresh) {
    for (const input of fresh.querySelectorAll('form[data-step] :is(input, select)[name]')) {
      if (input.type === 'hidden' || ADDED.test(input.name)) continue;
      const own = [...form.elements].find((one) => one.name === input.name && (input.type !== 'checkbox' || one.value === input.value));
      if (!own) {
        location.reload();
        return;
      }
      if (own === document.activeElement) continue;
      if (input.type === 'checkbox') own.checked = input.checked;
      else if (own.value !== input.value) own.value = input.value;
    }
  }

  form.addEventListener('change', (event) => {
    if (!ADDED.test(event.target.name)) send();
  });

  // A box that is left by pressing a button is still being saved: the button must not be taken for somebody else.
  form.addEventListener('submit', (event) => {
    if (!sending) return;
    event.preventDefault();
    const {submitter} = event;
    const press = () => (sending ? sending.then(press) : form.requestSubmit(submitter));
    press();
  });
})();
