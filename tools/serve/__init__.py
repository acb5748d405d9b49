"""A site's files to a preview in the browser, which follows every edit and says what is wrong with it."""
