"""The methods of Drive v3 that a spreadsheet's client calls, and the v2 upload that gspread imports a CSV with."""

from __future__ import annotations

import secrets
from typing import Any

from tests.sheets_server.auth import DRIVE, Caller
from tests.sheets_server.calls import Call, Route
from tests.sheets_server.drive import MIME, File, exported, import_csv, permission
from tests.sheets_server.masks import picked
from tests.sheets_server.refusals import (
    Json,
    Refusal,
    file_not_found,
    insufficient_scopes,
    invalid,
    missing_credentials,
)

_READ_SCOPES = (DRIVE, f"{DRIVE}.readonly", f"{DRIVE}.file", f"{DRIVE}.metadata", f"{DRIVE}.metadata.readonly")
_WRITE_SCOPES = (DRIVE, f"{DRIVE}.file")
_FILE_FIELDS = ("kind", "id", "name", "mimeType")


def list_files(call: Call) -> Json:
    caller = _caller(call)
    found = [file.told() for file in call.files.found(call.parameters.get("q", ""), caller)]
    size = int(call.parameters.get("pageSize", 100))
    start = int(call.parameters.get("pageToken") or 0)
    page = found[start : start + size]
    answer: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": page}
    if start + size < len(found):
        answer["nextPageToken"] = str(start + size)
    if call.mask:
        return {"files": [], **picked(answer, call.mask)}
    return answer | {"files": [_short(each) for each in page]}


def create_file(call: Call) -> Json:
    caller = _caller(call, write=True)
    if call.body.get("mimeType") != MIME:
        raise invalid("Only spreadsheets can be made here.")
    return _file_told(call, call.files.create(call.body.get("name", "Untitled"), caller, call.body.get("parents")))


def get_file(call: Call) -> Json:
    return _file_told(call, _file(call))


def update_file(call: Call) -> Json:
    """Renames, moves to the bin and back, or to another folder."""
    file = _file(call, write=True)
    draft = file.book.draft()
    if "name" in call.body:
        draft.properties["title"] = call.body["name"]
    file.trashed = call.body.get("trashed", file.trashed)
    if added := call.parameters.get("addParents"):
        file.parents = added.split(",")
    call.files.commit(file, draft)
    return _file_told(call, file)


def delete_file(call: Call) -> None:
    file = _file(call, write=True)
    if file.role(call.caller) != "owner":
        raise Refusal(
            403,
            "PERMISSION_DENIED",
            "The user does not have sufficient permissions for this file.",
            reason="insufficientFilePermissions",
        )
    del call.files.kept[file.book.id]


def copy_file(call: Call) -> Json:
    file = _file(call)
    caller = _caller(call, write=True)
    return _file_told(call, call.files.copy(file, call.body.get("name"), caller, call.body.get("parents")))


def export_file(call: Call) -> bytes:
    return exported(_file(call), call.parameters.get("mimeType", ""))


def upload_csv(call: Call) -> Json:
    """Drive v2: takes the place of the whole spreadsheet."""
    file = _file(call, write=True)
    draft = file.book.draft()
    import_csv(draft, call.body)
    call.files.commit(file, draft)
    return {"kind": "drive#file", "id": draft.id, "title": file.name, "mimeType": MIME, "editable": True}


def list_permissions(call: Call) -> Json:
    answer = {"kind": "drive#permissionList", "permissions": _file(call).permissions}
    return picked(answer, call.mask) if call.mask else answer


def create_permission(call: Call) -> Json:
    file = _file(call, write=True)
    new = permission(call.body)
    file.permissions = [each for each in file.permissions if each["id"] != new["id"]] + [new]
    call.files.touch(file)
    return {name: new[name] for name in ("kind", "id", "type", "role")}


def update_permission(call: Call) -> Json:
    """Changes a role; the new owner takes the file from the old one."""
    file, old = _permission(call)
    if call.body.get("role") == "owner":
        for each in file.permissions:
            if each["role"] == "owner":
                each["role"] = "writer"
        file.book.owner = old.get("emailAddress", file.book.owner)
    old |= {name: call.body[name] for name in ("role", "pendingOwner") if name in call.body}
    call.files.touch(file)
    return {name: old[name] for name in ("kind", "id", "type", "role")}


def delete_permission(call: Call) -> None:
    file, gone = _permission(call)
    file.permissions.remove(gone)
    call.files.touch(file)


def list_comments(call: Call) -> Json:
    if not call.mask:
        raise invalid("The 'fields' parameter is required for this method.")
    found: Json = picked({"kind": "drive#commentList", "comments": _file(call).comments}, call.mask)
    return {"comments": [], **found}


def create_comment(call: Call) -> Json:
    if not call.mask:
        raise invalid("The 'fields' parameter is required for this method.")
    new = {"kind": "drive#comment", "id": secrets.token_urlsafe(8), **call.body}
    _file(call, write=True).comments.append(new)
    found: Json = picked(new, call.mask)
    return found


def about(call: Call) -> Json:
    caller = _caller(call)
    if not call.mask:
        raise invalid("The 'fields' parameter is required for this method.")
    user = {"kind": "drive#user", "displayName": caller.email, "me": True, "emailAddress": caller.email}
    found: Json = picked({"kind": "drive#about", "user": user}, call.mask)
    return found


_FILES = r"/drive/v3/files"
_FILE = _FILES + r"/(?P<book>[^/]+)"
_PERMISSION = _FILE + r"/permissions/(?P<permission>[^/]+)"
# gspread sends this one with every files.get, though it belongs to files.list; Drive does not mind.
_LIST_FLAG = ("includeItemsFromAllDrives",)
ROUTES = (
    Route("GET", _FILES, "drive.files.list", list_files, reads=True),
    Route("POST", _FILES, "drive.files.create", create_file),
    Route("GET", _FILE, "drive.files.get", get_file, reads=True, also_takes=_LIST_FLAG),
    Route("PATCH", _FILE, "drive.files.update", update_file),
    Route("DELETE", _FILE, "drive.files.delete", delete_file),
    Route("POST", _FILE + "/copy", "drive.files.copy", copy_file),
    Route("GET", _FILE + "/export", "drive.files.export", export_file, reads=True),
    Route("GET", _FILE + "/permissions", "drive.permissions.list", list_permissions, reads=True),
    Route("POST", _FILE + "/permissions", "drive.permissions.create", create_permission),
    Route("PATCH", _PERMISSION, "drive.permissions.update", update_permission),
    Route("DELETE", _PERMISSION, "drive.permissions.delete", delete_permission),
    Route("GET", _FILE + "/comments", "drive.comments.list", list_comments, reads=True),
    Route("POST", _FILE + "/comments", "drive.comments.create", create_comment),
    Route("GET", r"/drive/v3/about", "drive.about.get", about, reads=True),
    Route(
        "PUT",
        r"/upload/drive/v2/files/(?P<book>[^/]+)",
        "drive.files.update",
        upload_csv,
        raw=True,
        also_takes=("convert", "uploadType"),
    ),
)


def _caller(call: Call, *, write: bool = False) -> Caller:
    if call.caller is None:
        raise missing_credentials()
    if not call.caller.may(*(_WRITE_SCOPES if write else _READ_SCOPES)):
        raise insufficient_scopes()
    return call.caller


def _file(call: Call, *, write: bool = False) -> File:
    return call.files.file(call.names["book"], _caller(call, write=write), write=write, drive=True)


def _permission(call: Call) -> tuple[File, Json]:
    file = _file(call, write=True)
    wanted = call.names["permission"]
    found: Any = next((each for each in file.permissions if each["id"] == wanted), None)
    if found is None:
        refusal = file_not_found(wanted)
        raise Refusal(404, refusal.status, f"Permission not found: {wanted}.")
    return file, found


def _short(told: Json) -> Json:
    return {name: told[name] for name in _FILE_FIELDS}


def _file_told(call: Call, file: File) -> Json:
    told = file.told() | {"ownedByMe": file.role(call.caller) == "owner"}
    found: Json = picked(told, call.mask) if call.mask else _short(told)
    return found
