"""The fixtures of the application, for every test of this folder."""

from __future__ import annotations

from tests.support.app import app_client, household, household_template, make_client, portal

__all__ = ["app_client", "household", "household_template", "make_client", "portal"]
