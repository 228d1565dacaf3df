/// MCP servers reached over HTTP: Streamable HTTP with sessions (`StreamableHttpConnection`), its stateless successor
/// (`StatelessHttpConnection`) and its predecessor with one event stream (`HttpSseConnection`). Each talks through an
/// `EndpointClient`, which knows where and how; a `ReplicaSet` says which of several. `ParameterHeaders`
/// are what a tool's definition adds to a stateless call. Start at `StreamableHttpConnection`.
@NullMarked
package dev.perigee.gateway.upstream.http;

import org.jspecify.annotations.NullMarked;
