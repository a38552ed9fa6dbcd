"""Pictures of a page: Plotly figures and grids of HTML, from plain parameters."""
