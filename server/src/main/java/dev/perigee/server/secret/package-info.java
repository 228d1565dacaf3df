/// Where the keys come from that secrets are sealed with: start at `SecretKeys`.
@NullMarked
package dev.perigee.server.secret;

import org.jspecify.annotations.NullMarked;
