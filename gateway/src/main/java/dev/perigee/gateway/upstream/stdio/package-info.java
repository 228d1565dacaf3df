/// MCP servers that are child processes: one JSON-RPC message a line, in on stdin and out on stdout. Start at
/// `StdioConnections`, which starts a server and answers the connection to it. `Conversation` is what is said to
/// it; `Exchanges` knows what is under way and to which of it a message belongs; `InstanceLog` keeps what a server
/// says beside the protocol. Not here: when a server is started again, and who may talk to it.
@NullMarked
package dev.perigee.gateway.upstream.stdio;

import org.jspecify.annotations.NullMarked;
