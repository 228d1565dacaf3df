/// An MCP server for tests, and for the conformance suite to run against: both eras of the protocol, over HTTP and
/// over standard input and output. Start at `TestMcpServer`. An era is a `Protocol` (`LegacySession`,
/// `ModernServer`), which answers messages through an `Outlet` of the transport; what it offers is in the package
/// `offer`.
@NullMarked
package dev.perigee.testkit.mcp;

import org.jspecify.annotations.NullMarked;
