"""Hypothesis for all tests: no time limits, which a busy machine would break, and the same cases at every CI run."""

import os

from hypothesis import settings

settings.register_profile("moc", deadline=None)
settings.register_profile("moc-ci", parent=settings.get_profile("moc"), derandomize=True)
settings.load_profile("moc-ci" if os.environ.get("CI") else "moc")
