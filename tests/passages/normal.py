"""The normal form of passages, one a line on standard input, by Python's own libraries: for each its digest, a tab, its length.
What `caveat anchor` prints is held against this."""

import hashlib
import html
import re
import sys
import unicodedata


def normal(text):
    text = html.unescape(text)
    text = re.sub(r"<[^>]+>", " ", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = unicodedata.normalize("NFKC", text)
    text = text.replace("\u00ad", "").replace("\u200b", "").lower()
    return re.sub(r"[\W_]+", " ", text).strip()


for line in sys.stdin.buffer.read().decode("utf-8").split("\n"):
    if line.strip():
        form = normal(line)
        print(hashlib.sha256(form.encode("utf-8")).hexdigest(), len(form), sep="\t")
