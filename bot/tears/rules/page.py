"""Cuts lists into pages."""


def page_bounds(page_index: int, count: int, per_page: int) -> tuple[int, int]:
    """Return the index of the nearest page that exists, and the number of pages, which is at least one."""
    pages = max(-(-count // per_page), 1)
    return min(max(page_index, 0), pages - 1), pages
