"""A NUL, which no database of ours keeps, is in no name: addresses with it lead nowhere, and break nothing."""

from __future__ import annotations

import pytest

from tests.support.app import AppClient, on_postgresql
from tests.support.documents import certificate, document

pytestmark = on_postgresql


@pytest.mark.parametrize(
    "path",
    [
        "/resources/x%00",
        "/resources/ce-12345678%00",
        "/compare?id=x%00",
        "/find?q=orch%00",
        "/find?to=x%00",
        "/find?type=%00",
        "/find?ceterms:availableAt=x%00",
        "/find.csv?ceterms:availableAt=x%00",
        "/find/suggest?q=orch%00",
        "/about?community=%00",
        "/about?class=%00",
        "/sitemaps/x%00/1",
        "/embed/resources/x%00",
        "/embed/resources/x%00?format=json",
        "/embed/x%00/resources/x",
        "/oembed?url=http://registry.test/resources/x%2500",
    ],
)
def test_an_address_with_a_nul_breaks_nothing(app_client: AppClient, path: str) -> None:
    app_client.published(document(certificate()))
    response = app_client.get(path, headers={"accept": "text/html"})
    assert response.status_code < 500, response.text
