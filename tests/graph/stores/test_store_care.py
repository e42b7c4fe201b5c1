"""What every store promises about looking after it, as part of the contract: the same tests run on every store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pytest

from alliance.graph import AllianceGraph, GraphStore
from alliance.graph.stores.states import Empty, Ready


class Tampering(Protocol):
    def empty_search_text(self, node: str) -> None: ...
    def alter_digest(self, node: str) -> None: ...
    def alter_data_version(self, version: str) -> None: ...


TAMPERED: dict[str, Callable[[Tampering], None]] = {
    "names to search by": lambda tampering: tampering.empty_search_text("starbucks"),
    "digest of every fact": lambda tampering: tampering.alter_digest("starbucks"),
    "data version": lambda tampering: tampering.alter_data_version("0" * 31 + "1"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_altered_outside_is_found_and_mended(
    store: GraphStore, hengzhou: AllianceGraph, tampering: Tampering, what: str
) -> None:
    store.write(hengzhou)
    TAMPERED[what](tampering)
    wrong = [finding for finding in store.check() if not finding.sound]
    assert what in {finding.what.en for finding in wrong}
    assert all(finding.mendable for finding in wrong)
    assert store.mend()
    assert [finding.what.en for finding in store.check() if not finding.sound] == []
    assert store.mend() == []
    assert store.state() == Ready(hengzhou.data_version)
    assert store.find("xbk") == hengzhou.find("xbk")
    assert store.plan(hengzhou).empty
    graph = store.read()
    assert AllianceGraph(graph.nodes, graph.relationships, graph.records).data_version == hengzhou.data_version


def test_a_sound_store_needs_no_mending_no_upgrade_and_no_giving_up(store: GraphStore, hengzhou: AllianceGraph) -> None:
    assert store.state() == Empty()
    assert store.mend() == store.upgrade() == []
    assert store.state() == Empty()
    store.write(hengzhou)
    assert store.state() == Ready(hengzhou.data_version)
    assert store.mend() == store.upgrade() == []
    assert store.give_up() is None
    assert store.read().data_version == hengzhou.data_version
