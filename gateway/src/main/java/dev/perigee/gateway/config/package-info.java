/// Which MCP servers there are to be, and how they are reached. `McpServersFile` reads the JSON that other tools use.
@NullMarked
package dev.perigee.gateway.config;

import org.jspecify.annotations.NullMarked;
