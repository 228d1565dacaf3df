/// Commands for the MCP gateway. `McpHandler` is where they come in; `ServerReport` is how a server stands, as
/// results show it. Not here: what the gateway does with them.
@NullMarked
package dev.perigee.satellite.command.mcp;

import org.jspecify.annotations.NullMarked;
