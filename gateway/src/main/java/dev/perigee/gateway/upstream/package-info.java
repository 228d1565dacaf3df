/// MCP servers behind the gateway. A `Connection` is one conversation with one of them, whatever carries it; an
/// `Exchange` is one request on it and all that comes back. Start at `Upstream`, one server under its name; how it
/// lives is `Lifecycle`, a pure function, and `Supervision`, which does what follows. Kinds of connections are
/// packages below this one.
@NullMarked
package dev.perigee.gateway.upstream;

import org.jspecify.annotations.NullMarked;
