"""`alliance store check --mend`, `upgrade` and `give-up`: what they say and how they end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
OK, STORE_FAILED = 0, 4


@pytest.fixture
def alter(tmp_path: Path) -> Callable[[str], None]:
    """Changes `alliance.db` outside this program, by SQL."""

    def run(statement: str) -> None:
        connection = sqlite3.connect(tmp_path / "alliance.db")
        with connection:
            connection.execute(statement)
        connection.close()

    return run


def test_a_miss_that_is_none_leads_to_check_and_mend(loaded: Run, alter: Callable[[str], None]) -> None:
    alter("UPDATE nodes SET search = '' WHERE id = 'starbucks'")
    refused = loaded("find", "星巴克")
    assert (refused.exit_code, refused.stdout) == (STORE_FAILED, "")
    assert "alliance store check --store alliance.db" in refused.stderr
    checked = loaded("store", "check")
    assert checked.exit_code == STORE_FAILED
    assert "BROKEN  names to search by: starbucks cannot be found by name" in checked.stdout
    mended = loaded("store", "check", "--mend")
    assert mended.exit_code == OK
    assert "1 node can be found by name again: starbucks" in mended.stdout
    assert "BROKEN" not in mended.stdout
    assert loaded("find", "星巴克").exit_code == OK
    again = loaded("store", "check", "--mend", "--lang", "zh")
    assert again.exit_code == OK
    assert "重做" not in again.stdout


def test_what_cannot_be_mended_is_listed_and_refused(loaded: Run, alter: Callable[[str], None]) -> None:
    alter("UPDATE nodes SET body = '{' WHERE id = 'starbucks'")
    result = loaded("store", "check", "--mend", "--lang", "zh")
    assert result.exit_code == STORE_FAILED
    assert "有问题  每条事实可读: starbucks 的内容读不出来" in result.stdout
    assert "starbucks 的内容读不出来。请用备份恢复" in result.stderr


def test_lost_meta_is_mended(loaded: Run, alter: Callable[[str], None]) -> None:
    before = loaded("gaps", "--json").stdout
    alter("DELETE FROM meta")
    assert loaded("gaps", "--json").exit_code == STORE_FAILED
    assert "data version and the sums" in loaded("store", "check", "--mend").stdout
    assert loaded("gaps", "--json").stdout == before


def test_upgrade_of_a_current_store_says_so(loaded: Run) -> None:
    for language, said in (("en", "is in the layout of this version"), ("zh", "已是本版本的格式")):
        result = loaded("store", "upgrade", "--lang", language)
        assert result.exit_code == OK
        assert said in result.stdout


def test_an_older_store_is_upgraded(loaded: Run, alter: Callable[[str], None]) -> None:
    before = loaded("gaps", "--json").stdout
    alter("DELETE FROM meta WHERE key != 'data_version'")
    alter("PRAGMA user_version = 1")
    refused = loaded("store", "check", "--mend")
    assert refused.exit_code == STORE_FAILED
    assert "alliance store upgrade --store alliance.db" in refused.stderr
    assert "from format 1 to format 3; all 641 facts stay" in loaded("store", "upgrade").stdout
    assert loaded("gaps", "--json").stdout == before


def test_there_is_no_load_to_give_up_in_a_file(loaded: Run) -> None:
    result = loaded("store", "give-up")
    assert result.exit_code == OK
    assert "No load is pending in alliance.db" in result.stdout
