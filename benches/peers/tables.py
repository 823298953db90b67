"""Results of a run as Markdown, and where they stand in a document."""

import math

QUESTIONS = "Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9 Q9b Q10 Q11 Q12".split()
NAMES = {
    "floor": "floor (1 core)",
    "caveat": "**caveat**",
    "duckdb": "DuckDB",
    "polars": "Polars",
    "sqlite": "SQLite (11 indexes)",
    "oxigraph": "Oxigraph in memory",
}
# What a document holds between these is refilled.
BEGIN, END = "<!-- numbers: benches/peers/run -->", "<!-- end of numbers -->"


def page(results):
    usual = next(it for it in results["sizes"] if it["claims"] == results["claims"])
    machine = results["machine"]
    parts = [
        f"Measured on {machine['cores']} cores of {machine['processor']}; load of the machine at the start: {machine['load']}.",
        f"### {usual['claims']:,} claims, {usual['triples']:,} triples: CPU ms, warm, medians",
        answers(usual),
        differences(usual),
        "### caveat beside the best peer and the floor",
        ratios(usual),
        "### Growth: CPU ms of caveat, and how many times the best peer takes",
        growth(results["sizes"], usual),
        "### Loading and starting: whole processes",
        processes(results),
        "### What peers take to load the same facts",
        loads(results["sizes"]),
    ]
    return "\n\n".join(part for part in parts if part)


def refill(path, text):
    document = path.read_text()
    before, _, rest = document.partition(BEGIN)
    _, _, behind = rest.partition(END)
    if not behind:
        raise SystemExit(f"{path} has no place for numbers: a line {BEGIN} and a line {END}")
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{behind}")


def answers(size):
    rows = [[NAMES[it], *(cell(size, it, question) for question in QUESTIONS)] for it in NAMES if it in size["answers"]]
    beside = {"first": "the first time", "dearest": "the dearest, composing ways", "reading": "reading and planning"}
    for key, name in beside.items():
        rows.append([f"caveat: {name}", *(figure(size["answers"]["caveat"].get(it, {}).get(key)) for it in QUESTIONS)])
    counts = [f"{size['answers']['floor'][it]['count']:,}" for it in QUESTIONS]
    rows.append(["things found", *counts])
    return table(["", *QUESTIONS], rows)


def cell(size, peer, question):
    found = size["answers"][peer].get(question)
    if found is None:
        return "–"
    return figure(found["cpu"]) + ("" if agrees(size, peer, question) else "!")


def agrees(size, peer, question):
    """Q12 is a different number of rows for each peer, by what a row is."""
    found, floor = size["answers"][peer][question], size["answers"]["floor"][question]
    if question == "Q12":
        return True
    return found["count"] == floor["count"] and found["sum"] == floor["sum"]


def differences(size):
    told = []
    for peer in size["answers"]:
        for question, found in size["answers"][peer].items():
            if not agrees(size, peer, question):
                floor = size["answers"]["floor"][question]
                told.append(
                    f"{NAMES[peer]} {question}: {found['count']:,} (sum of ids {found['sum']:,}) "
                    f"instead of {floor['count']:,} ({floor['sum']:,})"
                )
    if not told:
        return "All count the same things, and the sums of their ids are the same (Q12 aside, where each has rows of its own)."
    return "`!`: other things than the floor found. " + "; ".join(told) + "."


def best(size, question):
    """The quickest peer that is right."""
    peers = [it for it in size["answers"] if it not in ("floor", "caveat") and question in size["answers"][it]]
    right = [it for it in peers if agrees(size, it, question)]
    return min(((size["answers"][it][question]["cpu"], it) for it in right), default=(None, None))


def ours(size, question):
    found = size["answers"]["caveat"].get(question)
    return found and max(found["cpu"], 1e-4)


def ratios(size):
    rows, quicker, slower = [], [], []
    for question in QUESTIONS:
        (least, peer), own = best(size, question), ours(size, question)
        floor = size["answers"]["floor"][question]["cpu"]
        if own is None or least is None:
            rows.append([question, figure(own), figure(least), peer and NAMES[peer], "–", figure(floor), "–"])
            continue
        quicker.append(least / own)
        if floor:
            slower.append(own / floor)
        above = times(own / floor) if floor else "–"
        rows.append([question, figure(own), figure(least), NAMES[peer], times(least / own), figure(floor), above])
    rows.append(["geometric mean", "", "", "", times(mean(quicker)), "", times(mean(slower))])
    within = sum(it <= 4 for it in slower), sum(it > 10 for it in slower)
    told = (
        f"Faster than the best peer on {sum(it > 1 for it in quicker)} of {len(QUESTIONS)}; within 4 times the floor on "
        f"{within[0]}, beyond 10 times on {within[1]}."
    )
    head = ["question", "caveat", "best peer", "which", "peer / caveat", "floor", "caveat / floor"]
    return table(head, rows) + "\n\n" + told


def growth(sizes, usual):
    rows = []
    for size in sizes:
        own = [ours(size, it) for it in QUESTIONS]
        rows.append([f"{size['claims']:,}: caveat", *map(figure, own)])
        quicker = [
            times(best(size, it)[0] / mine) if mine and best(size, it)[0] else "–" for it, mine in zip(QUESTIONS, own)
        ]
        if size["loads"]:
            rows.append([f"{size['claims']:,}: best peer / caveat", *quicker])
    told = "\n\n".join(f"{it['claims']:,} claims: {differences(it)}" for it in sizes if it is not usual)
    return table(["claims", *QUESTIONS], rows) + "\n\n" + told


def processes(results):
    rows = []
    shipped = results["shipped"]
    for size in results["sizes"]:
        own = size["caveat"]
        load, cached = own["load"], own["cached"]
        rows.append([
            f"{size['claims']:,}",
            f"{size['triples']:,}",
            f"{load['wall_s']:.2f}",
            f"{load['cpu_s']:.2f}",
            f"{size['triples'] / load['wall_s'] / 1e6:.2f}",
            f"{load['peak_mb']:.0f}",
            f"{load['peak_mb'] * 1024 * 1024 / size['triples']:.0f}",
            f"{own['index_bytes'] / size['triples']:.0f}",
            f"{1000 * cached['cpu_s']:.1f}",
            f"{1000 * cached['wall_s']:.1f}",
        ])
    head = [
        "claims", "triples", "load: wall s", "CPU s", "million triples/s", "peak MB", "bytes/triple", "index bytes/triple",
        "cached answer: CPU ms", "wall ms",
    ]
    told = (
        f"The shipped data without an index, to the first answer: {1000 * shipped['cpu_s']:.1f} ms CPU, "
        f"{1000 * shipped['wall_s']:.1f} ms wall, {shipped['peak_mb']:.0f} MB."
    )
    return table(head, rows) + "\n\n" + told


def loads(sizes):
    rows = []
    for size in sizes:
        for peer, load in size["loads"].items():
            what = "N-Triples" if peer == "oxigraph" else "CSV"
            rows.append([NAMES[peer], f"{size['claims']:,}", what, f"{load['load_s']:.2f}", f"{load['load_cpu_s']:.2f}"])
    return table(["peer", "claims", "from", "wall s", "CPU s"], rows)


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(it) if it is not None else "–" for it in line) + " |" for line in lines)


def figure(number):
    if number is None:
        return "–"
    if number >= 100:
        return f"{number:.0f}"
    if number >= 0.001:
        return f"{number:.2g}" if number < 10 else f"{number:.3g}"
    return f"{number:.1g}" if number < 0.0001 else f"{number:.4f}"


def times(ratio):
    if ratio is None:
        return "–"
    digits = 0 if ratio >= 10 else 1 if ratio >= 1 else 2
    return f"{ratio:.{digits}f}×"


def mean(ratios):
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None
