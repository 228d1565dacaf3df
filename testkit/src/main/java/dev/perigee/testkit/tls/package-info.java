/// Certificates for tests. Start at `TestAuthority`.
@NullMarked
package dev.perigee.testkit.tls;

import org.jspecify.annotations.NullMarked;
