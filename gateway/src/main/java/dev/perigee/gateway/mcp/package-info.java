/// The words of the Model Context Protocol: its versions, its errors, and what a client says of itself.
@NullMarked
package dev.perigee.gateway.mcp;

import org.jspecify.annotations.NullMarked;
