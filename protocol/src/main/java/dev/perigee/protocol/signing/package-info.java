/// How a satellite knows that what reaches it is from its control plane: Ed25519 (RFC 8032) over the exact text that
/// travels. Start at `Signed`; which keys are believed is `KeyChain`'s.
@NullMarked
package dev.perigee.protocol.signing;

import org.jspecify.annotations.NullMarked;
