"""Build a site again after an edit of single texts, from the plan that an earlier build kept of all the rest."""
