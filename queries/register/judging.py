"""Every rule of the register asked of a chain."""

from __future__ import annotations

from collections.abc import Iterator

from ..chain import Chain
from .broken_feeds import broken_feeds
from .idle_mechanisms import idle_mechanisms
from .missing_services import missing_services
from .missing_stages import missing_stages
from .rules import Judgement
from .single_sources import single_organisations, single_suppliers
from .supply import Sources
from .unanchored import unanchored, uncovered


def all_judged(chain: Chain) -> Iterator[Judgement]:
    """The gaps that are there in every possible world, and the questions that stay open."""
    sources = Sources(chain)
    yield from missing_stages(chain)
    yield from single_organisations(chain, sources)
    yield from single_suppliers(chain, sources)
    yield from broken_feeds(chain, sources)
    yield from unanchored(chain)
    yield from uncovered(chain)
    yield from missing_services(chain)
    yield from idle_mechanisms(chain)
