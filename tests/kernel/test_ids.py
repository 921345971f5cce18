"""Identifiers sort by the moment they were made, also within one millisecond and across threads."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122

from evexport.kernel.ids import uuid7


def test_it_is_a_version_7_identifier_of_the_present_moment():
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert abs((made.int >> 80) - time.time() * 1000) < 1000


def test_each_is_greater_than_the_one_before():
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(set(made))


def test_threads_never_share_one():
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: uuid7(), range(4000)))
    assert len(set(made)) == 4000
