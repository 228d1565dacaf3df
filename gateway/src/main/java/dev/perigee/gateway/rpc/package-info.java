/// JSON-RPC 2.0 messages as the gateway handles them: as bytes in which it knows where what matters stands. What it
/// does
/// not need to understand is never decoded and never changed. Start at `Message`.
@NullMarked
package dev.perigee.gateway.rpc;

import org.jspecify.annotations.NullMarked;
