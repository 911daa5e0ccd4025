"""The desk: what editors write, review and publish. Each subject has a folder, whose views are added here."""

from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts import find_views, new_views, submit_views
from tracker.web.desk.drafts import views as drafts
from tracker.web.desk.home import views as home
from tracker.web.desk.lists import views as lists
from tracker.web.desk.merge import views as merge
from tracker.web.desk.past import views as past
from tracker.web.desk.review import views as review
from tracker.web.desk.scope import views as scope
from tracker.web.desk.upload import views as upload

__all__ = [
    "blueprint",
    "drafts",
    "find_views",
    "home",
    "lists",
    "merge",
    "new_views",
    "past",
    "review",
    "scope",
    "submit_views",
    "upload",
]
