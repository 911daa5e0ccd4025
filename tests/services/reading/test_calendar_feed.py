"""The calendar of ends and deadlines, read back line by line as RFC 5545 has it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
import pytest

from tests import factories as make
from tracker.engine.upcoming.endings import endings
from tracker.services.reading.feeds.calendar import calendar

STAMP = datetime(2026, 11, 22, 10, 30, 15, 123456, tzinfo=UTC)
DAY = date(2020, 7, 1)


def written(*records, day=DAY, ends=None):
    ends = endings(make.dossier(*records), day) if ends is None else ends
    return calendar(
        ends,
        name="Ends; and, deadlines",
        host="pledges.example",
        stamp=STAMP,
        address=lambda ending: f"https://pledges.example/pledges/{ending.pledge.id}",
    )


def unfolded(text):
    """Lines with their continuations joined, as a reader does it."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all("\n" not in line and "\r" not in line and len(line.encode()) <= 75 for line in lines)
    joined = []
    for line in lines:
        if line.startswith(" "):
            joined[-1] += line[1:]
        else:
            joined.append(line)
    return joined


def events(text):
    """Each event as a mapping of what stands before the first colon to what follows it."""
    event_lines = []
    for line in unfolded(text):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event_lines.append({})
        elif event_lines and line != "END:VEVENT" and value != "VCALENDAR":
            assert name not in event_lines[-1]
            event_lines[-1][name] = value
    return event_lines


def ending_pledge(**version):
    return make.pledge(versions=[make.version(**{"ends": {"after": "1 year"}, **version})], title="No sales")


def test_an_end_is_an_event_of_that_whole_day():
    (event,) = events(written(ending_pledge()))
    assert event == {
        "UID": "acme/no-sales/1/fixed@pledges.example",
        "DTSTAMP": "20261122T103015Z",
        "DTSTART;VALUE=DATE": "20210610",
        "DTEND;VALUE=DATE": "20210611",
        "SUMMARY": "Acme Optics Inc.: last day of the pledge “No sales”",
        "URL": "https://pledges.example/pledges/acme/no-sales",
        "TRANSP": "TRANSPARENT",
    }


def test_the_calendar_names_itself_and_its_version():
    assert unfolded(written(ends=[])) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pledges.example//Ends\\; and\\, deadlines//EN",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Ends\\; and\\, deadlines",
        "END:VCALENDAR",
    ]


def test_an_id_stays_when_the_end_moves():
    before, after = (events(written(ending_pledge(ends={"last_day": day})))[0] for day in ("2021-01-31", "2021-06-30"))
    assert before["UID"] == after["UID"]
    assert before["DTSTART;VALUE=DATE"] != after["DTSTART;VALUE=DATE"]


def test_an_uncertain_end_lasts_from_its_first_to_its_last_day_and_says_so():
    (event,) = events(written(ending_pledge(ends={"last_day": "2020-12"})))
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20201201", "20210101")
    assert event["DESCRIPTION"] == "Between 1 and 31 December 2020\\; the exact day is not known."


def test_what_has_no_day_is_left_out():
    assert events(written(ending_pledge(ends={"condition": "drone-law"}))) == []


def test_signs_with_a_meaning_of_their_own_are_escaped():
    (ending,) = endings(make.dossier(ending_pledge()), DAY)
    (event,) = events(written(ends=[replace(ending, text="a;b,c\\d\r\ne\nf\rg\x07")]))
    assert event["SUMMARY"] == "a\\;b\\,c\\\\d\\ne\\nf\\ng"


@pytest.mark.parametrize("sign", ["x", "é", "“", "🛰", "م"])
def test_lines_are_folded_between_signs(sign):
    (ending,) = endings(make.dossier(ending_pledge()), DAY)
    (event,) = events(written(ends=[replace(ending, text=sign * 300)]))
    assert event["SUMMARY"] == sign * 300


def test_the_last_day_of_the_calendar_has_no_day_after_it():
    (event,) = events(written(ending_pledge(ends={"last_day": "9999-12-31"})))
    assert event["DTSTART;VALUE=DATE"] == "99991231"
    assert "DTEND;VALUE=DATE" not in event


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        calendar([], name="n", host="h", stamp=STAMP.replace(tzinfo=None), address=str)


def test_another_program_reads_each_event_as_it_was_meant():
    title = "No; sales, to\\ “police” ünd \N{GRINNING FACE}" * 4
    promise = make.promise("acme/later", versions=[make.version(deadline="2027-06-30")], title=title)
    read = icalendar.Calendar.from_ical(written(ending_pledge(), promise, day=DAY))
    read_events = list(read.walk("VEVENT"))
    assert [list(it.errors) for it in (read, *read_events)] == [[]] * (len(read_events) + 1)
    assert {str(it["UID"]).partition("@")[0] for it in read_events} == {
        "acme/no-sales/1/fixed",
        "acme/later/1/deadline",
    }
    (later,) = [it for it in read_events if "later" in it["UID"]]
    assert (later.start, later.end) == (date(2027, 6, 30), date(2027, 7, 1))
    assert title in str(later["SUMMARY"])
    assert later.decoded("DTSTAMP") == STAMP.replace(microsecond=0)
