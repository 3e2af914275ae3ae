"""Averages the weights of checkpoints of one run (Izmailov et al. 2018): steadier than any one of them."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", nargs="+", type=Path, help="folders with a reader.pt each")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    states = [torch.load(folder / "reader.pt") for folder in args.checkpoints]
    mean = {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, args.out / "reader.pt")


if __name__ == "__main__":
    main()
