"""
Foreign files into objects of ours: a folder of CSV and a small TOML mapping.

The mapping's language stands in the how-to guide *Import a folder*.
"""

from clientcare.services.importing.building import Progress, Tally
from clientcare.services.importing.folders import Imported, RowReport, read_folder, write
from clientcare.services.importing.mapping import FolderMapping, parse_mapping, read_mapping

__all__ = [
    "FolderMapping",
    "Imported",
    "Progress",
    "RowReport",
    "Tally",
    "parse_mapping",
    "read_folder",
    "read_mapping",
    "write",
]
