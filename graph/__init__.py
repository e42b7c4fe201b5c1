"""What the graph is, and where it is kept."""

from .alliance_graph import AllianceGraph
from .dates import PartialDate
from .models import Census, Evidence, Judgement, Measure, Node, Relationship, Roster, Source
from .quantities import Quantity
from .schema import Schema, schema
from .stores.copying import copy_store
from .stores.differences import Plan
from .stores.locations import open_store
from .stores.store import GraphStore, StoreInfo

__all__ = [
    "AllianceGraph",
    "Census",
    "Evidence",
    "GraphStore",
    "Judgement",
    "Measure",
    "Node",
    "PartialDate",
    "Plan",
    "Quantity",
    "Relationship",
    "Roster",
    "Schema",
    "Source",
    "StoreInfo",
    "copy_store",
    "open_store",
    "schema",
]
