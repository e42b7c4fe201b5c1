"""A damaged file: every answer is that of the sound file, or is refused with what to do; never half, no traceback."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from alliance.cli.root import root
from alliance.errors import StoreDamaged
from alliance.graph import AllianceGraph, Node, open_store
from alliance.graph.stores.states import Broken

Alter = Callable[..., None]
ROUNDS = 100
STORE_FAILED = 4
WHAT_TO_DO = (
    "alliance store check",
    "Restore a backup",
    "--store",
    "alliance load",
    "Upgrade",
    "alliance store upgrade",
)
QUESTIONS = (
    ("find", "星巴克", "--json"),
    ("find", "不存在的名称", "--json"),
    ("show", "星巴克", "--json"),
    ("paths", "南宁横县供电局校椅供电所党支部", "星巴克", "--json"),
    ("gaps", "--json"),
    ("coverage", "--json"),
    ("store", "info"),
)


def answers(path: Path) -> dict[tuple[str, ...], bytes]:
    """What each question prints; the empty text where it is refused as it should be."""
    printed: dict[tuple[str, ...], bytes] = {}
    for words in QUESTIONS:
        result = CliRunner().invoke(root, [*words, "--store", str(path)])
        assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
        assert result.exit_code in (0, STORE_FAILED), (words, result.stderr)
        if result.exit_code:
            assert not result.stdout
            assert any(hint in result.stderr for hint in WHAT_TO_DO), result.stderr
        printed[words] = result.stdout_bytes
    return printed


@pytest.fixture(scope="module")
def sound(hengzhou_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[str, ...], bytes]]:
    path = tmp_path_factory.mktemp("damaged") / "alliance.db"
    path.write_bytes(hengzhou_bytes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALLIANCE_LANG", "en")
        answered = answers(path)
    assert all(answered.values())
    return path, answered


def truncated(content: bytes, random: random.Random) -> bytes:
    return content[: random.randrange(1, len(content))]


def flipped(content: bytes, random: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 4, 16))):
        damaged[random.randrange(len(damaged))] ^= random.randrange(1, 256)
    return bytes(damaged)


def flipped_in_the_first_pages(content: bytes, random: random.Random) -> bytes:
    """Where the header, the definitions and the data version lie."""
    damaged = bytearray(content)
    damaged[random.randrange(2 * 4096)] ^= random.randrange(1, 256)
    return bytes(damaged)


@pytest.mark.parametrize("damage", [truncated, flipped, flipped_in_the_first_pages])
def test_every_answer_of_a_damaged_file_is_right_or_refused(
    sound: tuple[Path, dict[tuple[str, ...], bytes]],
    hengzhou_bytes: bytes,
    damage: Callable[[bytes, random.Random], bytes],
) -> None:
    path, right = sound
    dice, refused = random.Random(20_241_125), 0
    for round_number in range(ROUNDS):
        path.write_bytes(damage(hengzhou_bytes, dice))
        for words, printed in answers(path).items():
            assert printed in (b"", right[words]), (round_number, words)
            refused += not printed
        for left in path.parent.glob("alliance.db-*"):
            left.unlink()
    assert refused > ROUNDS


BY_SQL = {
    "meta emptied": ("DELETE FROM meta",),
    "data version altered": ("UPDATE meta SET value = replace(value, 'a', 'b') WHERE key = 'data_version'",),
    "data version lost": ("DELETE FROM meta WHERE key = 'data_version'",),
    "sums altered": ("UPDATE meta SET value = replace(value, '1', '2') WHERE key = 'tally'",),
    "seal altered": ("UPDATE meta SET value = ? WHERE key = 'seal'", b"\xff"),
    "all nodes lost": ("DELETE FROM nodes",),
    "a node lost": ("DELETE FROM nodes WHERE id = 'starbucks'",),
    "a relationship lost": ("DELETE FROM relationships WHERE id = (SELECT min(id) FROM relationships)",),
    "a source lost": ("DELETE FROM records WHERE key = (SELECT min(key) FROM records)",),
    "a name altered": ("UPDATE nodes SET name = '星巴兄' WHERE id = 'starbucks'",),
    "a body that is no JSON": ("UPDATE nodes SET body = '{' WHERE id = 'starbucks'",),
    "a body that is a list": ("UPDATE nodes SET body = '[]' WHERE id = 'starbucks'",),
    "a kind that does not exist": ("UPDATE nodes SET kind = 'x' WHERE id = 'starbucks'",),
    "a search text emptied": ("UPDATE nodes SET search = '' WHERE id = 'starbucks'",),
    "all search texts emptied": ("UPDATE nodes SET search = ''",),
    "a search text of another": ("UPDATE nodes SET search = (SELECT max(search) FROM nodes) WHERE id = 'starbucks'",),
    "a type altered": ("UPDATE relationships SET type = 'SUPPLIES' WHERE type = 'MEMBER_OF'",),
    "a status altered": ("UPDATE relationships SET status = 'confirmed' WHERE status != 'confirmed'",),
    "a strength added": ("UPDATE relationships SET strength = 0.5 WHERE id = (SELECT min(id) FROM relationships)",),
    "a date that is none": (
        "UPDATE relationships SET valid_from = 'x' WHERE id = (SELECT min(id) FROM relationships)",
    ),
    "a text that is a blob": ("UPDATE nodes SET name = x'ff' WHERE id = 'starbucks'",),
    "a text that is not UTF-8": ("UPDATE nodes SET name = CAST(x'ff' AS TEXT) WHERE id = 'starbucks'",),
    "a record of no table": ("UPDATE records SET table_name = 'x' WHERE key = (SELECT min(key) FROM records)",),
}


@pytest.mark.parametrize("statement", BY_SQL.values(), ids=BY_SQL)
def test_every_answer_of_a_file_that_was_altered_by_sql_is_right_or_refused(
    path: Path, alter: Alter, statement: tuple[str, ...]
) -> None:
    right = answers(path)
    alter(*statement)
    now = answers(path)
    assert all(printed in (b"", right[words]) for words, printed in now.items())
    assert b"" in now.values()
    with open_store(path) as store:
        assert not all(finding.sound for finding in store.check())


@pytest.mark.parametrize("statement", BY_SQL.values(), ids=BY_SQL)
def test_what_is_mendable_is_sound_afterwards_and_what_is_not_is_refused(
    path: Path, alter: Alter, statement: tuple[str, ...]
) -> None:
    alter(*statement)
    with open_store(path) as store:
        wrong = [finding for finding in store.check() if not finding.sound]
        if all(finding.mendable for finding in wrong):
            assert store.mend()
            assert all(finding.sound for finding in store.check())
            assert store.mend() == []
            assert store.read().data_version == store.data_version()
        else:
            for use in (store.mend, store.read):
                with pytest.raises(StoreDamaged):
                    use()


def test_an_emptied_search_text_gives_no_false_no(path: Path, alter: Alter) -> None:
    alter("UPDATE nodes SET search = '' WHERE id = 'starbucks'")
    with open_store(path) as store:
        with pytest.raises(StoreDamaged, match=r"alliance store check --store .*alliance\.db"):
            store.find("星巴克")
        assert [text.en for text in store.mend()] == [
            "1 node can be found by name again: starbucks",
        ]
        assert store.find("星巴克")[0][1].id == "starbucks"


def test_a_damaged_fact_is_named(path: Path, alter: Alter) -> None:
    alter("UPDATE nodes SET name = CAST(x'ff' AS TEXT) WHERE id = 'starbucks'")
    with open_store(path) as store:
        wrong = [finding for finding in store.check() if not finding.sound]
        assert wrong[0].what.en == "every fact can be read"
        assert "starbucks" in wrong[0].detail.en
        with pytest.raises(StoreDamaged, match="starbucks"):
            store.mend()


def test_nodes_that_are_looked_up_are_verified(path: Path, alter: Alter) -> None:
    with open_store(path) as store:
        assert [node.id for node in store.nodes(["starbucks", "nobody"])] == ["starbucks"]
    alter("DELETE FROM nodes WHERE id = 'csg'")
    with open_store(path) as store:
        assert [node.id for node in store.nodes(["starbucks"])] == ["starbucks"]
        with pytest.raises(StoreDamaged):
            store.nodes(["csg"])


def test_a_broken_store_says_so_in_its_state(path: Path, alter: Alter) -> None:
    alter("DELETE FROM meta")
    with open_store(path) as store:
        state = store.state()
    assert isinstance(state, Broken)
    assert "--mend" in state.reason.en


def test_a_write_does_not_make_damage_look_sound(path: Path, alter: Alter, make_node: Callable[..., Node]) -> None:
    alter("DELETE FROM relationships WHERE id = (SELECT min(id) FROM relationships)")
    with open_store(path) as store:
        store.write(AllianceGraph.from_models([make_node("new")]))
        with pytest.raises(StoreDamaged):
            store.read()


def test_a_damaged_fact_that_a_write_replaces_is_told(path: Path, alter: Alter, make_node: Callable[..., Node]) -> None:
    alter("UPDATE nodes SET name = x'ff' WHERE id = 'starbucks'")
    with open_store(path) as store, pytest.raises(StoreDamaged, match="alliance store check"):
        store.write(AllianceGraph.from_models([make_node("starbucks")]))
