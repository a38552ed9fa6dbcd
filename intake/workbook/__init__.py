"""Workbooks, read by a process of their own: ``python -m intake.workbook``.

What is here imports the standard library, and for old workbooks xlrd, and nothing else of ours, so that the process
starts at once and can be given little memory and little time. :mod:`intake.read.workbook` starts it and takes what it
gives.
"""
