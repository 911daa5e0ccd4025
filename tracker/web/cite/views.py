"""How to cite a page, for people and for programs that keep literature."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.cite.citations import FORMS
from tracker.web.cite.pages import citation_of, cite_page
from tracker.web.http.page_responses import answered

blueprint = Blueprint("cite", __name__)


@blueprint.get("/cite")
def cite() -> AnyResponse:
    """A page’s citation in all forms."""
    path = request.args.get("of", "")
    return answered(lambda session, snapshot, query: cite_page(session, snapshot, query, path))


@blueprint.get(f"/cite.<any({','.join(FORMS)}):form>")
def cite_file(form: str) -> AnyResponse:
    """One form as a file."""
    path, (media_type, written) = request.args.get("of", ""), FORMS[form]

    def make(session: Session, snapshot: Snapshot, _query: ScorecardQuery) -> Response:
        citation = citation_of(session, snapshot, path)
        response = Response(written(citation), content_type=media_type)
        response.headers["Content-Disposition"] = f"attachment; filename={citation.key}.{form}"
        return response

    return answered(make)
