/// Where AI clients come in: MCP over HTTP. `Door` sees of which era a request is. In the `LegacyDoor` a
/// `ClientSession` is one client and each of its requests a `Turn`; in the `ModernDoor` each request stands for itself
/// and is a `ModernTurn`. Both talk to servers through an `Upcall`. Start at `Door`.
@NullMarked
package dev.perigee.gateway.door;

import org.jspecify.annotations.NullMarked;
