"""Prometheus text: counters, histograms that add up, labels that cannot break a line."""

from __future__ import annotations

from pathlib import Path

from webapp.serving.metrics import SIZE, Metrics


def test_counters_are_kept_by_label() -> None:
    metrics = Metrics()
    metrics.count("cuakhau_requests_total", route="search", status="200")
    metrics.count("cuakhau_requests_total", route="search", status="200")
    metrics.count("cuakhau_requests_total", route="article", status="404")
    assert [line for line in metrics.text().splitlines() if not line.startswith("#")] == [
        'cuakhau_requests_total{route="article",status="404"} 1',
        'cuakhau_requests_total{route="search",status="200"} 2',
    ]


def test_a_histogram_is_cumulative() -> None:
    metrics = Metrics()
    for seconds in (0.003, 0.03, 99.0):
        metrics.observe("cuakhau_request_seconds", seconds, route="search")
    text = metrics.text()
    assert 'cuakhau_request_seconds_bucket{route="search",le="0.005"} 1\n' in text
    assert 'cuakhau_request_seconds_bucket{route="search",le="0.05"} 2\n' in text
    assert 'cuakhau_request_seconds_bucket{route="search",le="+Inf"} 3\n' in text
    assert 'cuakhau_request_seconds_count{route="search"} 3\n' in text
    assert 'cuakhau_request_seconds_sum{route="search"} 99.033000\n' in text


def test_gauges_are_as_they_are_now_and_everything_has_its_type() -> None:
    text = Metrics().text(cuakhau_articles=5)
    assert (
        text
        == "# HELP cuakhau_articles Articles in the index.\n# TYPE cuakhau_articles gauge\ncuakhau_articles 5\n"
    )


def test_a_label_with_a_quote_stays_one_line() -> None:
    metrics = Metrics()
    metrics.count("n", route='a"b\n')
    assert 'n{route="a\\"b\\n"} 1\n' in metrics.text()


def test_processes_are_added_up_and_a_new_one_goes_on_counting(tmp_path: Path) -> None:
    for slot, times in ((0, 2), (1, 3), (0, 4)):
        metrics = Metrics(tmp_path, slot)
        for _ in range(times):
            metrics.count("n", route="search")
            metrics.observe("s", 0.03, route="search")
    for seen in (metrics, Metrics(tmp_path)):
        text = seen.text()
        assert 'n{route="search"} 9\n' in text
        assert 's_bucket{route="search",le="0.05"} 9\n' in text
        assert "cuakhau_processes 2\n" in text


def test_a_full_buffer_counts_what_it_holds_and_no_more(tmp_path: Path) -> None:
    metrics = Metrics(tmp_path, 0)
    for i in range(20_000):
        metrics.count("n", route=f"route {i}")
    metrics.count("n", route="route 0")
    assert 'n{route="route 0"} 2\n' in metrics.text()
    assert (tmp_path / "0.metrics").stat().st_size == SIZE
