# Made from the catalogue by `python -m alliance.queries.generated`.

from .along.along_chain import along_chain as along_chain
from .brokerage.bridges import bridges as bridges
from .brokerage.bridging_gain import bridging_gain as bridging_gain
from .brokerage.brokers import brokers as brokers
from .changes.diff import diff as diff
from .changes.what_if import what_if as what_if
from .connecting.connecting_network import connecting_network as connecting_network
from .cover.coverage import coverage as coverage
from .cover.coverage_matrix import coverage_matrix as coverage_matrix
from .matters.need_route import need_route as need_route
from .matters.needs import needs as needs
from .membership.member_pairs import member_pairs as member_pairs
from .membership.members import members as members
from .membership.overlap import overlap as overlap
from .names.find import find as find
from .names.profile import profile as profile
from .paths.influence_paths import influence_paths as influence_paths
from .published.figures import figures as figures
from .reaching.best_starters import best_starters as best_starters
from .reaching.reach import reach as reach
from .register.gaps import gaps as gaps
from .strength.influence_strength import influence_strength as influence_strength
