/// Where AI clients come in: MCP over HTTP. A `ClientSession` is one client; each of its requests is a `Turn` on
/// a thread of its own, which takes what the server sends and writes it to a `ClientStream`. Start at `Door`.
@NullMarked
package dev.perigee.gateway.door;

import org.jspecify.annotations.NullMarked;
