"""Open data sets: CAD WALK, jiku-data, StepUP-P150."""
