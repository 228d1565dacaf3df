/// An MCP server of the legacy era with which everything goes wrong that can, one thing for each of its tools
/// (`FaultyTools`). Start at `FaultyServer`; what a fault does to the bytes is in a `Wire`.
@NullMarked
package dev.perigee.testkit.mcp.fault;

import org.jspecify.annotations.NullMarked;
