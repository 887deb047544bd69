"""Duplicates past one machine: the same keys and blocks, handed to Splink on an engine that spills to disk or spreads out.

    table      a list of any length, a few rows at a time
    keys       our comparison keys for those rows, as a Parquet file that every engine reads
    model      what is compared, and which rows meet: SQL, and no library
    engine     DuckDB or Spark, and Splink on it
    spark      Spark: where it runs, what it may take, and that it leaves nothing behind

For lists of more rows than a sheet has. A workbook's own leads go through `core.dedupe`, which is better and quicker.
"""
