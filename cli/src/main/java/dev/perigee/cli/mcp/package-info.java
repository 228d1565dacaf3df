/// `perigee mcp`: what an operator asks of a satellite's door. `ServersCommand` and `LogsCommand` read its listings
/// (`DoorListings`); `ToolsCommand` and `CallCommand` are MCP clients like any other (`McpClient`).
@NullMarked
package dev.perigee.cli.mcp;

import org.jspecify.annotations.NullMarked;
