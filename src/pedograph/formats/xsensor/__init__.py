"""XSENSOR: insole and mat exports."""
