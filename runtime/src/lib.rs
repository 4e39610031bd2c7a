//! Serves a generated API as an MCP server.
