"""Every rule of the register asked of a chain."""

from __future__ import annotations

from collections.abc import Iterator

from ..chain import Chain
from .broken_feeds import broken_feeds
from .common_contacts import CommonContacts
from .concentration import concentrations
from .idle_mechanisms import idle_mechanisms
from .level_breaks import level_breaks
from .missing_services import missing_services
from .missing_stages import missing_stages
from .open_matters import open_matters
from .organisation_gaps import organisation_gaps
from .outside_dependency import outside_dependencies
from .relatedness import Relatedness
from .rules import Judgement
from .single_sources import single_organisations, single_suppliers
from .structural_holes import structural_holes
from .supply import Sources
from .unanchored import unanchored, uncovered


def all_judged(chain: Chain) -> Iterator[Judgement]:
    """The gaps that are there in every possible world, and the questions that stay open."""
    sources, related = Sources(chain), Relatedness(chain)
    yield from missing_stages(chain, related)
    yield from single_organisations(chain, sources, related)
    yield from single_suppliers(chain, sources)
    yield from concentrations(chain, sources)
    yield from outside_dependencies(chain, sources)
    yield from broken_feeds(chain, sources, CommonContacts(chain))
    yield from organisation_gaps(chain)
    yield from unanchored(chain)
    yield from uncovered(chain)
    yield from missing_services(chain)
    yield from open_matters(chain)
    yield from structural_holes(chain)
    yield from level_breaks(chain)
    yield from idle_mechanisms(chain)
