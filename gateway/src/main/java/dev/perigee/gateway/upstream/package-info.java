/// MCP servers behind the gateway. A `Connection` is one conversation with one of them, whatever carries it; an
/// `Exchange` is one request on it and all that comes back. `SessionOpening` finds out the era of a server and makes
/// an `UpstreamSession` of that era. Kinds of connections are packages below this one.
@NullMarked
package dev.perigee.gateway.upstream;

import org.jspecify.annotations.NullMarked;
