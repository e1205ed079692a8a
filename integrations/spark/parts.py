#!/usr/bin/env python3
"""Makes shards for `rapporteur load` of the rows that job.py wrote, where executors could not: from an object store, say.

    python parts.py s3://bucket/out/rows parts --program rapporteur --shards 64

Needs pyarrow, and no Spark. `--shards` is what job.py was given, or said.
"""

import argparse
import concurrent.futures
import os

import rapporteur_spark as rapporteur


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", help="the folder OUTPUT/rows")
    parser.add_argument("folder", help="folder for the shards")
    parser.add_argument("--program", default="rapporteur")
    parser.add_argument("--shards", type=int, required=True)
    parser.add_argument("--base")
    parser.add_argument("--licence")
    parser.add_argument("--made-of", help="SHA-256 of the manifest, where there is one")
    options = parser.parse_args()
    settings = rapporteur.Settings(program=options.program, base=options.base)
    shards = range(1, options.shards + 1)
    made_of = options.made_of or rapporteur.made_of([rapporteur.sum_of(options.rows, shard) for shard in shards])

    def write(shard):
        rapporteur.write_part(settings, options.rows, shard, options.shards, options.folder, made_of, options.licence)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(write, shards))
    print(f"{options.shards} shards; load them with\n  rapporteur load {options.folder}")


if __name__ == "__main__":
    main()
