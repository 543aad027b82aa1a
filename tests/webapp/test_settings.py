"""Settings from the environment: each by its name, wrong ones named."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.support.running import ROOT
from webapp.settings import ELSEWHERE, HELP, PREFIX, Settings


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
    [
        ("CUAKHAU_SEARCHES", "many"),
        ("CUAKHAU_PROXY_FOR", "-1"),
        ("CUAKHAU_LANGUAGE", "fr"),
        ("CUAKHAU_PATIENCE", "nan"),
        ("CUAKHAU_PATIENCE", "inf"),
        ("CUAKHAU_RATE", "-inf"),
        ("CUAKHAU_THREADS", "0"),
        ("CUAKHAU_PORT", "65536"),
        ("CUAKHAU_LOG_FORMAT", "xml"),
        ("CUAKHAU_METRICS", "nowhere"),
        ("CUAKHAU_SSO_PROXIES", "0.0.0.0/0"),
        ("CUAKHAU_SSO_PROXIES", "10.0.0.1, ::/0"),
        ("CUAKHAU_SSO_PROXIES", "0.0.0.0/1,128.0.0.0/1"),
        ("CUAKHAU_SSO_PROXIES", "64.0.0.0/4"),
        ("CUAKHAU_SSO_PROXIES", "::/1, 8000::/1"),
        ("CUAKHAU_METRICS", "127.0.0.1:65536"),
        ("CUAKHAU_TRUSTED_HOSTS", "tim.tinh.gov.vn, tin tuc"),
        ("CUAKHAU_TRUSTED_HOSTS", "https://tim.tinh.gov.vn"),
        ("CUAKHAU_UPLOAD_BYTES", "1e9"),
        ("CUAKHAU_TOKNE", "a token of the tests"),
        ("cuakhau_token", "a token of the tests"),
        ("Cuakhau_Port", "8000"),
        ("CUAKHAU_WRITE_WAIT", "nan"),
        ("CUAKHAU_WRITE_WAIT", "20s"),
        ("CUAKHAU_SSO_PROXIES", "127.0.0.1"),
        ("CUAKHAU_SSO_API", "1"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.from_environment({name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CUAKHAU_SSO_PROXIES", "10.0.0.0/8, 192.168.1.7, fc00::/7"),
        (
            "CUAKHAU_TRUSTED_HOSTS",
            "tim.tinh.gov.vn, .tinh.gov.vn, localhost:8000, 10.0.0.1, tin_tuc",
        ),
        ("CUAKHAU_METRICS", "[::1]:9100"),
    ],
)
def test_an_offices_own_names_and_networks_are_taken(name: str, value: str) -> None:
    given = {"CUAKHAU_SSO_HEADER": "X-Remote-User", "CUAKHAU_SSO_PROXIES": "127.0.0.1"}
    Settings.from_environment(given | {name: value})


@pytest.mark.parametrize(
    "header",
    ["Host", "user-agent", "Authorization", "Cookie", "X-Forwarded-For", "Sec-Fetch-User", "Via"],
)
def test_a_header_that_everybody_has_names_nobody(header: str) -> None:
    with pytest.raises(ValueError, match="CUAKHAU_SSO_HEADER"):
        Settings(sso_header=header, sso_proxies=("127.0.0.1",))


@pytest.mark.parametrize("header", ["X-Remote-User", "Remote-User", "X-Forwarded-User", "X-Auth"])
def test_the_headers_of_proxies_that_sign_in_are_taken(header: str) -> None:
    assert Settings(sso_header=header, sso_proxies=("127.0.0.1",)).sso_header == header


def test_a_misspelt_name_is_told_the_right_one() -> None:
    with pytest.raises(ValueError, match=r"CUAKHAU_TOKNE: no such setting; CUAKHAU_TOKEN\?$"):
        Settings.from_environment({"CUAKHAU_TOKNE": ""})


def test_a_token_at_fault_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="CUAKHAU_TOKEN") as told:
        Settings.from_environment({"CUAKHAU_TOKEN": "kurz"})
    assert "kurz" not in str(told.value)


def written(folder: Path, text: str) -> Path:
    path = folder / "cuakhau.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_states_settings_and_the_environment_wins(tmp_path: Path) -> None:
    text = 'site_name = "Kho"\nhsts = 5\nlog_private = true\ntrusted_hosts = ["a.vn", "b.vn"]\npatience = 1\nport = 81'
    path = written(tmp_path, text)
    expected = Settings(
        site_name="Kho",
        hsts=5,
        log_private=True,
        trusted_hosts=("a.vn", "b.vn"),
        patience=1.0,
        port=82,
    )
    named = {"CUAKHAU_CONFIG": str(path), "CUAKHAU_PORT": "82"}
    assert Settings.from_environment(named) == expected
    assert Settings.from_environment({"CUAKHAU_PORT": "82"}, path) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tokne = 'x'", "tokne: no such setting; token?"),
        ("port = 'eighty'", "port"),
        ("hsts = -1", "hsts"),
        ("searches = {a = 1}", "searches"),
        ("trusted_hosts = [1]", "trusted_hosts"),
        ("port = ", "Invalid value"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ValueError, match=f"{path}.*") as fault:
        Settings.from_environment({}, path)
    assert told in str(fault.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"none\.toml"):
        Settings.from_environment({}, tmp_path / "none.toml")


def test_every_variable_that_the_engine_reads_is_known() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "indexer").rglob("*.py"))
    read = set(re.findall(r"CUAKHAU_[A-Z_]*[A-Z]", sources))
    known = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings)} | set(ELSEWHERE)
    assert read - known == set()
    assert Settings.from_environment(dict.fromkeys(ELSEWHERE, "")) == Settings()
