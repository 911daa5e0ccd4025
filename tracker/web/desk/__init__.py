"""The desk: where editors write, review and publish records. One folder a subject."""

from tracker.web.desk.addresses import views as addresses
from tracker.web.desk.at_page import views as at_page
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.checks import views as checks
from tracker.web.desk.comments import views as comments
from tracker.web.desk.copies import hiding_views as copy_hiding
from tracker.web.desk.copies import views as copies
from tracker.web.desk.drafts import autocomplete_views, copy_file_views, new_views, preview_views, submit_views
from tracker.web.desk.drafts import views as drafts
from tracker.web.desk.guide import views as guide
from tracker.web.desk.home import views as home
from tracker.web.desk.lists import views as lists
from tracker.web.desk.merge import views as merge
from tracker.web.desk.personal_data import views as personal_data
from tracker.web.desk.queue import views as queue
from tracker.web.desk.reminders import views as reminders
from tracker.web.desk.replies import views as replies
from tracker.web.desk.reports import views as reports
from tracker.web.desk.review import views as review
from tracker.web.desk.revisions import views as revisions
from tracker.web.desk.site import views as site
from tracker.web.desk.table_import import bundle_views
from tracker.web.desk.table_import import views as table_import
from tracker.web.desk.take_down import views as take_down
from tracker.web.desk.topics import views as topics
from tracker.web.desk.upload import views as upload
from tracker.web.desk.vocabularies import views as vocabularies
from tracker.web.desk.wordings import views as wordings

__all__ = [
    "addresses",
    "at_page",
    "autocomplete_views",
    "blueprint",
    "bundle_views",
    "checks",
    "comments",
    "copies",
    "copy_file_views",
    "copy_hiding",
    "drafts",
    "guide",
    "home",
    "lists",
    "merge",
    "new_views",
    "personal_data",
    "preview_views",
    "queue",
    "reminders",
    "replies",
    "reports",
    "review",
    "revisions",
    "site",
    "submit_views",
    "table_import",
    "take_down",
    "topics",
    "upload",
    "vocabularies",
    "wordings",
]
