"""DuckDB, pandas and polars read the tables of a sweep, CSV and Parquet, and find the same in both."""

import sys

import duckdb
import pandas
import polars

folder = sys.argv[1]


def path(name):
    return f"{folder}/{name}"


for table in ["results", "points"]:
    csv, parquet = path(f"{table}.csv"), path(f"{table}.parquet")

    # Every row of the one is in the other; empty and null are the same.
    relation = duckdb.sql(f"select * from '{parquet}'")
    names, types = relation.columns, [str(kind) for kind in relation.types]
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in zip(names, types)) + "}"
    read = f"read_csv('{csv}', header = true, columns = {columns})"
    for one, other in [(f"'{parquet}'", read), (read, f"'{parquet}'")]:
        extra = duckdb.sql(f"select count(*) from (from {one} except all from {other})").fetchall()[0][0]
        assert extra == 0, f"DuckDB: {extra} rows of {one} are not in {other}"
    rows = duckdb.sql(f"select count(*) from '{parquet}'").fetchall()[0][0]
    assert rows > 0

    frame = pandas.read_parquet(parquet)
    text = pandas.read_csv(csv, dtype={name: str for name, kind in zip(names, types) if kind == "VARCHAR"})
    assert list(frame.columns) == list(text.columns) == names and len(frame) == len(text) == rows
    for name, kind in zip(names, types):
        if kind == "VARCHAR":
            assert frame[name].fillna("").tolist() == text[name].fillna("").tolist(), f"pandas: {name}"
        else:
            one, other = frame[name].astype(float), text[name].astype(float)
            assert ((one == other) | (one.isna() & other.isna())).all(), f"pandas: {name}"

    frame = polars.read_parquet(parquet)
    text = polars.read_csv(csv, schema=frame.schema)
    assert frame.equals(text), f"polars: {table}"

    print(f"{table}: {rows} rows and {len(names)} columns, the same for DuckDB, pandas and polars")

summary = duckdb.sql(f"from '{path('summary.csv')}'")
assert {"point", "variant", "measure", "observed", "median", "mean", "restricted_mean"} <= set(summary.columns)
assert polars.read_csv(path("summary.csv"), infer_schema_length=None).height == pandas.read_csv(path("summary.csv")).shape[0]
