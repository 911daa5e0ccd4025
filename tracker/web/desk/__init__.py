"""The desk: where editors write, review and publish records. One folder a subject."""

from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.captures import hiding_views as capture_hiding
from tracker.web.desk.captures import views as captures
from tracker.web.desk.comments import views as comments
from tracker.web.desk.drafts import autocomplete_views, capture_file_views, new_views, preview_views
from tracker.web.desk.drafts import views as drafts
from tracker.web.desk.edit_this_page import views as edit_this_page
from tracker.web.desk.guide import views as guide
from tracker.web.desk.home import views as home
from tracker.web.desk.lists import views as lists
from tracker.web.desk.mark_checked import views as mark_checked
from tracker.web.desk.merge import views as merge
from tracker.web.desk.personal_data import views as personal_data
from tracker.web.desk.queue import views as queue
from tracker.web.desk.reminders import views as reminders
from tracker.web.desk.replies import views as replies
from tracker.web.desk.reports import views as reports
from tracker.web.desk.review import views as review
from tracker.web.desk.revisions import views as revisions
from tracker.web.desk.site_details import views as site_details
from tracker.web.desk.site_wording import views as site_wording
from tracker.web.desk.submit import views as submit
from tracker.web.desk.table_import import bundle_views
from tracker.web.desk.table_import import views as table_import
from tracker.web.desk.take_down import views as take_down
from tracker.web.desk.topics import views as topics
from tracker.web.desk.upload import views as upload
from tracker.web.desk.vocabularies import views as vocabularies
from tracker.web.desk.watched_addresses import views as watched_addresses

__all__ = [
    "autocomplete_views",
    "blueprint",
    "bundle_views",
    "capture_file_views",
    "capture_hiding",
    "captures",
    "comments",
    "drafts",
    "edit_this_page",
    "guide",
    "home",
    "lists",
    "mark_checked",
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
    "site_details",
    "site_wording",
    "submit",
    "table_import",
    "take_down",
    "topics",
    "upload",
    "vocabularies",
    "watched_addresses",
]
