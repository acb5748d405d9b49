"""Read YAML as authors write it: text, lists and groups, with the place of each."""
