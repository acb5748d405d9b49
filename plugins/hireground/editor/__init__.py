"""Show the editor for people without git: Sveltia CMS at /admin/, set up from the models of what authors write."""
