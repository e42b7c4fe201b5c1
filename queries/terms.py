"""The closed lists that questions take and rows hold, named once; the schema decides what is in them."""

from __future__ import annotations

from ..graph.models import STATUSES
from ..graph.schema import schema
from ..option import Terms
from ..wording import Text

KINDS = Terms(Text("节点种类", "kind of node"), lambda: schema().kinds)
TYPES = Terms(Text("关系类型", "relationship type"), lambda: schema().types)
STATUS_TERMS = Terms(Text("状态", "status"), lambda: STATUSES.terms)
EMPLOYERS = Terms(Text("用人单位种类", "kind of employer"), lambda: schema().kinds_with("employer"))
COLUMNS = Terms(
    Text("工具列", "instrument"), lambda: [entry.id for entry in schema().instruments.values() if not entry.links]
)
