"""Figures held against each other and against the past."""
