"""Workbooks (.xlsx, .xlsm) as records, by the standard library alone."""

from linreg.tables._xlsx._read import SheetRecords, read_sheet, sheet_names

__all__ = ["SheetRecords", "read_sheet", "sheet_names"]
