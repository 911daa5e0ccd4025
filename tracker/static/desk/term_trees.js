// Trees of terms: what is typed to find a term shows at once, and links to a term open the branches that hold it.
(() => {
  'use strict';
  const WAIT = 300;
  const form = document.querySelector('form[data-draft]');
  if (!form || !window.fetch) return;
  const asking = new Map();
  let timer = 0;

  async function find(tree) {
    const button = tree.querySelector('.finder button');
    const mine = new AbortController();
    if (asking.has(tree.id)) asking.get(tree.id).abort();
    asking.set(tree.id, mine);
    const body = new URLSearchParams(new FormData(form));
    body.append('tree', button.value.split(':')[1]);
    try {
      const answer = await fetch(form.action.split(/[?#]/)[0] + '/tree', {method: 'POST', body, signal: mine.signal, redirect: 'error'});
      if (answer.ok) show(tree, await answer.text());
    } catch (error) {
      if (error.name !== 'AbortError') button.hidden = false;  // the button does the same
    }
  }

  // The box that is typed in stays as it is; the list below it and what was found are put in anew.
  function show(tree, html) {
    const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById(tree.id);
    if (!fresh) return;
    const words = fresh.querySelector('.found-words');
    let line = tree.querySelector('.found-words');
    if (!line) {
      line = document.createElement('p');
      line.className = 'found-words';
      line.setAttribute('role', 'status');
      tree.querySelector('.finder').append(line);
    }
    line.replaceChildren(...(words ? words.childNodes : []));
    const list = ':scope > .terms';
    const open = new Set([...tree.querySelectorAll(list + ' details[open]')].map((one) => one.dataset.branch));
    tree.querySelector(list).replaceWith(fresh.querySelector(list));
    for (const one of tree.querySelectorAll(list + ' details')) one.open ||= open.has(one.dataset.branch);
  }

  form.addEventListener('input', (event) => {
    if (!event.target.matches('.finder input')) return;
    clearTimeout(timer);
    timer = setTimeout(find, WAIT, event.target.closest('.dimension'));
  });

  // Enter in a box looks for what is typed there; it does not send the whole form.
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !event.target.matches('.finder input')) return;
    event.preventDefault();
    clearTimeout(timer);
    find(event.target.closest('.dimension'));
  });

  form.addEventListener('click', (event) => {
    if (event.target.matches('.finder button')) {
      event.preventDefault();
      find(event.target.closest('.dimension'));
      return;
    }
    const link = event.target.closest('.trees a[href^="#"]');
    const term = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!term) return;
    event.preventDefault();
    for (let up = term.closest('details'); up; up = up.parentElement.closest('details')) up.open = true;
    (term.matches('fieldset') ? term.querySelector('input:checked') || term.querySelector('input') : term).focus();
  });
})();
