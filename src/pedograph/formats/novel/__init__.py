"""novel: emed, pedar and pliance exports."""
