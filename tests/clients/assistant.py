"""An assistant at the graph: asks every tool, over HTTP or standard input and output, and prints what it got as JSON.

    assistant.py http://127.0.0.1:7878/mcp
    assistant.py PROGRAM ARGUMENT...
"""

import asyncio
import json
import sys

from mcp import Client, StdioServerParameters


def examples(tool):
    """The example of each required value, and of one that may be left out."""
    schema = tool.input_schema
    return {name: schema["properties"][name]["examples"][0] for name in schema["required"]}


async def main():
    first, *rest = sys.argv[1:]
    server = first if first.startswith("http") else StdioServerParameters(command=first, args=rest)
    asked = {
        "search": {"q": "regional support office"},
        "entity": {"thing": "Fiji"},
        "evidence": {"thing": "meeting/bali-process/ministerial-conference-2"},
        "sparql": {"query": "SELECT ?s { ?s a igm:State } ORDER BY ?s", "limit": 3},
    }
    answers = {}
    async with Client(server) as client:
        tools = (await client.list_tools()).tools
        for tool in tools:
            given = asked.get(tool.name) or examples(tool)
            result = await client.call_tool(tool.name, given)
            answers[tool.name] = {
                "given": given,
                "error": bool(result.is_error),
                "text": result.content[0].text,
                "data": result.structured_content,
                "reads": tool.annotations.read_only_hint,
            }
        wrong = {
            "mandates_to": {"agent": "nobody of this name"},
            "sparql": {"query": "SELECT ?s { ?s a"},
            "entity": {},
        }
        refused = {}
        for name, given in wrong.items():
            result = await client.call_tool(name, given)
            refused[name] = {"error": bool(result.is_error), "text": result.content[0].text}
    print(json.dumps({"answers": answers, "refused": refused}))


asyncio.run(main())
