/// MCP servers behind the gateway. A `Connection` is one conversation with one of them, whatever carries it; an
/// `Exchange` is one request on it and all that comes back. Start at `Upstream`, one server under its name; how it
/// lives is `Lifecycle`, a pure function, and `Supervision`, which does what follows. `SessionOpening` finds out the
/// era of a server and makes an `UpstreamSession` of that era. Kinds of connections are packages below this one.
@NullMarked
package dev.perigee.gateway.upstream;

import org.jspecify.annotations.NullMarked;
