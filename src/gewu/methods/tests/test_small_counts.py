"""Small counts stay hidden, also from whoever adds and subtracts."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gewu.methods.small_counts import (
    FEWEST,
    SMALL,
    WITHHELD,
    is_small,
    line_told,
    share_told,
    table_told,
    told,
)


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, SMALL), (4, SMALL), (5, 5), (70, 70)])
def test_a_count_for_itself(count, said):
    assert told(count) == said and bool(told(count)) == bool(isinstance(said, int) and said)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (0, 10, 0.0),
        (10, 10, 1.0),
        (5, 10, 0.5),
        (1, 10, None),
        (9, 10, None),
        (2, 4, None),
        (0, 0, None),
    ],
)
def test_a_share_tells_neither_part_nor_rest(part, whole, share):
    assert share_told(part, whole) == share


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([10, 20], (10, 20), 30),
        ([0, 20], (0, 20), 20),
        ([3, 20, 9], (SMALL, 20, WITHHELD), 32),
        ([3], (SMALL,), SMALL),
        ([3, 0], (SMALL, 0), SMALL),
        ([1, 1], (SMALL, SMALL), SMALL),
        ([1, 5], (SMALL, WITHHELD), WITHHELD),
        ([1, 4], (SMALL, SMALL), 5),
        ([4, 4], (SMALL, SMALL), WITHHELD),
        ([], (), 0),
    ],
)
def test_a_line_with_its_total(counts, cells, total):
    line = line_told(counts)
    assert (line.cells, line.total) == (cells, total)


def possible(cells, total):
    """What every hidden cell could be, for somebody who knows all that is told."""
    ranges = [
        range(1, FEWEST) if cell is SMALL else range(FEWEST, 41) if cell is WITHHELD else [cell]
        for cell in cells
    ]
    found = [set() for _ in cells]
    for guess in product(*ranges):
        fits = (
            is_small(sum(guess)) if total is SMALL
            else sum(guess) >= FEWEST if total is WITHHELD
            else sum(guess) == total
        )  # fmt: skip
        if fits:
            for seen, value in zip(found, guess, strict=True):
                seen.add(value)
    return found


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_nobody_works_out_a_small_count_of_a_line(counts):
    line = line_told(counts)
    for cell, values in zip(line.cells, possible(line.cells, line.total), strict=True):
        if cell is SMALL:
            alone = sum(map(bool, counts)) == 1  # a total that is the count itself
            assert len(values) >= 3 or (line.total is SMALL and (alone or len(values) >= 1))


@given(st.lists(st.lists(st.integers(0, 15), min_size=3, max_size=3), min_size=2, max_size=3))
def test_what_is_told_of_a_table_is_true_and_small_counts_are_not_told(rows):
    table = table_told(rows)
    for row, said in zip(rows, table.rows, strict=True):
        for count, cell in zip(row, said, strict=True):
            assert cell is SMALL if is_small(count) else cell in (count, WITHHELD)
    for row, total in zip(rows, table.row_totals, strict=True):
        assert total in (sum(row), WITHHELD, SMALL)


@given(st.lists(st.lists(st.integers(0, 15), min_size=3, max_size=3), min_size=2, max_size=3))
def test_no_sum_of_a_table_settles_a_small_count(rows):
    table = table_told(rows)
    lines = [(said, total) for said, total in zip(table.rows, table.row_totals, strict=True)]
    lines += list(zip(zip(*table.rows, strict=True), table.column_totals, strict=True))
    for said, total in lines:
        if isinstance(total, int) and SMALL in said:
            assert sum(not isinstance(cell, int) for cell in said) > 1


def test_a_table_without_small_counts_is_told_whole():
    table = table_told([[5, 6], [7, 8]])
    assert table.rows == ((5, 6), (7, 8)) and table.total == 26
    assert (table.row_totals, table.column_totals) == ((11, 15), (12, 14))


def test_one_small_count_hides_a_ring():
    table = table_told([[2, 30, 40], [50, 60, 70], [80, 90, 99]])
    hidden = sum(not isinstance(cell, int) for row in table.rows for cell in row)
    assert table.rows[0][0] is SMALL and hidden == 4
    assert table.total == 521 and table.row_totals == (72, 180, 269)
