// Tells the page around its height; opens links where a sandbox lets only that page do so.
(() => {
const root = document.documentElement, auto = root.classList.contains('auto');
const secret = (/[#?&]secret=(\w+)/.exec(location.hash) || [])[1];
const child = new URLSearchParams(location.search).get('childId');
const post = (message) => parent.postMessage(message, '*');
const send = () => {
  if (!innerWidth) return;
  // Always the full form's; in a lower frame the style shows what fits.
  root.classList.remove('auto');
  let height = Math.ceil(document.querySelector('.in').getBoundingClientRect().height) + 4;
  // A little too much is kept: taking it back would move the text below.
  if (height < innerHeight && innerHeight <= height + 46) height = innerHeight;
  root.classList.toggle('auto', auto);
  post({sentinel: 'amp', type: 'embed-size', height, from: 'pledge-tracker'});
  if (child) post('pymxPYMx' + child + 'xPYMxheightxPYMx' + height);
  if (secret) post({message: 'height', value: height, secret});
};
if (parent === window) return root.classList.remove('auto');
addEventListener('load', send);
addEventListener('resize', send);
addEventListener('message', (event) => event.source === parent && send());
const watch = new ResizeObserver(send);
document.querySelectorAll('.fit > p, h1, li').forEach((part) => watch.observe(part));
addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (!link) return;
  if (link.target !== '_blank') {
    // A further page in the frame has to know the page around too.
    if (child) link.href += '&childId=' + encodeURIComponent(child);
    link.hash = location.hash;
  } else if (secret) {
    event.preventDefault();
    post({message: 'link', value: link.href, secret});
  }
});
send();
})();
