"""The mode of a store, and its revision."""

import pytest

from db import store
from db.engine import reading, writing


def test_a_store_stays_what_it_was_opened_as_first(engine):
    with writing(engine) as conn:
        store.set_mode(conn, "demo")
        with pytest.raises(store.WrongMode, match="demo figures"):
            store.set_mode(conn, "real")
    with reading(engine) as conn:
        store.require_mode(conn, "demo")
        with pytest.raises(store.WrongMode):
            store.require_mode(conn, "real")
        assert store.mode(conn) == "demo"


def test_a_change_of_the_tree_is_a_change_for_everyone(engine):
    with writing(engine) as conn:
        before = store.tree(conn), store.revision(conn)
        store.tree_changed(conn)
        assert store.tree(conn) != before[0]
        assert store.revision(conn) == before[1] + 1


def test_only_words_are_kept(engine):
    with writing(engine) as conn, pytest.raises(ValueError, match="no word"):
        store.keep(conn, "mode", "x'; DROP TABLE store; --")
