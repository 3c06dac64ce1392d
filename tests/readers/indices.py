"""SALib finds in the tables of a sweep what `sensitivity` says of it; only bootstraps draw otherwise."""

import json
import sys

import numpy
import pandas
from SALib.analyze import morris, sobol

folder, told = sys.argv[1], json.load(open(sys.argv[2]))
points = pandas.read_parquet(f"{folder}/points.parquet").sort_values("point")
results = pandas.read_parquet(f"{folder}/results.parquet")
plan = json.load(open(f"{folder}/manifest.json"))["plan"]
shape = plan["shape"]
# A column of hours has the unit in its name.
columns = [next(name for name in (f["id"], f["id"] + "_h") if name in points) for f in plan["factors"]]
factors = [f["id"] for f in plan["factors"]]
levels = points[columns].to_numpy(float)
problem = {"num_vars": len(factors), "names": factors, "bounds": [[min(x), max(x)] for x in levels.T]}


def check(finding, expected, what):
    assert abs(finding - expected) <= 1e-9 * max(1, abs(expected)), f"{what}: {finding} instead of {expected}"


assert told["measures"], "nothing was analysed"
for measure in told["measures"]:
    quantity, filters = measure["measure"].rstrip("]").split("[")
    own = results[results["measure"] == quantity]
    for filter in filters.split(", "):
        key, value = filter.split("=")
        own = own[own[key] == value]
    values = own.pivot(index="point", columns="replication", values="value_h").reindex(points["point"])
    shared = values.dropna(axis="columns")
    if measure["shared_replications"] is not None:
        assert shared.shape[1] == measure["shared_replications"]
        values = shared
    means = values.mean(axis="columns").to_numpy()
    found = {(f["statistic"], f["factor"], f["other_factor"]): f["estimate"] for f in measure["findings"]}
    compared = 0

    def same(statistic, factor, expected, other=""):
        global compared
        check(found[statistic, factor, other], expected, f"{statistic} of {factor} {other}")
        compared += 1

    check(found["mean", "", ""], means.mean(), "mean")
    if "Morris" in shape:
        effects = morris.analyze(problem, levels, means, num_levels=shape["Morris"]["levels"])
        for at, factor in enumerate(factors):
            same("mu", factor, effects["mu"][at])
            same("mu_star", factor, effects["mu_star"][at])
            same("sigma_with_noise", factor, effects["sigma"][at])
    else:
        second = shape["Saltelli"]["second_order"]
        indices = sobol.analyze(problem, means, calc_second_order=second, seed=1)
        for at, factor in enumerate(factors):
            same("first_with_noise", factor, indices["S1"][at])
            same("total_with_noise", factor, indices["ST"][at])
            for other in range(at + 1, len(factors) if second else 0):
                same("second_with_noise", factor, indices["S2"][at, other], factors[other])
    assert numpy.isfinite(means).all() and compared >= 2 * len(factors)
    print(f"{measure['measure']}: {compared} numbers of {measure['method']}, the same for SALib")
