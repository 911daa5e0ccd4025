"""Which excerpts evidence gets: of the quotes that it has now, in copies of its own sources, with their page."""

from tests import factories as make
from tests.captures_kept import keep
from tests.stored import ON_SQLITE, published_world
from tracker.records.kinds import body
from tracker.services.captures.quotes.excerpts import with_excerpts

FIRST, SECOND, ELSEWHERE = "the drones were sold in May", "nobody was told of it", "a clerk had signed for them"


@ON_SQLITE
def test_excerpts_are_those_of_the_quotes_that_the_record_has_now(database):
    with database.writing() as session:
        own = keep(session, "abcdefghijkl", [f"We know that {FIRST}, it said.", f"But {SECOND}, it said."])
        other = keep(session, "abcdefghijkm", [f"It said that {ELSEWHERE}."])
    sources = make.source("report-8", copies=[own]), make.source("report-9", copies=[other])
    published_world(database, *sources)

    def excerpts(*quotes, before=()):
        quoted = [{"text": text, "speaker": "A clerk", "source": source} for text, source in quotes]
        data = body(make.evidence(sources=["report-8"], quotes=quoted)) | {"excerpts": [*before]}
        with database.reading() as session:
            return with_excerpts(session, data).get("excerpts")

    first, second = ({"source": "report-8", "quote": text, "page": page} for text, page in ((FIRST, 1), (SECOND, 2)))
    assert excerpts((FIRST, "report-8"), (SECOND, "report-8")) == [first, second]
    assert excerpts((FIRST, "report-8"), before=[second]) == [first], "the other is quoted no longer"
    assert excerpts((ELSEWHERE, "report-8"), before=[first]) is None
    assert excerpts((ELSEWHERE, "report-9")) is None, "it is no source of this record"
