"""Both editions of the demonstration, generated once for the tests that only read them."""

from dataclasses import dataclass

import duckdb
import pandas as pd
import pytest

from cartomut import demonstration
from cartomut.contracts import contracts
from cartomut.demonstration import Planted
from cartomut.paths import REFERENCE


@dataclass(frozen=True)
class Edition:
    number: int
    tables: dict[str, pd.DataFrame]
    planted: list[Planted]

    def faulty(self, table: str) -> pd.Series:
        """Tell which rows of a table carry a planted fault."""
        key = list(contracts()[table].primary_key)
        keys = {fault.key for fault in self.planted if fault.table == table and fault.column}
        rows = self.tables[table]
        found = [tuple(map(str, row)) in keys for row in rows[key].itertuples(index=False)]
        return pd.Series(found, rows.index, dtype=bool)

    def sound(self, table: str) -> pd.DataFrame:
        """The rows of a table without a planted fault, whole numbers as whole numbers again."""
        rows = self.tables[table]
        if contracts()[table].primary_key:
            rows = rows[~self.faulty(table)]
        return rows.infer_objects() if table == "prestation_acte" else rows


@pytest.fixture(scope="session", params=[1, 2], ids=["edition 1", "edition 2"])
def edition(request) -> Edition:
    number = request.param
    return Edition(number, demonstration.generate(number), demonstration.planted(number))


@pytest.fixture(scope="session")
def first() -> dict[str, pd.DataFrame]:
    return demonstration.generate(1)


@pytest.fixture(scope="session")
def second() -> dict[str, pd.DataFrame]:
    return demonstration.generate(2)


@pytest.fixture(scope="session")
def references() -> dict[str, pd.DataFrame]:
    """The reference tables, every cell a text."""
    read = {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in sorted(REFERENCE.glob("*.csv"))
    }
    assert {"region", "code_liste", "indicateur"} <= read.keys()
    return read


@pytest.fixture(scope="session")
def loaded(edition, empty_schema):
    """A store's schema filled with an edition, to read; a planted text is left out."""
    con = duckdb.connect(":memory:")
    con.execute(f"attach '{empty_schema}' as made (read_only)")
    con.execute("copy from database made to memory")
    for name, rows in edition.tables.items():
        columns = [field.name for field in contracts()[name].file_fields]
        shown = rows.assign(ligne=range(2, len(rows) + 2)) if name != "source" else rows
        if name == "prestation_acte":
            shown["nb_actes"] = pd.to_numeric(shown["nb_actes"], errors="coerce").astype("Int64")
        listed = ", ".join(columns if name == "source" else [*columns, "ligne"])
        con.register("shown", shown)
        con.execute(f"insert into {name} ({listed}) select {listed} from shown")
        con.unregister("shown")
    limits = REFERENCE / "borne_controle.csv"
    con.execute(f"insert into borne_controle by name from read_csv('{limits}', header = true)")
    yield con
    con.close()
