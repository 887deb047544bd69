"""Files beside the data that make the import one step: a HubSpot import request, Data Loader mappings."""

from __future__ import annotations

import json
from collections.abc import Sequence

from leadsorted_sheets.exports.preflight import Checked
from leadsorted_sheets.exports.profile import Column, File, Profile
from leadsorted_sheets.exports.writer import ExportFile

_AT_ONCE = 1_000
"""Above this many rows EspoCRM is asked to import in the background."""
_DATE_FORMATS = {"YYYY-MM-DD": "YEAR_MONTH_DAY", "DD/MM/YYYY": "DAY_MONTH_YEAR", "MM/DD/YYYY": "MONTH_DAY_YEAR"}


def companions(profile: Profile, written: Sequence[tuple[Checked, tuple[ExportFile, ...]]]) -> tuple[ExportFile, ...]:
    """The companion files that the profile asks for. `written` are the checked rows and the files made of them."""
    made: list[ExportFile] = []
    if "hubspot import request" in profile.companions:
        for once in (False, True):
            group = [(checked, files) for checked, files in written if checked.file.once is once and files]
            name = "import-request" + (f"-{group[0][0].file.name}" if once and group else "")
            made += [_import_request(name, profile, group)] if group else []
    if "data loader mapping" in profile.companions:
        made += [_mapping(checked) for checked, files in written if files]
    if "espocrm import parameters" in profile.companions:
        made += [_import_parameters(checked, profile) for checked, files in written if files]
    return tuple(made)


def _import_request(
    name: str, profile: Profile, written: Sequence[tuple[Checked, tuple[ExportFile, ...]]]
) -> ExportFile:
    """The importRequest of HubSpot's imports API (developers.hubspot.com/docs/api-reference/crm-imports-v3/guide)."""
    request = {
        "name": f"Lead Sorted: {', '.join(checked.file.title for checked, _ in written)}",
        "importOperations": {checked.file.object: "UPSERT" for checked, _ in written},
        "dateFormat": _DATE_FORMATS.get(profile.formats.date, "YEAR_MONTH_DAY"),
        "files": [
            {
                "fileName": file.name,
                "fileFormat": "CSV",
                "fileImportPage": {
                    "hasHeader": True,
                    "columnMappings": [_hubspot_column(column, checked.file, profile) for column in checked.columns],
                },
            }
            for checked, files in written
            for file in files
        ],
    }
    return ExportFile(f"{name}.json", (json.dumps(request, ensure_ascii=False, indent=2) + "\n").encode())


def _hubspot_column(column: Column, file: File, profile: Profile) -> dict[str, object]:
    mapping: dict[str, object] = {"columnObjectTypeId": file.object, "columnName": column.header}
    if column.link:
        other = next(one for one in profile.files if one.name == column.link.file)
        mapping |= {"toColumnObjectTypeId": other.object, "propertyName": None}
        mapping["foreignKeyType"] = {
            "associationTypeId": column.link.association,
            "associationCategory": "HUBSPOT_DEFINED",
        }
        return mapping
    mapping["propertyName"] = column.api
    if column.identifies:
        mapping["columnType"] = "HUBSPOT_ALTERNATE_ID"
    if _is_linked_to(column, file, profile):
        mapping["associationIdentifierColumn"] = True
    return mapping


def _is_linked_to(column: Column, file: File, profile: Profile) -> bool:
    links = [one.link for other in profile.files for one in other.columns if one.link]
    return any(link.file == file.name and link.column == column.header for link in links)


def _mapping(checked: Checked) -> ExportFile:
    """A field mapping for Salesforce Data Loader: Java properties, `CSV header=API name`."""
    lines = [f"#Mapping values for {checked.file.object}"]
    lines += [f"{_property(column.header)}={column.api}" for column in checked.columns if column.api]
    return ExportFile(f"{checked.file.name}.sdl", ("\n".join(lines) + "\n").encode("ascii"))


def _import_parameters(checked: Checked, profile: Profile) -> ExportFile:
    """What EspoCRM's `POST api/v1/Import` takes beside the uploaded file (espocrm application/Espo/Tools/Import)."""
    update_by = [n for n, column in enumerate(checked.columns) if column.identifies]
    parameters = {
        "entityType": checked.file.object,
        "attributeList": [column.api for column in checked.columns],
        "headerRow": True,
        "delimiter": profile.dialect.delimiter,
        "textQualifier": '"',
        "dateFormat": profile.formats.date,
        "timeFormat": "HH:mm",
        "decimalMark": ".",
        "personNameFormat": "f l",
        "action": "createAndUpdate",
        "updateBy": update_by,
        "skipDuplicateChecking": False,
        "idleMode": len(checked.rows) > _AT_ONCE,
    }
    content = json.dumps(parameters, ensure_ascii=False, indent=2) + "\n"
    return ExportFile(f"{checked.file.name}-import.json", content.encode())


def _property(key: str) -> str:
    r"""A key as a Java properties file spells it.

    >>> _property("Last Name"), _property("Größe")
    ('Last\\ Name', 'Gr\\u00f6\\u00dfe')
    """
    escaped = "".join("\\" + letter if letter in "\\ :=#!" else letter for letter in key)
    return "".join(letter if letter.isascii() else _unicode(letter) for letter in escaped)


def _unicode(letter: str) -> str:
    raw = letter.encode("utf-16-be")
    return "".join(f"\\u{raw[n]:02x}{raw[n + 1]:02x}" for n in range(0, len(raw), 2))
