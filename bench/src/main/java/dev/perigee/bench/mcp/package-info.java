/// The two ends of a benchmarked MCP gateway: a server that does as little as one can (`McpUpstream`, a program of its
/// own) and clients that call it over kept connections (`McpClients`). No gateway is started here.
@NullMarked
package dev.perigee.bench.mcp;

import org.jspecify.annotations.NullMarked;
