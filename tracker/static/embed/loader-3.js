// Gives each widget on this page the height that it asks for, and each line its words. Reads messages of its own frames only; stores nothing.
(() => {
  const me = document.currentScript;
  if ([...document.scripts].some((s) => s.src === me.src && s.listens)) return;
  me.listens = true;
  const base = me.src.replace(/\/embed\/[^/]*$/, '');
  const frames = () => [...document.querySelectorAll('iframe')].filter((f) => f.src.startsWith(base + '/embed/'));
  const ask = () => frames().forEach((f) => f.contentWindow.postMessage('pledge-tracker', '*'));
  addEventListener('message', ({data, source}) => {
    const height = data && data.type === 'embed-size' && data.height;
    if (typeof height !== 'number' || !(height >= 40 && height <= 5000)) return;
    const frame = frames().find((f) => f.contentWindow === source);
    if (frame) frame.style.height = height + 'px';
  });
  customElements.get('pledge-tracker') || customElements.define('pledge-tracker', class extends HTMLElement {
    connectedCallback() {
      const link = this.querySelector('a');
      if (!link || !link.href.startsWith(base + '/')) return;
      const frame = document.createElement('iframe');
      const path = link.href.slice(base.length);
      frame.src = base + (path.startsWith('/embed/') ? '' : '/embed') + path;
      frame.title = link.textContent;
      frame.loading = 'lazy';
      frame.width = '100%';
      frame.height = this.getAttribute('height') || 240;
      frame.style.cssText = 'border:0;width:100%;display:block';
      this.replaceChildren(frame);
    }
  });
  // One line of text in the run of an article, without a frame: the link stays, its words are those of today.
  customElements.get('pledge-line') || customElements.define('pledge-line', class extends HTMLElement {
    async connectedCallback() {
      const link = this.querySelector('a');
      if (!link || !link.href.startsWith(base + '/') || this.shadowRoot) return;
      const [path, query] = link.href.slice(base.length).split('#')[0].split('?');
      const answer = await fetch(`${base}/badge${path}.json?${query || ''}`).catch(() => null);
      const line = answer && answer.ok && await answer.json();
      if (!line || this.shadowRoot) return;
      const shown = link.cloneNode();
      shown.textContent = line.text;
      // The page's own style of links does not reach in here; the colour of its text does, in dark mode too.
      shown.style.color = 'inherit';
      this.attachShadow({mode: 'open'}).append(shown);
    }
  });
  ask();
  addEventListener('DOMContentLoaded', ask);
  // Browsers let frames out of sight rest: they hear of a new width only when asked.
  addEventListener('resize', ask);
})();
