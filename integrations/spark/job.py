#!/usr/bin/env python3
"""Reads documents with Rapporteur on a Spark cluster.

    spark-submit --master spark://host:7077 job.py --program /usr/local/bin/rapporteur --input /shared/documents --output /shared/out

OUT/rows gets a row for each document, as Parquet, by Spark's commit protocol: it is there when OUT/rows/_SUCCESS is.
OUT/parts gets the same as shards of sorted N-Quads with receipts, made of what was committed: `rapporteur load OUT/parts`.
"""

import argparse
import json
import pathlib
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import rapporteur_spark as rapporteur  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql import functions as F  # noqa: E402

# Documents on their way to Python and back, at most: as many, or as many bytes.
BATCH = {"spark.sql.execution.arrow.maxRecordsPerBatch": "500", "spark.sql.execution.arrow.maxBytesPerBatch": "67108864"}
# Files appear when the job commits, not when a task does.
COMMIT = {"spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="rapporteur: where it is on every machine")
    parser.add_argument("--ship", action="store_true", help="the program is on this machine only; Spark brings it along")
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--input", nargs="+", metavar="PATH", help="what Spark reads")
    given.add_argument("--manifest", type=pathlib.Path, help="corpus.toml, whose files lie at the same place on every machine")
    parser.add_argument("--format", default="binaryFile", help="Spark's name of the source: binaryFile, parquet, json, ... [%(default)s]")
    parser.add_argument("--option", action="append", default=[], metavar="KEY=VALUE", help="of the source: pathGlobFilter=*.txt")
    parser.add_argument("--column", action="append", default=[], metavar="NAME=EXPRESSION", help="what it is called there: content=body")
    parser.add_argument("--output", required=True, help="folder of any file system that Spark writes")
    parser.add_argument("--parts", help="folder for the shards, mounted on every machine [OUTPUT/parts]; - for none")
    parser.add_argument("--shards", type=int, help="how many [three for each core]")
    parser.add_argument("--base", help="base IRI of everything minted")
    parser.add_argument("--licence", help="terms of use of the whole")
    parser.add_argument("--rules", action="append", default=[], metavar="FOLDER", help="rule packs, on every machine")
    parser.add_argument("--curation", type=pathlib.Path, metavar="FILE", help="decisions of people")
    parser.add_argument("--overwrite", action="store_true", help="also where an earlier run came to its end")
    options = parser.parse_args()
    for pair in [*options.option, *options.column]:
        if "=" not in pair:
            parser.error(f"{pair!r} is no pair of a name and a value, joined by =")
    return options


def from_source(spark, options):
    reader = spark.read.format(options.format)
    for key, value in (pair.split("=", 1) for pair in options.option):
        reader = reader.option(key, value)
    documents = reader.load(options.input)
    for name, expression in (pair.split("=", 1) for pair in options.column):
        documents = documents.withColumn(name, F.expr(expression))
    return documents


def from_manifest(spark, path, shards):
    """The entries of a manifest; what executors cannot read, the program reports as without content."""
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
    folder = path.resolve().parent
    columns = [name for name in rapporteur.SAID if name != "path"]
    file = lambda entry: str(folder / entry["path"]) if "path" in entry else None
    rows = [(file(entry), *(entry.get(name) for name in columns)) for entry in entries]
    schema = ", ".join(f"{name} string" for name in ["path", *columns])

    def read(name):
        try:
            return pathlib.Path(name).read_bytes()
        except (OSError, TypeError):
            return None

    listed = spark.createDataFrame(rows, schema).repartition(shards)
    return listed.withColumn("content", F.udf(read, "binary")(F.col("path")))


def is_there(spark, path):
    """Whether a path of any of Spark's file systems exists."""
    hadoop = spark._jvm.org.apache.hadoop.fs.Path(path)
    return hadoop.getFileSystem(spark._jsc.hadoopConfiguration()).exists(hadoop)


def on_each(spark, shards, work):
    """A text from each shard, in their order, by one task for each."""

    def tasks(batches):
        import pyarrow

        for batch in batches:
            said = [work(number + 1) for number in batch.column(0).to_pylist()]
            yield pyarrow.RecordBatch.from_arrays([batch.column(0), pyarrow.array(said)], ["id", "said"])

    rows = spark.range(0, shards, 1, shards).mapInArrow(tasks, "id bigint, said string").collect()
    return [said for _, said in sorted(tuple(row) for row in rows)]


def main():
    options = arguments()
    builder = SparkSession.builder.appName("rapporteur")
    for key, value in {**BATCH, **COMMIT}.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    context = spark.sparkContext
    context.addPyFile(str(HERE / "rapporteur_spark.py"))
    if options.ship:
        context.addFile(options.program)
    manifest = tomllib.loads(options.manifest.read_text(encoding="utf-8")) if options.manifest else {}
    settings = rapporteur.Settings(
        program=pathlib.Path(options.program).name if options.ship else options.program,
        shipped=options.ship,
        base=options.base or manifest.get("base"),
        rules=tuple(options.rules),
        curation=options.curation.read_bytes() if options.curation else None,
    )
    shards = options.shards or 3 * context.defaultParallelism
    rows = options.output.rstrip("/") + "/rows"
    if is_there(spark, rows + "/_SUCCESS") and not options.overwrite:
        sys.exit(f"error: {rows} is there already; --overwrite replaces it, another --output leaves it")

    if options.manifest:
        documents = from_manifest(spark, options.manifest, shards)
    else:
        documents = from_source(spark, options)
    # What an earlier run left that did not come to its end is no output.
    rapporteur.extract(documents, settings, shards).write.mode("overwrite").option("compression", "zstd").parquet(rows)

    parts = options.parts or options.output.removeprefix("file://").removeprefix("file:").rstrip("/") + "/parts"
    if parts == "-" or "://" in parts:
        print(f"rows are in {rows}; where they are to be loaded, `python parts.py {rows} FOLDER` makes shards of them")
        return
    licence = options.licence or manifest.get("licence")
    sums = on_each(spark, shards, lambda shard: rapporteur.sum_of(rows, shard)) if not options.manifest else []
    made_of = rapporteur.sha256_of(options.manifest) if options.manifest else rapporteur.made_of(sums)
    receipts = on_each(
        spark, shards, lambda shard: rapporteur.write_part(settings, rows, shard, shards, parts, made_of, licence)
    )
    tell([json.loads(receipt) for receipt in receipts], parts)


def tell(receipts, parts):
    for failed in (failed for receipt in receipts for failed in receipt["failed"]):
        print(f"failed   {failed['place']}: {failed['reason']}", file=sys.stderr)
    documents, quads = (sum(receipt[key] for receipt in receipts) for key in ["documents", "quads"])
    failed = sum(len(receipt["failed"]) for receipt in receipts)
    print(f"{quads} quads from {documents} documents, {failed} failed, in {len(receipts)} shards; load them with")
    print(f"  rapporteur load {parts}")


if __name__ == "__main__":
    main()
