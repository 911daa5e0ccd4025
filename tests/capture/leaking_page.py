"""A page that tries every way out of a browser that its author knows, to a server on this machine."""

WAYS = {
    "picture": "<img src='{to}'>",
    "picture set": "<img srcset='{to} 1x'>",
    "source of a picture": "<picture><source srcset='{to}'><img></picture>",
    "style sheet": "<link rel=stylesheet href='{to}'>",
    "import of a style": "<style>@import '{to}';</style>",
    "background": "<div style='width:9px;height:9px;background:url({to})'></div>",
    "font": "<style>@font-face{{font-family:f;src:url({to})}}</style><p style='font-family:f'>x</p>",
    "cursor and list": "<ul style='list-style-image:url({to})'><li>x</ul>",
    "script": "<script src='{to}'></script>",
    "module": "<script type=module>import '{to}'</script>",
    "frame": "<iframe src='{to}'></iframe>",
    "frame within": '<iframe srcdoc="<img src={to}>"></iframe>',
    "object": "<object data='{to}'></object>",
    "embed": "<embed src='{to}'>",
    "video": "<video src='{to}' autoplay muted></video>",
    "poster": "<video poster='{to}'></video>",
    "audio": "<audio src='{to}' autoplay></audio>",
    "subtitles": "<video muted><track kind=captions default src='{to}'></video>",
    "drawing": "<svg><image href='{to}' width=9 height=9 /><use href='{to}#a' /></svg>",
    "preload": "<link rel=preload as=image href='{to}'>",
    "module preload": "<link rel=modulepreload href='{to}'>",
    "prefetch": "<link rel=prefetch href='{to}'>",
    "prerender": "<link rel=prerender href='{to}'>",
    "connect before": "<link rel=preconnect href='{host}'><link rel=dns-prefetch href='{host}'>",
    "icon": "<link rel=icon href='{to}'>",
    "manifest": "<link rel=manifest href='{to}'>",
    "speculation, fetched": '<script type=speculationrules>{{"prefetch":[{{"urls":["{to}"],'
    '"eagerness":"immediate"}}]}}</script>',
    "speculation, shown": '<script type=speculationrules>{{"prerender":[{{"urls":["{to}"],'
    '"eagerness":"immediate"}}]}}</script>',
    "fetch": "<script>fetch('{to}',{{mode:'no-cors'}})</script>",
    "fetch that stays": "<script>fetch('{to}',{{mode:'no-cors',keepalive:true,method:'POST',body:'x'}})</script>",
    "old request": "<script>let r=new XMLHttpRequest;r.open('GET','{to}');r.send()</script>",
    "beacon": "<script>navigator.sendBeacon('{to}','x')</script>",
    "events": "<script>new EventSource('{to}')</script>",
    "socket": "<script>new WebSocket('{to}'.replace('http','ws'))</script>",
    "transport": "<script>try{{new WebTransport('{to}'.replace('http','https'))}}catch(e){{}}</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([`fetch('{to}',{{mode:'no-cors'}})`])))</script>",
    "worker’s import": "<script>new Worker(URL.createObjectURL(new Blob([`importScripts('{to}')`])))</script>",
    "shared worker": "<script>new SharedWorker("
    "URL.createObjectURL(new Blob([`fetch('{to}',{{mode:'no-cors'}})`])))</script>",
    "service worker": "<script>navigator.serviceWorker&&"
    "navigator.serviceWorker.register('/worker.js?{to}').catch(()=>0)</script>",
    "worklet": "<script>CSS.paintWorklet&&CSS.paintWorklet.addModule('{to}').catch(()=>0)</script>",
    "form": "<form id=f target=frame action='{to}' method=post></form>"
    "<iframe name=frame></iframe><script>f.submit()</script>",
    "ping": "<a id=a href='#x' ping='{to}'>x</a><script>a.click()</script>",
    "window": "<script>setTimeout(()=>window.open('{to}'),900)</script>",
    "download": "<a id=d href='{to}' download>x</a><script>setTimeout(()=>d.click(),1200)</script>",
    "calls": "<script>(async()=>{{let c=new RTCPeerConnection({{iceServers:[{{urls:'stun:127.0.0.1:{port}'}},"
    "{{urls:'turn:127.0.0.1:{port}?transport=tcp',username:'u',credential:'c'}}]}});c.createDataChannel('x');"
    "await c.setLocalDescription(await c.createOffer())}})()</script>",
    "report": '<iframe srcdoc="<meta http-equiv=Content-Security-Policy '
    "content='img-src none; report-uri {to}'><img src=x>\"></iframe>",
    "refresh in a frame": "<iframe srcdoc=\"<meta http-equiv=refresh content='0;url={to}'>\"></iframe>",
    "a file": "<iframe src='file:///etc/passwd'></iframe>",
    "leaving": "<script>addEventListener('load',()=>setTimeout(()=>location='{to}',1500))</script>",
}


def leaking_page(port, host="127.0.0.1"):
    """The page, all of whose ways lead to a port of this machine, each to a path that names it."""
    there = f"http://{host}:{port}"
    parts = [html.format(to=f"{there}/{number}", host=there, port=port) for number, html in enumerate(WAYS.values())]
    return ("<!doctype html><title>A page</title>" + "\n".join(parts)).encode()


def name_of(path):
    """The way that leads to a path."""
    return list(WAYS)[int(path.strip("/").partition("?")[0])]
