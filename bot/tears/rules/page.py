"""Cuts lists into pages."""


def page_bounds(page_index: int, count: int, per_page: int) -> tuple[int, int]:
    """Return the index of the page to show, which is the nearest that exists, and the number of pages, at least one."""
    pages = max(-(-count // per_page), 1)
    return min(max(page_index, 0), pages - 1), pages
