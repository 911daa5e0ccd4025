// Tries the draft out while one types: the panel and what the trees say follow, a moment later. Nothing is saved here,
// and the focus stays where it is; the panel's first line is read out when it changes.
(() => {
  'use strict';
  const WAIT = 600;
  const form = document.querySelector('form[data-draft]');
  const box = form && form.querySelector('[data-panel]');
  if (!box || !window.fetch) return;
  let timer = 0;
  let asking = null;

  function later(event) {
    if (event.target.closest('.finder, .missing')) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  async function ask() {
    if (asking) asking.abort();
    const mine = asking = new AbortController();
    box.setAttribute('aria-busy', 'true');
    try {
      // A record that was not there yet is a draft after its first save: the form's address is another then.
      const answer = await fetch(form.action.split(/[?#]/)[0] + '/panel', {
        method: 'POST', body: new URLSearchParams(new FormData(form)), signal: mine.signal, redirect: 'error',
      });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      if (mine === asking) show(told);
    } catch (error) {
      if (error.name === 'AbortError') return;
      say('The preview cannot update right now. This does not affect what you type.');
    }
    if (mine === asking) box.removeAttribute('aria-busy');
  }

  function say(text) {
    const line = box.querySelector('.status');
    if (line.textContent !== text) line.textContent = text;
  }

  // All but the line that is read out and the button is put in anew; what was open stays open.
  function show(told) {
    const fresh = new DOMParser().parseFromString(told.panel, 'text/html').querySelector('[data-panel]');
    if (!fresh) return;
    say(fresh.querySelector('.status').textContent);
    const open = new Map([...box.querySelectorAll('details')].map((one) => [place(one), one.open]));
    const focus = document.activeElement;
    for (const part of [...box.children]) {
      if (!part.matches('h2, .status, .actions')) part.remove();
    }
    for (const part of [...fresh.children]) {
      if (!part.matches('h2, .status, .actions')) box.append(part);
    }
    for (const one of box.querySelectorAll('details')) one.open = open.get(place(one)) ?? one.open;
    // Whoever was reading in the panel goes on at its top, not at the top of the page.
    if (focus && !focus.isConnected) box.focus({preventScroll: true});
    for (const [id, said] of Object.entries(told.trees)) tell(id, said);
    for (const [id, said] of Object.entries(told.sentences)) finish(id, said);
  }

  function place(one) {
    const section = one.closest('section, li');
    return (section ? section.id || section.getAttribute('aria-label') : '') + one.querySelector('summary').textContent;
  }

  // The promise as readers would have it, and what could be written.
  function finish(id, said) {
    const text = document.querySelector('#' + CSS.escape(id + '-finished') + ' .headline');
    if (text && text.textContent !== said.text) text.textContent = said.text;
    const offer = document.getElementById(id + '-suggested');
    if (!offer) return;
    offer.hidden = !said.suggestion;
    offer.querySelector('q').textContent = said.suggestion;
  }

  function tell(id, said) {
    const one = document.getElementById(id);
    if (!one) return;
    if (typeof said === 'string') {
      one.textContent = said;
      return;
    }
    for (const mark of document.querySelectorAll('[data-of="' + CSS.escape(id) + '"]')) {
      mark.className = 'shape ' + said[0];
      mark.querySelector('use').setAttribute('href', '#m-' + said[0]);
    }
    const inherited = one.options ? one.options[0] : document.getElementById(id + '-inherited');
    if (inherited && inherited.textContent !== said[1]) inherited.textContent = said[1];
    // What is said of all that is not marked: nothing, as long as nobody has answered.
    if (said.length > 2) {
      const pane = one.closest('.dimension');
      const told = pane.querySelectorAll('.limit [id$="-inherited"], .unmentioned');
      for (const words of told) words.hidden = !said[2];
      pane.querySelector('.unanswered').hidden = said[2];
    }
  }

  form.addEventListener('input', later);
  form.addEventListener('change', later);
})();
