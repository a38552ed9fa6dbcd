"""How fast Mốc is, measured against what would do the same work. `make bench`; never part of the server."""
