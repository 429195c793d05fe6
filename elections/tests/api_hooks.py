"""What schemathesis cannot make up of itself: it is given the description without what only the record can say."""

import schemathesis

# Ids and names that are too many to list in the description, and the place of a page.
UNLISTED = {
    "addressee",
    "contender",
    "cursor",
    "mission",
    "organisation",
    "publisher",
    "report",
    "source",
    "withdrawn_after",
}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """No made-up ids; and of a period one end, since an end before the beginning is refused."""
    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            operation["parameters"] = [each for each in operation.get("parameters", []) if keeps(each["name"])]


def keeps(name: str) -> bool:
    return name not in UNLISTED and not name.endswith("__lte")
