"""What keeps a question open although no roster would decide it: what it is called, and what closes it."""

from __future__ import annotations

from typing import NamedTuple

from ...wording import Text
from .rules import CENSUSES, FACTS, PLACES, SHARES


class Lacking(NamedTuple):
    """Something that is lacking, and when it no longer is, as a clause."""

    label: Text
    closes_when: Text


NO_ROSTER = {
    FACTS: Lacking(
        Text("未写明或只是可能成立的事实", "facts that are not stated or only may hold"),
        Text(
            "写明单位是否在运营(operating)、正式党员数(full_members)和党的工作覆盖(work_cover),关系的起止日期准确并得到证实",
            "organisations state whether they operate, their full members and whether party work covers them, and "
            "links have exact dates and are confirmed",
        ),
    ),
    SHARES: Lacking(
        Text("供应占比", "shares of supply"),
        Text(
            "供应关系写明各家占采购量的比例(占比,share),合计不超过全部",
            "supply links state what part of the product each supplier gives (share), no more than the whole together",
        ),
    ),
    CENSUSES: Lacking(
        Text("前几次普查", "earlier censuses"),
        Text(
            "载入前几次普查的供应关系和占比(alliance load --census)",
            "supply links with their shares of earlier censuses are loaded (alliance load --census)",
        ),
    ),
    PLACES: Lacking(
        Text("供应商和产业链的所在地", "places of suppliers and of the chain"),
        Text(
            "供应商和产业链写明所在地(place),到县级",
            "suppliers and the chain state their place, down to the county",
        ),
    ),
}
