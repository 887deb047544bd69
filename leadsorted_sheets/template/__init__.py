"""The workbook we ship, drawn from the schema.

Everything here runs when the template is built, not when the product runs: that uses the
committed `templates/leads.xlsx`. So XlsxWriter is needed by developers only.
"""
