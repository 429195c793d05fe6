"""The API under /api/v1/: each dataset as a resource, and what goes with it."""
