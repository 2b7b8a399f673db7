"""The course: from Markdown to HTML, with every number and question checked."""
