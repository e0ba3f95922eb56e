"""Finding and removing personal details: header fields, file names, free text."""
