"""A client that is generated from /openapi.json asks every saved query, goes through the parts of an answer, and reads what
is wrong with a value.

    generated.py http://127.0.0.1:7878 FOLDER
"""

import importlib
import inspect
import json
import pathlib
import subprocess
import sys
import urllib.request

import attrs

url, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def generate():
    with urllib.request.urlopen(f"{url}/openapi.json") as answer:
        description = answer.read()
    (folder / "openapi.json").write_bytes(description)
    # What would only make the code pretty is left out.
    (folder / "config.json").write_text(json.dumps({"post_hooks": []}))
    command = [
        sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--config", "config.json",
        "--meta", "none", "--output-path", "rapporteur_client",
    ]
    told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    # Of the rest it leaves out what it does not know, such as bodies in SPARQL.
    assert "api/queries" not in told, told
    return json.loads(description)


description = generate()
sys.path.insert(0, str(folder))
from rapporteur_client import Client, models  # noqa: E402
from rapporteur_client.models import Problem  # noqa: E402
from rapporteur_client.types import UNSET  # noqa: E402

client = Client(base_url=url)


def question(name):
    return importlib.import_module(f"rapporteur_client.api.questions.{name}")


def named(function, parameter):
    """Words of Python have an underscore behind them."""
    return parameter if parameter in inspect.signature(function).parameters else f"{parameter}_"


# Every query has a function, with its own parameters and rows.
asked = 0
for path, item in description["paths"].items():
    name = path.removeprefix("/api/queries/")
    if not path.startswith("/api/queries/") or "{" in path:
        continue
    module, given = question(name), {}
    for parameter in item["get"]["parameters"]:
        if "examples" not in parameter["schema"]:
            continue
        value = parameter["schema"]["examples"][0]
        if "enum" in parameter["schema"]:
            value = getattr(models, "".join(map(str.title, f"{name}_{parameter['name']}".split("_"))))(value)
        given[named(module.sync, parameter["name"])] = value
        needed = inspect.signature(module.sync).parameters[named(module.sync, parameter["name"])].default is inspect.Parameter.empty
        assert needed == parameter["required"], (name, parameter)
    answer = module.sync_detailed(client=client, limit=2, **given)
    assert answer.status_code == 200, (name, answer)
    page = answer.parsed
    assert page.query == name and page.total > 0 and page.complete is True, (name, page)
    fields = {field.name.rstrip("_") for field in attrs.fields(type(page.rows[0]))}
    assert set(page.columns) <= fields, (name, page.columns, fields)
    asked += 1
assert asked > 60, asked

# In parts, by the key of the row before.
mandates_to = question("mandates_to")
agent = "group/states"
rows, after = [], UNSET
while True:
    page = mandates_to.sync(client=client, agent=agent, limit=2, after=after)
    rows += page.rows
    after = page.after
    if after is UNSET:
        break
assert len(rows) == page.total > 2, (len(rows), page.total)
assert len({row.mandate.value for row in rows}) > 2
assert rows[0].mandate.type_ == "uri" and rows[0].mandate.label and rows[0].evidence.page.startswith("/doc/")
assert page.parameters.agent.label == "States", page.parameters

# What is wrong.
wrong = mandates_to.sync_detailed(client=client, agent="nobody of this name")
assert wrong.status_code == 400 and isinstance(wrong.parsed, Problem), wrong
assert "that the graph knows" in wrong.parsed.detail, wrong.parsed
gone = mandates_to.sync_detailed(client=client, agent=agent, after="999-0000")
assert gone.status_code == 410 and isinstance(gone.parsed, Problem) and gone.parsed.hint, gone
try:
    mandates_to.sync(client=client)
    raise SystemExit("a required parameter could be left out")
except TypeError:
    pass

# The list of queries, and the values of a parameter.
from rapporteur_client.api.questions import queries, values  # noqa: E402

listed = queries.sync(client=client)
assert listed.total == asked == len(listed.queries)
found = values.sync("mandates_to", "agent", client=client, q="fij")
assert found.values[0].value == "state/fiji" and found.values[0].count > 0, found
print(asked, "queries")
