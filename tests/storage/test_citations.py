"""A check may only test a sentence of the contract: each quotes the one it tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any, Final

import pytest

from clientcare import aio, record_store, repositories
from clientcare.testing.checks import ALL, Check
from clientcare.testing.conformance import StoreConformance

CHECKS: Final = [check for group in ALL for check in group]
CITATION: Final = re.compile(r'([A-Z]\w+(?:\.\w+)?): "(.+?)\.?"')
ELSEWHERE: Final[Mapping[str, str]] = {
    "store_machine": "StoreConformance.test_store_machine: random stories, not one sentence",
    "golden_payloads_of_every_release_load": "tests/storage/test_golden.py: of the codec, no adapter",
}
NAMED: Final[Mapping[str, str]] = {
    "1": "add_then_get_returns_equal_value_and_version",
    "2": "get_missing_raises_not_found",
    "3": "get_many_omits_absent",
    "4": "get_many_of_nothing_is_empty",
    "5": "unicode_keys_are_not_folded_or_normalised",
    "6": "key_with_quotes_slashes_percent_nul_free_text",
    "7": "maximum_length_key_works_and_empty_or_longer_is_refused",
    "8": "case_differing_keys_are_two_rows",
    "9": "emoji_and_rtl_text_survive",
    "10": "large_value_survives",
    "11": "none_empty_and_missing_stay_distinct",
    "12": "decimal_keeps_exact_digits_and_exponent",
    "13": "date_stays_a_date",
    "14": "enum_and_step_survive",
    "15": "audit_trail_order_and_length_survive",
    "16": "kinds_with_equal_keys_are_separate",
    "17": "every_sample_aggregate_round_trips",
    "18": "zone_name_survives",
    "19": "offset_survives",
    "20": "instant_survives",
    "21": "repeated_hour_keeps_fold",
    "22": "microseconds_survive",
    "23": "far_past_and_future_survive",
    "24": "naive_datetime_is_refused",
    "25": "store_ignores_process_time_zone",
    "26": "mutating_read_value_changes_nothing",
    "27": "mutating_written_value_changes_nothing",
    "28": "mutating_paged_value_changes_nothing",
    "29": "mutating_emitted_event_changes_nothing",
    "30": "two_stores_share_nothing",
    "31": "add_twice_raises_already_exists",
    "32": "save_changes_the_version",
    "33": "read_does_not_change_the_version",
    "34": "stale_save_conflicts_and_winner_stays",
    "35": "stale_remove_conflicts",
    "36": "save_missing_raises_not_found",
    "37": "save_after_remove_raises_not_found",
    "38": "old_version_is_dead_after_remove_and_re_add",
    "39": "second_save_in_unit_uses_new_version",
    "40": "version_survives_reopen",
    "41": "trail_only_change_changes_the_version",
    "42": "unit_reads_its_own_writes",
    "43": "uncommitted_writes_are_invisible_elsewhere",
    "44": "leaving_without_commit_discards",
    "45": "exception_discards_and_propagates",
    "46": "conflict_discards_the_whole_unit",
    "47": "two_kinds_commit_together",
    "48": "finished_unit_refuses_work",
    "49": "rollback_is_idempotent",
    "50": "add_then_remove_in_one_unit_leaves_nothing",
    "51": "store_usable_after_failed_unit",
    "52": "driver_errors_are_wrapped",
    "53": "pages_visit_each_row_once_with_ties",
    "54": "order_is_by_instant_not_wall_clock",
    "55": "order_is_code_point_order",
    "56": "descending_is_exact_reverse",
    "57": "cursor_survives_removal_of_its_row",
    "58": "row_added_before_cursor_is_not_repeated",
    "59": "row_added_after_cursor_is_seen",
    "60": "last_page_has_no_cursor_even_when_full",
    "61": "empty_listing",
    "62": "foreign_or_tampered_cursor_is_refused",
    "63": "cursor_survives_reopen",
    "64": "bad_limit_order_or_index_is_refused",
    "65": "where_combines_with_order_and_cursor",
    "66": "page_sees_own_staged_changes",
    "67": "events_appear_only_after_commit",
    "68": "events_vanish_with_the_unit",
    "69": "events_keep_emit_order_within_unit",
    "70": "same_event_id_is_stored_once_even_after_ack",
    "71": "acknowledge_is_idempotent",
    "72": "late_committer_is_not_skipped",
    "73": "rows_and_events_commit_together",
    "74": "two_workers_never_claim_the_same_item",
    "C1": "interleaved_units_second_writer_conflicts",
    "C2": "interleaved_saves_staged_before_either_commits",
    "C3": "threads_never_lose_an_increment",
    "C4": "threads_adding_the_same_key_have_one_winner",
    "C5": "processes_never_lose_an_increment",
    "C6": "reopened_store_sees_commits",
    "C7": "killed_process_loses_no_confirmed_unit_and_tears_none",
    "C8": "open_close_leaks_no_handles",
    "C9": "two_stores_on_one_place_agree",
    "C10": "spawned_and_forked_children_work",
    "S1": "older_payload_is_upcast",
    "S2": "upcast_does_not_write_on_read",
    "S3": "newer_payload_raises_and_is_untouched",
    "S4": "opening_twice_is_idempotent",
    "S5": "golden_payloads_of_every_release_load",
    "A1": "cancel_in_unit_discards",
    "A2": "tasks_interleave_without_lost_update",
    "A3": "sync_and_async_faces_agree",
    "M1": "store_machine",
    "M2": "history_is_explainable",
    "P1": "signatures_match_the_port",
    "P2": "errors_pickle_and_carry_fields",
    "P3": "capabilities_are_declared",
}


def _contract(where: str) -> str:
    owner, *rest = where.split(".")
    homes = (repositories, record_store, aio)
    found: Any = next(getattr(home, owner) for home in homes if hasattr(home, owner))
    return " ".join((reduce(getattr, rest, found).__doc__ or "").split())


def _names() -> Iterator[str]:
    yield from (check.name for check in CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=list(_names()))
def test_cited_sentence_stands_in_the_contract(check: Check) -> None:
    """The quoted words are found, word for word, in the docstring that is named."""
    match = CITATION.match(check.cites)

    assert match is not None
    assert match[2] in _contract(match[1])


def test_names_are_unique() -> None:
    """An author can name a known gap without doubt."""
    names = list(_names())

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("number", NAMED)
def test_every_named_check_of_the_design_exists(number: str) -> None:
    """Each stands in the kit under its name, or we say where it stands instead."""
    assert NAMED[number] in {*_names(), *ELSEWHERE}


def test_the_machine_is_part_of_the_kit() -> None:
    """Who subclasses the conformance class gets the random stories as well."""
    assert callable(StoreConformance.test_store_machine)
