"""The fixtures of the application, for the tests of publishing below the routes."""

from __future__ import annotations

from tests.support.app import app_client, household, household_template, make_client, portal

__all__ = ["app_client", "household", "household_template", "make_client", "portal"]
