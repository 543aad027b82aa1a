from __future__ import annotations

from pathlib import Path

import pytest

from indexer.cluster.address import read_address
from indexer.errors import BadQuery
from indexer.location import is_cluster, shown


def test_an_address_names_nodes_and_archive() -> None:
    address = read_address("opensearch+https://may1:9201,10.0.0.2,[::1]:9203/kho-bai")
    assert address.hosts == (("may1", 9201), ("10.0.0.2", 9200), ("::1", 9203))
    assert (address.name, address.secure) == ("kho-bai", True)


def test_a_path_that_lost_a_slash_is_the_same_address() -> None:
    place = "opensearch+http://may1:9201/kho"
    assert read_address(Path(place)) == read_address(place)
    assert (is_cluster(Path(place)), shown(Path(place))) == (True, place)


@pytest.mark.parametrize(
    "place",
    [
        "opensearch+http://may1:9200",
        "opensearch+http://may1:9200/",
        "opensearch+http:///kho",
        "opensearch+http://may1:9200/Kho",
        "opensearch+http://may1:9200/kho/them",
        "opensearch+http://may1,/kho",
        "opensearch+http://ai:matkhau@may1:9200/kho",
        "opensearch+http://may1:9200/-kho",
        "opensearch+http://may1:9200/kho*",
    ],
)
def test_other_forms_are_refused(place: str) -> None:
    with pytest.raises(BadQuery):
        read_address(place)


@pytest.mark.parametrize("place", ["index_data", "/srv/opensearch", "http://may1/kho", ""])
def test_a_directory_is_no_cluster(place: str) -> None:
    assert not is_cluster(place)
    assert shown(place) == place
