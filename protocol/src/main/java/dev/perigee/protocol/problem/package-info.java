/// The one list of things that can go wrong on a wire, with code, HTTP status and retry verdict (RFC 9457).
@NullMarked
package dev.perigee.protocol.problem;

import org.jspecify.annotations.NullMarked;
