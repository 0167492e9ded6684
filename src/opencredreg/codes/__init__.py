"""Lists of codes for occupations, programs and industries: O*NET-SOC, CIP and NAICS.

The lists that ship with the software are tables of facts: codes and titles. Official files of any year are read by
``official``. Everything here is pure; which edition a node uses is chosen in ``opencredreg.registry.code_lists``.

Source: ``publishing.md`` section 4.4.
"""

from __future__ import annotations

from opencredreg.codes.book import CodeBook
from opencredreg.codes.bundled import bundled_codes
from opencredreg.codes.lists import LIST_NAMES, Code, CodeList, ListName
from opencredreg.codes.normalizing import normalize_code

__all__ = ["LIST_NAMES", "Code", "CodeBook", "CodeList", "ListName", "bundled_codes", "normalize_code"]
