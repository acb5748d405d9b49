"""Build a site again after an edit of single texts, from the plan that the last build kept of all the rest."""
