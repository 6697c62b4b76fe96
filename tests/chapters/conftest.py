"""A browser, as those of the site's tests are."""

from tests.site.conftest import browser_type_launch_args  # noqa: F401
