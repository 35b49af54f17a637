"""The look of the whole product: base pages, components, tags and the page-or-part helper.

Knows no domain words. Areas above extend its base pages, compose its components and plug
their navigation and dashboard panels into its hooks; the styles and scripts are in `frontend/`.
"""
