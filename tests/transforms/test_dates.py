"""Date phrases resolved from an article published on Thursday, 4 February 2021."""

from datetime import date

import pytest

from transforms.dates import DateOrder, find_dates

THURSDAY = date(2021, 2, 4)

WEEKDAYS = [
    ("The monitor reported on Wednesday", "Wednesday", "2021-02-03", "2021-02-03", 1, "weekday"),
    ("on Thursday", "Thursday", "2021-02-04", "2021-02-04", 1, "weekday"),
    ("on Friday", "Friday", "2021-01-29", "2021-01-29", 1, "weekday"),
    ("last Wednesday", "last Wednesday", "2021-02-03", "2021-02-03", 1, "weekday"),
    ("last Thursday", "last Thursday", "2021-01-28", "2021-01-28", 1, "weekday"),
    ("Wednesday night", "Wednesday night", "2021-02-03", "2021-02-03", 1, "weekday"),
    ("early on Friday", "Friday", "2021-01-29", "2021-01-29", 1, "weekday"),
    ("on Tuesday morning", "Tuesday morning", "2021-02-02", "2021-02-02", 1, "weekday"),
    ("Saturday's attack", "Saturday's", "2021-01-30", "2021-01-30", 1, "weekday"),
    ("next Monday", "next Monday", "2021-02-08", "2021-02-08", 1, "weekday"),
    ("on Tuesday last week", "Tuesday last week", "2021-01-26", "2021-01-26", 1, "weekday"),
    ("from Monday to Wednesday", "Monday to Wednesday", "2021-02-01", "2021-02-03", 2, "range"),
    ("between Saturday and Monday", "Saturday and Monday", "2021-01-30", "2021-02-01", 2, "range"),
    ("from Wednesday to Thursday", "Wednesday to Thursday", "2021-02-03", "2021-02-04", 2, "range"),
    ("since Monday", "since Monday", "2021-02-01", "2021-02-04", 2, "range"),
]

ABSOLUTE = [
    ("on February 3", "February 3", "2021-02-03", "2021-02-03", 1, "absolute"),
    ("on 3 Feb. the army", "3 Feb.", "2021-02-03", "2021-02-03", 1, "absolute"),
    ("Feb. 3, 2021", "Feb. 3, 2021", "2021-02-03", "2021-02-03", 1, "absolute"),
    ("the 7th of January 2020", "the 7th of January 2020", "2020-01-07", "2020-01-07", 1, "absolute"),
    ("Monday, Jan. 18", "Monday, Jan. 18", "2021-01-18", "2021-01-18", 1, "absolute"),
    ("Wed 05 Apr 2017", "Wed 05 Apr 2017", "2017-04-05", "2017-04-05", 1, "absolute"),
    ("on December 20", "December 20", "2020-12-20", "2020-12-20", 1, "absolute"),
    ("by February 20", "February 20", "2021-02-20", "2021-02-20", 1, "absolute"),
    ("dated 2021-02-03", "2021-02-03", "2021-02-03", "2021-02-03", 1, "absolute"),
    ("10:54 am on February 4, 2021", "February 4, 2021", "2021-02-04", "2021-02-04", 1, "absolute"),
    ("on Sept 11, 2001", "Sept 11, 2001", "2001-09-11", "2001-09-11", 1, "absolute"),
    ("on September 8, 1855", "September 8, 1855", "1855-09-08", "1855-09-08", 1, "absolute"),
    ("Jan. 3-5", "Jan. 3-5", "2021-01-03", "2021-01-05", 2, "range"),
    ("between 3 and 7 January", "3 and 7 January", "2021-01-03", "2021-01-07", 2, "range"),
    ("between Jan. 3 and Jan. 7", "Jan. 3 and Jan. 7", "2021-01-03", "2021-01-07", 2, "range"),
    ("on 31 December", "31 December", "2020-12-31", "2020-12-31", 1, "absolute"),
]

MONTHS_AND_YEARS = [
    ("early January 27", "January 27", "2021-01-27", "2021-01-27", 1, "absolute"),
    ("in late March 2019", "late March 2019", "2019-03-21", "2019-03-31", 4, "month"),
    ("in early January", "early January", "2021-01-01", "2021-01-11", 4, "month"),
    ("in mid-January", "mid-January", "2021-01-12", "2021-01-21", 4, "month"),
    ("in March", "March", "2020-03-01", "2020-03-31", 4, "month"),
    ("in May", "May", "2020-05-01", "2020-05-31", 4, "month"),
    ("last December", "last December", "2020-12-01", "2020-12-31", 4, "month"),
    ("published in November.", "November", "2020-11-01", "2020-11-30", 4, "month"),
    ("July to September 2020", "July to September 2020", "2020-07-01", "2020-09-30", 5, "range"),
    ("between November and January", "November and January", "2020-11-01", "2021-01-31", 5, "range"),
    ("since March 2019", "since March 2019", "2019-03-01", "2021-02-04", 5, "range"),
    ("in 2017", "2017", "2017-01-01", "2017-12-31", 5, "year"),
    ("the 2016 attack", "2016", "2016-01-01", "2016-12-31", 5, "year"),
    ("from 2015 to 2017", "2015 to 2017", "2015-01-01", "2017-12-31", 5, "range"),
    ("since 2011", "since 2011", "2011-01-01", "2021-02-04", 5, "range"),
]

RELATIVE = [
    ("killed overnight", "overnight", "2021-02-03", "2021-02-04", 2, "relative"),
    ("overnight into Tuesday", "overnight into Tuesday", "2021-02-01", "2021-02-02", 2, "relative"),
    ("overnight from Monday to Tuesday", "overnight from Monday to Tuesday", "2021-02-01", "2021-02-02", 2, "range"),
    ("yesterday", "yesterday", "2021-02-03", "2021-02-03", 1, "relative"),
    ("earlier today", "today", "2021-02-04", "2021-02-04", 1, "relative"),
    ("this morning", "this morning", "2021-02-04", "2021-02-04", 1, "relative"),
    ("last night", "last night", "2021-02-03", "2021-02-03", 1, "relative"),
    ("the day before yesterday", "the day before yesterday", "2021-02-02", "2021-02-02", 1, "relative"),
    ("this week", "this week", "2021-02-01", "2021-02-04", 2, "relative"),
    ("last week", "last week", "2021-01-25", "2021-01-31", 3, "relative"),
    ("last month", "last month", "2021-01-01", "2021-01-31", 4, "relative"),
    ("earlier this month", "earlier this month", "2021-02-01", "2021-02-04", 2, "relative"),
    ("earlier this year", "earlier this year", "2021-01-01", "2021-02-04", 5, "relative"),
    ("last year", "last year", "2020-01-01", "2020-12-31", 5, "relative"),
    ("next week", "next week", "2021-02-08", "2021-02-14", 3, "relative"),
    ("over the weekend", "the weekend", "2021-01-30", "2021-01-31", 2, "relative"),
    ("two days ago", "two days ago", "2021-02-02", "2021-02-02", 1, "relative"),
    ("three weeks ago", "three weeks ago", "2021-01-11", "2021-01-17", 3, "relative"),
    ("six months ago", "six months ago", "2020-08-01", "2020-08-31", 4, "relative"),
    ("a year ago", "a year ago", "2020-01-01", "2020-12-31", 5, "relative"),
    ("hours earlier", "hours earlier", "2021-02-04", "2021-02-04", 1, "relative"),
    ("in the past 24 hours", "the past 24 hours", "2021-02-03", "2021-02-04", 2, "range"),
    ("over the last three days", "the last three days", "2021-02-01", "2021-02-04", 2, "range"),
    ("in recent weeks", "recent weeks", "2021-01-14", "2021-02-04", 4, "range"),
    ("a day earlier", "a day earlier", "2021-02-03", "2021-02-03", 1, "relative"),
]

HOLIDAYS = [
    ("on Christmas Day", "Christmas Day", "2020-12-25", "2020-12-25", 1, "holiday"),
    ("on New Year's Eve", "New Year's Eve", "2020-12-31", "2020-12-31", 1, "holiday"),
    ("on Easter Sunday 2019", "Easter Sunday 2019", "2019-04-21", "2019-04-21", 1, "holiday"),
    ("on Good Friday", "Good Friday", "2020-04-10", "2020-04-10", 1, "holiday"),
    ("Christmas morning", "Christmas", "2020-12-25", "2020-12-25", 1, "holiday"),
    ("the Fourth of July shooting", "Fourth of July", "2020-07-04", "2020-07-04", 1, "holiday"),
    ("on Thanksgiving", "Thanksgiving", "2020-11-26", "2020-11-26", 1, "holiday"),
]


@pytest.mark.parametrize(
    ("text", "raw", "low", "high", "precision", "kind"),
    WEEKDAYS + ABSOLUTE + MONTHS_AND_YEARS + RELATIVE + HOLIDAYS,
)
def test_phrase_resolves_from_publication(text: str, raw: str, low: str, high: str, precision: int, kind: str) -> None:
    (mention,) = find_dates(text, THURSDAY)
    assert (mention.raw, mention.low.isoformat(), mention.high.isoformat()) == (raw, low, high)
    assert (mention.precision, mention.kind) == (precision, kind)
    assert text[mention.start : mention.end] == raw


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital",
        "Troops march in the square",
        "a town of 2,017 people",
        "the 2019-strong crowd",
        "on Highway 2017",
        "sun and sand",
        "the thirty-first of 40 houses",
        "32 January",
        "a Christmas market",
        "near the 14th of July Bridge in Baghdad",
        "in the 27 September neighbourhood of the town",
        "fighters of the 17 February Martyrs Brigade",
        "The March 23 Movement took the town",
        "in the 1900 block of Payson Street",
        "He died two days later.",
        "hours later",
    ],
)
def test_no_date_is_read(text: str) -> None:
    assert find_dates(text, THURSDAY) == []


@pytest.mark.parametrize(
    "text", ["the May 24 school shooting", "nine people on March 12 near the city", "the 3 May Juba Bridge attack"]
)
def test_a_day_before_an_act_or_a_place_not_called_after_it_is_a_date(text: str) -> None:
    assert len(find_dates(text, THURSDAY)) == 1


@pytest.mark.parametrize(("order", "day"), [("mdy", date(2021, 2, 3)), ("dmy", date(2021, 3, 2))])
def test_slashed_date_follows_the_order_asked_for(order: DateOrder, day: date) -> None:
    (mention,) = find_dates("on 02/03/2021", THURSDAY, order)
    assert mention.low == mention.high == day


def test_number_above_twelve_decides_a_slashed_date() -> None:
    (mention,) = find_dates("on 25/01/2021", THURSDAY, "mdy")
    assert mention.low == date(2021, 1, 25)


def test_weekday_on_its_own_day_is_publication_day() -> None:
    (mention,) = find_dates("on Thursday", THURSDAY)
    assert mention.low == THURSDAY


def test_next_day_follows_the_mention_before() -> None:
    first, second = find_dates("He fell on Monday and died the next day.", THURSDAY)
    assert (first.low, second.low) == (date(2021, 2, 1), date(2021, 2, 2))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("He was shot on Monday and died two days later.", date(2021, 2, 3)),
        ("Police came on Wednesday, a day after the attack.", date(2021, 2, 2)),
        ("Police came on Wednesday, two days after the attack.", date(2021, 2, 1)),
    ],
)
def test_days_later_follow_the_mention_before_and_days_after_go_before_it(text: str, day: date) -> None:
    assert find_dates(text, THURSDAY)[-1].low == day


def test_two_years_are_two_mentions() -> None:
    mentions = find_dates("It was defeated in Syria in 2019 and in Iraq in 2017.", THURSDAY)
    assert [mention.low.year for mention in mentions] == [2019, 2017]


def test_future_is_not_past() -> None:
    last, coming = find_dates("They met on Monday and will meet again next week.", THURSDAY)
    assert (last.is_past, coming.is_past) == (True, False)


def test_leap_day_without_a_year_is_refused_in_other_years() -> None:
    assert find_dates("on February 29", THURSDAY) == []


def test_text_without_dates_has_none() -> None:
    assert find_dates("Nothing happened there.", THURSDAY) == []
