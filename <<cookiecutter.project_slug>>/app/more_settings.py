"""Settings beside the platform's own: each with the shape of its value, and its default."""

import re

MORE: dict[str, tuple[re.Pattern[str], str]] = {}
