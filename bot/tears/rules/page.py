"""Cuts lists into pages."""


def page_bounds(page_index: int, count: int, per_page: int) -> tuple[int, int]:
    """Return which page to show, the last one if there are fewer, and how many pages there are; at least one."""
    pages = max(-(-count // per_page), 1)
    return min(max(page_index, 0), pages - 1), pages
