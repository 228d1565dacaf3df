/// What waits to be reported: acknowledgements and results, kept until the control plane has them.
@NullMarked
package dev.perigee.satellite.outbox;

import org.jspecify.annotations.NullMarked;
