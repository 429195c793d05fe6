"""The staff's pages: lists of the record, forms that propose changes, and the queue of those who review them.

config/staff.py imports the modules that register pages, once the site that they register with stands.
"""
