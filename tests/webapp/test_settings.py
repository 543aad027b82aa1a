"""Settings from the environment: each by its name, wrong ones named."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from webapp.settings import HELP, Settings


def test_every_setting_is_explained() -> None:
    assert set(HELP) == {field.name for field in fields(Settings)}


def test_settings_are_read_by_name() -> None:
    read = Settings.from_environment(
        {
            "CUAKHAU_INDEX": "/srv/index",
            "CUAKHAU_TRUSTED_HOSTS": "a.vn, b.vn",
            "CUAKHAU_PROXY_PREFIX": "1",
            "CUAKHAU_PATIENCE": "0.5",
            "CUAKHAU_LANGUAGE": "en",
        }
    )
    assert read == Settings(
        index=Path("/srv/index"),
        trusted_hosts=("a.vn", "b.vn"),
        proxy_prefix=1,
        patience=0.5,
        language="en",
    )


def test_an_empty_value_is_none() -> None:
    assert Settings.from_environment({"CUAKHAU_SEARCHES": "", "CUAKHAU_INDEX": " "}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [("CUAKHAU_SEARCHES", "many"), ("CUAKHAU_PROXY_FOR", "-1"), ("CUAKHAU_LANGUAGE", "fr")],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.from_environment({name: value})
