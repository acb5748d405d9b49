"""Show authors what their site holds: what is coming, and how much there is."""
