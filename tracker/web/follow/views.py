"""Routes of followers. They know nobody: no cookie is set and no session is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.notifications.following import (
    FollowProblemError,
    TooManyFollowersError,
    ask_to_follow,
    confirm_follower,
    follower_of,
    leave,
    subject_name,
)
from tracker.store.lists.titles import first_titles
from tracker.web.accounts.auth_state import auth_state, origin
from tracker.web.accounts.refusing.request_source import from_elsewhere
from tracker.web.presenting.page import Link, Page, shown
from tracker.web.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("follow", __name__)

_MOST_TOPICS = 200
_TRAP = "website"
"""A box that people do not see; programs that fill in every box fill it in too."""


@dataclass(frozen=True, kw_only=True)
class FollowPage(Page):
    """The form for an address, or what became of it."""

    template = "follow/follow.html"

    subject: Annotated[str, "What is followed, such as company:acme."]
    name: Annotated[str, "Its name."]
    email: Annotated[str, "The address that was typed."] = ""
    wrong: Annotated[str, "What is wrong with it; empty where nothing is."] = ""
    asked: Annotated[bool, "Whether a mail to confirm was asked for."] = False


@dataclass(frozen=True, kw_only=True)
class FollowLinkPage(Page):
    """What a link in a mail leads to: one button, or what it did."""

    template = "follow/link.html"

    does: Annotated[str, "confirm or leave."]
    name: Annotated[str, "What is followed; empty where the link is of nobody."]
    done: Annotated[bool, "Whether it was done."] = False


@dataclass(frozen=True, kw_only=True)
class FollowChoicePage(Page):
    """What can be followed."""

    template = "follow/choose.html"

    topics: Annotated[Sequence[Link], "Topics, each with its form."]


@blueprint.get("/follow")
def follow() -> AnyResponse:
    """The form; ``subject`` names the company or topic. Without one, the topics to choose from."""
    if "subject" not in request.args and site().settings.sends_mail:
        return _page(_choice(), 200)
    return _page(_form(request.args.get("subject", "")), 200)


@blueprint.post("/follow")
def ask() -> AnyResponse:
    """Mail a link to confirm with. The answer is the same whether the address follows already or not."""
    subject, email = request.form.get("subject", ""), request.form.get("email", "")[:300]
    page = _form(subject, email)
    if from_elsewhere() or request.form.get(_TRAP):
        return _page(_form(subject, email, wrong="Please send this from here, with the hidden box empty."), 403)
    try:
        ask_to_follow(
            site().database, site().clock, auth_state().now,
            subject=subject, email=email, address=origin().address,
        )  # fmt: skip
    except FollowProblemError as error:
        return _page(_form(subject, email, wrong=str(error)), 422)
    except TooManyFollowersError:
        answer = _page(_form(subject, email, wrong="Too many people are asking right now. Try again in an hour."), 429)
        answer.headers["Retry-After"] = "3600"
        return answer
    return _page(_form(subject, confirming=True, name=page.name), 200)


def _choice() -> FollowChoicePage:
    with site().database.reading() as session:
        topics = first_titles(session, "topic", _MOST_TOPICS)
    path = url_for("follow.follow")
    return FollowChoicePage(
        title="Follow by email",
        description="One email on days when something new is published, and none on others.",
        topics=[Link(it.title, f"{path}?subject=topic:{it.record_id}") for it in topics],
    )


def _form(subject: str, email: str = "", *, wrong: str = "", confirming: bool = False, name: str = "") -> FollowPage:
    if not site().settings.sends_mail:
        abort(404)
    if not name:
        with site().database.reading() as session:
            name = subject_name(session, subject) or abort(404)
    return FollowPage(
        title=f"Follow {name} by email",
        description="One email on days when something new is published, and none on others.",
        subject=subject,
        name=name,
        email=email,
        wrong=wrong,
        asked=confirming,
    )


@blueprint.get("/follow/<any(confirm,leave):does>/<token>")
def link(does: str, token: str) -> AnyResponse:
    """Ask: programs that look at mails open links, and change nothing by it."""
    with site().database.reading() as session:
        follower = follower_of(session, auth_state().now, token)
        name = subject_name(session, follower.subject) or follower.subject if follower else ""
    return _page(_link_page(does, name), 200 if name else 410)


@blueprint.post("/follow/<any(confirm,leave):does>/<token>")
def use_link(does: str, token: str) -> AnyResponse:
    """Confirm or leave; mail programs leave by the same address with one click (RFC 8058)."""
    with site().database.changing() as session:
        follower = follower_of(session, auth_state().now, token, to_change=True)
        if follower is None:
            # Who has left has left, however often they say so.
            return _page(_link_page(does, "", done=does == "leave"), 200 if does == "leave" else 410)
        name = subject_name(session, follower.subject) or follower.subject
        if does == "confirm":
            confirm_follower(session, site().clock, follower)
        else:
            leave(session, follower)
    return _page(_link_page(does, name, done=True), 200)


def _link_page(does: str, name: str, *, done: bool = False) -> FollowLinkPage:
    titles = {
        "confirm": ("Follow by email", "You are following it now"),
        "leave": ("Unsubscribe", "You have unsubscribed"),
    }
    title = titles[does][done] if name or done else "This link does not work"
    return FollowLinkPage(title=title, description="Emails about what is published.", does=does, name=name, done=done)


def _page(page: Page, status: int) -> Response:
    response = Response(shown(page), status)
    response.headers["Cache-Control"] = "no-store"
    return response
