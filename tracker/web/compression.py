"""Compressed answers, for sites that run without a proxy that compresses. Pages hold no secrets that it could leak."""

import gzip

from flask import Flask, Response, request

__all__ = ["compress_responses"]

_LEAST = 1000
_KINDS = ("text/", "application/json", "image/svg+xml")


def compress_responses(app: Flask) -> None:
    """Compress texts for readers who say that they can read it. Entity tags of pages are weak, so they stay."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if not (response.mimetype or "").startswith(_KINDS):
            return response
        response.vary.add("Accept-Encoding")
        wanted = request.accept_encodings["gzip"] > 0 and response.status_code == 200
        if wanted and "Content-Encoding" not in response.headers:
            response.direct_passthrough = False
            body = response.get_data()
            if len(body) >= _LEAST:
                # No time of compression in it: the same page is the same bytes.
                response.set_data(gzip.compress(body, mtime=0))
                response.headers["Content-Encoding"] = "gzip"
                if response.headers.get("ETag", "W/").startswith('"'):
                    response.headers["ETag"] = "W/" + response.headers["ETag"]
        return response
