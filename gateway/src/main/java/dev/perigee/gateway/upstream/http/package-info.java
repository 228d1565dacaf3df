/// MCP servers reached over HTTP: Streamable HTTP with sessions (`StreamableHttpConnection`), its stateless successor
/// (`StatelessHttpConnection`) and its predecessor with one event stream (`HttpSseConnection`). Each talks through
/// `EndpointClient`s, which know where and how; a `ReplicaSet` says which of several, `HealthChecks` looks after them.
/// Start at `HttpServers`, which puts all of it together for one server.
@NullMarked
package dev.perigee.gateway.upstream.http;

import org.jspecify.annotations.NullMarked;
