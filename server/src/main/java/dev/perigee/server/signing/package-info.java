/// The keys that this control plane signs with.
@NullMarked
package dev.perigee.server.signing;

import org.jspecify.annotations.NullMarked;
