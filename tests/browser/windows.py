"""How to go on from one page to another in a window of the browser."""


def follow(target):
    """Click on what leads to another page, and wait until that has come: a click waits for no more than its start."""
    with target.page.expect_navigation():
        target.click()
