// Tells the page around the widget how high it is, and opens links where a sandbox lets only that page do so.
(function () {
  'use strict';
  var root = document.documentElement;
  var content = document.querySelector('.in');
  var chooses = root.classList.contains('auto');
  var secret = (/[#?&]secret=(\w+)/.exec(location.hash) || [])[1];
  var child = new URLSearchParams(location.search).get('childId');
  // Space up to this is kept: taking it back would move the text below.
  var SPARE = 46;

  function post(message) {
    parent.postMessage(message, '*');
  }

  function send() {
    if (!innerWidth) return;
    // Asked for is always the full form; in a frame that stays smaller the style shows as much as fits.
    if (chooses) root.classList.remove('auto');
    var height = Math.ceil(content.getBoundingClientRect().height) + 4;
    var room = innerHeight - height;
    if (chooses) root.classList.add('auto');
    if (room > 0 && room <= SPARE) height = innerHeight;
    post({sentinel: 'amp', type: 'embed-size', height: height, from: 'pledge-tracker'});
    if (child) post('pymxPYMx' + child + 'xPYMxheightxPYMx' + height);
    if (secret) post({message: 'height', value: height, secret: secret});
  }

  if (parent === window) {
    root.classList.remove('auto');
    return;
  }
  addEventListener('load', send);
  addEventListener('resize', send);
  addEventListener('message', function (event) {
    if (event.source === parent) send();
  });
  if (window.ResizeObserver) {
    var watch = new ResizeObserver(send);
    document.querySelectorAll('.fit > p, .fit > h1, .alerts li').forEach(function (part) { watch.observe(part); });
  }
  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('a[href]');
    if (!link) return;
    if (link.target !== '_blank') {
      // A further page within the frame has to know the page around too.
      if (child) link.href += '&childId=' + encodeURIComponent(child);
      link.hash = location.hash;
      return;
    }
    if (!secret) return;
    event.preventDefault();
    post({message: 'link', value: link.href, secret: secret});
  });
  send();
})();
