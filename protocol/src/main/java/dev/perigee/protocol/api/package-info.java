/// The operator API's bodies: submissions, and what the control plane shows of commands, satellites and tokens.
@NullMarked
package dev.perigee.protocol.api;

import org.jspecify.annotations.NullMarked;
