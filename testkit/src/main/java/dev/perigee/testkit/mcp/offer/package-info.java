/// What the MCP test server offers, free of eras and transports: tools, prompts and resources under the names that
/// the conformance suite calls. Start at `Offers`; what stands behind a name is a `Behaviour`.
@NullMarked
package dev.perigee.testkit.mcp.offer;

import org.jspecify.annotations.NullMarked;
