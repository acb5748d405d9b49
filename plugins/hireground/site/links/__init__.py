"""Follow every link: to files, to addresses of the site, and to places within a text."""
