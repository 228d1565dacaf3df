/// Requests that say who sent them and that nothing in them was changed: HTTP Message Signatures (RFC 9421) over the
/// digest of the content (RFC 9530). No I/O. Start at `RequestSignature`.
@NullMarked
package dev.perigee.protocol.signature;

import org.jspecify.annotations.NullMarked;
