"""Know the exports of survey tools: their sections, their own columns, traces of persons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cartomut.findings import Finding
from cartomut.i18n import N_
from cartomut.names import normalise
from cartomut.sources.form_faults import ALONE
from cartomut.sources.sheets import Sheet

KOBO, ODK, PLAIN = "KoboToolbox", "ODK Central", N_("tableau")
OLD_KEYS = ("instanceID", "meta:instanceID", "meta-instanceID", "meta/instanceID")
_SYSTEM = re.compile(
    r"^(?:"
    r"_id|_uuid|_submission_time|_validation_status|_notes|_status|_submitted_by|__version__|"
    r"_tags|_index|_parent_index|_parent_table_name|_attachments|_geolocation|"
    r"_xform_id_string|start|end|today|deviceid|username|phonenumber|email|subscriberid|"
    r"simserial|simid|audit|formhub/uuid|SubmissionDate|KEY|PARENT_KEY|SubmitterID|"
    r"SubmitterName|Status|AttachmentsPresent|AttachmentsExpected|ReviewState|DeviceID|Edits|"
    r"FormVersion|instanceID|instanceName|rootUuid|deprecatedID|background-audio"
    r")$"
)
TRACES = re.compile(
    r"^(?:"
    r"_submitted_by|_notes|_submission__submitted_by|_submission__notes|deviceid|username|"
    r"email|phonenumber|subscriberid|simserial|simid|SubmitterID|SubmitterName|DeviceID"
    r")$"
)
_META = re.compile(r"^(?:.*[/:-])?(?:instanceID|instanceName|rootUuid|deprecatedID)$")
_PEOPLE = re.compile(
    r"telephone|phonenumber|^(?:phone|tel|mobile|portable|whatsapp|contact)s?$|"
    r"^(?:tel|phone|contact)(?:du|de|dela|des|of)|numerotel|mobilephone|"
    r"deviceid|username|^e?mail|mailaddress|courriel|adresseelectronique|submittedby|^notes?prive|"
    r"submitter(?:id|name)|subscriberid|simserial|"
    r"^(?:q?\d*)(?:pre)?noms?(?!bre|inal|encl).*(?:enquet|repondant|interview)|"
    r"^(?:enquet(?:eur|rice)|enquete$|repondant|interviewer|respondent)|"
    r"name.*(?:respondent|interviewer|enumerator)|(?:respondent|interviewer|enumerator).*name|"
    r"personnecontact|nomducontact|contactperson"
)


@dataclass(frozen=True)
class Export:
    """The sections of one form that came together."""

    kind: str
    main: Sheet
    repeats: tuple[Sheet, ...] = ()

    @property
    def name(self) -> str:
        """The form's id as far as the file tells it."""
        return stem(self.main)


def find_exports(sheets: Sequence[Sheet]) -> tuple[list[Export], list[Sheet], list[Finding]]:
    """Part the sheets into exports of forms, other sheets, and repeats that came alone."""
    kinds = [(sheet, _kind(sheet)) for sheet in sheets]
    repeating = {sheet.file for sheet, (tool, repeat) in kinds if tool == KOBO and repeat}
    mains = [
        (sheet, tool or KOBO)
        for sheet, (tool, repeat) in kinds
        if not repeat and (tool or (sheet.file in repeating and "_index" in sheet.columns))
    ]
    taken = [sheet for sheet, _ in mains]
    repeats = [(sheet, tool) for sheet, (tool, repeat) in kinds if repeat]
    owners = [_owner(sheet, tool, mains) for sheet, tool in repeats]
    exports = [
        Export(
            tool,
            main,
            tuple(
                sheet for (sheet, _), owner in zip(repeats, owners, strict=True) if owner is main
            ),
        )
        for main, tool in mains
    ]
    alone = [sheet for (sheet, _), owner in zip(repeats, owners, strict=True) if owner is None]
    known = {id(sheet) for sheet in (*taken, *(sheet for sheet, _ in repeats))}
    rest = [sheet for sheet in sheets if id(sheet) not in known]
    return exports, rest, [Finding(ALONE, sheet.file, sheet=sheet.name) for sheet in alone]


def is_personal(header: str) -> bool:
    """Tell whether a header announces a person's name, telephone, address or device."""
    leaf = re.split(r"[/:-]", header)[-1]
    return bool(_PEOPLE.search(normalise(header)) or _PEOPLE.search(normalise(leaf)))


def is_system(header: str) -> bool:
    """Tell whether a column is one that the survey tool adds by itself."""
    own = bool(_SYSTEM.match(header)) or header.startswith(("_submission_", "SET-OF-"))
    return own or bool(_META.match(header))


def _kind(sheet: Sheet) -> tuple[str, bool]:
    """Name the tool that wrote a sheet (empty when none), and tell whether it is a repeat."""
    columns = set(sheet.columns)
    if {"_index", "_parent_index"} <= columns:
        return KOBO, True
    if "_submission_time" in columns and columns & {"_uuid", "_id"}:
        return KOBO, False
    if {"KEY", "PARENT_KEY"} <= columns:
        return ODK, True
    if {"SubmissionDate", "KEY"} <= columns or columns & set(OLD_KEYS):
        return ODK, False
    return "", False


def stem(sheet: Sheet) -> str:
    """Name a section as its sheet, or as its file when it is a CSV."""
    return sheet.name or Path(sheet.file).stem


def _owner(repeat: Sheet, tool: str, mains: Sequence[tuple[Sheet, str]]) -> Sheet | None:
    """Find the main section of a repeat: in the same file, else by the form's id, else the only."""
    same = [main for main, kind in mains if kind == tool]
    inside = [main for main in same if main.file == repeat.file]
    by_name = [main for main in inside or same if stem(repeat).startswith(f"{stem(main)}-")]
    if tool == ODK and by_name:
        return max(by_name, key=lambda main: len(stem(main)))
    found = inside or same
    return found[0] if len(found) == 1 else None
