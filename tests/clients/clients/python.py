"""The official Python client, driven line by line.

The only argument is JSON: {"mode": "auto", "url": "...", "headers": {}} or {"mode": "auto", "command": "...", "words": [...],
"variables": {...}}. The first line that is written is {"version": "..."}. Then every line that is read is a request,
{"tools": true} or {"call": "search", "arguments": {...}}, and answered with a line: {"result": {...}} as it came over
the wire, or {"refusal": {"code": -32602, "message": "..."}} for a JSON-RPC error. Ends with its standard input.
"""

import json
import os
import sys

import anyio
import anyio.to_thread
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client


def server(wanted):
    """What the client connects to."""
    if "url" in wanted:
        http_client = create_mcp_http_client(headers=wanted["headers"])
        return streamable_http_client(wanted["url"], http_client=http_client)
    parameters = StdioServerParameters(command=wanted["command"], args=wanted["words"], env=wanted["variables"])
    return stdio_client(parameters, errlog=open(os.devnull, "w"))


async def answer(client, request):
    """The answer to one request."""
    try:
        if "call" in request:
            result = await client.call_tool(request["call"], request["arguments"])
        else:
            result = await client.list_tools()
    except MCPError as error:
        return {"refusal": {"code": error.code, "message": error.message}}
    return {"result": result.model_dump(mode="json", by_alias=True, exclude_none=True)}


async def main():
    wanted = json.loads(sys.argv[1])
    async with Client(server(wanted), mode=wanted["mode"]) as client:
        print(json.dumps({"version": client.protocol_version}), flush=True)
        while line := await anyio.to_thread.run_sync(sys.stdin.readline):
            print(json.dumps(await answer(client, json.loads(line))), flush=True)


anyio.run(main)
