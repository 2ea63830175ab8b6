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
    """Word's own small note that somebody has the real form open."""

    code = "form.lock-file"


class NotWord(FormRefused):
    """Some other kind of file, whatever its name says."""

    code = "form.not-word"


class OldWord(FormRefused):
    """A .doc of Word 97 to 2003."""

    code = "form.old-word"


class PasswordProtected(FormRefused):
    """Encrypted: only a person with the password can open it."""

    code = "form.password-protected"


class Damaged(FormRefused):
    """It begins as a Word file and is cut off or broken."""

    code = "form.damaged"


class TooLarge(FormRefused):
    """Larger, or folded deeper, than any registration form is."""

    code = "form.too-large"


class Macros(FormRefused):
    """It carries a program of its own."""

    code = "form.macros"


class Unsafe(FormRefused):
    """It declares a document type, which Word never writes and attacks on readers do."""

    code = "form.unsafe"
