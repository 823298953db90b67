"""The questions in Polars: frames in memory, lazy plans, and a loop of joins where something is followed."""

from datetime import date

import polars as pl
from polars import col

TABLES = "vendors topics claims sources citations caveats caveat_sources rests".split()


class Polars:
    def __init__(self, folder, asked):
        self.asked = asked
        for table in TABLES:
            setattr(self, table, pl.read_csv(folder / f"{table}.csv", try_parse_dates=True))

    def count(self, question):
        return len(getattr(self, question)())

    def rows(self, question):
        return getattr(self, question)().rows()

    def below(self, topic):
        """The topic, and all below it."""
        seen = new = {topic}
        while new:
            new = set(self.topics.filter(col("parent").is_in(list(new)))["id"]) - seen
            seen = seen | new
        return list(seen)

    def resting_on(self, claims):
        """These claims, and all that rest on them."""
        seen = new = claims
        while len(new):
            new = new.join(self.rests, left_on="id", right_on="target").select(id="claim").unique()
            new = new.join(seen, on="id", how="anti")
            seen = pl.concat([seen, new])
        return seen

    def public(self):
        return self.sources.lazy().filter(col("access") == "public")

    def Q1(self):
        public = self.citations.lazy().join(self.public(), left_on="source", right_on="id", how="semi")
        return self.claims.lazy().select("id").join(public, left_on="id", right_on="claim", how="anti").collect()

    def Q2(self):
        return self.citations.lazy().group_by("claim").len().filter(col("len") == 1).select("claim").collect()

    def Q3(self):
        vendors = self.vendors.lazy().filter(col("country") == self.asked["country"])
        newer = self.citations.lazy().filter(col("retrieved") > date.fromisoformat(self.asked["d3"]))
        return (
            self.claims.lazy()
            .filter(col("topic").is_in(self.below(self.asked["training"])))
            .join(vendors, left_on="vendor", right_on="id", how="semi")
            .join(self.caveats.lazy(), left_on="id", right_on="claim", how="semi")
            .join(newer, left_on="id", right_on="claim", how="anti")
            .select("id")
            .collect()
        )

    def Q4(self):
        claims = self.claims.lazy().filter(col("topic").is_in(self.below(self.asked["topic"])))
        return self.vendors.lazy().join(claims, left_on="id", right_on="vendor", how="anti").select("id").collect()

    def Q5(self):
        unused = self.sources.lazy().select("id").join(self.citations.lazy(), left_on="id", right_on="source", how="anti")
        return unused.join(self.caveat_sources.lazy(), left_on="id", right_on="source", how="anti").collect()

    def Q6(self):
        return self.claims.lazy().group_by("vendor", "topic").len().collect()

    def Q7(self):
        cited = (
            self.citations.lazy()
            .join(self.sources.lazy().select("id", "publisher"), left_on="source", right_on="id")
            .join(self.claims.lazy().select("id", "vendor"), left_on="claim", right_on="id")
        )
        own = cited.group_by("claim").agg((col("publisher") == col("vendor")).all().alias("own"))
        return own.filter("own").select("claim").collect()

    def Q8(self):
        bare = self.rests.lazy().join(self.citations.lazy(), left_on="target", right_on="claim", how="anti")
        return self.resting_on(bare.select(id="claim").unique().collect())

    def Q9(self, source="hub"):
        source = self.asked[source]
        citing = self.citations.lazy().filter(col("source") == source).select(id="claim").unique().collect()
        others = self.citations.lazy().filter(col("source") != source)
        others = others.join(self.public(), left_on="source", right_on="id", how="semi").select(id="claim").unique()
        return self.resting_on(citing).join(self.resting_on(others.collect()), on="id", how="anti")

    def Q9b(self):
        return self.Q9("local")

    def Q10(self):
        current = self.claims.lazy().filter(col("status") == "current").select("id", "vendor", "topic", "stance")
        denying = current.filter(col("stance") == "denies")
        pairs = current.filter(col("stance") == "affirms").join(denying, on=["vendor", "topic"], suffix="_other")
        return pairs.select("id", "id_other").collect()

    def Q11(self):
        limited = self.caveats.lazy().filter(col("kind") == "scope").group_by("claim").len().filter(col("len") >= 2)
        old = (col("retrieved") < date.fromisoformat(self.asked["d11"])).all().alias("old")
        cited = self.citations.lazy().join(limited, on="claim", how="semi").group_by("claim").agg(old)
        return cited.filter("old").select("claim").collect()

    def about(self, claim):
        itself = self.claims.filter(col("id") == claim).select("statement", "stance")
        cited = self.citations.lazy().filter(col("claim") == claim)
        cited = cited.join(self.sources.lazy(), left_on="source", right_on="id").select("url", "access", "retrieved")
        caveats = self.caveats.filter(col("claim") == claim).select("kind", "text")
        return itself.rows() + cited.collect().rows() + caveats.rows()
