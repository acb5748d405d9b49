"""Build an unchanged site again whose files are gone, from what is kept of them beside the journal."""
