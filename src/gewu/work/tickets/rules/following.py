"""On which day an urging counts."""

from datetime import date, timedelta

from gewu.methods.worktime import WorkCalendar


def urging_day(day: date, calendar: WorkCalendar) -> date:
    """The working day that a day belongs to: free days belong to the working day after them."""
    for ahead in range(60):
        if calendar.is_workday(day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    return day
