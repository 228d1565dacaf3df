/// The MCP gateway of a satellite: AI clients come in by a door and reach the MCP servers behind it. `Gateway` is
/// how it is put together; `rpc` and `mcp` are the words, `upstream` the servers, `catalog` what they offer,
/// `door` the clients, `observe` what operators see of it all, `redaction` what they must not see.
@NullMarked
package dev.perigee.gateway;

import org.jspecify.annotations.NullMarked;
