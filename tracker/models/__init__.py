"""Tables, one module a subject. Tables whose rows are derived say so."""

from tracker.models.account import Account, AccountEvent, Attempt, OneTimeLink, Passkey, RecoveryCode, SignIn
from tracker.models.base import Base
from tracker.models.capture import Blob, CaptureEventRow, CaptureFileRow, CaptureRow, CaptureTextRow
from tracker.models.derived.last_publication import LastPublication
from tracker.models.derived.listed_line import ListedLine
from tracker.models.derived.quote_place import QuotePlace, TextShingle
from tracker.models.derived.record import Record, Reference
from tracker.models.derived.scorecard_index import Derived, Ending, IndexedScorecard
from tracker.models.derived.search import NameWord
from tracker.models.derived.stored_answer import AnswerSubject, StoredAnswer
from tracker.models.desk.bundle import BundledDraft, DraftBundle
from tracker.models.desk.comment import Comment, CommentMention
from tracker.models.desk.draft import Draft, DraftVersion, Review, Submission
from tracker.models.desk.notice import FollowAsk, Follower, NoticeChoice
from tracker.models.desk.queue import Assignment, BundleEffect, SavedView, SubmissionApproval
from tracker.models.desk.reader_report import ReaderReport
from tracker.models.desk.reply_request import ReplyRequest
from tracker.models.desk.table_import import ImportPlan, SavedMapping, TableImport
from tracker.models.job import Host, Job
from tracker.models.ledger import Ledger
from tracker.models.revision import Revision
from tracker.models.site_details import SiteDetails
from tracker.models.watch import WatchedAddress, WatchLook

__all__ = [
    "Account",
    "AccountEvent",
    "AnswerSubject",
    "Assignment",
    "Attempt",
    "Base",
    "Blob",
    "BundleEffect",
    "BundledDraft",
    "CaptureEventRow",
    "CaptureFileRow",
    "CaptureRow",
    "CaptureTextRow",
    "Comment",
    "CommentMention",
    "Derived",
    "Draft",
    "DraftBundle",
    "DraftVersion",
    "Ending",
    "FollowAsk",
    "Follower",
    "Host",
    "ImportPlan",
    "IndexedScorecard",
    "Job",
    "LastPublication",
    "Ledger",
    "ListedLine",
    "NameWord",
    "NoticeChoice",
    "OneTimeLink",
    "Passkey",
    "QuotePlace",
    "ReaderReport",
    "Record",
    "RecoveryCode",
    "Reference",
    "ReplyRequest",
    "Review",
    "Revision",
    "SavedMapping",
    "SavedView",
    "SignIn",
    "SiteDetails",
    "StoredAnswer",
    "Submission",
    "SubmissionApproval",
    "TableImport",
    "TextShingle",
    "WatchLook",
    "WatchedAddress",
]
