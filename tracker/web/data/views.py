"""Data: the page that leads to it, and dated files of the whole."""

import re
from base64 import b64encode

from flask import Blueprint, Response, abort, redirect, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.exporting.editions import editions_in
from tracker.web.api.forms import refuse_others
from tracker.web.data.chosen import CHOSEN_FILES, PARAMETERS, chosen_file, parse_export_filter
from tracker.web.data.pages import data_page
from tracker.web.http.page_responses import answered, other_company
from tracker.web.site import site

blueprint = Blueprint("data", __name__)

_KEPT = "public, max-age=600, must-revalidate"
"""Short, as an edition is deleted once something in it is taken down; the entity tag saves sending it again."""


_ONE_RANGE = re.compile(r"bytes=(?:[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})", re.ASCII)


@blueprint.get("/data")
def data() -> AnyResponse:
    """Everything as data, and where it is."""
    editions = editions_in(site().settings.exports_folder)
    return answered(lambda _session, _snapshot, _query: data_page(editions))


@blueprint.get("/data/latest/<name>")
def latest(name: str) -> AnyResponse:
    """The newest file of a name."""
    editions = editions_in(site().settings.exports_folder)
    if not editions or name not in [file.name for file in editions[0].files]:
        abort(404)
    return redirect(url_for(".file", edition=editions[0].name, name=name), 302)


@blueprint.get(f"/data/chosen/<any({','.join(CHOSEN_FILES)}):name>")
def chosen(name: str) -> AnyResponse:
    """A file of what is about some companies or on a topic, with whatever that names."""
    refuse_others(PARAMETERS)
    wanted = parse_export_filter()
    return answered(
        lambda session, snapshot, _query: chosen_file(session, snapshot, name, wanted),
        lambda present: other_company(request.args["company"], present),
    )


@blueprint.get("/data/<edition>/<name>")
def file(edition: str, name: str) -> Response:
    """A file of an edition: streamed, in parts on request, with its SHA-256 as entity tag."""
    folder = site().settings.exports_folder
    files = (it for one in editions_in(folder) if one.name == edition for it in one.files)
    listed = next((it for it in files if it.name == name), None)
    if listed is None:
        abort(404)
    if not _ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        # Another unit, several parts or no range at all: passed over (RFC 9110, 14.2), the file is sent whole.
        request.environ.pop("HTTP_RANGE", None)
    response = send_from_directory(
        folder / edition, name, mimetype=listed.media_type, etag=listed.sha256, conditional=True, last_modified=None
    )
    if response.status_code == 412:
        response.close()
        abort(412)
    digest = b64encode(bytes.fromhex(listed.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    response.headers["Cache-Control"] = _KEPT
    response.headers["Content-Disposition"] = f"attachment; filename={edition}-{name}"
    return response
