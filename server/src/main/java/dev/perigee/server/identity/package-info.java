/// Which satellite a request is from, by everything that it must show. Start at `SatelliteAccess`.
@NullMarked
package dev.perigee.server.identity;

import org.jspecify.annotations.NullMarked;
