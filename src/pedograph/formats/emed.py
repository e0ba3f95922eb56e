"""novel emed ASCII export (``.lst``): a page for each picture of an emed plate, in kPa."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.emed_pages import Page, find_pages, margins_notes, read_pages
from pedograph.formats.model import FormatSpec
from pedograph.formats.text import EXPORT_AGAIN, decoded, lines_of, number, plain, without_folder
from pedograph.recording import PressureRecording, SensorGrid, Source
from pedograph.units import length_factor
