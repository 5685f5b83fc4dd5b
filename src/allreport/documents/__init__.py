"""Where reports come from: files of many kinds, directories, standard input. What cannot be read becomes a `Failure`; the rest goes on.

Texts keep their line ends and their characters as they are, so that offsets count in the file as it is on disk. Messages
name the input, the place and the remedy, never what the input says. What a kind of file needs is imported when one comes.
"""

from allreport.documents.inputs import open_inputs
from allreport.documents.problem import Failure, clean
from allreport.source import Document as Input

__all__ = ["Failure", "Input", "clean", "open_inputs"]
