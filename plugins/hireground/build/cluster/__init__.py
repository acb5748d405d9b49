"""Let the workers of a Dask cluster share the work of a build."""
