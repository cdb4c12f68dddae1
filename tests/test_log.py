"""The log: told in time, in order, and never waited for."""

import logging

from claimgraph.cli.log import Waiting


def record(number):
    return logging.makeLogRecord({"msg": "line %s", "args": (number,)})


def test_lines_are_taken_once_in_their_order():
    waiting = Waiting()
    for number in range(3):
        waiting.handle(record(number))

    assert waiting.taken() == b"line 0\nline 1\nline 2\n"
    assert waiting.taken() == b""


def test_lines_that_nobody_reads_are_counted():
    waiting = Waiting()
    for number in range(10_007):
        waiting.handle(record(number))

    *first, last = waiting.taken().splitlines()
    assert first[-1] == b"line 9999"
    assert len(first) == 10_000
    assert last == b"7 lines were left out here: nobody read the log."


def test_a_line_that_is_no_unicode_is_written_all_the_same():
    waiting = Waiting()
    waiting.handle(record("\ud800"))

    assert waiting.taken() == b"line \\ud800\n"
