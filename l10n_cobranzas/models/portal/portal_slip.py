"""A file that a debtor attaches: what it is, its contents say, not its name (COL-09)."""

import io

from odoo.exceptions import UserError
from odoo.tools.image import IMAGE_MAX_RESOLUTION
from odoo.tools.mimetypes import guess_mimetype
from PIL import Image

#: bytes of a file; beyond, nothing of it is kept
MOST_BYTES = 5 * 2**20
#: kinds of files taken, and how what is kept is named
KINDS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
}


def read_slip(env, stream):
    """Return (contents, kind of file) of a file that was sent, (None, None) for none.

    :param stream: of the file, read no further than the most that is taken
    :raises UserError: for one that is too large, or neither a PDF nor an image that opens
    """
    raw = stream.read(MOST_BYTES + 1) if stream else b""
    if not raw:
        return None, None
    if len(raw) > MOST_BYTES:
        raise UserError(
            env._("The file is larger than %(most)s MB: send a smaller one.", most=MOST_BYTES >> 20)
        )
    kind = guess_mimetype(raw)
    if kind not in KINDS or (kind.startswith("image/") and not _is_image(raw)):
        raise UserError(env._("Attach a PDF or a photo (JPG or PNG)."))
    return raw, kind


def _is_image(raw):
    """Tell whether the contents open as an image of a size that a screen can show."""
    try:
        image = Image.open(io.BytesIO(raw), formats=("JPEG", "PNG"))
        if image.width * image.height > IMAGE_MAX_RESOLUTION:
            return False
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def attach_slip(record, slip):
    """Keep a file that ``read_slip`` returned, private to who reads the record; return it."""
    raw, kind = slip
    attachments = record.env["ir.attachment"]
    if not raw:
        return attachments
    name = record.env._("Slip of %(record)s", record=record.display_name)
    return attachments.create(
        {
            "name": f"{name}.{KINDS[kind]}".replace("/", "-"),
            "raw": raw,
            "mimetype": kind,
            "res_model": record._name,
            "res_id": record.id,
            "public": False,
        }
    )
