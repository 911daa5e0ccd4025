# Varnish 7 before the site, as /etc/varnish/default.vcl. Set TRUSTED_PROXIES to the number of proxies with TLS before it.
vcl 4.1;

import std;

backend tracker {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 60s;
    .probe = { .url = "/healthz"; .interval = 5s; }
}

# Who may drop answers: PURGE with the header X-Key drops all that name this key (company/acme, site).
acl operators { "localhost"; }

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ operators) { return (synth(405)); }
        # No other sign may become part of the expression.
        if (req.http.X-Key !~ "^[a-z0-9/_-]+$") { return (synth(400)); }
        ban("obj.http.X-Keys ~ (^|,)" + req.http.X-Key + "(,|$)");
        return (synth(200));
    }
    # Pages with people in them are never kept; metrics are asked for from inside.
    if (req.url ~ "^/(desk|account)(/|\?|$)") { return (pass); }
    if (req.url ~ "^/metrics") { return (synth(404)); }
    if (req.method != "GET" && req.method != "HEAD") { return (pass); }
    unset req.http.Cookie;
    # While the site answers, an answer is at most as far behind as it says; while it does not, the former ones go on.
    if (std.healthy(req.backend_hint)) { set req.grace = 20s; }
    # Two spellings of Accept-Encoding are enough: with gzip, and without. Varnish sees to that itself.
    # Of tracking parameters the site takes no notice; without them there is one copy.
    set req.url = regsuball(req.url, "([?&])(utm_[a-z]+|fbclid|gclid|msclkid|mc_[ce]id)=[^&]*", "\1");
    set req.url = regsuball(req.url, "&+", "&");
    set req.url = regsub(req.url, "\?&", "?");
    set req.url = regsub(req.url, "[?&]$", "");
    return (hash);
}

sub vcl_backend_response {
    set beresp.http.X-Keys = beresp.http.Cache-Tag;
    # Varnish reads s-maxage and knows no stale-if-error: see vcl_recv.
    if (beresp.http.Cache-Control ~ "s-maxage") { set beresp.grace = 7d; }
    if (beresp.http.Cache-Control ~ "no-store") {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
    }
}

sub vcl_deliver {
    unset resp.http.X-Keys;
    if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } else { set resp.http.X-Cache = "MISS"; }
}
