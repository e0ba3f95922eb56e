"""zebris: WinFDM raw text and FDM report maps."""
