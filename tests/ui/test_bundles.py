"""What the browser is asked to load early, and what has to wait."""

from __future__ import annotations

from ui import bundles


def test_the_code_of_every_page_comes_early_and_each_file_is_there() -> None:
    early = bundles.early()
    folder = bundles.MANIFEST.parent
    assert early
    assert all((folder / name).is_file() for name in early)
    for kind in bundles.ELEMENTS:
        assert any(f"/{kind}." in name for name in early), kind


def test_the_code_of_charts_does_not() -> None:
    assert not any(bundles.CHARTS in name for name in bundles.early())


def test_the_code_of_charts_waits_for_something_to_read_and_no_other_does() -> None:
    folder = bundles.MANIFEST.parent / "static" / "js"
    charts = [file.name for file in folder.iterdir() if bundles.CHARTS in f"/{file.name}"]
    assert len(charts) == 1, "Streamlit calls it by another name: the page would wait for charts"
    assert bundles.patient(f"/static/js/{charts[0]}", b"run()") == bundles.WAIT + b"run()"
    assert bundles.patient("/static/js/index.js", b"run()") == b"run()"


def test_without_a_manifest_nothing_is_asked_for(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(bundles, "MANIFEST", tmp_path / "manifest.json")
    assert bundles.early() == ()
