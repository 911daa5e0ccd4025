"""Records and lists as data: pages that follow each other, filters, moments, and the description of it all."""

import re
from datetime import UTC

import jsonschema_rs
import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import ROOT
from tracker.web.api.endpoints import ENDPOINTS
from tracker.web.api.line_schemas import LINE_SCHEMAS
from tracker.web.api.lines import parse_lines_query
from tracker.web.api.records import KINDS_BY_FOLDER

API = "/api/v1"
MEASURED = ("covered", "possible", "cells")


@pytest.fixture(scope="module")
def described(seeded):
    """A function that checks an answer against the description of its address."""
    whole = seeded.data(f"{API}/openapi.json")

    def check(path, data):
        schema = whole["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema_rs.validate({**schema, "components": whole["components"]}, data)

    return check


def all_items(site, address):
    """What all pages of a list hold together, each page by the address that the one before gives."""
    items = []
    while address:
        data = site.data(re.sub("^https?://[^/]+", "", address))
        items += data["items"]
        address = data["next"]
    return items


@pytest.mark.parametrize("folder", KINDS_BY_FOLDER)
def test_every_record_is_in_its_list_once_and_has_an_address(seeded, described, folder):
    first = seeded.data(f"{API}/{folder}")
    described(f"/{folder}", first)
    items = all_items(seeded, f"{API}/{folder}?per_page=7")
    ids = [item["id"] for item in items]
    assert len(set(ids)) == len(ids)
    assert ids[: len(first["items"])] == [item["id"] for item in first["items"]]
    for item in items[:3]:
        one = seeded.data(item["data"].removeprefix("https://pledges.example"))
        described(f"/{folder}/{{id}}", one)
        assert one["record"] == item["record"]
        assert one["record"]["kind"] == KINDS_BY_FOLDER[folder]
        if item["page"]:
            assert seeded.client.get(item["page"].removeprefix("https://pledges.example")).status_code == 200


def test_all_of_the_files_are_there_and_no_more(seeded):
    pledges = all_items(seeded, f"{API}/pledges")
    written = re.findall(r"^- kind: pledge$", "".join(_seed_texts()), re.M)
    assert len(pledges) == len(written) > 5


def _seed_texts():
    return [path.read_text(encoding="utf-8") for path in (ROOT / "seeds").rglob("*.yaml")]


def test_records_are_chosen_by_company_topic_and_fields(seeded):
    chosen = all_items(seeded, f"{API}/pledges?company=microsoft&topic=police-facial-recognition&fields=topic,title")
    assert {item["id"].partition("/")[0] for item in chosen} == {"microsoft"}
    assert {name for item in chosen for name in item["record"]} == {"topic", "title"}
    others = all_items(seeded, f"{API}/pledges?company=amazon")
    assert not {item["id"] for item in chosen} & {item["id"] for item in others}
    assert all_items(seeded, f"{API}/pledges?topic=police-drones") == []


def test_only_what_changed_since_a_moment(site_of):
    site = site_of(make.pledge(), minutes=120)
    published(site.database, make.pledge(title="Another title"), at=clock(30))
    assert [it["id"] for it in site.data(f"{API}/pledges?changed_since=2026-11-22T12:10:00Z")["items"]] == [
        make.pledge().id
    ]
    assert site.data(f"{API}/companies?changed_since=2026-11-22T12:10:00Z")["items"] == []
    assert site.data(f"{API}/companies?changed_since=2026-11-22")["items"] != []


def test_what_changed_since_comes_in_the_order_of_changes_page_by_page(seeded):
    for folder, more in (("sources", ""), ("evidence", "&topic=police-facial-recognition"), ("decisions", "")):
        items = all_items(seeded, f"{API}/{folder}?changed_since=2020-01-01&per_page=3{more}")
        places = [it["ledger_position"] for it in items]
        assert places == sorted(set(places))
        assert {it["id"] for it in items} == {it["id"] for it in all_items(seeded, f"{API}/{folder}?{more}")}


def test_lines_of_a_period_are_all_there_page_by_page(seeded):
    for query in ("from=2018-01-01&to=2021-12-31", "changed_since=2020-01-01", "from=2018-01-01&sort=date"):
        few, many = (all_items(seeded, f"{API}/findings?{query}&per_page={size}") for size in (7, 100))
        assert few == many != []


def test_a_page_and_the_next_one_are_of_one_moment(site_of):
    site = site_of(make.pledge(), minutes=120)
    first = site.data(f"{API}/companies?per_page=1")
    published(site.database, make.company("zzz"), at=clock(30))
    ids = [it["id"] for it in first["items"] + all_items(site, first["next"])]
    assert "zzz" not in ids
    assert "zzz" in [it["id"] for it in all_items(site, f"{API}/companies")]


def test_an_earlier_moment_gives_the_earlier_text(site_of):
    site = site_of(make.pledge(title="Before"), minutes=120)
    published(site.database, make.pledge(title="After"), at=clock(30))
    address = f"{API}/pledges/{make.pledge().id}"
    assert site.data(address)["record"]["title"] == "After"
    before = site.data(f"{address}?known_at=2026-11-22T12:10:00Z")
    assert (before["record"]["title"], before["revision"]) == ("Before", 1)
    assert site.data(f"{address}?known_at=2026-11-22T11:00:00Z", 404)["parameter"] == "pledge"


def test_what_was_taken_down_is_only_said_to_be(site_of):
    gone = make.pledge(taken_down={"date": "2026-11-01", "reason": "A court asked for it."})
    site = site_of(gone)
    (item,) = site.data(f"{API}/pledges?company=acme")["items"]
    assert set(item["record"]) == {"kind", "id", "taken_down"}
    assert "A court asked for it" in site.data(f"{API}/pledges/{gone.id}", 410)["detail"]


def test_scorecards_in_short_are_the_lists_of_the_site(seeded, described):
    data = seeded.data(f"{API}/scorecards?topic=police-facial-recognition&sort=strength&per_page=100")
    described("/scorecards", data)
    page = seeded.page("/companies?topic=police-facial-recognition&sort=strength")
    shown = [link for link in page.links() if re.fullmatch(r"/companies/[^/?]+/police-facial-recognition", link)]
    assert list(dict.fromkeys(shown)) == [it["page"].removeprefix("https://pledges.example") for it in data["items"]]
    for line in data["items"]:
        card = seeded.data(line["data"].removeprefix("https://pledges.example"))
        assert line["strength"] == card["strength"]["word"]
        assert line["gravest"] == card["conduct"]["gravest"]


def test_what_comes_up_and_what_changed(seeded, described):
    ends = seeded.data(f"{API}/upcoming?as_of=2020-06-18")
    described("/upcoming", ends)
    assert {it["company"] for it in all_items(seeded, f"{API}/upcoming?as_of=2020-06-18&company=amazon")} == {"amazon"}
    changes = seeded.data(f"{API}/changes")
    described("/changes", changes)
    positions, checks = (
        [it["ledger_position"] for it in all_items(seeded, f"{API}/changes{query}")] for query in ("", "?kind=check")
    )
    assert positions == sorted(positions, reverse=True)
    assert sorted([*positions, *checks]) == list(range(1, changes["position"] + 1))


PARTS = ("findings", "dues", "gaps", "cells")


def of_cards(site, part, clocks=""):
    """What the scorecards of all companies say in one part, by company, topic and place."""
    topics = [it["id"] for it in all_items(site, f"{API}/topics")]
    lines = all_items(site, f"{API}/scorecards?per_page=100&topic={topics[0]}{clocks}")
    cards = [site.data(f"{API}/companies/{it['company']}/scorecard?topic={it['topic']}{clocks}") for it in lines]
    return [
        (card["company"]["id"], it) for card in sorted(cards, key=lambda it: it["company"]["id"]) for it in card[part]
    ]


@pytest.mark.parametrize("clocks", ["", "&as_of=2020-06-30", "&known_at=2026-11-22T12:30:00Z"])
@pytest.mark.parametrize("part", PARTS)
def test_lines_across_companies_are_those_of_all_scorecards(seeded, described, part, clocks):
    described(f"/{part}", seeded.data(f"{API}/{part}?per_page=100{clocks}"))
    assert all(it.keys() == LINE_SCHEMAS[part].keys() for it in seeded.data(f"{API}/{part}?{clocks}")["items"])
    lines = all_items(seeded, f"{API}/{part}?per_page=37{clocks}")
    expected = of_cards(seeded, part, clocks)
    assert len(expected) > 1
    assert [
        (it["company"], {name: it[name] for name in card}) for it, (_, card) in zip(lines, expected, strict=True)
    ] == (expected)


def test_lines_are_chosen_by_what_they_say_whose_they_are_and_their_day(site_of):
    later = make.promise("acme/later", versions=[make.version(deadline="2027-06-30")])
    site = site_of(
        make.company(country="DE", sector={"scheme": "NACE", "code": "18.1"}),
        make.pledge(),
        make.promise(),
        make.evidence(),
        later,
        make.company("beta"),
        make.pledge("beta/p"),
    )

    def chosen(address, *names):
        return [tuple(it[name] for name in names) for it in all_items(site, f"{API}/{address}&per_page=1")]

    assert chosen("findings?finding=breach", "company", "evidence") == [("acme", "acme/deal")]
    assert chosen("findings?finding=loophole", "company") == []
    assert chosen("dues?from=2027-01-01&to=2027-12-31", "pledge", "due") == [("acme/later", "2027-06-30")]
    assert chosen("dues?from=2027-07-01", "pledge") == []
    assert chosen("cells?country=FR", "company") == []
    assert {it[0] for it in chosen("cells?country=DE", "company")} == {"acme"}
    assert {it[0] for it in chosen("cells?company=beta", "company")} == {"beta"}
    by_sector = [it[0] for it in chosen("cells?sort=sector", "company")]
    assert by_sector == sorted(by_sector, reverse=True)
    assert set(by_sector) == {"acme", "beta"}
    assert {it[0] for it in chosen("cells?sector=nace 18.1&topic=police-drones", "company")} == {"acme"}
    same = [chosen(f"{part}?company=acme{clock}", "company") for part in PARTS for clock in ("", "&as_of=2026-11-21")]
    assert same[::2] == same[1::2]


def test_a_list_of_a_topic_has_lines_of_that_topic_on_any_day(site_of):
    site = site_of(make.topic("cars", name="Cars"), make.evidence(topics=["cars", "police-drones"]), make.pledge())
    for day in ("2026-11-21", "2026-11-22"):
        for topic in ("cars", "police-drones"):
            lines = all_items(site, f"{API}/scorecards?topic={topic}&as_of={day}")
            assert [(it["company"], it["topic"]) for it in lines] == [("acme", topic)]


def test_a_full_page_that_is_the_last_leads_nowhere(site_of):
    site = site_of()
    number = len(all_items(site, f"{API}/changes?per_page=100"))
    assert site.data(f"{API}/changes?per_page={number}")["next"] is None
    assert site.data(f"{API}/changes?per_page={number - 1}")["next"]


def test_lines_changed_since_are_those_that_rest_on_what_was_published(site_of):
    site = site_of(make.pledge(), make.evidence(), make.company("beta"), make.pledge("beta/p"), minutes=120)
    published(site.database, make.pledge("beta/p", title="Other"), at=clock(30))
    refresh(site.database, clock(31), UTC)
    since = "changed_since=2026-11-22T12:10:00Z"
    assert {it["company"] for it in all_items(site, f"{API}/cells?{since}")} == {"beta"}
    assert {it["company"] for it in all_items(site, f"{API}/cells?{since}&as_of=2026-11-21")} == {"beta"}
    assert all_items(site, f"{API}/findings?{since}") == []
    days = [{it["company"] for it in all_items(site, f"{API}/cells?changed_since=2026-11-{day}")} for day in (22, 23)]
    assert days == [{"acme", "beta"}, set()], "a day counts from its beginning"


def test_scorecards_in_short_of_an_earlier_day(seeded, described):
    data = seeded.data(f"{API}/scorecards?as_of=2020-06-30")
    described("/scorecards", data)
    lines = all_items(seeded, f"{API}/scorecards?as_of=2020-06-30")
    assert len(lines) > 3
    for line in lines:
        card = seeded.data(f"{API}/companies/{line['company']}/scorecard?topic={line['topic']}&as_of=2020-06-30")
        assert (line["strength"], line["gravest"]) == (card["strength"]["word"], card["conduct"]["gravest"])
        assert [line[name] for name in MEASURED] == [card["strength"][name] for name in MEASURED]


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/pledges?format=csv", "format"),
        ("/pledges?per_page=101", "per_page"),
        ("/pledges?per_page=0", "per_page"),
        ("/pledges?after=x", "after"),
        ("/pledges?fields=title,password", "fields"),
        ("/pledges?fields=,", "fields"),
        ("/pledges?fields=versions.quote", "fields"),
        ("/pledges?changed_since=yesterday", "changed_since"),
        ("/pledges?company=a&company=b", "company"),
        ("/scorecards?strength=strong", "strength"),
        ("/scorecards?as_of=2020-06-18&sort=strength", "sort"),
        ("/findings?as_of=2020-06-18&sort=date", "sort"),
        ("/findings?finding=guilty", "finding"),
        ("/findings?state=breach", "state"),
        ("/dues?from=2027-01-02&to=2027-01-01", "to"),
        ("/dues?sector=%00", "sector"),
        ("/cells?fields=password", "fields"),
        ("/gaps?after=WyJkYXRlIl0", "after"),
        ("/upcoming?year=soon", "year"),
        ("/changes?before=0", "before"),
        ("/pledges/nobody/nothing", "pledge"),
        ("/pledges/../secret", "pledge"),
        ("/secrets", None),
    ],
)
def test_what_is_wrong_is_named(seeded, address, parameter):
    # Each value alone is of the right form; together they lead to nothing.
    apart = "as_of=" in address or "&to=" in address
    data = seeded.data(API + address, 404 if apart or parameter in ("pledge", "after", None) else 400)
    assert data.get("parameter") == parameter


def test_a_former_id_leads_to_the_present_one(site_of):
    site = site_of(make.company("acme", former_ids=["acme-drones"]), make.pledge())
    response = site.client.get(f"{API}/pledges?company=acme-drones&per_page=5")
    assert (response.status_code, response.headers["Location"]) == (301, f"{API}/pledges?company=acme&per_page=5")


def test_each_parameter_in_the_description_is_in_the_guide():
    guide = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    for path, endpoint in ENDPOINTS.items():
        for name in endpoint.names:
            assert f"`{name}`" in guide, (path, name)


def test_an_answer_stays_the_same_until_something_is_published(seeded):
    first = seeded.client.get(f"{API}/pledges")
    again = seeded.client.get(f"{API}/pledges", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ({}, "company"),
        ({"from": "2020-06-01"}, "until"),
        ({"to": "2020-06-01"}, "date"),
        ({"changed_since": "2026-06-01"}, "changed"),
        ({"changed_since": "2026-06-01", "to": "2020-06-01"}, "date"),
        ({"changed_since": "2026-06-01", "sort": "company"}, "company"),
    ],
)
def test_lines_are_in_the_order_that_suits_the_filter(seeded, query, order):
    with seeded.client.application.app_context():
        assert parse_lines_query("findings", query).order == order


def test_lines_of_a_company_are_found_by_its_name_too(site_of):
    site = site_of(make.pledge(), make.evidence())
    assert site.data(f"{API}/findings?company=acme")["items"]
    response = site.client.get(f"{API}/findings?company=Acme Optics Inc.")
    assert (response.status_code, response.headers["Location"]) == (302, f"{API}/findings?company=acme")
    site.data(f"{API}/findings?company=nobody", 404)


def test_a_parameter_that_an_address_does_not_have_is_named_with_those_it_has(seeded):
    said = seeded.data("/api/v1/pledges?colour=red", 400)
    assert (said["parameter"], "“red”" in said["detail"]) == ("colour", False)
    assert "changed_since" in said["detail"]
