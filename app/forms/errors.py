"""Why a file cannot be read as a registration form. Each has one sentence and one hint in the catalogues."""

from __future__ import annotations

from app.errors import Rejected


class FormRefused(Rejected):
    """The file is not a form we can read; it stays where it was."""

    code = "form.refused"


class MissingFile(FormRefused):
    """There is no file at this place any more."""

    code = "form.missing-file"


class Unreadable(FormRefused):
    """The file is there and the computer will not let us read it: a folder, a right, another program."""

    code = "form.unreadable"


class OwnerFile(FormRefused):
    """The small note of Word or LibreOffice that somebody has the real form open."""

    code = "form.lock-file"


class ForeignFile(FormRefused):
    """Some other kind of file, whatever its name says."""

    code = "form.foreign-file"


class OldWord(FormRefused):
    """A .doc of Word 97 to 2003."""

    code = "form.old-word"


class OldExcel(FormRefused):
    """An .xls of Excel 97 to 2003."""

    code = "form.old-excel"


class PasswordProtected(FormRefused):
    """Encrypted: only a person with the password can open it."""

    code = "form.password-protected"


class Damaged(FormRefused):
    """It begins as a kind of file that we read, and is cut off or broken."""

    code = "form.damaged"


class TooLarge(FormRefused):
    """Larger, or folded deeper, than any registration form or list of a class is."""

    code = "form.too-large"


class Macros(FormRefused):
    """It carries a program of its own."""

    code = "form.macros"


class Unsafe(FormRefused):
    """It declares a document type, which no office program writes and attacks on readers do."""

    code = "form.unsafe"


class NoFields(FormRefused):
    """It can be read, and holds nothing to fill in nor any label that we know: a scan, for instance."""

    code = "form.no-fields"


class NoForm(FormRefused):
    """A message with no form in it, neither in its text nor attached."""

    code = "form.no-form"


class NoColumns(FormRefused):
    """A table in which no row names columns that we know."""

    code = "form.no-columns"


class HiddenSheet(FormRefused):
    """A sheet that its author has hidden: whose rows they are nobody can see."""

    code = "form.hidden-sheet"


class NotContainer(FormRefused):
    """No signed container, whatever its name says."""

    code = "form.not-container"


class NoFormInside(FormRefused):
    """A signed container without a form that we can read; `files` says what is in it."""

    code = "form.no-form-inside"
