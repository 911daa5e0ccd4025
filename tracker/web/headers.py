"""Every response's security headers, in one place (ASVS V3.4), and how caches may keep what they hold."""

from flask import Flask, Response, request

from tracker.settings import Settings

__all__ = ["API_PREFIX", "set_headers"]

API_PREFIX = "/api/"
# Nothing is loaded from elsewhere and nothing runs: pages hold no script, and no style but the one file.
_PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ONE_YEAR = 31_536_000


def set_headers(app: Flask, settings: Settings) -> None:
    """Have the headers set on every response, errors and static files included."""
    secure = settings.public_url.startswith("https://")

    @app.after_request
    def _set(response: Response) -> Response:
        response.headers.update(_HEADERS)
        data = request.path.startswith(API_PREFIX)
        response.headers["Content-Security-Policy"] = _DATA_POLICY if data else _PAGE_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if data else "same-origin"
        if data:
            # A star and never credentials: what is published is for everybody (ASVS V3.4.2).
            response.headers["Access-Control-Allow-Origin"] = "*"
        if secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR}; includeSubDomains"
        if request.endpoint == "static" and response.status_code in (200, 304) and "v" in request.args:
            # The address holds a hash of the file.
            response.headers["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
