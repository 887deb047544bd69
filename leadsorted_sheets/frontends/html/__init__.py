"""The report as one page that needs nothing else: no network, no script, prints well, reads well on a phone."""

from leadsorted_sheets.frontends.html.page import Heading, page

__all__ = ["Heading", "page"]
