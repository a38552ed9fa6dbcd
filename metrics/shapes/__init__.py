"""One module a goal shape: each turns a case into a :class:`metrics.shapes.reading.Reading`."""
