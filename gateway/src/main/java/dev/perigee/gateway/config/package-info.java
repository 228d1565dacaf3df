/// MCP servers as people configure them: `McpServersFile` reads the JSON that desktop clients use, with what only
/// Perigee knows beside it, into `UpstreamConfig`, which is a value. Start at `McpServersFile`.
@NullMarked
package dev.perigee.gateway.config;

import org.jspecify.annotations.NullMarked;
