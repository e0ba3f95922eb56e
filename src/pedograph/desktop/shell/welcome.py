"""The empty application: where to drop a scan, and a sample to look at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style import pixmap
from pedograph.desktop.style.label import Label
from pedograph.formats import list_formats


class Welcome(QFrame):
    """Shown while no recording is open.

    Parameters
    ----------
    binding : ActionBinding
        For the buttons.
    has_sample : bool
        Whether there is a sample to offer.
    """

    def __init__(self, binding: ActionBinding, has_sample: bool) -> None:
        super().__init__()
        self._binding = binding
        self.setObjectName("panel")
        self._sign = Label()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = Label("Drop a scan here, or open the sample walk." if has_sample else "Drop a scan here.")
        self.sentence.setObjectName("large")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        names = ", ".join(spec.name for spec in list_formats())
        reads = Label(f"Reads {names}, and saved visits. Several files at once are fine.")
        reads.setObjectName("dim")
        reads.setWordWrap(True)
        reads.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open = QPushButton("Open...")
        self.open.setObjectName("primary")
        self.sample = QPushButton("Open the sample walk")
        self.sample.setVisible(has_sample)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.open)
        buttons.addWidget(self.sample)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(16)
        layout.setContentsMargins(64, 64, 64, 64)
        layout.addStretch(1)
        for widget in (self._sign, self.sentence, reads):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.open.clicked.connect(lambda: binding.run("file.open"))
        self.sample.clicked.connect(lambda: binding.run("file.sample"))
        self.restyle()

    def restyle(self) -> None:
        """Draw the sign in the colours of the theme."""
        self._sign.setPixmap(pixmap("scan", "accent", 72))
