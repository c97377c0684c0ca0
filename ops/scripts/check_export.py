#!/usr/bin/env python3
# Copyright the Masque authors. Licensed under the Apache License, Version 2.0.
"""Checks exported weights against an independent PyTorch model: same weights, same batch, same numbers?

    masque export RUN weights.safetensors --check-batch batch.safetensors
    python3 check_export.py weights.safetensors batch.safetensors --peer torch_mae.py [--size tiny]

The weights are encoder and decoder under MAE's public names (a prefix "weights/" is taken off). The batch holds

    images                  F32 [B, 3, H, W]
    visible, masked         I32 [B, V], [B, M]   patch numbers, 0-based; patches in neither are thrown
    expected/loss           F32 [] or [1]        masked pixel loss, targets normalised patch by patch
    expected/attention_map  F32 [B, L]           last block, class token to patches, min-max per head, mean of heads

with the model's sizes in its metadata (img_size, patch_size, embed_dim, depth, num_heads, decoder_embed_dim,
decoder_depth, decoder_num_heads) unless --size names an entry of the peer's SIZES. The peer is a file with a class Mae
that has loss(images, visible, masked, all_positions) and attention_map(images).

Prints one line a quantity. Exit: 0 all within the tolerance, 1 not, 2 the files do not fit together.
Needs torch and safetensors.
"""

import argparse
import importlib.util
import math
import pathlib
import sys

# The peer's constructor arguments, and the names of the same sizes in the batch's metadata.
SIZE_NAMES = {
    "img": "img_size",
    "patch": "patch_size",
    "dim": "embed_dim",
    "depth": "depth",
    "heads": "num_heads",
    "ddim": "decoder_embed_dim",
    "ddepth": "decoder_depth",
    "dheads": "decoder_num_heads",
}
BATCH_TENSORS = ("images", "visible", "masked", "expected/loss", "expected/attention_map")
WEIGHTS_PREFIX = "weights/"


class Mismatch(Exception):
    """The files do not fit together; the message says which and how."""


def load_peer(path):
    """Imports the peer by its path; its main() does not run."""
    spec = importlib.util.spec_from_file_location("masque_peer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise Mismatch(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_safetensors(path):
    """All tensors by name, and the metadata."""
    from safetensors import safe_open

    if not path.is_file():
        raise Mismatch(f"{path}: no such file")
    with safe_open(str(path), framework="pt") as opened:
        return {name: opened.get_tensor(name) for name in opened.keys()}, opened.metadata() or {}


def model_sizes(peer, size, metadata, path):
    """The peer's constructor arguments, from its table or from the batch's metadata."""
    if size is not None:
        if size not in peer.SIZES:
            raise Mismatch(f"--size {size}: the peer knows {', '.join(sorted(peer.SIZES))}")
        return peer.SIZES[size]
    absent = [name for name in SIZE_NAMES.values() if name not in metadata]
    if absent:
        raise Mismatch(f"{path}: its metadata lacks {', '.join(absent)}; name them by --size")
    return {argument: int(metadata[name]) for argument, name in SIZE_NAMES.items()}


def load_weights(model, tensors, path):
    """Puts every weight in its place; a missing, unknown or misshapen one is an error."""
    state = {name.removeprefix(WEIGHTS_PREFIX): tensor for name, tensor in tensors.items()}
    wanted = model.state_dict()
    problems = [f"missing {name}" for name in sorted(wanted.keys() - state.keys())]
    problems += [f"unknown {name}" for name in sorted(state.keys() - wanted.keys())]
    problems += [
        f"{name} has shape {list(state[name].shape)}, wanted {list(wanted[name].shape)}"
        for name in sorted(wanted.keys() & state.keys())
        if state[name].shape != wanted[name].shape
    ]
    if problems:
        raise Mismatch(f"{path}: " + "; ".join(problems))
    model.load_state_dict(state, strict=True)


def check_batch(batch, patches, path):
    """Refuses a batch that would make the peer index out of range or compare unlike things."""
    absent = [name for name in BATCH_TENSORS if name not in batch]
    if absent:
        raise Mismatch(f"{path}: lacks {', '.join(absent)}")
    images = batch["images"].shape[0]
    if list(batch["expected/attention_map"].shape) != [images, patches]:
        raise Mismatch(f"{path}: expected/attention_map is not of shape [{images}, {patches}]")
    for name in ("visible", "masked"):
        numbers = batch[name]
        if numbers.ndim != 2 or numbers.shape[0] != images or numbers.shape[1] == 0:
            raise Mismatch(f"{path}: {name} has shape {list(numbers.shape)}, wanted [{images}, at least 1]")
        if numbers.min() < 0 or numbers.max() >= patches:
            raise Mismatch(f"{path}: {name} has patch numbers outside 0 to {patches - 1}")
    for image in range(images):
        used = batch["visible"][image].tolist() + batch["masked"][image].tolist()
        if len(set(used)) != len(used):
            raise Mismatch(f"{path}: image {image} uses a patch twice")


def compute(model, batch, patches):
    """What the peer makes of the batch, in 64-bit floats so that its own rounding does not count."""
    import torch

    # The peer makes its mask in the default type.
    torch.set_default_dtype(torch.float64)
    model = model.double().eval()
    images = batch["images"].double()
    visible, masked = batch["visible"].long(), batch["masked"].long()
    nothing_thrown = visible.shape[1] + masked.shape[1] == patches
    with torch.no_grad():
        return {
            "loss": model.loss(images, visible, masked, nothing_thrown).reshape(1),
            "attention_map": model.attention_map(images),
        }


def deviation(got, expected):
    """The largest difference, relative to the largest expected number; infinite if anything is not finite."""
    got, expected = got.double().flatten(), expected.double().flatten()
    scale = max(expected.abs().max().item(), 1e-12)
    worst = (got - expected).abs().max().item() / scale
    return worst if math.isfinite(worst) else math.inf


def report(results, batch, tolerance):
    """Prints the table; whether everything is within the tolerance."""
    print(f"{'quantity':<16}{'peer':>14}{'expected':>14}{'deviation':>12}  verdict (tolerance {tolerance:g})")
    all_good = True
    for name, got in results.items():
        expected = batch["expected/" + name]
        worst = deviation(got, expected)
        good = worst <= tolerance
        all_good &= good
        means = f"{got.double().mean().item():>14.7g}{expected.double().mean().item():>14.7g}"
        print(f"{name:<16}{means}{worst:>12.2e}  {'ok' if good else 'FAILED'}")
    return all_good


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], epilog="peer and expected: the mean over the quantity's elements"
    )
    parser.add_argument("weights", type=pathlib.Path, help="exported safetensors file")
    parser.add_argument("batch", type=pathlib.Path, help="written by masque export --check-batch")
    parser.add_argument("--peer", type=pathlib.Path, required=True, help="Python file with the class Mae")
    parser.add_argument("--size", help="an entry of the peer's SIZES, instead of the batch's metadata")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="relative (default: %(default)s)")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    try:
        peer = load_peer(arguments.peer)
        batch, metadata = read_safetensors(arguments.batch)
        weights, _ = read_safetensors(arguments.weights)
        sizes = model_sizes(peer, arguments.size, metadata, arguments.batch)
        model = peer.Mae(**sizes)
        load_weights(model, weights, arguments.weights)
        patches = (sizes["img"] // sizes["patch"]) ** 2
        check_batch(batch, patches, arguments.batch)
        good = report(compute(model, batch, patches), batch, arguments.tolerance)
    except Mismatch as mismatch:
        print(mismatch, file=sys.stderr)
        return 2
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
