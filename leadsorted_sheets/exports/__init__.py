"""CRM-ready files: checked row by row against the rules of the CRM that is to take them.

    profiles()                           the CRMs we know
    load("hubspot") / load("mine.toml")  a profile: a CRM's import as data
    export(book, profile, context=...)   -> Export(files, findings, figures, refused)
    export(..., wanted=Wanted(before=remembered(table, profile), changed=True))   only what is new or changed
    described(profile)                   the profile as tables, with what is unconfirmed

Adding a CRM takes a TOML file and no code.
"""

from leadsorted_sheets.exports.exporting import Export, export
from leadsorted_sheets.exports.guide import described
from leadsorted_sheets.exports.library import load, parse, profiles, text_of
from leadsorted_sheets.exports.profile import Profile
from leadsorted_sheets.exports.sent import Memory, Wanted, remembered, with_memory
from leadsorted_sheets.exports.writer import ExportFile

__all__ = [
    "Export",
    "ExportFile",
    "Memory",
    "Profile",
    "Wanted",
    "described",
    "export",
    "load",
    "parse",
    "profiles",
    "remembered",
    "text_of",
    "with_memory",
]
