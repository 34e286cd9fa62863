"""Refuses answers that are none of AWS's, which botocore takes for empty ones."""

from __future__ import annotations

from typing import Any

from botocore.parsers import ResponseParserError

_GOOD = 300
_HTML = (b"<html", b"<!doctype")


def require_genuine(response_dict: Any, operation_model: Any, **_: Any) -> None:
    """Raise ResponseParserError for a page of a proxy, for JSON that ends too early, and for silence.

    An empty answer means "there is none" for many operations: what was lost on the way must not look so.
    """
    body = response_dict["body"]
    shape = operation_model.output_shape
    if response_dict["status_code"] >= _GOOD or not isinstance(body, bytes) or shape is None:
        return
    text = body.strip()
    if text[:16].lower().startswith(_HTML):
        raise ResponseParserError("the answer is a web page")
    inside = [each for each in shape.members.values() if not each.serialization.get("location")]
    if not inside:
        return
    is_json = "json" in operation_model.service_model.metadata.get("protocol", "")
    is_whole = not is_json or "payload" in shape.serialization or (text.startswith(b"{") and text.endswith(b"}"))
    if not text or not is_whole:
        raise ResponseParserError("the answer ends too early")
