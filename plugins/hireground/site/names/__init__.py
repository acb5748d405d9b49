"""Names that become addresses: topics, people, places, series, and which of them would share one."""
