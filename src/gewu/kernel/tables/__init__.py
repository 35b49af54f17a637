"""Tables in files: CSV, TSV and XLSX, packed or not, read as text with line numbers.

Words: a *table* has named *columns* and *rows*; every cell is text, trimmed; a *ragged* row has
more or fewer cells than there are columns. What cannot be read without guessing is refused.
"""

from gewu.kernel.tables.reading import read_table, sheet_names
from gewu.kernel.tables.table import Row, Table
from gewu.kernel.tables.writing import marked, write_csv, write_xlsx

__all__ = ["Row", "Table", "marked", "read_table", "sheet_names", "write_csv", "write_xlsx"]
