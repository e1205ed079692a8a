"""Documents of a Spark DataFrame to what they say: rows, and shards that `rapporteur load` takes.

    from rapporteur_spark import Settings, extract
    rows = extract(documents, Settings(program="/usr/local/bin/rapporteur"), shards=64)

`documents` has the columns `content` (bytes or text) and `id` or `path`, and whichever of title, date, language, source,
licence, series and sha256 are known. Executors need this file (`spark.sparkContext.addPyFile`), pyarrow, and the program.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import tomllib
import unicodedata

import pyarrow
import pyarrow.fs
import pyarrow.parquet

SAID = ["id", "path", "title", "date", "language", "source", "licence", "series", "sha256"]
ROWS = (
    "id string, place string, ok boolean, reason string, graph string, quads bigint, nquads string, bytes bigint, "
    "text string, original binary, record string, version string, made_by string"
)
# Key of a stream's metadata: see `rapporteur extract --help`.
ELSEWHERE = b"rapporteur.documents"
# Documents at a time on their way from Parquet into a shard.
ROWS_AT_A_TIME = 32


@dataclasses.dataclass(frozen=True)
class Settings:
    """How the program is run; goes to the executors with the tasks."""

    program: str
    """Where it is on every machine, or its file name where Spark brings it along."""
    shipped: bool = False
    """Whether Spark brings it along (`spark.sparkContext.addFile`)."""
    base: str | None = None
    """Base IRI of everything minted."""
    rules: tuple[str, ...] = ()
    """Folders with rule packs, on every machine."""
    curation: bytes | None = None
    """The file with the decisions of people."""

    def command(self, *arguments):
        program = self.program
        if self.shipped:
            from pyspark import SparkFiles

            program = SparkFiles.get(program)
        base = ["--base", self.base] if self.base else []
        rules = ["--rules", *self.rules] if self.rules else []
        return [program, *base, *rules, "extract", *arguments]

    @contextlib.contextmanager
    def environment(self, threads):
        """What the program finds in its environment; none of the settings of whoever runs the executors."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("RAPPORTEUR_")}
        kept |= {"RAPPORTEUR_CURATION": os.devnull, "RAYON_NUM_THREADS": str(threads)}
        if self.curation is None:
            yield kept
            return
        with tempfile.NamedTemporaryFile(prefix="rapporteur-", suffix=".toml") as decisions:
            decisions.write(self.curation)
            decisions.flush()
            yield kept | {"RAPPORTEUR_CURATION": decisions.name}


class Failed(RuntimeError):
    """The program has ended with an error; the message is what it said."""


@contextlib.contextmanager
def running(command, environment, schema, batches):
    """The standard output of a command that reads batches from its standard input. Both go through pipes, so no more than
    these hold is on its way. A command that fails is an error at the end, also where its output broke off before."""
    complaints = tempfile.TemporaryFile()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=environment)
    not_read, broken_off = [], []

    def feed():
        try:
            writer = pyarrow.ipc.new_stream(process.stdin, schema)
            for batch in batches:
                writer.write_batch(batch)
            # Only who came to the end says so: without this mark the program takes what it got for a part.
            writer.close()
            process.stdin.close()
        except BrokenPipeError:
            pass  # it says itself why it reads no more
        except BaseException as error:
            not_read.append(error)
            process.kill()

    feeding = threading.Thread(target=feed, name="documents", daemon=True)
    feeding.start()
    try:
        try:
            yield process.stdout
        except (pyarrow.ArrowInvalid, OSError) as error:
            broken_off.append(error)
        status = process.wait()
        if not_read:
            raise not_read[0]
        if status != 0:
            complaints.seek(0)
            said = complaints.read()[-4000:].decode("utf-8", "replace").strip()
            raise Failed(f"{command[0]} ended with {status}: {said}")
        if broken_off:
            raise broken_off[0]
        feeding.join()
    finally:
        # Whoever asks no more, because a task was ended, leaves no process behind.
        if process.poll() is None:
            process.kill()
            process.wait()


def rows_of(settings, schema, batches, threads=1):
    """The rows that the program writes for documents in batches, in batches."""
    command = settings.command("--arrow-stdio")
    with settings.environment(threads) as environment, running(command, environment, schema, batches) as stdout:
        yield from pyarrow.ipc.open_stream(stdout)


# --- Documents to rows ------------------------------------------------------------------------------------------------


def extract(documents, settings, shards):
    """A row for each document, in `shards` partitions: each holds the documents of one shard, sorted by id."""
    documents = named(documents)
    elsewhere = decided(documents, settings.curation)
    columns = [name for name in [*SAID, "content"] if name in documents.columns]
    schema = pyarrow.schema(
        [(name, pyarrow.binary() if name == "content" else pyarrow.string()) for name in columns],
        metadata={ELSEWHERE: json.dumps(elsewhere)} if elsewhere else None,
    )

    def work(batches):
        from pyspark import TaskContext

        plain = (pyarrow.RecordBatch.from_arrays(batch.columns, schema=schema) for batch in batches)
        yield from rows_of(settings, schema, plain, TaskContext.get().cpus())

    # Documents with the same id come in an order that does not depend on who read them first.
    order = ["id", *(["path"] if "path" in columns else []), "_sum"]
    placed = documents.repartitionById(shards, shard_of(shards)).sortWithinPartitions(*order).select(*columns)
    return placed.mapInArrow(work, ROWS)


def named(documents):
    """The columns that the program reads, as text and bytes, with an id for each document, and the sum of its bytes."""
    from pyspark.sql import functions as F

    if "content" not in documents.columns or not {"id", "path"} & set(documents.columns):
        raise ValueError(f"documents need the columns content, and id or path; there are {', '.join(documents.columns)}")
    said = [F.col(name).cast("string").alias(name) for name in SAID if name in documents.columns]
    documents = documents.select(*said, F.col("content").cast("binary").alias("content"))
    if "id" not in documents.columns:
        documents = documents.withColumn("id", F.udf(id_of_path, "string")(F.col("path")))
    return documents.withColumn("_sum", F.sha2(F.col("content"), 256))


def shard_of(shards):
    """To which shard a document belongs, from 0: as `rapporteur extract --shard` has it."""
    from pyspark.sql import functions as F

    hash = F.conv(F.substring(F.sha2(F.col("id").cast("binary"), 256), 1, 16), 16, 10).cast("decimal(20,0)")
    return F.coalesce((hash % F.lit(shards)).cast("int"), F.lit(0))


def decided(documents, curation):
    """Id and sum of the documents that decisions of people are about, wherever they are: each task needs to know them."""
    from pyspark.sql import functions as F

    decisions = tomllib.loads(curation.decode()).get("decision", []) if curation else []
    ids = sorted({decision["document"] for decision in decisions if "document" in decision})
    sums = sorted({decision["sha256"] for decision in decisions if "sha256" in decision})
    if not ids:
        return []
    about = documents.where(F.col("id").isin(ids) | F.col("_sum").isin(sums)).select("id", "_sum")
    return sorted([row[0], row[1]] for row in about.collect() if row[0] is not None)


FOLDED = {
    **dict.fromkeys("’‘ʼ`´", "'"), "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l",
    "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i",
}


def id_of_path(path):
    """The id that `rapporteur build FOLDER` gives a file: the slug of its stem; nothing where that has no letter."""
    if path is None:
        return None
    name = path.rstrip("/").rsplit("/", 1)[-1]
    head, dot, _ = name.rpartition(".")
    stem = head if dot and head else name
    marks = (c for c in unicodedata.normalize("NFD", stem) if not unicodedata.category(c).startswith("M"))
    folded = "".join(FOLDED.get(c) or c.lower() for c in marks).replace("'", "")
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in folded).split()
    return "-".join(words) or None


# --- Rows to shards ---------------------------------------------------------------------------------------------------


def parquet_of(rows, shard):
    """The files in which the rows of a shard are, of a folder that Spark wrote: the number of a partition stands in their names."""
    # What Hadoop calls s3a, Arrow calls s3.
    uri = rows.replace("s3a://", "s3://", 1)
    if "://" not in uri:
        uri = str(pathlib.Path(uri.removeprefix("file:")).absolute())
    system, folder = pyarrow.fs.FileSystem.from_uri(uri)
    names = {found.base_name: found.path for found in system.get_file_info(pyarrow.fs.FileSelector(folder))}
    if "_SUCCESS" not in names:
        raise FileNotFoundError(f"{rows} has no _SUCCESS: the job that wrote it has not come to its end")
    begin = f"part-{shard - 1:05}-"
    own = sorted(name for name in names if name.startswith(begin) and name.endswith(".parquet"))
    return [pyarrow.parquet.ParquetFile(system.open_input_file(names[name])) for name in own]


def sum_of(rows, shard):
    """A sum of which documents there are in a shard, and what is known of them."""
    digest = hashlib.sha256()
    for file in parquet_of(rows, shard):
        for batch in file.iter_batches(columns=["id", "ok", "record", "reason"]):
            for row in batch.to_pylist():
                digest.update(json.dumps(row, sort_keys=True).encode())
    return digest.hexdigest()


def write_part(settings, rows, shard, shards, folder, made_of, licence=None, threads=1):
    """Writes one shard of `shards` into a folder, and gives its receipt. Doing it again gives the same bytes."""
    files = parquet_of(rows, shard)
    schema = pyarrow.schema([(name, kind) for name, kind in NEEDED.items()])

    def batches():
        for file in files:
            for batch in file.iter_batches(batch_size=ROWS_AT_A_TIME, columns=list(NEEDED)):
                yield pyarrow.RecordBatch.from_arrays(batch.columns, schema=schema)

    place = ["--shard", f"{shard}/{shards}", "--out", folder, "--made-of", made_of]
    terms = ["--licence", licence] if licence else []
    with settings.environment(threads) as environment:
        with running(settings.command("--arrow-rows", *place, *terms), environment, schema, batches()) as stdout:
            stdout.read()
    return pathlib.Path(folder, f"part-{shard:05}-of-{shards:05}.json").read_text(encoding="utf-8")


NEEDED = {
    "id": pyarrow.string(), "place": pyarrow.string(), "ok": pyarrow.bool_(), "reason": pyarrow.string(),
    "nquads": pyarrow.string(), "text": pyarrow.string(), "original": pyarrow.binary(), "record": pyarrow.string(),
    "made_by": pyarrow.string(),
}


def made_of(sums):
    """What all shards have in common, of the sums of each, in their order."""
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()


def sha256_of(path):
    """Sum of a file."""
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
