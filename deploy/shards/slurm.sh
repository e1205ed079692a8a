#!/bin/sh
# The shards of a manifest as an array of Slurm jobs, then one job that loads them:
#
#   array=$(sbatch --parsable --array=1-16 slurm.sh corpus.toml shards)
#   sbatch --dependency=afterok:$array --wrap='rapporteur load shards --store store'
#
# Manifest, documents and folder lie on a file system that all nodes see. A job that was killed or lost its node is run
# again by Slurm (--requeue), and writes the same bytes.
#SBATCH --job-name=rapporteur
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --requeue
set -eu
export RAYON_NUM_THREADS="${SLURM_CPUS_PER_TASK:-2}"
exec rapporteur extract --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --manifest "$1" --out "$2"
