# SPDX-License-Identifier: Apache-2.0
"""When schedules are due, worked out by hand: the days on which calendars go wrong. Instants are UTC."""

from dataclasses import dataclass


@dataclass
class DueCase:
    title: str
    zone: str
    schedule: tuple[str, str, str]  # start on the zone's clock, frequency, weekdays
    instant: str                    # what is asked about
    expected: list[str]
    question: str = "next"


VIENNA, NEW_YORK, LORD_HOWE = "Europe/Vienna", "America/New_York", "Australia/Lord_Howe"


def daily(start: str) -> tuple:
    return start, "daily", "-"


def monthly(start: str) -> tuple:
    return start, "monthly", "-"


# Lord Howe moves by half an hour; Beirut's spring skips midnight; St John's went from 00:01 back to 23:01 of the day before.
CLOCK_CHANGES = [
    DueCase("spring, time skipped", VIENNA, daily("2026/03/28-02:30"), "2026-03-28 00:00",
            ["2026-03-28 01:30", "2026-03-29 01:00", "2026-03-30 00:30"]),
    DueCase("autumn, time twice", VIENNA, daily("2026/10/24-02:30"), "2026-10-24 00:00",
            ["2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30"]),
    DueCase("autumn, between the two", VIENNA, daily("2026/10/24-02:30"), "2026-10-25 01:00", ["2026-10-26 01:30"]),
    DueCase("autumn, weekly on that day", VIENNA, ("2026/10/18-02:30", "weekly", "SUN"), "2026-10-01 00:00",
            ["2026-10-18 00:30", "2026-10-25 00:30", "2026-11-01 01:30"]),
    DueCase("spring, time skipped", NEW_YORK, daily("2026/03/07-02:30"), "2026-03-07 00:00",
            ["2026-03-07 07:30", "2026-03-08 07:00", "2026-03-09 06:30"]),
    DueCase("autumn, time twice", NEW_YORK, daily("2026/10/31-01:30"), "2026-10-31 00:00",
            ["2026-10-31 05:30", "2026-11-01 05:30", "2026-11-02 06:30"]),
    DueCase("spring, time skipped", LORD_HOWE, daily("2026/10/03-02:15"), "2026-10-02 00:00",
            ["2026-10-02 15:45", "2026-10-03 15:30", "2026-10-04 15:15"]),
    DueCase("autumn, time twice", LORD_HOWE, daily("2026/04/04-01:45"), "2026-04-03 00:00",
            ["2026-04-03 14:45", "2026-04-04 14:45", "2026-04-05 15:15"]),
    DueCase("spring, midnight skipped", "Asia/Beirut", daily("2026/03/28-00:00"), "2026-03-27 12:00",
            ["2026-03-27 22:00", "2026-03-28 22:00", "2026-03-29 21:00"]),
    DueCase("autumn, midnight twice", "America/St_Johns", daily("2010/11/06-00:00"), "2010-11-06 00:00",
            ["2010-11-06 02:30", "2010-11-07 02:30", "2010-11-08 03:30"]),
    DueCase("summer after tzdata's lists", NEW_YORK, daily("2045/07/01-02:00"), "2045-01-01 00:00", ["2045-07-01 06:00"]),
]

LEFT_OUT_DAYS = [
    DueCase("30 December left out", "Pacific/Apia", daily("2011/12/29-02:00"), "2011-12-29 00:00",
            ["2011-12-29 12:00", "2011-12-30 10:00", "2011-12-30 12:00", "2011-12-31 12:00"]),
    DueCase("the same, due at midnight", "Pacific/Apia", daily("2011/12/29-00:00"), "2011-12-29 00:00",
            ["2011-12-29 10:00", "2011-12-30 10:00", "2011-12-31 10:00"]),
    DueCase("the same, weekly", "Pacific/Apia", ("2011/12/23-02:00", "weekly", "FRI"), "2011-12-20 00:00",
            ["2011-12-23 12:00", "2011-12-30 10:00", "2012-01-05 12:00"]),
    DueCase("the same, once", "Pacific/Apia", ("2011/12/30-02:00", "once", "-"), "2011-12-01 00:00", ["2011-12-30 10:00"]),
    DueCase("21 August left out", "Pacific/Kwajalein", daily("1993/08/20-06:00"), "1993-08-20 00:00",
            ["1993-08-20 18:00", "1993-08-21 12:00", "1993-08-21 18:00"]),
]

SHORT_MONTHS = [
    DueCase("29 February, daily", VIENNA, daily("2028/02/28-02:00"), "2028-02-28 00:00",
            ["2028-02-28 01:00", "2028-02-29 01:00", "2028-03-01 01:00"]),
    DueCase("the 29th, leap year", VIENNA, monthly("2028/01/29-02:00"), "2028-01-01 00:00",
            ["2028-01-29 01:00", "2028-02-29 01:00", "2028-03-29 00:00"]),
    DueCase("the 29th, no leap year", VIENNA, monthly("2027/01/29-02:00"), "2027-01-01 00:00",
            ["2027-01-29 01:00", "2027-02-28 01:00", "2027-03-29 00:00"]),
    DueCase("29 February 2100: there is none", "UTC", monthly("2100/01/30-02:00"), "2100-01-01 00:00",
            ["2100-01-30 02:00", "2100-02-28 02:00", "2100-03-30 02:00"]),
    DueCase("the 31st", NEW_YORK, monthly("2026/01/31-23:30"), "2026-01-31 00:00",
            ["2026-02-01 04:30", "2026-03-01 04:30", "2026-04-01 03:30", "2026-05-01 03:30"]),
]

# A scheduler asks for what follows the newest run on its record, and after a time away for the last one.
CLOCK_STEPS = [
    DueCase("set back 3 h after a run: next", VIENNA, daily("2026/06/01-02:00"), "2026-06-10 00:00", ["2026-06-11 00:00"]),
    DueCase("set back 3 h after a run: last", VIENNA, daily("2026/06/01-02:00"), "2026-06-09 21:00", ["2026-06-09 00:00"], "last"),
    DueCase("set forward 3 days: one to make up", VIENNA, daily("2026/06/01-02:00"), "2026-06-13 09:00", ["2026-06-13 00:00"], "last"),
    DueCase("set back before the start: last", VIENNA, daily("2026/06/01-02:00"), "2026-05-31 23:59:59", [], "last"),
    DueCase("set back before the start: next", VIENNA, daily("2026/06/01-02:00"), "2020-01-01 00:00", ["2026-06-01 00:00"]),
]

STARTS = [
    DueCase("Set Default, start on a Sunday", VIENNA, ("2026/11/22-02:00", "weekly", "default"), "2026-11-01 00:00",
            ["2026-11-24 01:00", "2026-11-25 01:00", "2026-11-26 01:00", "2026-11-27 01:00", "2026-11-28 01:00", "2026-12-01 01:00"]),
    DueCase("once, and it has been", VIENNA, ("2026/11/23-02:00", "once", "-"), "2026-11-23 01:00", []),
]

CASES = CLOCK_CHANGES + LEFT_OUT_DAYS + SHORT_MONTHS + CLOCK_STEPS + STARTS
