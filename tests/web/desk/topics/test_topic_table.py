"""The table of a topic that is made: what it asks, points, amounts and days, and how readers will see it."""

import re

from tests.web.desk.topics.steps import begun, drawn, topic_of, with_terms


def test_the_table_is_edited_where_it_stands(ann):
    page = drawn(ann)
    page = ann.press(
        page, "cells:before:columns:sharing", **{"name-rows-advertisers": "Anyone who advertises"}
    ).checked()
    yardstick = topic_of(ann, page)["yardstick"]
    assert [column["id"] for column in yardstick["columns"]] == ["sharing", "sale"]
    assert yardstick["rows"][1]["name"] == "Anyone who advertises"
    page = ann.press(page, "cells:remove:rows:advertisers").checked()
    assert [row["id"] for row in topic_of(ann, page)["yardstick"]["rows"]] == ["data-brokers", "public-bodies"]
    page = ann.open(page.path.partition("?")[0] + "?cells=rows:public-bodies").checked()
    chosen = ["counterparty:public-bodies", "counterparty:ad-exchanges"]
    page = ann.press(page, "cells:terms:rows:public-bodies", **{"cell-terms": chosen}).checked()
    yardstick = topic_of(ann, page)["yardstick"]
    assert sorted(yardstick["rows"][1]["terms"]["counterparty"]) == ["ad-exchanges", "public-bodies"]
    assert set(yardstick["scope"]["counterparty"]["in"]) == {"data-brokers", "public-bodies", "ad-exchanges"}


def test_who_goes_on_without_drawing_the_table_gets_it_drawn(ann):
    page = ann.press(with_terms(ann), "next", **{"add-columns": ["action:sale"]}).checked()
    assert len(page.form.values("asked")) == 3
    assert "/yardstick" not in ann.press(page, "next").path


def test_an_invented_company_shows_what_readers_will_see(ann):
    page = drawn(ann)
    assert "Sample Company has pledged not to do this: Sale to Data brokers" in page.text
    marks = re.findall(r'<td class="(\w+)">', page.html.partition('class="drawn"')[2].partition("</table>")[0])
    assert marks == ["covered", "open", "open", "open", "open", "open"]
    page = ann.press(page, "try", promise="all")
    marks = re.findall(r'<td class="(\w+)">', page.html.partition('class="drawn"')[2].partition("</table>")[0])
    assert marks == ["covered"] * 6


def test_points_are_switched_off_and_on(ann):
    page = drawn(ann)
    points = page.form.values("asked")
    assert len(points) == 6
    page = ann.press(page, "save", asked=[it for it in points if it != "advertisers:sharing"]).checked()
    assert topic_of(ann, page)["yardstick"]["not_asked"] == [{"row": "advertisers", "column": "sharing"}]
    assert "5 points" in page.text
    assert page.html.count('href="#m-not-asked"') == 3  # the table, the sample and its legend
    page = ann.press(page, "save", asked=[it for it in points if not it.startswith("advertisers:")]).checked()
    assert page.html.count("Nothing is asked in the row") == 1
    check = ann.open(page.path.replace("yardstick", "check")).checked()
    assert "Nothing is asked in the row “Advertisers”" in check.text
    page = ann.press(page, "save", asked=[it for it in points if it != "advertisers:sharing"])
    reasons = ann.open(page.path.replace("yardstick", "reasons")).checked()
    reasons = ann.press(reasons, "save", **{"unasked-advertisers:sharing": "They share with nobody."})
    (unasked,) = topic_of(ann, page)["yardstick"]["not_asked"]
    assert unasked["reason"] == "They share with nobody."
    page = ann.press(ann.open(page.path), "cells:remove:rows:advertisers").checked()
    assert "not_asked" not in topic_of(ann, page)["yardstick"]


def test_a_topic_may_ask_both_to_refrain_and_to_act(ann):
    page = with_terms(ann)
    page = ann.press(ann.open(page.path.replace("/yardstick", "/kind")), "save", commitment="both").checked()
    page = ann.open(page.path.partition("#")[0].partition("?")[0].replace("/kind", "/yardstick"))
    page = ann.press(page, "cells:add", **{"add-columns": ["action:sale"]})
    page = ann.press(page, "next").checked()
    assert "/second" in page.path
    page = ann.press(page, "cells:add", **{"add-columns": ["action:training"]}).checked()
    page = ann.press(page, "next").checked()
    texts = {
        "reason-whole": "Most sales went to brokers.",
        "reason-second-whole": "Training shows what is not allowed.",
    }
    page = ann.press(page, "submit", **texts).checked()
    assert "Everything is filled in." in page.text
    data = topic_of(ann, page)
    assert (data["yardstick"]["commitment"], data["second_yardstick"]["commitment"]) == ("refrain", "perform")
    assert data["second_yardstick"]["columns"][0]["terms"] == {"action": ["training"]}
    rows = [row["id"] for name in ("yardstick", "second_yardstick") for row in data[name]["rows"]]
    assert len(set(rows)) == len(rows) == 6
    page = ann.press(ann.open(page.path.partition("?")[0].replace("/check", "/kind")), "save", commitment="perform")
    data = topic_of(ann, page)
    assert data["yardstick"]["commitment"] == "perform"
    assert data["yardstick"]["columns"][0]["terms"] == {"action": ["training"]}
    assert "second_yardstick" not in data


def test_a_topic_with_one_dimension_has_rows_alone(ann):
    page = begun(ann)
    page = ann.press(page, "next", question="Who gives money to parties?", name="Donations")
    page = ann.press(page, "next", commitment="refrain")
    page = ann.press(page, "next", **{"use-counterparty": "1"})
    page = ann.press(page, "term:paste", lines="Parties\nCandidates")
    page = ann.press(page, "next")
    page = ann.press(page, "cells:add").checked()
    assert "2 points" in page.text
    assert "Sample Company" in page.text
    page = ann.press(page, "next")
    page = ann.press(page, "submit", **{"reason-whole": "Money buys influence."}).checked()
    assert "Everything is filled in." in page.text


def drawn_to_act(ann):
    page = with_terms(ann)
    page = ann.open(page.path.replace("yardstick", "kind"))
    page = ann.press(page, "save", commitment="perform").checked()
    page = ann.open(page.path.replace("kind", "yardstick"))
    return ann.press(page, "cells:add", **{"add-columns": ["action:sale", "action:sharing"]}).checked()


def test_a_table_that_asks_to_act_has_an_amount_and_a_day(ann):
    page = drawn_to_act(ann)
    typed = {"goal-measure": "phones left out", "goal-amount": "1 200 EUR", "goal-deadline": "end of 2030"}
    page = ann.press(page, "save", **typed).checked()
    yardstick = topic_of(ann, page)["yardstick"]
    assert yardstick["target"] == {"measure": "phones left out", "unit": "EUR", "at_least": "1200"}
    assert yardstick["deadline"]
    assert page.form.values("goal-unit") == ["EUR"]
    assert "Understood as" in page.text
    assert 'class="covered"' in page.html  # the invented company promises as much by that day
    page = ann.press(page, "save", **{"goal-side": "at_most", "goal-amount": "5", "goal-deadline": ""}).checked()
    assert topic_of(ann, page)["yardstick"]["target"]["at_most"] == "5"
    assert "deadline" not in topic_of(ann, page)["yardstick"]


def test_an_amount_that_cannot_be_read_is_kept_and_told_beside_its_box(ann):
    page = drawn_to_act(ann)
    page = ann.press(page, "save", **{"goal-amount": "a lot", "goal-deadline": "soon"}).checked()
    assert page.form.values("goal-amount") == ["a lot"]
    for box in ("amount", "deadline", "measure"):
        assert f'id="goal-{box}-told"><p class="wrong">' in page.html
    assert page.form.values("goal-deadline") == ["soon"]


def test_a_table_that_asks_not_to_act_has_neither(ann):
    page = drawn_to_act(ann)
    typed = {"goal-measure": "phones left out", "goal-amount": "80", "goal-unit": "%", "goal-deadline": "2030"}
    page = ann.press(page, "save", **typed).checked()
    page = ann.press(ann.open(page.path.replace("yardstick", "kind")), "save", commitment="refrain").checked()
    assert not {"target", "deadline"} & set(topic_of(ann, page)["yardstick"])
    assert "goal-measure" not in ann.open(page.path.replace("kind", "yardstick")).html


def test_the_table_shows_a_scorecard_and_a_widget_of_an_invented_company(ann):
    page = drawn(ann)
    preview = page.html.partition("data-preview")[2]
    assert preview.count("Sample Company") >= 2
    assert "data-widget" in preview
